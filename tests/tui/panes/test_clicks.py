"""Headings and the keys in the footer can be clicked."""

from __future__ import annotations

from typing import Any

import pytest

from tui.screens.reader import ReaderScreen


def place_of(browser: Any, words: str, line: int) -> tuple[int, int]:
    """Where words stand in a line of the screen; lines count from the end where negative."""
    text = browser.text()
    at = text[line].index(words)
    return at + len(words) // 2, line % len(text)


async def click(browser: Any, words: str, line: int) -> None:
    await browser.until(lambda: words in browser.text()[line], words)
    await browser.pilot.click(offset=place_of(browser, words, line))


def heading_line(browser: Any) -> int:
    region = browser.screen.results.heading.region
    return int(region.y)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_a_heading_that_is_clicked_is_the_order(size: tuple[int, int], browse: Any) -> None:
    async with browse(size=size) as browser:
        focused = browser.pilot.app.focused
        await browser.press("slash", "a", "enter")

        def view() -> tuple[str | None, bool]:
            return browser.screen.session.view.sort, browser.screen.session.view.reverse

        await click(browser, "Date", heading_line(browser))
        await browser.until(lambda: view()[0] == "date")
        first = view()[1]
        await browser.until(lambda: "Date ↓" in browser.text()[heading_line(browser)])
        await click(browser, "Date", heading_line(browser))
        await browser.until(lambda: view() == ("date", not first))
        await click(browser, "Title", heading_line(browser))
        await browser.until(lambda: view()[0] == "relevance")
        assert browser.pilot.app.focused is focused


async def test_a_heading_of_names_that_is_clicked_filters_by_them(browse: Any) -> None:
    async with browse(size=(120, 40)) as browser:
        await click(browser, "Organisation", heading_line(browser))
        filtering = browser.screen.filtering
        await browser.until(lambda: filtering.shown)
        await browser.until(
            lambda: filtering.context_of(browser.pilot.app.focused) == "organisations"
        )


async def test_a_query_that_is_not_understood_is_in_no_order(browse: Any) -> None:
    async with browse(size=(80, 24)) as browser:
        await browser.press("slash")
        await browser.type("date:x")
        await browser.press("enter")
        await browser.until(lambda: not browser.screen.situation().understood)
        before = browser.screen.session.view
        # What is wrong stands where the headings are, so that none can be clicked by now.
        browser.screen.ordering.order_or_turn("upvotes")
        await browser.until(lambda: browser.word)
        assert browser.screen.session.view == before


async def test_a_key_in_the_footer_that_is_clicked_does_its_command(browse: Any) -> None:
    async with browse(size=(120, 40)) as browser:
        await click(browser, "read", -1)
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        await click(browser, "next", -1)
        await browser.until(lambda: browser.screen_below.results.cursor == 1)
        await click(browser, "back", -1)
        await browser.until(lambda: browser.pilot.app.screen is browser.screen_below)
        await click(browser, "search", -1)
        await browser.until(lambda: browser.pilot.app.focused is browser.screen.search_box)
        await click(browser, "to the list", -1)
        await browser.until(lambda: browser.pilot.app.focused is browser.screen.results)
