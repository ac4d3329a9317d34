"""What a cluster is told of an index of papers: its columns, and how they are analysed.

Quire analyses, the cluster only parts the result at spaces: so words, phrases, accents and symbols
mean there what they mean to Tantivy.
"""

from __future__ import annotations

from typing import Any, Final
from zlib import crc32

from index.engine.schema import FIELDS, FINGERPRINT

GAP: Final = "\u2423"
"""Stands where no term is, so that no phrase runs across it; no term has this sign."""

PAPER: Final = "paper"
"""The field of a document that holds the paper itself, which is not searched."""

STORED_ONLY: Final = ("rest",)
"""Columns that only Tantivy has."""

_ANALYZER: Final = "quire"
_LONGEST_NAME: Final = 8_000
"""Characters of the longest name that can be asked for: Lucene takes 32,766 bytes."""

# Raised by hand when documents change in a way that the columns do not show.
_REVISION: Final = 1

CLUSTER_FINGERPRINT: Final = f"{crc32(f'{_REVISION} {FINGERPRINT}'.encode()):08x}"
"""Names what documents are like: an index with another fingerprint must be pushed anew."""


def index_body(
    shards: int, replicas: int, *, build: int, legacy_similarity: bool
) -> dict[str, Any]:
    """The settings and the mapping of a new index, which refreshes only when it is filled.

    Args:
        shards: Parts that the papers are spread over.
        replicas: Copies of each part beside the first.
        build: The number of the push that makes it, for those who go on with it.
        legacy_similarity: Whether BM25 scores as Tantivy's does only by its older name: since
            OpenSearch 3, that of the newer name is without the factor of ``k1 + 1``.
    """
    kind = "LegacyBM25" if legacy_similarity else "BM25"
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": replicas,
                "refresh_interval": "-1",
                "similarity": {"default": {"type": kind, "k1": 1.2, "b": 0.75}},
            },
            "analysis": {
                "filter": {"gaps": {"type": "stop", "stopwords": [GAP]}},
                "analyzer": {
                    _ANALYZER: {
                        "type": "custom",
                        "tokenizer": "whitespace",
                        "filter": ["gaps"],
                    }
                },
            },
        },
        "mappings": {
            "dynamic": False,
            "_meta": {"build": build},
            # The columns can be made anew of the paper.
            "_source": {"includes": [PAPER, f"{PAPER}.*"]},
            "properties": {
                **{name: _column(name) for name in FIELDS if name not in STORED_ONLY},
                PAPER: {"type": "object", "enabled": False},
            },
        },
    }


def is_prose(column: str) -> bool:
    """Whether a column has words, rather than names or numbers."""
    kind, options = FIELDS[column]
    return kind == "text" and options["tokenizer_name"] != "raw"


def _column(name: str) -> dict[str, Any]:
    kind, options = FIELDS[name]
    if kind == "integer":
        return {"type": "long"}
    if not is_prose(name):
        return {"type": "keyword", "ignore_above": _LONGEST_NAME}
    column: dict[str, Any] = {"type": "text", "analyzer": _ANALYZER}
    if options.get("index_option") == "freq":
        column["index_options"] = "freqs"
    return column
