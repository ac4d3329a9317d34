"""The browser over the stand-in engine, started and settled."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import textual.app
import textual.pilot
from textual.events import Key

from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.support.waiting import wait_for, wait_for_rest
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.session.initial_state import initial_state
from tui.session.layout import Panes
from tui.settings import Settings
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from index import Paper, Papers


NAMES = {
    " ": "space",
    "*": "asterisk",
    ":": "colon",
    "(": "left_parenthesis",
    "-": "minus",
    ".": "full_stop",
    "/": "slash",
}


class Browser:
    """A running browser, with what tests look at."""

    def __init__(self, pilot: Pilot[int], engine: Any) -> None:
        self.pilot = pilot
        self.engine = engine

    @property
    def screen(self) -> BrowseScreen:
        return cast("BrowseScreen", self.pilot.app.screen)

    @property
    def screen_below(self) -> BrowseScreen:
        """The browser's own screen, whatever lies over it."""
        stack = self.pilot.app.screen_stack
        return next(screen for screen in stack if isinstance(screen, BrowseScreen))

    @property
    def query(self) -> str:
        return self.screen.session.view.query

    @property
    def total(self) -> int:
        return self.screen.results.listing.count

    @property
    def title(self) -> str:
        paper = self.screen.results.paper
        return paper.title if paper else ""

    @property
    def word(self) -> str:
        return self.screen.keys.word

    def text(self) -> list[str]:
        """The screen as lines of text."""
        return ["".join(part.text for part in line) for line in self.lines()]

    def lines(self) -> list[Any]:
        size = self.screen.region.size
        return [list(strip) for strip in self.screen._compositor.render_strips(size)]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type text as fast as a terminal sends it; to wait after each letter takes a second."""
        app = self.pilot.app
        self.burst(*text)
        await self.until(
            lambda: (
                not any(pump.message_queue_size for pump in (app, app.screen, app.focused) if pump)
            ),
            "everything typed is taken",
        )

    def burst(self, *keys: str) -> None:
        """Press keys all at once, as they come over a slow line."""
        for key in keys:
            character = key if len(key) == 1 else None
            self.pilot.app.post_message(Key(NAMES.get(key, key), character))

    async def until(self, predicate: Callable[[], object], what: str = "") -> None:
        await wait_for(self.pilot, predicate, what)


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key, wait until there is nothing to do instead of until the process is idle."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", wait_for_rest)


@pytest.fixture
def browse() -> Any:
    """A browser to open with ``async with browse(papers, size=(w, h)) as browser``.

    With ``ahead`` its first page is fetched before there is a screen, as the program does; with
    ``filters`` they stay beside the list where there is room. ``settings`` are the user's,
    ``query`` what is asked for first.
    """

    @asynccontextmanager
    async def opened(
        papers: list[Paper] | int | Papers = 60,
        size: tuple[int, int] = (120, 40),
        *,
        ahead: bool = False,
        filters: bool = False,
        settings: Settings | None = None,
        query: str = "",
    ) -> AsyncIterator[Browser]:
        if isinstance(papers, int):
            papers = invented(papers)
        engine = FakePapers(papers) if isinstance(papers, list) else papers
        first = PageRequest(query=query, limit=size[1]) if ahead else None
        by_meaning = settings is None or settings.semantic
        searcher = Searcher(lambda: engine, first, by_meaning=by_meaning)
        searcher.start()
        initial = None
        if settings is not None or query:
            settings = settings or Settings()
            initial = initial_state(
                settings, "", os.environ, index_dir=None, kiosk=True, query=query or None
            )
        app = QuireApp(searcher, initial=initial)
        app.session.panes = Panes(filters=filters)
        async with app.run_test(size=size) as pilot:
            browser = Browser(pilot, engine)
            await browser.until(
                lambda: isinstance(app.screen, BrowseScreen) and app.screen.results.paper,
                "the first answer",
            )
            yield browser

    return opened


@pytest.fixture
def no_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the processes that fetch wait for nothing between requests."""
    folder = tmp_path / "patches"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import index.fetching.clock as clock\nclock.SystemClock.sleep = lambda *_: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))
