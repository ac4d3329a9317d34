"""The browser over a real index, where the stand-in knows too little of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import open_index
from tests.tui.conftest import Browser
from tests.tui.engine import FakePapers
from tests.tui.waiting import wait_for
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.searching import Searcher

if TYPE_CHECKING:
    from pathlib import Path


async def test_leaving_the_box_keeps_what_a_beginning_found(demo_index: Path) -> None:
    with open_index(demo_index) as papers:
        typed = papers.search("mix", prefix=True).total
        word = papers.search("mix").total
        assert 0 < 2 * word < typed
        searcher = Searcher(lambda: open_index(demo_index))
        searcher.start()
        app = QuireApp(searcher)
        async with app.run_test(size=(100, 30)) as pilot:
            browser = Browser(pilot, FakePapers([]))
            await wait_for(
                pilot,
                lambda: isinstance(app.screen, BrowseScreen) and app.screen.results.paper,
                "the first answer",
            )
            await browser.press("slash")
            await browser.type("mix")
            await browser.until(lambda: browser.total == typed, "the papers of the beginning")
            await browser.press("enter")
            await browser.until(lambda: browser.query == "mix*", "the beginning, spelled out")
            await browser.until(lambda: not browser.screen._typing and browser.total == typed)
            # A word that most of what was found has as it stands is taken as it stands.
            await browser.press("slash", "ctrl+u")
            await browser.type("language")
            await browser.press("enter")
            await browser.until(
                lambda: (
                    browser.screen.results.has_focus
                    and not browser.screen._typing
                    and browser.total == papers.search("language").total
                )
            )
            assert browser.query == "language"
