"""Keys that are pressed before an answer is here mean what they mean after it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.tui.conftest import Browser
from tui.session.motions import Motion, Trail, find_kept, moved
from tui.session.session import View

MOTIONS = st.builds(
    Motion, st.sampled_from(["cursor", "first", "middle", "last"]), st.integers(-99, 99)
)


@given(st.lists(MOTIONS), st.integers(0, 49), st.integers(0, 50))
def test_moves_never_leave_the_list(motions: list[Motion], cursor: int, count: int) -> None:
    assert 0 <= moved(motions, min(cursor, max(count - 1, 0)), count) <= max(count - 1, 0)


def test_moves_are_made_one_after_the_other() -> None:
    there = [Motion("last"), Motion("cursor", 5), Motion("cursor", -2)]
    assert moved(there, 3, 10) == 7
    assert moved([Motion("middle"), Motion("cursor", 1)], 0, 10) == 6
    assert moved([Motion("first", 3)], 9, 10) == 3
    assert moved([], 4, 10) == 4


def test_a_trail_leads_to_the_paper_where_it_ends() -> None:
    papers = FakePapers(invented(100))

    def listed(**how: Any) -> list[str]:
        return [hit.paper.key for hit in papers.search("", limit=100, **how).hits]

    by_date, by_comments = listed(sort="date"), listed(sort="comments", reverse=True)
    start = Trail(view=View(sort="date"), keep=by_date[3], motions=(Motion("cursor", 2),))
    assert find_kept(start, papers) == by_date[5]
    onward = Trail(
        view=View(sort="comments", reverse=True), keep=start, motions=(Motion("cursor", 1),)
    )
    there = min(by_comments.index(by_date[5]) + 1, 99)
    assert find_kept(onward, papers) == by_comments[there]
    assert find_kept(Trail(view=View(sort="date")), papers) == by_date[0]
    assert find_kept(Trail(view=View(query="("), keep="k1"), papers) == "k1"
    assert find_kept(Trail(view=View(query="zebra")), papers) is None


async def one_by_one(browser: Browser, keys: tuple[str, ...]) -> tuple[str, int]:
    """Press keys slowly; where that leads."""
    for key in keys:
        browser.burst(key)
        await browser.pilot.pause()
        await browser.until(lambda: at_rest(browser))
    return browser.title, browser.screen.results.cursor


def at_rest(browser: Browser) -> bool:
    screen = browser.screen_below
    return (
        screen.search.searcher.idle
        and screen.search.inquiry.awaited is None
        and screen.results.going_to is None
        and (screen.results.paper is not None or not screen.results.listing.count)
    )


@pytest.mark.parametrize(
    "keys",
    [
        ("s", "s", "g", "4", "9", "j"),
        ("j", "j", "j", "s", "s", "5", "j"),
        ("j", "s", "s", "j", "s", "c", "k", "s", "s"),
        ("4", "j", "r", "4", "0", "0", "G", "r"),
        ("G", "s", "s"),
        ("s", "s", "G", "k"),
        ("M", "s", "s", "ctrl+d", "pagedown"),
        ("/", *"vid", "enter", "3", "j"),
        ("/", *"video", "enter", "3", "j", "s", "s", "j"),
        ("j", "/", *"video", "enter", "s", "s", "j"),
        ("/", *"zebra", "enter", "X", "7", "j"),
        ("5", "j", "s", "s", "2", "j", "u", "j"),
        ("9", "j", "s", "s", "g", "p", "s", "u", "p", "v", "v"),
    ],
    ids="".join,
)
async def test_a_burst_of_keys_leads_where_slow_keys_do(browse: Any, keys: tuple[str, ...]) -> None:
    papers = invented(500)
    async with browse(papers) as browser:
        slow = await one_by_one(browser, keys)
    async with browse(papers) as browser:
        browser.engine.gate.clear()
        browser.burst(*keys)
        done: list[bool] = []
        browser.pilot.app.call_later(lambda: done.append(True))
        await browser.until(lambda: done)
        browser.engine.gate.set()
        await browser.until(lambda: at_rest(browser))
        assert (browser.title, browser.screen.results.cursor) == slow


async def test_row_fifty_of_the_new_order_is_row_fifty(browse: Any) -> None:
    async with browse(500) as browser:
        results = browser.screen.results
        browser.engine.gate.clear()
        browser.burst("s", "s", "g", "4", "9", "j")
        # The menu of orders may still be above the list.
        await browser.until(lambda: len(results.motions) == 2)
        browser.engine.gate.set()
        await browser.until(lambda: at_rest(browser))
        fiftieth = browser.engine.search("", sort="comments", offset=49, limit=1).hits[0].paper
        assert browser.title == fiftieth.title
        assert "50/500" in browser.text()[-2]


async def test_moves_stay_where_the_answer_is_none(browse: Any) -> None:
    async with browse(60) as browser:
        browser.engine.gate.clear()
        browser.burst("/", "(", "enter", "3", "j")
        await browser.until(lambda: len(browser.screen.results.motions) == 1)
        browser.engine.gate.set()
        await browser.until(lambda: browser.screen.trouble.display)
        assert browser.screen.results.cursor == 3
        assert browser.screen.results.motions == ()


@pytest.mark.parametrize("line", [4, 5])
async def test_a_paper_that_was_clicked_is_meant_wherever_it_stands(browse: Any, line: int) -> None:
    async with browse(300) as browser:
        browser.engine.gate.clear()
        await browser.press("s", "s")
        results = browser.screen.results
        assert results.columns.lines == 2
        await browser.pilot.click(results, offset=(10, line))
        await browser.until(lambda: results.cursor == 2)
        clicked = browser.title
        browser.engine.gate.set()
        await browser.until(lambda: at_rest(browser))
        assert browser.screen.search.inquiry.sort == "comments"
        assert browser.title == clicked
