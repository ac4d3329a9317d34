"""Answers from one searcher: pages, counts, one paper, papers like it.

Everything here may be called from any thread.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import msgspec
import tantivy
from tantivy import DocAddress

from index.engine.analysis import is_encodable
from index.engine.answer import Answer, QueryCounts
from index.engine.answers import Answers, window
from index.engine.compile import Compiler
from index.engine.limits import (
    COUNTS_OF_A_SEARCH,
    require_facets,
    require_number,
    require_sort,
)
from index.engine.organisations import Organisations
from index.engine.recent import remember
from index.engine.similar import find, keys_apart, ranked_like
from index.engine.stored_papers import read_paper, read_papers
from index.errors import QuireError, UsageError
from index.paper import Paper
from index.papers import ByMeaning, Papers
from index.query import dates
from index.query.parse import parse_parts
from index.query.tree import Clause, Node, Parsed
from index.query.unparse import to_text
from index.results import Facets, FrequentNames, Hit, Mine, Page, Trend

if TYPE_CHECKING:
    import datetime

    from index.engine.highlight import Highlighter
    from index.engine.name_counts import WrittenNames
    from index.engine.queries import Query
    from index.explanation import Explanation


class SearcherPapers(Papers):
    """The papers that a searcher finds, whichever engine it is of.

    Attributes:
        place: Where they are, for errors: the folder of an index, or an address.

    Args:
        place: As the attribute.
        searcher: Finds them.
        compiler: Compiles queries for the searcher.
        organisations: Those that the papers have.
    """

    def __init__(
        self,
        place: str,
        searcher: tantivy.Searcher,
        compiler: Compiler,
        organisations: Organisations,
    ) -> None:
        self.place = place
        self._organisations = organisations
        self._opened: tuple[tantivy.Searcher, Compiler] | None = (searcher, compiler)
        self._answers = Answers()
        self._highlighters: dict[tuple[str | Node, bool], Highlighter] = {}

    def close(self) -> None:
        """Let go of the index; what runs in other threads is finished first."""
        self._opened = None
        self._answers = Answers()
        self._highlighters = {}

    @property
    def count(self) -> int:
        """Number of papers."""
        return self.searcher.num_docs

    @property
    def searcher(self) -> tantivy.Searcher:
        """What finds the papers."""
        return self._open()[0]

    @property
    def compiler(self) -> Compiler:
        """Compiles queries for the searcher."""
        return self._open()[1]

    # What counts is loaded when something is counted: the first page is found without it.

    @cached_property
    def _names(self) -> WrittenNames:
        from index.engine.name_counts import WrittenNames

        return WrittenNames(self.searcher)

    @abstractmethod
    def _failures_told(self) -> AbstractContextManager[None]:
        """Turns what the searcher raises over a failure into one sentence."""

    @property
    def meaning(self) -> ByMeaning:
        """As ``Papers.meaning``."""
        meaning = self.compiler.meaning
        if meaning is None:
            return ByMeaning(self.compiler.without_vectors)
        from index.engine.by_meaning import ByVectors

        def answer(query: str, prefix: bool, fuzzy: bool) -> Answer:
            return self._answer(self._tree(query, prefix), fuzzy)

        return ByVectors(meaning, self.place, answer, self._answers.mixed, self._failures_told)

    def _open(self) -> tuple[tantivy.Searcher, Compiler]:
        if self._opened is None:
            raise UsageError("this index has been closed")
        return self._opened

    def search(
        self,
        query: str | Node,
        *,
        sort: str | None = None,
        limit: int = 20,
        offset: int = 0,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        partial: bool = True,
        semantic: bool = True,
    ) -> Page:
        """As ``Papers.search``; ``query`` may be parsed already."""
        started = perf_counter()
        require_sort(sort)
        require_number("limit", limit)
        require_number("offset", offset)
        tree = self._tree(query, prefix)
        with self._failures_told():
            answer = self._answer(tree, fuzzy)
            sort = answer.sort_meant(sort)
            mixed = self._answers.mixed(answer) if semantic and sort == "relevance" else None
            found = window(answer, mixed, sort, offset, limit, reverse=reverse, partial=partial)
            one_way = sort == "relevance" and not reverse
            partial_total = answer.partial_total() if one_way else 0
            total, capped = answer.total(), answer.capped()
            if capped == "total":
                # It is one more than those that are counted.
                total -= 1
            papers = read_papers(self.searcher, [one.address for one in found], self.place)
            hits = [
                Hit(paper, one.score, one.partial, one.by_meaning)
                for paper, one in zip(papers, found, strict=True)
            ]
            notes = answer.notes() | (mixed.notes() if mixed else {})
        return Page(total, partial_total, hits, perf_counter() - started, capped=capped, **notes)

    def get(self, key: str) -> Paper | None:
        """As ``Papers.get``."""
        with self._failures_told():
            address = find(self.searcher, key.strip())
            return None if address is None else self._paper(address)

    def keys_apart(self, key: str) -> list[str]:
        """As ``Papers.keys_apart``."""
        with self._failures_told():
            return keys_apart(self.searcher, key.strip())

    def known_as(self, papers: Sequence[Paper]) -> dict[str, tuple[int, ...]]:
        """As ``Papers.known_as``."""
        with self._failures_told():
            return self.compiler.overlay.known_as(papers)

    def similar(self, key: str, limit: int = 10) -> list[Hit]:
        """As ``Papers.similar``."""
        require_number("limit", limit)
        limit = min(limit, self.count)
        with self._failures_told():
            address = find(self.searcher, key.strip())
            if address is None or limit < 1:
                return []
            ranked = ranked_like(self.searcher, address, limit, self.compiler.asked_meaning)
            papers = read_papers(self.searcher, [found for _, found in ranked], self.place)
            return [
                Hit(paper, score, False) for paper, (score, _) in zip(papers, ranked, strict=True)
            ]

    def facets(
        self,
        query: str | Node,
        *,
        organisations: int = 50,
        find_organisation: str = "",
        find_category: str = "",
        find_venue: str = "",
        days_by: str = "date",
        in_view: tuple[datetime.date, datetime.date] | None = None,
        only: Collection[str] | None = None,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Facets:
        """As ``Papers.facets``; ``query`` may be parsed already."""
        require_number("organisations", organisations)
        require_facets(only, days_by)
        from index.engine.facets import count_facets

        tree = self._tree(query, prefix)
        with self._failures_told():
            answer = self._answer(tree, fuzzy).resolve()
            counted = count_facets(
                self.searcher,
                self._matching,
                self._organisations,
                self._names,
                answer.tree,
                only=only,
                most=organisations,
                sought={"org": find_organisation, "cat": find_category, "venue": find_venue},
                days_by=days_by,
                in_view=in_view,
            )
            return msgspec.structs.replace(counted, **answer.notes())

    def mine(self, query: str | Node, *, prefix: bool = False, fuzzy: bool = False) -> Mine | None:
        """As ``Papers.mine``; ``query`` may be parsed already."""
        tree = self._tree(query, prefix)
        from index.engine.own_counts import count_mine

        with self._failures_told():
            tree = self._answer(tree, fuzzy).resolve().tree
            return count_mine(self.searcher, self._matching, self.compiler.overlay, tree)

    def has_mine(self) -> bool:
        """As ``Papers.has_mine``."""
        return not self.compiler.overlay.is_empty()

    def own_names(self, field: str) -> Sequence[str]:
        """As ``Papers.own_names``."""
        return self.compiler.overlay.overlay.values(field)

    def trend(
        self,
        query: str | Node,
        *,
        by: str = "month",
        days_by: str = "date",
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Trend:
        """As ``Papers.trend``; ``query`` may be parsed already."""
        tree = self._tree(query, prefix)
        from index.engine.trends import count_periods

        with self._failures_told():
            answer = self._answer(tree, fuzzy).resolve()
            counted = count_periods(self.searcher, self._matching(answer.tree), by, days_by)
            return msgspec.structs.replace(counted, **answer.notes())

    def frequent_names(
        self,
        query: str | Node,
        *,
        most: int = 10,
        days_by: str = "date",
        read: int = 20_000,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> FrequentNames:
        """As ``Papers.frequent_names``; ``query`` may be parsed already."""
        require_number("most", most)
        require_number("read", read)
        tree = self._tree(query, prefix)
        from index.engine.frequent_names import NameCounts

        with self._failures_told():
            matching = self._matching(self._answer(tree, fuzzy).resolve().tree)
            counts = NameCounts(self.searcher, matching, self._organisations, days_by, self.place)
            return counts.of(most, min(read, self.count))

    def explain(self, query: str | Node) -> Explanation:
        """As ``Papers.explain``; ``query`` may be parsed already."""
        from index.query.explain import explain

        text = query if isinstance(query, str) else to_text(query)
        parsed = parse_parts(text)
        with self._failures_told():
            # The query is searched for once without each of its parts.
            times = 1 + len(parsed.parts) / COUNTS_OF_A_SEARCH
            self.compiler.refuse_nearness(parsed, text)
            self._refuse_costly(parsed, text, times)
            queries = self.compiler.overlay.overlay.saved_queries
            return explain(text, QueryCounts(self.compiler, dates.today()).found, queries)

    def highlights(
        self,
        query: str | Node,
        text: str,
        field: Literal["title", "abstract", "authors", "org"] = "title",
        *,
        prefix: bool = False,
    ) -> list[tuple[int, int]]:
        """As ``Papers.highlights``; ``query`` may be parsed already."""
        highlighter = self._highlighters.get((query, prefix))
        if highlighter is None:
            from index.engine.highlight import Highlighter

            try:
                tree = self._tree(query, prefix)
            except QuireError:
                return []
            with self._failures_told():
                highlighter = Highlighter(tree, self.compiler.variants)
            remember(self._highlighters, (query, prefix), highlighter)
        return highlighter.ranges(text, field)

    def position(
        self,
        query: str | Node,
        key: str,
        *,
        sort: str | None = None,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        semantic: bool = True,
    ) -> int | None:
        """As ``Papers.position``; ``query`` may be parsed already.

        None too for a paper among more than a million that are equally relevant.
        """
        tree = self._tree(query, prefix)
        with self._failures_told():
            answer = self._answer(tree, fuzzy)
            answer.count_all()
            if not is_encodable(key):
                return None
            sort = answer.sort_meant(sort)
            mixed = self._answers.mixed(answer) if semantic and sort == "relevance" else None
            listed = (mixed and mixed.answer) or answer
            return listed.place(key, sort, reverse=reverse)

    def natural_sort(self, query: str | Node, *, prefix: bool = False) -> str:
        """As ``Papers.natural_sort``; ``query`` may be parsed already."""
        tree = self._tree(query, prefix)
        with self._failures_told():
            return self._answer(tree).sort_meant(None)

    # One query

    def _tree(self, query: str | Node, prefix: bool) -> Node:
        """What is asked for; what would take minutes is refused before it is looked for."""
        if not isinstance(query, str):
            return query
        parsed = parse_parts(query, typing=prefix)
        self.compiler.refuse_nearness(parsed, query)
        with self._failures_told():
            self._refuse_costly(parsed, query)
        return parsed.tree

    def _refuse_costly(self, parsed: Parsed, text: str, times: float = 1.0) -> None:
        """Refuse what takes too long; all words that this depends on are asked for together."""
        if not text:
            # All papers, which the first screen has: it is there before costs are known.
            return
        from index.engine.cost import refuse_costly

        def refused(compiler: Compiler) -> None:
            frequencies = compiler.variants.frequencies
            refuse_costly(parsed, text, frequencies, self._saved, times=times)

        self.compiler.foresee(refused)
        refused(self.compiler)

    def _saved(self, clause: Clause) -> list[Node]:
        return self.compiler.overlay.saved_trees(clause)

    def _answer(self, tree: Node, fuzzy: bool = False) -> Answer:
        return self._answers.to(tree, self.compiler, fuzzy=fuzzy)

    def _matching(self, tree: Node) -> Query:
        return self.compiler.relaxed(self._answer(tree).compiled).full

    def _paper(self, address: DocAddress) -> Paper:
        return read_paper(self.searcher, address, self.place)
