"""An index that changes while it is looked at: one list, one index, and the paper one was on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from index import (
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnreachable,
    Paper,
    open_index,
    rebuild,
    update,
)
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.tui.conftest import Browser
from tests.tui.screens.test_real_engine import browsing
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.screens.export import ExportScreen
from tui.screens.reader import ReaderScreen
from tui.session.generations import Kept, Spot, find_again, stand
from tui.session.session import View
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = invented(200)
MOVED = "The index has changed; this is the new one."


def dated(papers: list[Paper]) -> list[Paper]:
    """As the browser lists them without a query."""
    return [hit.paper for hit in FakePapers(papers).matching("", "date", False)]


def publish(browser: Browser, papers: list[Paper], name: str = "second") -> FakePapers:
    """Have another index in place of the one that is shown."""
    newer = FakePapers(papers, name)
    searcher = browser.screen_below.search.searcher
    searcher.open_papers = lambda: newer
    assert isinstance(searcher.papers, FakePapers)
    searcher.papers.live = name
    return newer


async def look(browser: Browser) -> None:
    """Look for another index, as the browser does every two seconds."""
    screen = browser.screen_below
    screen.index_watch.look()
    await browser.until(lambda: at_rest(screen), "the answer of the other index")


def at_rest(screen: BrowseScreen) -> bool:
    settled = screen.search.searcher.idle and screen.search.inquiry.awaited is None
    return settled and (
        screen.trouble.display or screen.search.papers is screen.search.searcher.papers
    )


async def test_the_page_that_was_fetched_first_is_not_shown_again(browse: Any) -> None:
    async with browse(PAPERS, ahead=True) as browser:
        for number in range(2):
            more = invented(203 + number)
            publish(browser, more, f"more-{number}")
            await look(browser)
            assert browser.total == len(more)
            assert f"{len(more)} papers" in browser.text()[-2]
            assert browser.word == MOVED


async def test_an_index_that_changes_while_the_first_page_is_fetched_is_moved_to() -> None:
    opened = [FakePapers(invented(90), "second"), FakePapers(invented(60))]
    earlier = opened[-1]
    earlier.gate.clear()
    searcher = Searcher(opened.pop, PageRequest(query="", limit=24))
    searcher.start()
    app = QuireApp(searcher)
    async with app.run_test(size=(80, 24)) as pilot:
        browser = Browser(pilot, earlier)
        await browser.until(lambda: isinstance(app.screen, BrowseScreen), "the screen")
        assert browser.total == 0
        earlier.live = "second"
        browser.screen.index_watch.look()
        earlier.gate.set()
        await browser.until(lambda: browser.total == 90, "the other index")
        assert "90 papers" in browser.text()[-2]


async def test_looking_in_vain_changes_and_says_nothing(browse: Any) -> None:
    async with browse(PAPERS) as browser:
        listing = browser.screen.results.listing
        await look(browser)
        assert browser.screen.results.listing is listing
        assert browser.word == ""


@pytest.mark.parametrize("down", [0, 1, 60])
async def test_the_cursor_stays_on_its_paper_and_row(browse: Any, down: int) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        await browser.press(*str(down), "j") if down else None
        results = browser.screen.results
        await browser.until(lambda: results.cursor == down and results.paper)
        key, row, top = results.paper.key, results.row, results.scroll_offset.y
        newest = dated(PAPERS)[0]
        assert newest.published is not None
        fresh = [
            msgspec.structs.replace(newest, key=f"new{n}", title=f"New {n}", published=day)
            for n, day in enumerate([newest.published.replace(year=2030)] * 3)
        ]
        publish(browser, PAPERS + fresh)
        await look(browser)
        assert (results.paper.key, results.cursor) == (key, down + 3)
        # At the top what is new comes into view; further down nothing jumps.
        assert results.row == (row if top else row + 3)
        assert browser.word == MOVED


async def test_where_the_paper_is_gone_the_cursor_goes_to_its_neighbour(browse: Any) -> None:
    async with browse(PAPERS) as browser:
        await browser.press("5", "j")
        order = dated(PAPERS)
        publish(browser, [paper for paper in PAPERS if paper not in order[5:7]])
        await look(browser)
        assert browser.title == order[7].title
        assert browser.word == (
            "The index has changed, and the paper you were on is not in it any more."
        )
        publish(browser, order[:2], "third")
        await look(browser)
        assert browser.title == order[1].title
        publish(browser, [], "fourth")
        await look(browser)
        assert browser.total == 0
        assert any("The index holds no papers." in line for line in browser.text())


async def test_a_paper_that_no_longer_matches_is_said_to(browse: Any) -> None:
    async with browse(PAPERS) as browser:
        await browser.press("slash")
        await browser.type("comments:>=0")
        await browser.press("enter")
        await browser.until(lambda: browser.query == "comments:>=0" and at_rest(browser.screen))
        paper = browser.screen.results.paper
        changed = msgspec.structs.replace(paper, comments=None)
        publish(browser, [changed if p.key == paper.key else p for p in PAPERS])
        await look(browser)
        assert "does not match any more" in browser.word


async def test_below_a_wrong_query_the_list_moves_and_the_reason_stays(browse: Any) -> None:
    async with browse(PAPERS) as browser:
        await browser.press("slash")
        await browser.type("(")
        await browser.until(lambda: browser.screen.trouble.display)
        publish(browser, invented(230))
        await look(browser)
        await browser.until(lambda: browser.total == 230)
        assert browser.screen.trouble.display
        assert browser.screen.search_box.value == browser.query == "("
        assert browser.word == MOVED
        await browser.press("backspace")
        await browser.until(lambda: not browser.screen.trouble.display)


async def test_a_wrong_query_that_overtakes_the_move_does_not_undo_it(browse: Any) -> None:
    async with browse(PAPERS) as browser:
        browser.engine.gate.clear()
        await browser.press("slash")
        await browser.type("v")
        publish(browser, invented(230))
        browser.screen.index_watch.look()
        await browser.type(" (")
        browser.engine.gate.set()
        await browser.until(lambda: browser.total == 230, "the list of the new index")
        assert browser.query == "v ("
        assert browser.screen.trouble.display


async def test_more_of_a_list_comes_from_the_index_that_the_list_came_from(browse: Any) -> None:
    async with browse(invented(1000)) as browser:
        old, newer = browser.engine, publish(browser, invented(1300))
        newer.gate.clear()
        browser.screen.index_watch.look()
        # The new list is under way, and the old one is still walked through.
        await browser.until(lambda: browser.screen.search.inquiry.awaited is not None)
        await browser.press("G")
        newer.gate.set()
        await browser.until(lambda: at_rest(browser.screen) and browser.title)
        results = browser.screen.results
        assert (browser.total, results.cursor) == (1300, 1299)
        assert results.paper == dated(newer.all)[-1]
        assert [request for request in old.asked if request[1] >= 1000] == []


async def test_what_was_asked_of_the_old_list_is_void_in_the_new_one(browse: Any) -> None:
    async with browse(PAPERS) as browser:
        screen, newer = browser.screen, publish(browser, invented(230))
        newer.gate.clear()
        screen.index_watch.look()
        await browser.until(lambda: screen.search.inquiry.awaited is not None)
        ran, arrived = list[object](), list[object]()

        def run(papers: object) -> object:
            ran.append(papers)
            return papers

        screen.search.ask_about_list("window", run, arrived.append)
        newer.gate.set()
        await browser.until(lambda: ran and at_rest(screen))
        assert ran == [browser.engine]
        assert arrived == []


async def test_filters_are_counted_in_the_new_index(browse: Any) -> None:
    async with browse(PAPERS, size=(160, 40), filters=True) as browser:
        filters = browser.screen.filtering.pane
        await browser.until(lambda: browser.screen.filtering.counted)

        def counts() -> list[int | None]:
            return [choice.count for choice in filters.organisations.choices]

        before = counts()
        publish(browser, PAPERS + invented(400)[200:])
        await look(browser)
        await browser.until(lambda: counts() != before)
        expected = browser.screen.search.papers.facets("")
        listed = {choice.value: choice.count for choice in filters.organisations.choices}
        assert {o.slug: listed[o.slug] for o in expected.organisations} == {
            o.slug: o.count for o in expected.organisations
        }


async def test_the_reader_keeps_a_paper_that_is_gone_and_goes_on_beside_it(browse: Any) -> None:
    async with browse(PAPERS, size=(80, 24)) as browser:
        order = dated(PAPERS)
        await browser.press("5", "j", "enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        reader = browser.pilot.app.screen
        publish(browser, [paper for paper in PAPERS if paper != order[5]])
        await look(browser)
        assert reader.paper == order[5]
        assert "is not in it any more" in reader.keys.word
        assert any("no longer listed" in line for line in browser.text())
        await browser.press("n")
        await browser.until(lambda: reader.paper == order[6])
        assert browser.text()[-2].startswith(" 6/199")
        await browser.press("p")
        await browser.until(lambda: reader.paper == order[4])
        # What is known of a paper may have grown.
        grown = msgspec.structs.replace(order[4], abstract="Quite another abstract.")
        publish(browser, [grown if p == order[4] else p for p in PAPERS], "third")
        await look(browser)
        assert reader.paper == grown
        assert any("Quite another abstract." in line for line in browser.text())


async def test_an_export_writes_what_its_heading_says(
    browse: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ExportScreen, "format", "jsonl")
    async with browse(60) as browser:
        await browser.press("w")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ExportScreen))
        publish(browser, invented(90))
        await look(browser)
        assert browser.screen_below.results.listing.count == 90
        assert "all 60 papers" in browser.pilot.app.screen.heading.text
        await browser.press("enter")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert "60 papers exported to" in browser.word
    assert len((tmp_path / "papers.jsonl").read_text().splitlines()) == 60


@pytest.mark.parametrize("key", ["question_mark", "colon", "y"])
async def test_what_lies_over_the_list_does_not_hold_it_back(browse: Any, key: str) -> None:
    async with browse(60) as browser:
        await browser.press(key)
        await browser.until(lambda: not isinstance(browser.pilot.app.screen, BrowseScreen))
        publish(browser, invented(90))
        await look(browser)
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.total == 90
        assert browser.word == MOVED


async def test_marks_stay_on_papers_whose_keys_have_changed(browse: Any) -> None:
    papers = [Paper(key=f"t{n}", title=f"Plain title {n}") for n in range(5)]
    async with browse(papers) as browser:
        await browser.press("v", "v")
        now = [
            msgspec.structs.replace(p, key=f"2401.0000{n}", arxiv_id=f"2401.0000{n}")
            for n, p in enumerate(papers)
        ]
        publish(browser, [*now[:1], *now[2:]])
        await look(browser)
        marks = browser.screen.marks
        await browser.until(lambda: now[0].key in marks)
        # What is gone stays marked, and can still be exported.
        assert [paper.key for paper in marks.papers] == [now[0].key, papers[1].key]
        assert "2 marked" in browser.text()[-2]


TROUBLES = {
    IndexMissing("there is no index at /x"): "The index is gone",
    IndexDamaged("torn at /x"): "The index can't be read any more",
    IndexUnreachable("/x can't be reached"): "You are offline: the cluster",
    IndexOutdated("by another version, /x"): "The index is now another version's",
    PermissionError(13, "Permission denied", "/x"): "The index can't be read any more",
}


@pytest.mark.parametrize("opening", [False, True])
@pytest.mark.parametrize("error", TROUBLES, ids=lambda error: type(error).__name__)
async def test_an_index_that_goes_wrong_is_said_once_and_comes_back(
    browse: Any, error: Exception, opening: bool
) -> None:
    async with browse(60) as browser:
        if opening:

            def fails() -> Any:
                raise error

            browser.engine.live = "second"
            browser.screen.search.searcher.open_papers = fails
        else:
            browser.engine.live = error
        await look(browser)
        assert browser.word.startswith(TROUBLES[error])
        assert "/x" not in browser.word
        await browser.press("j")
        assert (browser.word, browser.total) == ("", 60)
        await browser.press("slash")
        await browser.type("video")
        await browser.until(lambda: browser.query == "video" and at_rest(browser.screen))
        assert 0 < browser.total < 60
        await browser.press("escape", "X")
        await browser.until(lambda: browser.total == 60)
        await look(browser)
        assert browser.word == ""
        browser.engine.live = "first"
        await look(browser)
        assert browser.word == "The index is as it was again."
        publish(browser, invented(90))
        await look(browser)
        assert (browser.word, browser.total) == (MOVED, 90)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), "There is not enough memory for this."),
        (OSError(5, "Input/output error", "/x"), "The index can't be read (input/output error)."),
        (IndexDamaged("It is torn."), "It is torn."),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_search_that_fails_is_said_and_the_list_stays(
    browse: Any, error: Exception, said: str
) -> None:
    async with browse(60) as browser:
        search = browser.engine.search

        def fails(query: str, **how: Any) -> Any:
            if query:
                raise error
            return search(query, **how)

        browser.engine.search = fails
        await browser.press("slash", "v")
        await browser.until(lambda: browser.word == said)
        assert browser.total == 60
        await browser.press("escape", "X", "j")
        await browser.until(lambda: at_rest(browser.screen) and browser.screen.results.cursor == 1)


# Without a screen


def test_a_paper_is_found_again_by_its_id_or_its_title(tmp_path: Path) -> None:
    lines = [
        '{"title": "A \\"quoted\\" title: of (brackets"}',
        '{"title": "Two of a name", "arxiv_id": "2401.00001", "abstract": "one"}',
        '{"title": "Two of a name", "arxiv_id": "2401.00002", "abstract": "two"}',
        '{"title": "Known by id", "arxiv_id": "2401.00003"}',
    ]
    source = tmp_path / "papers.jsonl"
    source.write_text("\n".join(lines))
    rebuild([source], tmp_path / "index")
    with open_index(tmp_path / "index") as papers:
        assert _title(find_again(Paper(key="x", title='A "quoted" title: of (Brackets'), papers))
        assert find_again(Paper(key="x", title="A quoted title"), papers) is None
        assert find_again(Paper(key="x", title="Two of a name"), papers) is None
        assert _title(find_again(Paper(key="x", title="?", arxiv_id="2401.00003"), papers))
        other = Paper(key="2401.9", title="Known by id", arxiv_id="2401.9")
        assert find_again(other, papers) is None
        assert find_again(Paper(key="x", title='"'), papers) is None


def _title(paper: Paper | None) -> str:
    return paper.title if paper is not None else ""


def test_a_spot_is_the_nearest_paper_that_is_left() -> None:
    order = dated(PAPERS)
    spot = Spot(
        paper=order[10],
        place=10,
        following=tuple(order[11:14]),
        preceding=tuple(reversed(order[7:10])),
    )
    view = View()

    def stood(*gone: int) -> tuple[int, Kept]:
        left = [paper for n, paper in enumerate(order) if n not in gone]
        return stand(spot, view, False, FakePapers(left))

    assert stood() == (10, Kept())
    assert stood(3) == (9, Kept())
    assert stood(10) == (10, Kept("index", 1))
    assert stood(10, 11) == (10, Kept("index", 1))
    assert stood(10, 11, 12, 13) == (9, Kept("index", -1))
    assert stood(*range(7, 14)) == (10, Kept("index"))
    assert stood(*range(200)) == (0, Kept("index"))


# With a real index

MINI = (
    '{"title": "Mooring lines in a harbour", "published": "2024-01-02"}\n'
    '{"title": "Mooring ropes for boats", "published": "2024-01-03"}\n'
    '{"title": "Kites over a quiet bay", "published": "2024-01-04"}\n'
)


@pytest.mark.parametrize("build", [update, rebuild])
async def test_a_real_index_is_moved_to_twice_in_a_row(tmp_path: Path, build: Any) -> None:
    first, second = tmp_path / "mini.jsonl", tmp_path / "new.jsonl"
    first.write_text(MINI)
    index = tmp_path / "ix"
    rebuild([first], index)
    async with browsing(index, size=(80, 24), ahead=True) as browser:
        assert browser.title == "Kites over a quiet bay"
        for day in ("2024-01-05", "2024-01-06"):
            with second.open("a") as lines:
                lines.write(f'{{"title": "Anchors on {day}", "published": "{day}"}}\n')
                lines.write(f'{{"title": "Buoys on {day}", "published": "{day}"}}\n')
            build([first, second], index)
            await look(browser)
            with open_index(index) as papers:
                expected = papers.search("", limit=20)
            assert browser.total == expected.total
            listing = browser.screen.results.listing
            at_hand = [listing.at(number) for number in range(browser.total)]
            assert [hit and hit.paper for hit in at_hand] == [hit.paper for hit in expected.hits]
            assert browser.title == "Kites over a quiet bay"


async def test_an_update_without_anything_new_leaves_everything_in_its_place(
    tmp_path: Path,
) -> None:
    source, index = tmp_path / "mini.jsonl", tmp_path / "ix"
    source.write_text(MINI)
    rebuild([source], index)
    async with browsing(index, size=(80, 24), ahead=True) as browser:
        await browser.press("j")
        before = browser.text()[:-2]
        rebuild([source], index)
        await look(browser)
        assert browser.text()[:-2] == before
        assert browser.title == "Mooring ropes for boats"
