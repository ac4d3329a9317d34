"""Papers like another one: those that share many of its telling words."""

from __future__ import annotations

from math import log
from typing import Final

import tantivy
from tantivy import Occur, Query

from index import schema
from index.query import identifiers
from index.query.words import STOP_WORDS, is_encodable, stem

_MOST_TERMS: Final = 100
_TELLING_TERMS: Final = 30
_SHARED: Final = 0.2


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


def similar_to(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Query:
    """Matches papers that share at least a fifth of the most telling words of one paper.

    They score by all the words they share; the paper itself does not match.
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
    )
    telling = _telling_terms(searcher, texts)
    if not telling:
        return Query.empty_query()
    itself = Query.term_query(fields, "key", document.get_first("key"), "basic")
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


def _telling_terms(searcher: tantivy.Searcher, texts: dict[str, list[str]]) -> list[str]:
    """The terms that tell most of a paper: frequent in it and rare elsewhere."""
    dropped = {stem(word) for word in STOP_WORDS}
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
