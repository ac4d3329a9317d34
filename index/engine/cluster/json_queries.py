"""Queries as the JSON that OpenSearch and Elasticsearch take. Pure: nothing is asked of a cluster.

https://docs.opensearch.org/2.19/query-dsl/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import log
from typing import Any, Final, TypeAlias

from tantivy import Occur

from index.engine import schema
from index.engine.queries import Queries

Json: TypeAlias = dict[str, Any]
Term: TypeAlias = tuple[str, str]
"""A column, and a term in it."""

_PLACES: Final = {Occur.Must: "must", Occur.Should: "should", Occur.MustNot: "must_not"}
_MOST_EXPANSIONS: Final = 10_000
"""Terms that the last word of a phrase may become while it is being typed."""
MOST_TERMS: Final = 65_536
"""Terms that a query may have in one place: ``index.max_terms_count``."""
_FEWEST: Final = 2
"""Papers that a term must be in to tell that two papers are alike."""


class JsonQueries(Queries):
    """Makes the queries of a cluster.

    Args:
        papers: Tells how many papers there are.
        frequencies: Tells how many papers have each of some terms.
    """

    def __init__(
        self,
        papers: Callable[[], int],
        frequencies: Callable[[Collection[Term]], Mapping[Term, int]],
    ) -> None:
        self._papers = papers
        self._frequencies = frequencies

    def term(self, column: str, text: str) -> Json:
        """As ``Queries.term``."""
        return {"term": {column: {"value": text}}}

    def having(self, column: str, text: str) -> Json:
        """As ``Queries.having``."""
        return self.term(column, text)

    def having_any(self, column: str, values: Iterable[str | int]) -> Json:
        """As ``Queries.having_any``."""
        every = list(values)
        parts = [
            {"terms": {column: every[start : start + MOST_TERMS]}}
            for start in range(0, len(every), MOST_TERMS)
        ]
        return parts[0] if len(parts) == 1 else self.any_of(parts)

    def phrase(self, column: str, terms: Sequence[str]) -> Json:
        """As ``Queries.phrase``."""
        return {"match_phrase": {column: {"query": " ".join(terms)}}}

    def phrase_begun(
        self, column: str, terms: Sequence[str], last: str, others: Sequence[str]
    ) -> Json:
        """As ``Queries.phrase_begun``."""
        begun = {"query": " ".join((*terms, last)), "max_expansions": _MOST_EXPANSIONS}
        ways: list[Json] = [{"match_phrase_prefix": {column: begun}}]
        ways += [self.phrase(column, (*terms, other)) for other in others]
        found: Json = self.any_of(ways)
        return found

    def starting(self, column: str, beginning: str) -> Json:
        """As ``Queries.starting``."""
        return {"prefix": {column: {"value": beginning}}}

    def near(self, column: str, text: str, edits: int) -> Json:
        """As ``Queries.near``: of all terms that are near, not only of the first fifty."""
        return {
            "fuzzy": {
                column: {
                    "value": text,
                    "fuzziness": edits,
                    "transpositions": True,
                    "rewrite": "constant_score",
                }
            }
        }

    def pattern(self, column: str, pattern: str) -> Json:
        """As ``Queries.pattern``."""
        return {"regexp": {column: {"value": pattern, "flags": "NONE"}}}

    def between(self, column: str, low: int | None, high: int | None) -> Json:
        """As ``Queries.between``."""
        ends = (("gte", low), ("lte", high))
        return {"range": {column: {name: end for name, end in ends if end is not None}}}

    def known(self, column: str) -> Json:
        """As ``Queries.known``."""
        return {"exists": {"field": column}}

    def all(self) -> Json:
        """As ``Queries.all``."""
        return {"match_all": {}}

    def none(self) -> Json:
        """As ``Queries.none``."""
        return {"match_none": {}}

    def joined(self, parts: Sequence[tuple[Occur, Any]], least: int = 0) -> Json:
        """As ``Queries.joined``; what must match and scores nothing becomes a filter."""
        found: dict[str, Any] = {}
        for occur, query in parts:
            place = _PLACES[occur]
            if place == "must" and (filtered := _filtered(query)) is not None:
                place, query = "filter", filtered
            found.setdefault(place, []).append(query)
        if not found.keys() - {"must_not"}:
            return self.none()
        if least:
            found["minimum_should_match"] = least
        return {"bool": found}

    def best(self, queries: Sequence[Any], tie: float) -> Json:
        """As ``Queries.best``."""
        return {"dis_max": {"queries": list(queries), "tie_breaker": tie}}

    def boosted(self, query: Json, weight: float) -> Json:
        """As ``Queries.boosted``."""
        (kind, body), *_ = query.items()
        if kind in ("term", "match_phrase"):
            ((column, what),) = body.items()
            return {kind: {column: {**what, "boost": weight}}}
        return {"bool": {"must": [query], "boost": weight}}

    def constant(self, query: Json, score: float) -> Json:
        """As ``Queries.constant``."""
        return {"constant_score": {"filter": query, "boost": score}}

    def like(self, texts: Mapping[str, str], most: int, stop_words: list[str]) -> Json:
        """As ``Queries.like``, by the frequencies in the whole cluster rather than in one shard."""
        dropped = frozenset(stop_words)
        counts = Counter(
            (column, term)
            for column, text in texts.items()
            for term in schema.analyzer("en").analyze(text)
            if term not in dropped
        )
        known = self._frequencies(counts)
        papers = self._papers()
        tells = {
            term: count * log(1 + (max(0, papers - having) + 0.5) / (having + 0.5))
            for term, count in counts.items()
            if (having := known[term]) >= _FEWEST
        }
        first = sorted(tells, key=lambda term: (-tells[term], term))[:most]
        if not first:
            return self.none()
        highest = tells[first[0]]
        ways = [self.boosted(self.term(*term), tells[term] / highest) for term in first]
        found: Json = self.any_of(ways)
        return found


def _filtered(query: Json) -> Json | None:
    """What a query that scores nothing filters by; None for other queries."""
    constant = query.get("constant_score")
    if constant is None or constant["boost"] != 0:
        return None
    inner: Json = constant["filter"]
    return inner
