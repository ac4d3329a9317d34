"""What is said in more cells than a line has: nothing of it is cut, and its lines go again."""

from __future__ import annotations

from typing import Any

import pytest

LONG = "daily failed: papers.example.org can't be found: this machine seems to be offline, it says."


def lines_of(browser: Any, pane: Any) -> list[str]:
    region = pane.region
    return [line.strip() for line in browser.text()[region.y : region.bottom]]


@pytest.mark.parametrize(("size", "height"), [((80, 24), 2), ((40, 12), 3), ((120, 40), 1)])
async def test_a_long_word_is_whole_until_the_next_key(
    browse: Any, size: tuple[int, int], height: int
) -> None:
    async with browse(60, size=size) as browser:
        keys = browser.screen.keys
        row = browser.screen.results.cursor
        browser.screen.say(LONG, bad=True)
        await browser.until(lambda: keys.size.height == height)
        assert " ".join(lines_of(browser, keys)) == LONG
        assert browser.screen.results.cursor == row
        await browser.press("j")
        await browser.until(lambda: keys.size.height == 1)
        assert lines_of(browser, keys)[0].startswith("/ search")


async def test_a_long_word_is_broken_anew_for_another_width(browse: Any) -> None:
    async with browse(60, size=(120, 40)) as browser:
        keys = browser.screen.keys
        browser.screen.say(LONG)
        await browser.until(lambda: LONG in browser.text()[-1])
        await browser.pilot.resize_terminal(80, 24)
        await browser.until(lambda: keys.size.height == 2)
        assert " ".join(lines_of(browser, keys)) == LONG


async def test_a_word_longer_than_its_share_of_the_screen_is_cut_at_its_end(browse: Any) -> None:
    async with browse(60, size=(40, 12)) as browser:
        keys = browser.screen.keys
        browser.screen.say("word " * 60)
        await browser.until(lambda: keys.size.height == 3)
        assert lines_of(browser, keys)[-1].endswith("…")


@pytest.mark.parametrize("before", ["", "some words that stand before what is wrong, and more "])
async def test_what_is_wrong_with_a_query_is_whole_on_either_side(browse: Any, before: str) -> None:
    async with browse(60, size=(80, 24)) as browser:
        trouble = browser.screen.trouble
        reason = "there is no such field: a query says which papers, not in which order, and more"
        trouble.show(3 + len(before), reason)
        await browser.until(lambda: trouble.size.height == 2)
        said = " ".join(lines_of(browser, trouble))
        assert " ".join(said.replace("^", " ").split()) == reason
        assert browser.text()[trouble.region.y].index("^") == 3 + len(before)
        trouble.show(3, "short")
        await browser.until(lambda: trouble.size.height == 1)
