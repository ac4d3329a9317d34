"""The menu of orders, and what is said of the order that the list is in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from index import SORTS
from tests.support.papers import invented, numbered
from tests.tui.conftest import Browser
from tui.commands.table import BY_ID
from tui.screens.browse import BrowseScreen
from tui.screens.letter_menu import OrderMenu


async def listed(browser: Browser, sort: str, *, reverse: bool = False) -> None:
    """Wait until papers are listed in an order."""
    search = browser.screen_below.search
    await browser.until(
        lambda: (
            search.inquiry.sort == sort
            and search.inquiry.answered.reverse == reverse
            and search.inquiry.awaited is None
        ),
        sort,
    )


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "relevance"])
async def test_a_letter_chooses_an_order_and_its_first_paper(browse: Any, sort: str) -> None:
    papers = [
        msgspec.structs.replace(
            paper,
            stars=number * 7 % 300,
            featured=date(2024, 1, 1) + timedelta(days=number * 11 % 300),
            added=date(2025, 1, 1) + timedelta(days=number * 13 % 300),
        )
        for number, paper in enumerate(invented(300))
    ]
    async with browse(papers) as browser:
        results = browser.screen.results
        await browser.press("G")
        await browser.until(lambda: results.cursor == 299)
        await browser.press("s")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, OrderMenu))
        [letter] = BY_ID[f"sort.{sort}"].keys
        assert any(f"{letter} {BY_ID[f'sort.{sort}'].label}" in line for line in browser.text())
        await browser.press(letter)
        await listed(browser, sort)
        await browser.until(lambda: results.cursor == 0 and results.scroll_offset.y == 0)
        [first] = browser.engine.search("", sort=sort, limit=1).hits
        assert browser.title == first.paper.title


async def test_the_menu_shows_the_order_that_there_is(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("s")
        await browser.until(lambda: "d date•" in browser.text()[-1])
        await browser.press("u")
        await listed(browser, "upvotes")
        await browser.press("s")
        await browser.until(lambda: "u upvotes•" in browser.text()[-1])
        await browser.press("s")
        await listed(browser, "authors")


async def test_turning_the_order_around_goes_to_the_first_paper_too(browse: Any) -> None:
    async with browse(300) as browser:
        await browser.press("s", "c", "j", "j", "r")
        await listed(browser, "comments", reverse=True)
        assert "fewest comments first" in browser.text()[-2]
        assert browser.screen.results.cursor == 0
        await browser.press("s", "u")
        await listed(browser, "upvotes")
        await browser.press("u")
        await listed(browser, "comments", reverse=True)


async def test_undo_goes_back_to_the_paper_that_one_stood_on(browse: Any) -> None:
    async with browse(300) as browser:
        await browser.press("j", "j", "j")
        before = browser.title
        await browser.press("s", "c")
        await listed(browser, "comments")
        await browser.press("u")
        await listed(browser, "date")
        assert browser.title == before


async def test_every_press_counts_before_any_answer_is_there(browse: Any) -> None:
    async with browse(300) as browser:
        browser.engine.gate.clear()
        browser.burst("s", "c", "s", "u", "j")
        await browser.until(lambda: browser.screen_below.session.view.sort == "upvotes")
        browser.burst("s", "s", "r", "j", "j")
        await browser.until(lambda: browser.screen_below.session.view.reverse)
        browser.engine.gate.set()
        await listed(browser, "authors", reverse=True)
        await browser.until(lambda: browser.screen.results.cursor == 2)
        browser.burst("u", "u")
        await listed(browser, "upvotes")


async def test_the_menu_goes_on_from_the_order_of_what_was_just_typed(browse: Any) -> None:
    async with browse(300) as browser:
        browser.engine.gate.clear()
        browser.burst("/", *"video", "enter", "s", "s")
        await browser.until(lambda: browser.screen_below.session.view.sort == "date")
        browser.burst("r")
        await browser.until(lambda: browser.word == "Sorted: oldest first.")
        browser.engine.gate.set()
        await listed(browser, "date", reverse=True)
        assert browser.query == "video"


async def test_without_words_nothing_is_a_better_match(browse: Any) -> None:
    async with browse(60) as browser:
        await browser.press("s", "r")
        assert browser.word == "The query has no words that papers could match better or worse."
        assert "newest first" in browser.text()[-2]
        await browser.press("s", "a")
        await listed(browser, "authors")
        # No other order is known after it: the next one is the first that says something.
        await browser.press("s", "s")
        await listed(browser, "date")


async def test_an_order_by_relevance_is_by_date_once_the_words_are_gone(browse: Any) -> None:
    async with browse(60) as browser:
        browser.burst("/", *"video", "enter")
        await browser.until(lambda: browser.query == "video")
        await browser.press("s", "d", "s", "r")
        await listed(browser, "relevance")
        await browser.press("X")
        await listed(browser, "date")
        assert "newest first" in browser.text()[-2]


async def test_an_order_by_what_is_unknown_of_all_papers_is_not_claimed(browse: Any) -> None:
    papers = [msgspec.structs.replace(paper, upvotes=None) for paper in invented(60)]
    [voted] = numbered(1, upvotes=7)
    async with browse([*papers, voted]) as browser:
        await browser.press("slash")
        await browser.type("upvotes:unknown")
        await browser.press("enter")
        await browser.until(lambda: browser.total == 60)
        await browser.press("s", "u")
        await browser.until(lambda: "upvotes unknown, newest first" in browser.text()[-2])
        assert browser.word == "Nothing is known to sort these papers by upvotes: newest first."
        await browser.press("s", "c")
        await browser.until(lambda: "· most comments first" in browser.text()[-2])
        assert browser.word == "Sorted: most comments first."


async def test_orders_by_what_is_known_of_no_paper_are_not_offered(browse: Any) -> None:
    papers = [
        msgspec.structs.replace(paper, upvotes=None, stars=None, featured=None)
        for paper in invented(60)
    ]
    async with browse(papers) as browser:
        known = browser.screen.situation
        await browser.until(lambda: "upvotes" not in known().known)
        await browser.press("s")
        await browser.until(lambda: "Sort by" in browser.text()[-1])
        offered = browser.text()[-1]
        assert "d date• c comments  a authors  s next" in offered
        assert not any(word in offered for word in ("upvotes", "stars", "featured"))
        # Its letter says why, and stands for nothing else.
        await browser.press("u")
        assert browser.word == "Nothing is known to sort these papers by upvotes."
        assert browser.screen.session.view.sort is None
        # Nor does one come to them on the way through all orders.
        for sort in ("comments", "authors"):
            await browser.press("s", "s")
            await listed(browser, sort)
        assert browser.word != "Nothing is known to sort these papers by upvotes."


@pytest.mark.parametrize("key", ["escape", "q", "Z", "j"])
async def test_any_other_key_leaves_the_order_as_it_is(browse: Any, key: str) -> None:
    async with browse(60) as browser:
        await browser.press("s", key)
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert browser.pilot.app.is_running
        assert browser.screen.session.view.sort is None
        assert browser.screen.results.cursor == 0


def test_every_order_has_a_letter() -> None:
    assert {f"sort.{sort}" for sort in SORTS} <= set(BY_ID)
