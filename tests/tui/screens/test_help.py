"""Help opens where one is, has a page on the query language, and can be searched."""

from __future__ import annotations

from typing import Any

import pytest

from tui.screens.help import HelpScreen


def helping(browser: Any) -> HelpScreen:
    screen = browser.pilot.app.screen
    assert isinstance(screen, HelpScreen)
    return screen


async def open_help(browser: Any, key: str = "question_mark") -> HelpScreen:
    await browser.press(key)
    await browser.until(lambda: isinstance(browser.pilot.app.screen, HelpScreen))
    await browser.until(lambda: helping(browser).page.line_count)
    return helping(browser)


@pytest.mark.parametrize(
    ("keys", "title"),
    [((), "List"), (("d",), "Dates"), (("o",), "Organisations"), (("l",), "Abstract")],
)
async def test_help_opens_at_the_pane_one_is_in(
    browse: Any, keys: tuple[str, ...], title: str
) -> None:
    async with browse(40, size=(80, 24)) as browser:
        for key in keys:
            await browser.press(key)
        await open_help(browser)
        assert f"{title} (you are here)" in browser.text()[1]


async def test_help_opens_in_the_search_box_and_in_the_reader_too(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        await browser.press("slash")
        await open_help(browser, "f1")
        assert "Search box (you are here)" in browser.text()[1]
        await browser.press("q", "escape", "enter")
        await open_help(browser)
        assert "Reader (you are here)" in browser.text()[1]


async def test_the_second_page_is_the_query_language(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        await open_help(browser)
        await browser.press("j", "tab")
        assert "Query language (2 of 2)" in browser.text()[0]
        assert '"a phrase"' in "\n".join(browser.text())
        await browser.press("h")
        assert "Keys (1 of 2)" in browser.text()[0]
        assert "(you are here)" in browser.text()[1]


async def test_a_slash_finds_and_n_goes_on(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        screen = await open_help(browser)
        await browser.press("slash")
        await browser.type("bibtex")
        await browser.until(lambda: "Copy the BibTeX entry" in browser.text()[1])
        await browser.press("enter")
        first = screen.page.scroll_offset.y
        await browser.press("n")
        assert screen.page.scroll_offset.y > first
        await browser.press("N")
        assert screen.page.scroll_offset.y == first
        await browser.press("N", "n")
        assert screen.page.scroll_offset.y == first


async def test_what_stands_on_the_other_page_is_found_there(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        await open_help(browser)
        browser.burst("slash", *"tokenizr", "enter")
        await browser.until(lambda: "Query language" in browser.text()[0])
        assert any("near~" in line for line in browser.text())


async def test_what_stands_nowhere_is_said_and_escape_takes_one_step(browse: Any) -> None:
    async with browse(40, size=(80, 24)) as browser:
        screen = await open_help(browser)
        await browser.press("slash")
        await browser.type("[/b]zz")
        await browser.until(lambda: any("neither page has that" in line for line in browser.text()))
        await browser.press("escape")
        assert browser.pilot.app.screen is screen
        assert not any("neither page" in line for line in browser.text())
        await browser.press("escape")
        await browser.until(lambda: browser.pilot.app.screen is browser.screen_below)
