"""Where an engine counts up to a limit while it lists, pages say so, and list the same papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import tantivy

from index import Paper, rebuild
from index.cli.text import page_summary
from index.engine import answers, queries
from index.engine.compile import Compiler
from index.engine.queries import OtherSearcher
from index.engine.search import TantivyPapers, open_folder
from index.engine.searcher_papers import SearcherPapers
from index.engine.stored_papers import paper_at
from index.exporting.json_lines import json_lines
from index.results import Hit, Page
from tests.support.papers import invented

MOST = 40
DEEP = 30
QUERIES = (
    "",
    "sparse",
    "models",
    "sparse models",
    "mod*",
    "graph neural models agents",
    "models OR agents OR sparse",
    "-sparse",
    "date:2020..2022",
    "models date:2020..2022",
    "zxqv",
    "sparse graph neural models agents retrieval zxqv",
)


class Capped(OtherSearcher):
    """Tantivy's searcher, which counts no further than a cluster would."""

    most_counted = MOST

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.queries = queries.TANTIVY
        self._searcher = searcher

    def __getattr__(self, name: str) -> Any:
        return getattr(self._searcher, name)

    def search(self, query: Any, limit: int = 10, count: bool | int = True, **more: Any) -> Any:
        class Result:
            """As Tantivy's."""

        found = self._searcher.search(query, limit, count=bool(count), **more)
        Result.hits = found.hits  # type: ignore[attr-defined]
        if count:
            total = found.count  # type: ignore[attr-defined]
            Result.count = total if count is True else min(total, count)  # type: ignore[attr-defined]
        return Result

    def count_up_to(self, query: Any, most: int) -> int:
        return min(most + 1, int(self.search(query, 1).count))

    def keys_with(self, column: str, values: Any) -> Any:
        raise NotImplementedError

    def paper(self, address: Any) -> Paper:
        return paper_at(self._searcher, address)

    def papers(self, addresses: Iterable[Any]) -> Iterable[Paper]:
        return map(self.paper, addresses)

    def foresee(self, queries: Iterable[Any]) -> None:
        """What lies here is found when it is asked for."""

    def list_ahead(self, lists: Any, counts: Any) -> None:
        """As ``foresee``."""

    def expect(self, terms: Iterable[tuple[str, str]]) -> None:
        """As ``foresee``."""

    def expect_counts(self, queries: Iterable[Any]) -> None:
        """As ``foresee``."""

    def learn(self, terms: Collection[tuple[str, str]]) -> None:
        """As ``foresee``."""


class CappedPapers(SearcherPapers):
    """The papers of an index, counted up to a limit."""

    def __init__(self, papers: TantivyPapers) -> None:
        searcher: Any = Capped(papers.searcher)
        compiler = Compiler(searcher, papers.compiler.organisations)
        super().__init__("here", searcher, compiler, papers.compiler.organisations)

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        yield

    @property
    def generation(self) -> str:
        return "1"

    @property
    def build(self) -> int:
        return 1

    def live_name(self) -> str:
        return "1"

    def is_stale(self) -> bool:
        return False


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyPapers]:
    folder = tmp_path_factory.mktemp("counted")
    lines = folder / "papers.jsonl"
    lines.write_text("".join(json_lines(invented(400))))
    rebuild([lines], folder / "index")
    with open_folder(folder / "index") as found:
        yield found


@pytest.fixture
def capped(papers: TantivyPapers, monkeypatch: pytest.MonkeyPatch) -> CappedPapers:
    monkeypatch.setattr(answers, "DEEP", DEEP)
    return CappedPapers(papers)


def shown(hits: list[Hit]) -> list[tuple[str, bool]]:
    return [(hit.paper.key, hit.partial) for hit in hits]


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_papers_are_listed(
    query: str, papers: TantivyPapers, capped: CappedPapers
) -> None:
    for sort, reverse in ((None, False), (None, True), ("date", False), ("upvotes", True)):
        for offset, limit in ((0, 10), (10, 20), (15, 20), (60, 10), (0, 0), (0, 10)):
            ways: dict[str, Any] = {"sort": sort, "reverse": reverse}
            exact = papers.search(query, offset=offset, limit=limit, **ways)
            page = capped.search(query, offset=offset, limit=limit, **ways)
            assert shown(page.hits) == shown(exact.hits), (sort, reverse, offset)
            if page.capped is None:
                found = page.total, page.partial_total
                assert found == (exact.total, exact.partial_total), (sort, reverse, offset)
    for place in (0, 5, 50):
        for hit in papers.search(query, offset=place, limit=1).hits:
            assert capped.position(query, hit.paper.key) == papers.position(query, hit.paper.key)


def test_what_is_not_counted_to_the_end_is_a_lower_bound(papers: TantivyPapers) -> None:
    kinds = set()
    for query in QUERIES:
        exact = papers.search(query, limit=10)
        page = CappedPapers(papers).search(query, limit=10)
        kinds.add(page.capped)
        if page.capped == "total":
            assert (page.total, page.partial_total) == (MOST, 0)
            assert exact.total > MOST
        elif page.capped == "partial_total":
            assert page.total == exact.total
            assert page.total + page.partial_total == max(MOST, exact.total)
            assert page.partial_total < exact.partial_total
        # Whoever only counts wants to know the number.
        assert CappedPapers(papers).search(query, limit=0).total == exact.total
        assert CappedPapers(papers).search(query, limit=0).capped is None
    assert kinds == {None, "total", "partial_total"}


def test_what_is_known_exactly_stays_known(papers: TantivyPapers, capped: CappedPapers) -> None:
    exact = papers.search("models", limit=5)
    assert capped.search("models", limit=5).capped == "total"
    assert capped.search("models", limit=0).total == exact.total
    page = capped.search("models", limit=5)
    assert (page.total, page.capped) == (exact.total, None)


def test_commands_say_that_there_are_more() -> None:
    assert page_summary(Page(100_000, 0, [], 0.1, capped="total"), 20).startswith(
        "20 of 100,000+ papers ("
    )
    some = Page(7, 99_993, [], 0.1, capped="partial_total")
    assert page_summary(some, 7).startswith(
        "7 of 7 papers, and 99,993+ that match only some of the words ("
    )
