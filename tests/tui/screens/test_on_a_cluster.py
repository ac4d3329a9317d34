"""The browser on a search cluster: a stand-in, and a real one where that is asked for."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest

from index import bibtex_entry
from index.engine.cluster.client import Client
from tests.support.fake_cluster import FakeCluster, Fault, fake_cluster
from tests.support.on_cluster import OnCluster
from tests.support.papers import invented
from tui.screens.browse import BrowseScreen
from tui.screens.export import ExportScreen
from tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Paper
    from tests.support.cluster import RunningCluster
    from tests.tui.conftest import Browser
    from tui.rendering.filter_strip import Field

_MARKS = [pytest.mark.xdist_group("cluster"), pytest.mark.end_to_end, pytest.mark.cluster]
REAL = pytest.param("real", marks=_MARKS)
KEYS: Final[dict[Field, str]] = {
    "org": "o", "cat": "c", "venue": "e", "date": "d", "authors": "a",
}  # fmt: skip
PAPERS = [
    msgspec.structs.replace(
        paper, categories=("cs", f"cs.C{number % 7}"), venue=f"Letters {number:03}"
    )
    for number, paper in enumerate(invented(300))
]


@pytest.fixture(scope="module", params=["stand-in", REAL])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an index of papers on a cluster of that kind."""
    with ExitStack() as stack:
        cluster: FakeCluster | RunningCluster = (
            request.getfixturevalue("real_cluster")
            if request.param == "real"
            else stack.enter_context(fake_cluster())
        )
        found = cluster.address("browsed")
        OnCluster(found, tmp_path_factory.mktemp("pushed")).push(PAPERS)
        yield found


@pytest.fixture
def place(address: str, tmp_path: Path) -> OnCluster:
    """That index, and a library of its own."""
    return OnCluster(address, tmp_path)


def papers_by_date(place: OnCluster) -> list[Paper]:
    with place.open() as papers:
        return [hit.paper for hit in papers.search("", limit=400).hits]


async def test_the_list_is_walked_to_its_end_turned_around_and_read(place: OnCluster) -> None:
    papers = papers_by_date(place)
    async with place.browse() as browser:
        assert browser.total == len(papers)
        assert browser.title == papers[0].title
        await browser.press("G")
        await browser.until(lambda: browser.title == papers[-1].title, "the last paper")
        await browser.press("r")
        await browser.until(lambda: browser.screen.session.view.reverse)
        await browser.press("g")
        first = papers_reversed(place)[0]
        await browser.until(lambda: browser.title == first.title, "the oldest paper first")
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        await browser.until(lambda: first.title[:20] in "\n".join(browser.text()))
        await browser.press("n")
        second = papers_reversed(place)[1]
        await browser.until(lambda: second.title[:20] in "\n".join(browser.text()))


def papers_reversed(place: OnCluster) -> list[Paper]:
    with place.open() as papers:
        return [hit.paper for hit in papers.search("", reverse=True, limit=2).hits]


async def test_the_way_back_ends_on_the_paper_in_the_middle_of_the_list(place: OnCluster) -> None:
    async with place.browse("", (120, 40)) as browser:
        await browser.press("1", "5", "0", "G")
        await browser.until(lambda: browser.screen.results.cursor == 149)
        title = browser.title
        await browser.press("s", "u")
        await browser.until(lambda: browser.screen.search.inquiry.sort == "upvotes")
        assert browser.title != title
        await browser.press("u")
        await browser.until(lambda: browser.screen.search.inquiry.sort == "date")
        assert (browser.title, browser.screen.results.cursor) == (title, 149)


async def test_words_are_found_as_they_are_typed_and_near_spellings_of_them(
    place: OnCluster,
) -> None:
    with place.open() as papers:
        begun = papers.search("spars", prefix=True, fuzzy=True).total
        near = papers.search("multilinqual", fuzzy=True)
    assert near.corrected == "multilingual"
    async with place.browse() as browser:
        await browser.press("slash")
        await browser.type("spars")
        await browser.until(lambda: browser.total == begun)
        await browser.press("ctrl+u")
        await browser.type("multilinqual")
        await browser.press("enter")
        await browser.until(lambda: "multilingual" in browser.text()[-2])
        assert browser.total == near.total


