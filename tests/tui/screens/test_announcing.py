"""What is said of something that another thread did stands where it is seen, and only there."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from index import Paper
from tests.support.own_browser import own_browser
from tui.screens.reader import ReaderScreen

ALIKE = [
    Paper(
        key=f"p{number}",
        title=f"Lanterns of glass over the harbour {number}",
        abstract="A lantern of glass over the harbour.",
    )
    for number in range(9)
]


async def test_what_is_kept_is_said_to_whom_it_was_asked_by(tmp_path: Path) -> None:
    async with own_browser(ALIKE, tmp_path) as (browser, _):
        app = browser.pilot.app
        below = browser.screen_below

        def readers() -> list[ReaderScreen]:
            return [screen for screen in app.screen_stack if isinstance(screen, ReaderScreen)]

        await browser.press("enter")
        await browser.until(lambda: len(readers()) == 1)
        first = readers()[0]
        await browser.until(lambda: first.page.similar, "similar papers")
        await browser.press("asterisk")
        await browser.until(lambda: first.keys.word == "Starred.")
        # A similar paper is read over the first one.
        await browser.press("tab", "enter")
        await browser.until(lambda: len(readers()) == 2)
        second = cast("ReaderScreen", app.screen)
        await browser.press("asterisk")
        await browser.until(lambda: second.keys.word == "Starred.")
        assert not first.keys.word
        await browser.press("n", "q")
        await browser.until(lambda: app.screen is first)
        assert not first.keys.word
        # The similar paper is chosen still: that is left first.
        await browser.press("q", "q")
        await browser.until(lambda: app.screen is below)
        # It was said, and other keys were pressed since.
        assert not below.keys.word
        await browser.press("asterisk")
        await browser.until(lambda: below.keys.word in ("Starred.", "No longer starred."))
