"""A browser over an index in memory, joined to a library of its own."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from index import open_library
from tests.support.fake_papers import FakePapers
from tests.support.reference import open_papers
from tests.support.waiting import PATIENCE, wait_for
from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.workers.own_library import OwnLibrary
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from index import Library, Paper


@asynccontextmanager
async def own_browser(
    papers: Sequence[Paper], folder: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Browser, Library]]:
    """A browser with its first answer, and the library, as another process has it open."""
    own = OwnLibrary(str(folder / "index"), lasting=False, path=str(folder / "library.db"))
    searcher = Searcher(lambda: open_papers(list(papers), overlay=own.asked))
    searcher.start()
    app = QuireApp(searcher, library=own)
    with open_library(folder / "library.db") as library:
        async with app.run_test(size=size) as pilot:
            browser = Browser(pilot, FakePapers([]))
            await wait_for(
                pilot,
                lambda: isinstance(app.screen, BrowseScreen) and app.screen.results.paper,
                "the first answer",
            )
            yield browser, library
        own.changes.finish(PATIENCE)