async def test_papers_like_one_are_a_query(place: OnCluster) -> None:
    async with place.browse() as browser:
        paper = browser.screen.results.paper
        assert paper is not None
        await browser.press("m")
        await browser.until(lambda: browser.query == f"like:{paper.key}")
        with place.open() as papers:
            like = papers.search(f"like:{paper.key}", limit=1)
        await browser.until(lambda: browser.total == like.total, "papers like it")
        assert browser.title == like.hits[0].paper.title
        await browser.press("u")
        await browser.until(lambda: browser.total == len(PAPERS))


@pytest.mark.parametrize("field", list(KEYS))
async def test_a_choice_narrows_the_list_to_what_was_counted(
    field: Field, place: OnCluster
) -> None:
    async with place.browse("", (120, 40)) as browser:
        await browser.until(lambda: "e any venue" in browser.text()[1], "which filters there are")
        await browser.press(KEYS[field])
        choices = browser.screen.filtering.pane.list_of(field)
        await browser.until(lambda: choices.choices and choices.has_focus)
        await browser.press("g")
        chosen = choices.choices[0]
        await browser.press("space")
        await browser.until(lambda: field in browser.query)
        await browser.until(lambda: browser.total == chosen.count)
        await browser.press("escape", "x")
        await browser.until(lambda: browser.total == len(PAPERS))


async def test_a_rare_name_is_found_by_typing(place: OnCluster) -> None:
    async with place.browse("", (120, 40)) as browser:
        await browser.until(lambda: "e any venue" in browser.text()[1], "which filters there are")
        await browser.press("e")
        venues = browser.screen.filtering.pane.venues
        await browser.until(lambda: venues.choices and venues.has_focus)
        listed = {choice.value for choice in venues.choices}
        rare = next(paper for paper in PAPERS if paper.venue not in listed)
        assert rare.venue is not None
        await browser.press("F")
        await browser.type(rare.venue[-3:])
        await browser.until(lambda: len(venues.choices) == 1)
        await browser.press("enter")
        await browser.until(lambda: browser.title == rare.title)
        assert browser.query == f'venue:"{rare.venue}"'


