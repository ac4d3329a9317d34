"""Compiles queries for a cluster: what it must be asked of their words is asked all at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, cast

import tantivy

from index.engine.cluster.json_queries import Json, JsonQueries, Term
from index.engine.cluster.reading import Place
from index.engine.cluster.searcher import ClusterSearcher, Result
from index.engine.compile import Compiler
from index.engine.compiled import Compiled
from index.engine.organisations import Organisations
from index.engine.overlay_filters import OverlayFilters
from index.engine.queries import OtherSearcher
from index.overlay import Overlay
from index.paper import Paper
from index.query.tree import Node

_ROUNDS: Final = 8
"""How often what was learnt may lead to more questions; what is left is asked one by one."""


class ClusterCompiler(Compiler):
    """Compiles trees for a cluster.

    How a word may be written depends on how many papers have each way, which a searcher on this
    machine tells in a microsecond. A cluster is asked in rounds: a tree is compiled as if no paper
    had what is not known yet, which is then asked for together, until nothing is unknown.
    """

    without_vectors = "a search cluster has no vectors"

    def __init__(
        self,
        searcher: ClusterSearcher,
        organisations: Organisations,
        overlay: Overlay | None = None,
    ) -> None:
        super().__init__(as_tantivy(searcher), organisations, overlay)
        self._cluster = searcher

    def compile(self, tree: Node, today: datetime.date | None = None) -> Compiled:
        """As ``Compiler.compile``."""

        def rehearsed(compiler: Compiler) -> None:
            compiled = compiler.compile(tree, today)
            for _ in (compiled.full, compiled.ranked, compiled.either, compiled.loose):
                pass

        self.foresee(rehearsed)
        return super().compile(tree, today)

    def foresee(self, work: Callable[[Compiler], object]) -> None:
        """As ``Compiler.foresee``."""
        for _ in range(_ROUNDS):
            rehearsal = _Rehearsal(self._cluster)
            work(_RehearsedCompiler(rehearsal, self.organisations, self.overlay))
            if not rehearsal.learn():
                return


class _RehearsedCompiler(Compiler):
    """Compiles a tree to find out what there is to be asked; the overlay's papers are known."""

    def __init__(
        self, searcher: _Rehearsal, organisations: Organisations, overlay: OverlayFilters
    ) -> None:
        super().__init__(as_tantivy(searcher), organisations)
        self._filters = overlay

    @property
    def overlay(self) -> OverlayFilters:
        """As ``Compiler.overlay``: that of the compiler that rehearses."""
        return self._filters


class _Rehearsal(OtherSearcher):
    """Answers what is known already, takes note of what is not, and has no paper for that."""

    def __init__(self, searcher: ClusterSearcher) -> None:
        self.num_docs = searcher.num_docs
        self.most_counted = searcher.most_counted
        self.queries = JsonQueries(lambda: self.num_docs, self._frequencies)
        self._searcher = searcher
        self._terms: dict[Term, None] = {}
        self._expected: dict[Term, None] = {}
        self._counts: list[Json] = []
        self._expected_counts: list[Json] = []
        self._aggregations: list[tuple[Json, Mapping[str, Any]]] = []

    def learn(self, terms: Collection[Term] = ()) -> bool:
        """Ask for what was not known; whether there was anything."""
        self._terms |= dict.fromkeys(terms)
        found = bool(self._terms or self._counts or self._aggregations)
        if self._counts:
            self._counts += (one for one in self._expected_counts if one not in self._counts)
        if self._terms:
            self._searcher.words.of(list(self._terms | self._expected))
        if self._counts or self._aggregations:
            self._searcher.look_up_together(self._counts, self._aggregations)
        return found

    def expect(self, terms: Iterable[Term]) -> None:
        """As ``OtherSearcher.expect``: they are asked for with what is not known."""
        known = self._searcher.words.known
        self._expected |= dict.fromkeys(term for term in terms if term not in known)

    def expect_counts(self, queries: Iterable[Json]) -> None:
        """As ``OtherSearcher.expect_counts``: they are counted with what is not known."""
        known = self._searcher.known_answer
        self._expected_counts += (one for one in queries if known("count", one) is None)

    def doc_freq(self, field_name: str, field_value: str) -> int:
        """As ``ClusterSearcher.doc_freq``."""
        return self._frequencies([(field_name, field_value)])[field_name, field_value]

    def _frequencies(self, terms: Iterable[Term]) -> Mapping[Term, int]:
        found = {}
        for term in terms:
            known = self._searcher.words.known.get(term)
            if known is None:
                self._terms[term] = None
            found[term] = known or 0
        return found

    def search(self, query: Json, limit: int = 10, **options: Any) -> Result:
        """As ``ClusterSearcher.search``, of which only the number is known."""
        del limit, options
        known = self._searcher.known_answer("count", query)
        if known is None:
            self._counts.append(query)
        return Result([], known or 0)

    def count_up_to(self, query: Json, most: int) -> int:
        """As ``ClusterSearcher.count_up_to``."""
        return min(self.search(query).count, most + 1)

    def aggregate(self, query: Json, aggregations: Mapping[str, Any]) -> dict[str, Any]:
        """As ``ClusterSearcher.aggregate``."""
        if aggregations == {"papers": {"filter": "*"}}:
            return {"papers": {"doc_count": self.search(query).count}}
        known = self._searcher.known_answer("aggregate", query, aggregations)
        if known is None:
            self._aggregations.append((query, aggregations))
            return {name: {"buckets": [], "sum_other_doc_count": 0} for name in aggregations}
        found: dict[str, Any] = known
        return found

    def terms_with_prefix(
        self, column: str, prefix: str, limit: int | None = None
    ) -> list[tuple[str, int]]:
        """As ``ClusterSearcher.terms_with_prefix``."""
        return self._searcher.terms_with_prefix(column, prefix, limit)

    def keys_with(
        self, column: str, values: Collection[str | int]
    ) -> Mapping[str | int, Collection[str]]:
        """As ``OtherSearcher.keys_with``."""
        return self._searcher.keys_with(column, values)

    def doc(self, address: Place) -> object:
        """As ``ClusterSearcher.doc``."""
        return self._searcher.doc(address)

    def paper(self, address: Place) -> Paper:
        """As ``OtherSearcher.paper``."""
        return self._searcher.paper(address)

    def papers(self, addresses: Iterable[Place]) -> Sequence[Paper]:
        """As ``OtherSearcher.papers``."""
        return self._searcher.papers(addresses)

    def foresee(self, queries: Iterable[Json]) -> None:
        """As ``OtherSearcher.foresee``: what is only rehearsed needs nothing."""

    def list_ahead(self, lists: Sequence[tuple[Json, int]], counts: Collection[Json]) -> None:
        """As ``OtherSearcher.list_ahead``: what is only rehearsed lists nothing."""


def as_tantivy(searcher: OtherSearcher) -> tantivy.Searcher:
    """A searcher where the engine expects Tantivy's: it asks for no more than this one answers."""
    return cast("tantivy.Searcher", searcher)
