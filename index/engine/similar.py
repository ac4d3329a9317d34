"""Papers like another one: those that share many of its telling words."""

from __future__ import annotations

import re
from functools import cache
from math import log
from typing import Final

import tantivy
from tantivy import Occur, Query

from index.engine import schema
from index.engine.analysis import STOP_WORDS, is_encodable, stem
from index.query import identifiers

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
    for field, value in candidates:
        if value and searcher.doc_freq(field, value):
            query = Query.term_query(schema.build_schema(), field, value, "basic")
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
    query = Query.regex_query(schema.build_schema(), "key", pattern)
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
    fields = schema.build_schema()
    document = searcher.doc(address)
    texts: dict[str, list[str]] = {}
    for field in ("title", "abstract"):
        text = document.get_first(field)
        if text:
            texts[field] = [text]
    score = Query.more_like_this_document_fields_query(
        fields,
        texts,
        min_doc_frequency=2,
        min_term_frequency=1,
        max_query_terms=_MOST_TERMS,
        stop_words=_stop_terms(),
    )
    itself = Query.term_query(fields, "key", document.get_first("key"), "basic")
    if not only_close:
        return Query.boolean_query([(Occur.Must, score), (Occur.MustNot, itself)])
    telling = _telling_terms(searcher, texts)
    if not telling:
        return Query.empty_query()
    shared = Query.boolean_query(
        [
            (
                Occur.Should,
                Query.boolean_query(
                    [
                        (Occur.Should, Query.term_query(fields, field, term, "basic"))
                        for field in ("title", "abstract")
                    ]
                ),
            )
            for term in telling
        ],
        minimum_number_should_match=max(1, round(len(telling) * _SHARED)),
    )
    return Query.boolean_query(
        [
            (Occur.Must, score),
            (Occur.Must, Query.const_score_query(shared, 0.0)),
            (Occur.MustNot, itself),
        ]
    )


@cache
def _stop_terms() -> list[str]:
    """Stop words as the analyzer leaves them."""
    return sorted({stem(word) for word in STOP_WORDS})


def _telling_terms(searcher: tantivy.Searcher, texts: dict[str, list[str]]) -> list[str]:
    """The terms that tell most of a paper: frequent in it and rare elsewhere."""
    dropped = _stop_terms()
    counts: dict[str, int] = {}
    for values in texts.values():
        for term in schema.analyzer("en").analyze(values[0]):
            if term not in dropped:
                counts[term] = counts.get(term, 0) + 1
    papers = searcher.num_docs
    weights: dict[str, float] = {}
    for term, count in counts.items():
        frequency = max(searcher.doc_freq("abstract", term), searcher.doc_freq("title", term))
        if frequency >= 2:
            weights[term] = count * log(1 + papers / frequency)
    return sorted(weights, key=lambda term: (-weights[term], term))[:_TELLING_TERMS]