async def test_what_is_marked_is_copied_and_all_that_matches_exported(
    place: OnCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = place.folder / "exported"
    exported.mkdir()
    monkeypatch.chdir(exported)
    monkeypatch.setattr(ExportScreen, "format", "jsonl")
    async with place.browse("sparse") as browser:
        count = browser.total
        paper = browser.screen.results.paper
        assert paper is not None
        await browser.press("y", "b")
        await browser.until(lambda: browser.pilot.app.clipboard == bibtex_entry(paper))
        await browser.press("v", "v", "y", "m")
        await browser.until(lambda: browser.pilot.app.clipboard.count("@") == 2)
        await browser.press("V")
        await browser.until(lambda: "no longer marked" in browser.word)
        await browser.press("w")
        await browser.until(lambda: f"Export all {count} papers" in "\n".join(browser.text()))
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.until(lambda: f"{count} papers exported" in browser.word)
    (file,) = exported.iterdir()
    written = [json.loads(line)["key"] for line in file.read_text().splitlines()]
    assert written == place.found("sparse")[:count]


async def test_nothing_is_asked_of_a_cluster_where_keys_are_taken(
    place: OnCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    ask = Client.ask

    def noted(self: Client, *arguments: Any, **options: Any) -> Any:
        threads.add(threading.current_thread().name)
        return ask(self, *arguments, **options)

    async with place.browse() as browser:
        monkeypatch.setattr(Client, "ask", noted)
        await browser.press("slash")
        await browser.type("grpah spars* models~")
        await browser.press("enter")
        await browser.until(lambda: browser.screen.search.inquiry.awaited is None)
        await browser.press("j", "j", "m")
        await browser.until(lambda: browser.query.startswith("like:"))
        await browser.press("o")
        await browser.until(lambda: browser.screen.search.inquiry.awaited is None)
    assert threads == {"quire-search"}


@pytest.fixture
def own_place(tmp_path: Path) -> Iterator[tuple[FakeCluster, OnCluster]]:
    """A stand-in that one test has for itself, and an index on it."""
    with fake_cluster() as cluster:
        found = OnCluster(cluster.address(), tmp_path)
        found.push(PAPERS[:80])
        yield cluster, found


async def look(browser: Browser) -> None:
    """Have the browser look for what is there now, and wait until it has looked."""
    searcher = browser.screen_below.search.searcher
    browser.screen_below.index_watch.look()
    await browser.until(lambda: searcher.idle)


async def test_the_last_answer_stays_while_a_cluster_is_lost_and_what_was_asked_is_asked_again(
    own_place: tuple[FakeCluster, OnCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    cluster, place = own_place
    with place.open() as papers:
        sparse = papers.search("sparse", fuzzy=True).total
    async with place.browse() as browser:
        await browser.press("j", "j")
        cluster.faults.append(Fault("/", 503, {"error": "unavailable"}))
        await browser.press("slash")
        await browser.type("sparse")
        await browser.until(lambda: "offline, the last answer · 80 papers" in browser.text()[-2])
        assert "has no time now" in browser.word
        await browser.press("enter")
        await look(browser)
        assert (browser.total, browser.screen.results.cursor) == (80, 2)
        assert "offline" in browser.text()[-2]
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        await browser.press("escape")
        cluster.faults.clear()
        await look(browser)
        await browser.until(lambda: browser.total == sparse, "what was asked meanwhile")
        assert "offline" not in browser.text()[-2]
        assert browser.word == "The index is as it was again."


async def test_it_is_said_who_is_waited_for_while_keys_are_taken(
    own_place: tuple[FakeCluster, OnCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client.LATE", 0.01)
    cluster, place = own_place
    go_on = threading.Event()

    def wait(_method: str, _path: str) -> None:
        go_on.wait(60)

    async with place.browse() as browser:
        with place.open() as papers:
            sparse = papers.search("sparse", fuzzy=True).total
        cluster.before = wait
        try:
            await browser.press("slash")
            await browser.type("sparse")
            await browser.press("enter")
            said = f"waiting for {cluster.host}…"
            await browser.until(lambda: said in browser.text()[-2])
            assert browser.text()[-2].startswith(" 80 papers")
            await browser.press("j", "j")
            assert browser.screen.results.cursor == 2
        finally:
            go_on.set()
        await browser.until(lambda: browser.total == sparse)
        await browser.until(lambda: "waiting" not in browser.text()[-2])


async def test_a_loss_that_nobody_notices_is_told_and_passes(
    own_place: tuple[FakeCluster, OnCluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    cluster, place = own_place
    async with place.browse("", (40, 12)) as browser:
        cluster.faults.append(Fault("/_alias", 503, {"error": "unavailable"}))
        await look(browser)
        await browser.until(lambda: any(one.startswith(" offline · 80") for one in browser.text()))
        assert browser.word.startswith("You are offline")
        cluster.faults.clear()
        await look(browser)
        await browser.until(lambda: any(one.startswith(" 80 papers") for one in browser.text()))


async def test_a_loss_that_ends_with_a_newer_index_passes_too(
    own_place: tuple[FakeCluster, OnCluster],
) -> None:
    cluster, place = own_place
    async with place.browse() as browser:
        cluster.faults.append(Fault("/_alias", 503, {"error": "unavailable"}))
        await look(browser)
        await browser.until(lambda: "offline" in browser.text()[-2])
        cluster.faults.clear()
        place.push(PAPERS[:100])
        await look(browser)
        await browser.until(lambda: browser.text()[-2].startswith(" 100 papers"))
        assert browser.word == "The index has changed; this is the new one."


async def test_who_reads_moves_to_what_was_pushed_as_a_whole(
    own_place: tuple[FakeCluster, OnCluster],
) -> None:
    _, place = own_place
    async with place.browse("sparse") as browser:
        await browser.press("j")
        title, before = browser.title, browser.total
        place.push(PAPERS[:200])
        with place.open() as papers:
            after = papers.search("sparse", limit=0).total
        assert after > before
        await look(browser)
        await browser.until(lambda: browser.total == after)
        assert browser.title == title
        # Twice more: the index that is open is deleted.
        place.push(PAPERS[:100])
        place.push(PAPERS[:80])
        await browser.press("X")
        await browser.until(lambda: browser.total == 80, "the index that is there now")


async def test_what_is_done_with_papers_is_kept_counted_and_found(tmp_path: Path) -> None:
    with fake_cluster() as cluster:
        place = OnCluster(cluster.address(), tmp_path)
        place.push(PAPERS[:60])
        async with place.browse("", (120, 40)) as browser:
            paper = browser.screen.results.paper
            assert paper is not None
            await browser.press("asterisk")
            await browser.until(lambda: browser.word == "Starred.")
            await browser.press("n")
            await browser.until(lambda: browser.screen.results.cursor == 1, "the next new one")
            await browser.press("full_stop", "N")
            await browser.until(lambda: browser.title == paper.title, "the one before")
            await browser.press("b")
            mine = browser.screen.filtering.pane.list_of("mine")
            await browser.until(lambda: mine.choices and mine.has_focus)
            counts = {choice.value: choice.count for choice in mine.choices}
            assert (counts["is:starred"], counts["is:read"], counts["is:unread"]) == (1, 1, 59)
            await browser.press("escape", "slash")
            await browser.type("is:starred")
            await browser.press("enter")
            await browser.until(lambda: browser.total == 1)
            assert browser.title == paper.title
        assert place.found("is:starred") == [paper.key]


@pytest.fixture
def real_place(real_cluster: RunningCluster, tmp_path: Path) -> Iterator[OnCluster]:
    """An index on a real cluster with all its copies; nodes that are killed come back."""
    place = OnCluster(real_cluster.address("lost-while-browsing"), tmp_path)
    place.push(PAPERS)
    real_cluster.settle()
    yield place
    real_cluster.start()


@pytest.mark.xdist_group("cluster")
@pytest.mark.end_to_end
@pytest.mark.cluster
async def test_a_node_may_be_lost_while_one_browses(
    real_cluster: RunningCluster, real_place: OnCluster
) -> None:
    with real_place.open() as papers:
        count = papers.search("sparse", limit=0).total
    async with real_place.browse() as browser:
        real_cluster.helper().kill()
        await browser.press("G", "slash")
        await browser.type("sparse")
        await browser.press("enter")
        await browser.until(lambda: browser.total == count, "an answer of the other nodes")
        await browser.until(lambda: "offline" not in browser.text()[-2])


@pytest.mark.xdist_group("cluster")
@pytest.mark.end_to_end
@pytest.mark.cluster
async def test_all_nodes_may_be_lost_while_one_browses_and_come_back(
    real_cluster: RunningCluster, real_place: OnCluster
) -> None:
    with real_place.open() as papers:
        count = papers.search("sparse", limit=0).total
    async with real_place.browse() as browser:
        for node in real_cluster.nodes:
            node.kill()
        await browser.press("slash")
        await browser.type("sparse")
        await browser.press("enter")
        await browser.until(lambda: "offline" in browser.text()[-2], "that all are lost")
        assert browser.total == len(PAPERS)
        real_cluster.start()
        real_cluster.settle()
        await browser.until(lambda: browser.total == count, "what was asked meanwhile")
        assert "offline" not in browser.text()[-2]
