"""The search thread: the latest request wins, stale answers are dropped."""

from __future__ import annotations

import threading
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from index import IndexDamaged, IndexMissing, IndexUnreachable
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Lane, Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.papers import Elsewhere

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
    searcher = Searcher(lambda: engine)
    searcher.start()
    yield searcher
    searcher.close(PATIENCE)


def test_only_the_latest_request_is_answered(searcher: Searcher, engine: FakePapers) -> None:
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


def test_urgent_requests_go_first(searcher: Searcher) -> None:
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
    searcher = Searcher(lambda: engine, PageRequest(query=""))
    searcher.start()
    first = searcher.take_first_page(PATIENCE)
    assert first is not None
    assert first.page.total == 50
    assert len(engine.asked) == 1
    searcher.close(PATIENCE)


@pytest.mark.parametrize(("kept", "offset", "hits"), [(None, 0, 5), (10, 0, 15), (70, 10, 65)])
def test_as_much_as_the_screen_has_room_for_is_fetched_first(
    kept: int | None, offset: int, hits: int
) -> None:
    papers = FakePapers(invented(200))
    keep = None if kept is None else papers.search("", limit=200).hits[kept].paper.key
    searcher = Searcher(lambda: papers, PageRequest(query="", limit=5), keep=keep)
    searcher.start()
    first = searcher.take_first_page(PATIENCE)
    assert first is not None
    assert first.papers is papers
    assert (first.offset, first.cursor, len(first.page.hits)) == (offset, kept or 0, hits)
    # It is handed out once.
    assert searcher.take_first_page(PATIENCE) is None
    assert len(searcher.fetch_page(papers, PageRequest(query="", offset=offset)).hits) == 120
    searcher.close(PATIENCE)


@pytest.mark.parametrize(
    ("newer", "query", "fetched"), [(False, "", 5), (False, "video", 120), (True, "", 120)]
)
def test_what_was_fetched_first_answers_once_for_its_query_and_generation(
    newer: bool, query: str, fetched: int
) -> None:
    papers = FakePapers(invented(1000))
    asked = FakePapers(invented(1000), "second") if newer else papers
    searcher = Searcher(lambda: papers, PageRequest(query="", limit=5))
    screen, pages = Screen(), list[int]()
    searcher.attach(screen.take)
    searcher.start()
    # The first page is fetched before anything that is asked for.
    for _ in range(2):
        searcher.ask(
            "page",
            lambda _: searcher.fetch_page(asked, PageRequest(query=query)),
            lambda page: pages.append(len(page.hits)),
        )
        screen.run(1)
    assert pages == [fetched, 120]
    searcher.close(PATIENCE)


def test_a_newer_generation_is_opened_and_a_broken_one_is_not_moved_to(engine: FakePapers) -> None:
    newer = FakePapers(invented(7), "second")
    opened = [engine, newer]

    def open_next() -> Any:
        if not opened:
            raise IndexMissing("gone")
        return opened.pop(0)

    searcher = Searcher(open_next)
    searcher.start()
    screen, said, failed = Screen(), list[object](), list[Exception]()
    searcher.attach(screen.take)

    def asked() -> None:
        searcher.ask("page", lambda papers: papers.count, said.append, failed.append)
        screen.run(1)

    def renewed() -> None:
        searcher.renew(said.append, failed.append)
        screen.run(1)

    asked()
    renewed()
    assert said == [50, False]
    engine.live = "second"
    renewed()
    asked()
    assert said[2:] == [True, 7]
    newer.live = "third"
    renewed()
    newer.live = IndexDamaged("torn")
    renewed()
    assert [type(error) for error in failed] == [IndexMissing, IndexDamaged]
    asked()
    newer.live = "second"
    renewed()
    assert said[4:] == [7, False]
    searcher.close(PATIENCE)


def test_an_earlier_generation_is_let_go_as_soon_as_nothing_is_shown_of_it() -> None:
    opened = [FakePapers(invented(5), name) for name in ("second", "first")]
    earlier = weakref.ref(opened[-1])
    opened[-1].live = "second"
    searcher = Searcher(opened.pop)
    searcher.start()
    screen, said = Screen(), list[object]()
    searcher.attach(screen.take)
    for lane in ("page", "window"):
        searcher.ask(lane, lambda papers: papers.count, said.append)
        screen.run(1)
    searcher.renew(said.append)
    screen.run(1)
    searcher.ask("page", lambda papers: papers.count, said.append)
    screen.run(1)
    assert said == [5, 5, True, 5]
    assert earlier() is None
    searcher.close(PATIENCE)


def test_a_panic_on_the_thread_is_told_and_the_thread_goes_on(searcher: Searcher) -> None:
    class Panic(BaseException):
        pass

    screen, said, failed = Screen(), list[object](), list[Exception]()
    searcher.attach(screen.take)

    def panics(papers: object) -> str:
        raise Panic("called `Option::unwrap()`")

    searcher.ask("page", panics, said.append, failed.append)
    screen.run(1)
    assert isinstance(failed[0].__cause__, Panic)
    searcher.ask("page", lambda papers: "an answer", said.append)
    screen.run(1)
    assert said == ["an answer"]


class FarPapers(FakePapers):
    """Papers on another machine, which looks for them until it is told that nobody waits."""

    waits_for = ""

    def __init__(self) -> None:
        super().__init__(invented(50))
        self.started = threading.Event()
        self.given_up = threading.Event()

    @property
    def elsewhere(self) -> Elsewhere:
        return self

    def give_up(self) -> None:
        self.given_up.set()

    def hang(self) -> str:
        self.started.set()
        assert self.given_up.wait(PATIENCE)
        raise IndexUnreachable("given up")


@pytest.mark.parametrize("lane", ["page", "facets"])
def test_what_another_machine_looks_for_is_given_up_for_a_later_request(lane: Lane) -> None:
    papers, screen, said, failed = FarPapers(), Screen(), list[object](), list[Exception]()
    searcher = Searcher(lambda: papers)
    searcher.attach(screen.take)
    searcher.start()
    searcher.ask(lane, lambda _: papers.hang(), said.append, failed.append)
    assert papers.started.wait(PATIENCE)
    # The second and the third letter.
    searcher.ask("page", lambda _: "stale", said.append, failed.append)
    searcher.ask("page", lambda _: papers.count, said.append, failed.append)
    screen.run(2)
    assert said == [50]
    assert failed == []
    searcher.close(PATIENCE)


def test_what_is_wanted_as_before_is_not_given_up() -> None:
    papers, screen, said = FarPapers(), Screen(), list[object]()
    go_on = threading.Event()

    def count(_: object) -> int:
        papers.started.set()
        assert go_on.wait(PATIENCE)
        return papers.count

    searcher = Searcher(lambda: papers)
    searcher.attach(screen.take)
    searcher.start()
    searcher.ask("saved", count, said.append)
    assert papers.started.wait(PATIENCE)
    searcher.ask("page", lambda _: "page", said.append)
    searcher.ask("window", lambda _: "window", said.append)
    go_on.set()
    screen.run(3)
    assert said == [50, "page", "window"]
    assert not papers.given_up.is_set()
    searcher.close(PATIENCE)
