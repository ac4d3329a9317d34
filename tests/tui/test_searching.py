"""The search thread: the latest wish wins, stale answers are dropped."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest

from index import IndexMissing
from tests.tui.engine import FakePapers, invented
from tui.searching import PageRequest, Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 10


class Screen:
    """Collects what is handed over and runs it on the test's thread."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], None]] = []
        self.changed = threading.Condition()

    def take(self, call: Callable[[], None]) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify()

    def run(self, count: int) -> None:
        """Wait for so many answers, then receive them."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.calls) >= count, PATIENCE)
            calls, self.calls = self.calls, []
        for call in calls:
            call()


@pytest.fixture
def engine() -> FakePapers:
    return FakePapers(invented(50))


@pytest.fixture
def searcher(engine: FakePapers) -> Iterator[Searcher]:
    searcher = Searcher(lambda: cast("Any", engine))
    searcher.start()
    yield searcher
    searcher.close(PATIENCE)


def test_only_the_latest_wish_is_answered(searcher: Searcher, engine: FakePapers) -> None:
    screen, answers = Screen(), list[str]()
    searcher.attach(screen.take)
    started, go_on = threading.Event(), threading.Event()

    def slow(papers: object) -> str:
        started.set()
        assert go_on.wait(PATIENCE)
        return "first"

    searcher.ask("page", slow, answers.append)
    assert started.wait(PATIENCE)
    ran: list[str] = []

    def quick(name: str, papers: object) -> str:
        ran.append(name)
        return name

    for name in ("second", "third", "fourth"):
        searcher.ask("page", partial(quick, name), answers.append)
    go_on.set()
    screen.run(2)
    assert answers == ["fourth"]
    assert ran == ["fourth"]


def test_a_new_query_voids_what_was_asked_for_the_old_one(searcher: Searcher) -> None:
    screen, answers = Screen(), list[str]()
    searcher.attach(screen.take)
    started, go_on = threading.Event(), threading.Event()

    def slow(papers: object) -> str:
        started.set()
        assert go_on.wait(PATIENCE)
        return "window"

    searcher.ask("window", slow, answers.append)
    assert started.wait(PATIENCE)
    searcher.ask("facets", lambda papers: "facets", answers.append)
    searcher.ask("page", lambda papers: "page", answers.append)
    go_on.set()
    screen.run(2)
    assert answers == ["page"]


def test_windows_of_one_list_all_count(searcher: Searcher) -> None:
    screen, answers = Screen(), list[str]()
    searcher.attach(screen.take)
    started, go_on = threading.Event(), threading.Event()

    def slow(papers: object) -> str:
        started.set()
        assert go_on.wait(PATIENCE)
        return "one"

    searcher.ask("window", slow, answers.append)
    assert started.wait(PATIENCE)
    searcher.ask("window", lambda papers: "two", answers.append)
    go_on.set()
    screen.run(2)
    assert answers == ["one", "two"]


def test_urgent_wishes_go_first(searcher: Searcher) -> None:
    screen, order = Screen(), list[str]()
    searcher.attach(screen.take)
    started, go_on = threading.Event(), threading.Event()

    def slow(papers: object) -> str:
        started.set()
        assert go_on.wait(PATIENCE)
        return "page"

    searcher.ask("page", slow, order.append)
    assert started.wait(PATIENCE)
    searcher.ask("facets", lambda papers: "facets", order.append)
    searcher.ask("window", lambda papers: "window", order.append)
    go_on.set()
    screen.run(3)
    assert order == ["page", "window", "facets"]


def test_answers_wait_for_a_screen(searcher: Searcher) -> None:
    answers: list[str] = []
    ran = threading.Event()

    def early(papers: object) -> str:
        ran.set()
        return "early"

    searcher.ask("page", early, answers.append)
    assert ran.wait(PATIENCE)
    screen = Screen()
    searcher.attach(screen.take)
    screen.run(1)
    assert answers == ["early"]


def test_an_error_goes_where_it_is_expected(searcher: Searcher) -> None:
    screen, failed = Screen(), list[Exception]()
    searcher.attach(screen.take)

    def fails(papers: object) -> str:
        raise KeyError("x")

    searcher.ask("page", fails, lambda answer: None, failed.append)
    screen.run(1)
    assert isinstance(failed[0], KeyError)


def test_an_index_that_can_not_be_opened_is_told() -> None:
    def fails() -> Any:
        raise IndexMissing("there is none")

    searcher = Searcher(fails)
    searcher.start()
    assert isinstance(searcher.opening_error(), IndexMissing)
    screen, failed = Screen(), list[Exception]()
    searcher.attach(screen.take)
    searcher.ask("page", lambda papers: None, lambda answer: None, failed.append)
    screen.run(1)
    assert isinstance(failed[0], IndexMissing)
    searcher.close(PATIENCE)


def test_the_first_page_is_fetched_once(engine: FakePapers) -> None:
    first = PageRequest(query="")
    searcher = Searcher(lambda: cast("Any", engine), first)
    searcher.start()
    page = searcher.first_page(PATIENCE)
    assert page is not None
    assert page.total == 50
    assert len(engine.asked) == 1
    searcher.close(PATIENCE)


@pytest.mark.parametrize(("kept", "offset", "hits"), [(None, 0, 5), (10, 0, 15), (70, 10, 65)])
def test_as_much_as_the_screen_has_room_for_is_fetched_first(
    kept: int | None, offset: int, hits: int
) -> None:
    papers = cast("Any", FakePapers(invented(200)))
    keep = None if kept is None else papers.search("", limit=200).hits[kept].paper.key
    searcher = Searcher(lambda: papers, PageRequest(query="", limit=5), keep=keep)
    searcher.start()
    first = searcher.first_page(PATIENCE)
    assert first is not None
    assert (searcher.first_place, len(first.hits)) == ((offset, kept or 0), hits)
    assert searcher.fetch_page(papers, PageRequest(query="", offset=offset)) is first
    assert len(searcher.fetch_page(papers, PageRequest(query="", offset=offset)).hits) == 120
    searcher.close(PATIENCE)


def test_reopening_uses_the_new_index_and_survives_a_broken_one(engine: FakePapers) -> None:
    opened = [engine, FakePapers(invented(7))]

    def open_next() -> Any:
        if not opened:
            raise IndexMissing("gone")
        return opened.pop(0)

    searcher = Searcher(open_next)
    searcher.start()
    screen, counts, failed = Screen(), list[int](), list[Exception]()
    searcher.attach(screen.take)
    for _ in range(2):
        searcher.ask("page", lambda papers: papers.count, counts.append)
        screen.run(1)
        searcher.reopen()
    assert counts == [50, 7]
    assert engine.closed
    searcher.ask("page", lambda papers: papers.count, counts.append, failed.append)
    screen.run(1)
    assert isinstance(failed[0], IndexMissing)
    searcher.ask("page", lambda papers: papers.count, counts.append)
    screen.run(1)
    assert counts == [50, 7, 7]
    searcher.close(PATIENCE)
