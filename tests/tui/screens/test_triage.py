"""Getting through new papers without leaving the list."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path

import pytest

from index import open_index
from tests.support.papers import numbered
from tests.tui.conftest import Browser
from tests.tui.screens.test_own_papers import Kept, at_cursor, known, signs
from tui.screens.browse import BrowseScreen
from tui.screens.reader import ReaderScreen
from tui.screens.triage_controller import day_said
from tui.workers.new_papers import only_new

NEW = [
    {
        "title": f"On the new river {number}",
        "arxiv_id": f"9902.{number:05}",
        "published": "1999-02-01",
    }
    for number in range(3)
]
LATE = {"title": "On an old lake", "arxiv_id": "9001.00001", "published": "1990-01-01"}


def narrowed_to(browser: Browser, query: str) -> bool:
    return browser.query == query


def listed(browser: Browser, query: str, total: int) -> bool:
    return browser.query == query and browser.total == total


def told_new(browser: Browser, count: int) -> bool:
    """Whether the heading has as many new papers."""
    heading = browser.text()[2]
    return f" · {count} new since " in heading if count else "new since" not in heading


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    kept = Kept(tmp_path)
    kept.put(numbered(600))
    with open_index(kept.index) as papers:
        kept.library.visits.end(papers.build)
    kept.add([*NEW, LATE])
    return kept


async def test_new_papers_are_gone_through_over_the_whole_list(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        await browser.until(lambda: "4 new since " in browser.text()[2])
        start = browser.screen.results.cursor
        seen: list[str] = []
        for _ in range(4):
            await browser.press("n")
            await browser.until(lambda: at_cursor(browser) not in ("", *seen))
            seen.append(at_cursor(browser))
        assert start == 0
        assert set(seen) == {"9902.00000", "9902.00001", "9902.00002", "9001.00001"}
        # The old one stands at the end of six hundred.
        assert at_cursor(browser) in seen
        await browser.press("N")
        await browser.until(lambda: at_cursor(browser) == seen[2])


async def test_where_nothing_is_new_that_is_said(kept: Kept) -> None:
    async with kept.browse("id:9001.00001") as browser:
        await known(browser)
        await browser.press("n")
        await browser.until(lambda: browser.word == "This is the only new paper in this list.")
        await browser.press("full_stop")
        await browser.until(lambda: not signs(browser, "9001.00001").new)
        await browser.press("N")
        await browser.until(lambda: browser.word == "No paper in this list is new.")
        assert "new" not in browser.text()[2]


async def test_a_hundred_new_papers_take_a_hundred_keys_and_a_few(kept: Kept) -> None:
    async with kept.browse("is:new") as browser:
        await known(browser)
        assert browser.total == 4
        await browser.press("j", "j", "asterisk", "A")
        await browser.until(lambda: browser.word == "4 papers taken for read.")
        assert kept.found("is:new") == set()
        assert len(kept.found("is:starred")) == 1


async def test_one_goes_from_day_to_day(kept: Kept) -> None:
    async with kept.browse("is:new") as browser:
        await browser.press("left_square_bracket")
        await browser.until(lambda: browser.query == "is:new date:1999-02-01")
        await browser.press("left_square_bracket")
        await browser.until(lambda: browser.query == "is:new date:1990-01-01")
        await browser.until(lambda: at_cursor(browser) == "9001.00001")
        await browser.press("left_square_bracket")
        await browser.until(lambda: browser.word == "There is no earlier day with papers.")
        await browser.press("right_square_bracket")
        await browser.until(lambda: browser.query == "is:new date:1999-02-01")
        await browser.press("u")
        await browser.until(lambda: browser.query == "is:new date:1990-01-01")


async def test_one_goes_from_day_to_day_from_the_reader_too(kept: Kept) -> None:
    async with kept.browse("is:new") as browser:
        for key, query in (
            ("left_square_bracket", "is:new date:1999-02-01"),
            ("left_square_bracket", "is:new date:1990-01-01"),
            ("right_square_bracket", "is:new date:1999-02-01"),
        ):
            await browser.press("enter")
            await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
            await browser.press(key)
            await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
            await browser.until(partial(narrowed_to, browser, query))


@pytest.mark.parametrize(
    ("query", "typing", "expected"),
    [
        ("", False, "is:new"),
        ("rivers", False, "is:new rivers"),
        ("rivers OR lakes", False, "is:new (rivers OR lakes)"),
        ("rivers | lakes", False, "is:new (rivers | lakes)"),
        ("(old) riv", True, "is:new (old) riv"),
        ("rivers ", True, "is:new rivers "),
        ("lakes OR riv", True, "is:new (lakes OR riv*)"),
        ("lakes OR date:1999", True, "is:new (lakes OR date:1999)"),
    ],
)
def test_the_new_ones_of_a_query_are_asked_for_by_another(
    query: str, typing: bool, expected: str, kept: Kept
) -> None:
    with open_index(kept.index) as papers:
        assert only_new(query, typing, papers) == expected


async def test_as_many_are_counted_as_new_as_are_listed_while_one_types(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        for text, total in (("riv", 3), ("riv ", 0), ("lake OR riv", 4), ("(new) riv", 3)):
            await browser.press("slash", "ctrl+u")
            await browser.type(text)
            await browser.until(partial(listed, browser, text, total))
            await browser.until(partial(told_new, browser, total))


def test_days_are_said_as_people_say_them() -> None:
    now = datetime.datetime.now().astimezone()
    assert day_said(int(now.timestamp())) == f"{now:%H:%M}"
    before = now - datetime.timedelta(days=3)
    assert day_said(int(before.timestamp())) == f"{before:%A}"
    assert day_said(int(datetime.datetime(2001, 11, 19, 12).timestamp())) == "19 Nov 2001"
