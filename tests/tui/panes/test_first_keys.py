"""The keys to begin with are shown once, and any key puts them away and is acted on."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.rendering.first_keys import FIRST_KEYS, first_key_lines
from tui.rendering.themes import PALETTES, inks_of
from tui.screens.browse import BrowseScreen
from tui.session.initial_state import initial_state
from tui.settings import Settings
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

INKS = inks_of(PALETTES["quire-dark"])


@asynccontextmanager
async def started(index: Path, *, kiosk: bool = False) -> AsyncIterator[Browser]:
    """A browser as the program starts it, which keeps its state at the end."""
    engine = FakePapers(invented(20))
    searcher = Searcher(lambda: engine)
    searcher.start()
    initial = initial_state(Settings(), "", {}, index_dir=str(index), kiosk=kiosk)
    app = QuireApp(searcher, initial=initial, kiosk=kiosk)
    async with app.run_test(size=(120, 40)) as pilot:
        browser = Browser(pilot, engine)
        await browser.until(lambda: isinstance(app.screen, BrowseScreen) and browser.title)
        await pilot.pause()
        yield browser
    initial.saver.save()


def shows_card(browser: Browser) -> bool:
    return any("Keys to begin with" in line for line in browser.text())


async def test_a_click_puts_the_card_away_too(tmp_path: Path) -> None:
    async with started(tmp_path) as browser:
        region = browser.screen.results.region
        await browser.pilot.click(offset=(region.x + 5, region.y + 2))
        await browser.until(lambda: browser.screen.results.cursor == 1)
        assert not shows_card(browser)


async def test_a_key_puts_the_card_away_and_is_acted_on_and_it_comes_only_once(
    tmp_path: Path,
) -> None:
    async with started(tmp_path) as browser:
        assert shows_card(browser)
        assert any("all other keys" in line for line in browser.text())
        await browser.press("j")
        assert not shows_card(browser)
        assert browser.screen.results.cursor == 1
    async with started(tmp_path) as browser:
        assert not shows_card(browser)


async def test_guests_of_a_kiosk_see_no_card(tmp_path: Path) -> None:
    async with started(tmp_path, kiosk=True) as browser:
        assert not shows_card(browser)


@pytest.mark.parametrize("width", [10, 29, 80])
def test_the_card_is_as_wide_as_its_pane(width: int) -> None:
    lines = first_key_lines(width, INKS)
    assert {line.cell_length for line in lines} == {width}
    assert len(lines) == len(FIRST_KEYS) + 2
