"""Papers like another one: those that share many of its telling words."""

from __future__ import annotations

import re
from functools import cache
from math import log
from typing import TYPE_CHECKING, Final

import tantivy
from tantivy import Occur

from index.engine import schema
from index.engine.analysis import STOP_WORDS, is_encodable, stem
from index.engine.queries import Query, queries_of
from index.engine.ranking import Ranked, ranked
from index.query import identifiers

if TYPE_CHECKING:
    from index.engine.meaning import Meaning

_MOST_TERMS: Final = 100
_TELLING_TERMS: Final = 30
_SHARED: Final = 0.2
_MOST_KEYS: Final = 20


def find(searcher: tantivy.Searcher, name: str) -> tantivy.DocAddress | None:
    """Where the paper with this key, arXiv id, DOI or address is; None if there is none."""
    if not is_encodable(name):
        return None
    identifier = identifiers.recognise(name)
    candidates = [("key", name), ("id", name), ("doi", name.casefold())]
    if identifier is not None:
        candidates.extend((identifier.field, value) for value in identifier.values)
    queries = queries_of(searcher)
    for field, value in candidates:
        if value and searcher.doc_freq(field, value):
            query = queries.having(field, value)
            hits = searcher.search(query, 1, count=False).hits
            if hits:
                return hits[0][1]
    return None


def keys_apart(searcher: tantivy.Searcher, key: str) -> list[str]:
    """The keys of papers that share a title, for the key that one of them alone would have.

    There are twenty at most.
    """
    if re.fullmatch(r"[a-z0-9-]*[0-9a-f]{12}", key) is None:
        return []
    pattern = f"{key}-[0-9a-f]{{8}}"
    query = queries_of(searcher).pattern("key", pattern)
    hits = searcher.search(query, _MOST_KEYS, count=False).hits
    found = [searcher.doc(address).get_first("key") for _, address in hits]
    return sorted(key for key in found if isinstance(key, str))


def similar_to(
    searcher: tantivy.Searcher, address: tantivy.DocAddress, *, only_close: bool = False
) -> Query:
    """Matches papers that share words with one paper, which itself does not match.

    Args:
        searcher: Of the index.
        address: Of the paper.
        only_close: Match only papers that share at least a fifth of its most telling words. Where
            a number of papers is asked for the best ones will do, but a condition must exclude.

    Returns:
        A query that scores by all the words that are shared.
    """
    queries = queries_of(searcher)
    document = searcher.doc(address)
    texts: dict[str, str] = {}
    for field in ("title", "abstract"):
        text = document.get_first(field)
        if text:
            texts[field] = text
    score = queries.like(texts, _MOST_TERMS, _stop_terms())
    itself = queries.having("key", str(document.get_first("key")))
    if not only_close:
        return queries.joined([(Occur.Must, score), (Occur.MustNot, itself)])
    telling = _telling_terms(searcher, texts)
    if not telling:
        return queries.none()
    shared = queries.joined(
        [
            (
                Occur.Should,
                queries.joined(
                    [(Occur.Should, queries.having(field, term)) for field in ("title", "abstract")]
                ),
            )
            for term in telling
        ],
        max(1, round(len(telling) * _SHARED)),
    )
    return queries.joined(
        [
            (Occur.Must, score),
            (Occur.Must, queries.constant(shared, 0.0)),
            (Occur.MustNot, itself),
        ]
    )


def ranked_like(
    searcher: tantivy.Searcher, address: tantivy.DocAddress, most: int, meaning: Meaning | None
) -> Ranked:
    """The papers most like one, best first: by meaning, or by their words where it has no vector.

    Args:
        searcher: Of the index.
        address: Of the paper.
        most: How many to find.
        meaning: Of the index; None where there are no vectors.
    """
    if meaning is not None:
        from index.engine.nearest import anchor_at_paper, nearest_to

        anchor = anchor_at_paper(meaning, address)
        if anchor is not None:
            found = nearest_to(searcher, meaning, [anchor], most=most)
            return [(cosine, tantivy.DocAddress(*one)) for one, cosine in found]
    return ranked(searcher, similar_to(searcher, address), 0, most)[0]


@cache
def _stop_terms() -> list[str]:
    """Stop words as the analyzer leaves them."""
    return sorted({stem(word) for word in STOP_WORDS})


def _telling_terms(searcher: tantivy.Searcher, texts: dict[str, str]) -> list[str]:
    """The terms that tell most of a paper: frequent in it and rare elsewhere."""
    dropped = _stop_terms()
    counts: dict[str, int] = {}
    for text in texts.values():
        for term in schema.analyzer("en").analyze(text):
            if term not in dropped:
                counts[term] = counts.get(term, 0) + 1
    papers = searcher.num_docs
    weights: dict[str, float] = {}
    for term, count in counts.items():
        frequency = max(searcher.doc_freq("abstract", term), searcher.doc_freq("title", term))
        if frequency >= 2:
            weights[term] = count * log(1 + papers / frequency)
    return sorted(weights, key=lambda term: (-weights[term], term))[:_TELLING_TERMS]
