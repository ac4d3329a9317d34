"""A browser over an index at an address, and over the library in a file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.screens.browse import BrowseScreen
from tui.session.initial_state import initial_state
from tui.settings import Settings
from tui.workers.own_library import OwnLibrary
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from typing import Any


@asynccontextmanager
async def browser_with_library(
    address: str, file: Path, query: str, size: tuple[int, int], **how: Any
) -> AsyncIterator[Browser]:
    """A browser with its first answer, whose visit ends as that of the program does.

    Args:
        address: Of the index.
        file: The library's.
        query: What is searched for at first.
        size: Columns and lines.
        how: More for ``OwnLibrary``.
    """
    library = OwnLibrary(address, lasting=True, path=str(file), **how)
    searcher = Searcher(
        library.open_index,
        PageRequest(query=query, limit=size[1]),
        begin_answer=library.asked.begin_answer,
    )
    searcher.start()
    environment = {"TERM": "xterm-256color"}
    initial = initial_state(Settings(), "", environment, index_dir=None, query=query, kiosk=True)
    app = QuireApp(searcher, initial=initial, library=library)
    async with app.run_test(size=size) as pilot:
        browser = Browser(pilot, None)
        await browser.until(
            lambda: isinstance(app.screen, BrowseScreen) and not app.screen.search.inquiry.awaited,
            "the first answer",
        )
        yield browser
        app.end_visit()
