"""Following what a paper leads to, and the saved searches."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index import Library, Paper
from index.library import database
from tests.support.own_browser import own_browser
from tests.tui.conftest import Browser
from tui.screens.naming import NamingScreen
from tui.screens.reader import ReaderScreen
from tui.screens.saved import SavedScreen
from tui.workers.held_library import HeldLibrary

if TYPE_CHECKING:
    from collections.abc import Iterator

PAPERS = [
    Paper(
        key=f"2401.0000{n}",
        arxiv_id=f"2401.0000{n}",
        title=f"On lanterns {n}",
        abstract="A lantern of glass.",
        authors=(("Ada Fernsby", "Ben Okonjo") if n % 2 else ("Cleo Marsh",)),
        org="kestrel" if n < 3 else None,
        org_name="Kestrel" if n < 3 else None,
        categories=("cs.CL",) if n else None,
    )
    for n in range(9)
]
SIZES = [(40, 12), (80, 24)]


def query_of(library: Library, name: str) -> str | None:
    return {saved.name: saved.query for saved in library.saved()}.get(name)


@contextmanager
def locked(library: Library) -> Iterator[None]:
    """Hold the lock of a library that is there, as a long change of another process does."""
    connection = sqlite3.connect(library.path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have changes wait for as long as any test takes."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 600.0)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have changes wait for nobody."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)


def _stands_at(browser: Browser, place: int) -> bool:
    return browser.screen.results.cursor == place


def _is_shown(browser: Browser, screen: object) -> bool:
    return browser.pilot.app.screen is screen


async def start(browser: Browser) -> None:
    """Go to the first paper with two authors."""
    await browser.press("g")
    for place in range(9):
        await browser.until(partial(_stands_at, browser, place))
        paper = browser.screen.results.paper
        if paper is not None and len(paper.authors or ()) == 2:
            return
        await browser.press("j")


@pytest.mark.parametrize("size", SIZES)
async def test_an_author_is_searched_for_from_list_and_reader(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with own_browser(PAPERS, tmp_path, size) as (browser, _):
        await start(browser)
        await browser.press("F", "a")
        await browser.until(lambda: browser.query == 'author:"Ada Fernsby"' and browser.total == 4)
        assert browser.screen.results.has_focus
        await browser.press("z")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, ReaderScreen))
        await browser.press("F", "2")
        await browser.until(lambda: browser.pilot.app.screen is browser.screen_below)
        await browser.until(lambda: browser.query == 'author:"Ben Okonjo"')
        await browser.press("F", "9")
        await browser.until(lambda: browser.word == "Of this paper no author 9 is known.")
        await browser.press("F", "x")
        assert browser.query == 'author:"Ben Okonjo"'
        # What was read between the two searches is unread again between them.
        await browser.press("u")
        await browser.until(lambda: browser.query == 'author:"Ada Fernsby"')
        await browser.press("u", "u")
        await browser.until(lambda: browser.query == "" and browser.total == 9)


async def test_the_menu_offers_what_the_paper_has(browse: Any) -> None:
    papers = [Paper(key="x", title="Moss"), *PAPERS[1:2]]
    async with browse(papers, size=(80, 24)) as browser:
        for title, offered in (
            ("Moss", " Follow  m papers like it  s save it, too"),
            ("On lanterns 1", " Follow  a Ada Fernsby  l Ben Okonjo  o Kestrel  c cs.CL"),
        ):
            await browser.press("g" if browser.title == title else "j")
            if browser.title != title:
                await browser.press("g")
            await browser.until(lambda title=title: browser.title == title)
            await browser.press("F")
            await browser.until(
                lambda offered=offered: any(offered in line for line in browser.text())
            )
            await browser.press("escape")


async def test_what_is_followed_is_saved_under_a_name(tmp_path: Path) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        await start(browser)
        await browser.press("F", "s", "l")
        app = browser.pilot.app
        await browser.until(lambda: isinstance(app.screen, NamingScreen))
        await browser.press(*" and more", "enter")
        await browser.until(lambda: app.screen is browser.screen_below)
        assert query_of(library, "Ben Okonjo and more") == 'author:"Ben Okonjo"'
        await browser.until(lambda: browser.total == 4)
        # The menu is for searching alone again.
        await start(browser)
        await browser.press("F", "a")
        await browser.until(lambda: browser.query == 'author:"Ada Fernsby"')
        assert app.screen is browser.screen_below


@pytest.mark.parametrize("size", SIZES)
async def test_saved_searches_are_counted_run_changed_and_deleted(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with own_browser(PAPERS, tmp_path, size) as (browser, library):
        library.save("later", "cat:cs.CL")
        library.save("Glass", "glass")
        library.mark_read(PAPERS[:2])
        app = browser.pilot.app
        await browser.press("S")
        await browser.until(lambda: isinstance(app.screen, SavedScreen))
        saved = app.screen
        assert isinstance(saved, SavedScreen)
        await browser.until(lambda: len(saved.list.counts) == 2)
        assert [one.name for one in saved.list.searches] == ["later", "Glass"]
        assert {name: (c.total, c.new) for name, c in saved.list.counts.items()} == {
            "later": (8, 7), "Glass": (9, 7),
        }  # fmt: skip
        # A wrong query is told under its spot, and nothing is changed.
        await browser.press("e", "tab", *" date:noon", "enter")
        asking = app.screen
        assert isinstance(asking, NamingScreen)
        await browser.until(lambda: asking.trouble.display)
        assert query_of(library, "later") == "cat:cs.CL"
        await browser.press(*["backspace"] * 10, "tab", "ctrl+u", *"Now", "enter")
        await browser.until(lambda: app.screen is saved)
        await browser.until(lambda: [one.name for one in saved.list.searches] == ["Now", "Glass"])
        assert query_of(library, "Now") == "cat:cs.CL"
        await browser.press("d")
        await browser.until(lambda: [one.name for one in saved.list.searches] == ["Glass"])
        assert query_of(library, "Now") is None
        await browser.press("u")
        await browser.until(lambda: len(saved.list.searches) == 2)
        assert query_of(library, "Now") == "cat:cs.CL"
        await browser.press("u")
        await browser.until(lambda: saved.keys.word == "Nothing was deleted here.")
        await browser.press("G", "enter")
        await browser.until(lambda: browser.query == "glass" and browser.total == 9)
        await browser.press("S", "j", "n")
        await browser.until(lambda: browser.query == "glass is:new" and browser.total == 7)


async def test_the_search_at_hand_is_saved(tmp_path: Path) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        app = browser.pilot.app
        await browser.press("S")
        await browser.until(
            lambda: any("No search is saved yet" in line for line in browser.text())
        )
        await browser.press("escape", "slash")
        await browser.type("glass is:new")
        await browser.press("enter", "S", "a", "enter")
        await browser.until(lambda: query_of(library, "glass is:new") == "glass is:new")
        # Another one of that name is replaced only when that was said.
        await browser.press("a", "ctrl+u", *"GLASS is:new", "tab", *" x", "enter")
        asking = app.screen
        assert isinstance(asking, NamingScreen)
        await browser.until(lambda: "already" in asking.keys.word)
        assert query_of(library, "glass is:new") == "glass is:new"
        await browser.press("enter")
        await browser.until(lambda: isinstance(app.screen, SavedScreen))
        assert query_of(library, "GLASS is:new") == "glass is:new x"
        await browser.press("a", "ctrl+u", *"none", "enter")
        await browser.until(
            lambda: isinstance(app.screen, NamingScreen) and "can't name" in app.screen.keys.word
        )
        await browser.press("escape", "q")
        await browser.until(lambda: app.screen is browser.screen_below)


async def test_saved_searches_are_read_while_keys_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        library.save("later", "cat:cs.CL")
        library.save("Glass", "glass")
        slow, read_by = threading.Event(), []
        saved = HeldLibrary.saved

        def read(held: HeldLibrary) -> object:
            read_by.append(threading.current_thread())
            slow.wait()
            return saved(held)

        monkeypatch.setattr(HeldLibrary, "saved", read)
        app = browser.pilot.app
        await browser.press("S")
        await browser.until(lambda: isinstance(app.screen, SavedScreen) and read_by)
        assert threading.main_thread() not in read_by
        assert not any("No search is saved yet" in line for line in browser.text())
        # What is typed ahead is about the list that comes.
        await browser.press("j", "enter")
        assert isinstance(app.screen, SavedScreen)
        slow.set()
        await browser.until(lambda: app.screen is browser.screen_below)
        await browser.until(lambda: browser.query == "glass" and browser.total == 9)


async def test_counting_waits_for_the_search_and_never_stops_keys(tmp_path: Path) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        library.merge(
            b'{"saved":"odd","query":"date:noon","time":1,"set":true}\n'
            b'{"saved":"fine","query":"glass","time":2,"set":true}\n'
        )
        app = browser.pilot.app
        await browser.press("S", "j", "k", "G")
        saved = app.screen
        assert isinstance(saved, SavedScreen)
        assert saved.list.cursor == 1
        await browser.until(lambda: len(saved.list.counts) == 2)
        assert saved.list.counts["odd"].total is None
        assert "can't be understood" in saved.list.counts["odd"].reason
        assert saved.list.counts["fine"].total == 9
        assert any("the saved search odd can" in line for line in browser.text())


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("size", SIZES)
async def test_a_locked_library_stops_neither_naming_nor_the_list(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with own_browser(PAPERS, tmp_path, size) as (browser, library):
        library.save("Glass", "glass")
        app = browser.pilot.app
        await start(browser)
        with locked(library):
            await browser.press("F", "s", "l")
            asking = app.screen
            assert isinstance(asking, NamingScreen)
            await browser.press("enter", "enter")
            assert asking.keys.word == "Saving Ben Okonjo…"
            await browser.press("tab", "x", "escape")
            assert app.screen is browser.screen_below
            await browser.until(lambda: browser.total == 4)
            await browser.press("g", "j", "j")
            await browser.until(partial(_stands_at, browser, 2))
            assert query_of(library, "Ben Okonjo") is None
            assert not browser.word
        await browser.until(lambda: browser.word == 'saved:Ben Okonjo finds author:"Ben Okonjo"')
        assert query_of(library, "Ben Okonjo") == 'author:"Ben Okonjo"'


@pytest.mark.usefixtures("patient")
async def test_a_locked_library_stops_neither_editing_nor_deleting(tmp_path: Path) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        for name in ("one", "two", "three"):
            library.save(name, name)
        app = browser.pilot.app
        await browser.press("S")
        saved = app.screen
        assert isinstance(saved, SavedScreen)

        def names() -> list[str]:
            return [one.name for one in saved.list.searches]

        with locked(library):
            await browser.press("e", *" and more", "enter", "escape")
            assert _is_shown(browser, saved)
            await browser.press("j", "d", "d")
            # What is not on the disk yet is not shown, and can be taken back.
            await browser.press("G", "d", "u")
            assert saved.list.cursor == 2
            assert names() == ["one", "two", "three"]
        await browser.until(lambda: names() == ["one and more", "three"])
        await browser.until(lambda: query_of(library, "three") == "three")
        await browser.press("u")
        await browser.until(lambda: names() == ["one and more", "two", "three"])
        await browser.press("u")
        await browser.until(lambda: saved.keys.word == "Nothing was deleted here.")
        with locked(library):
            await browser.press("G", "d", "q")
            assert _is_shown(browser, browser.screen_below)
        await browser.until(lambda: browser.word.startswith("Deleted three"))
        assert query_of(library, "three") is None


@pytest.mark.usefixtures("impatient")
async def test_what_a_locked_library_refuses_is_said_where_it_was_asked_for(
    tmp_path: Path,
) -> None:
    async with own_browser(PAPERS, tmp_path) as (browser, library):
        library.save("one", "x")
        app = browser.pilot.app
        told = f"The library at {library.path} is being written by other processes: try again."
        await browser.press("S")
        saved = app.screen
        assert isinstance(saved, SavedScreen)
        with locked(library):
            await browser.press("d")
            await browser.until(lambda: saved.keys.word == told)
            await browser.press("e", "enter")
            asking = app.screen
            assert isinstance(asking, NamingScreen)
            await browser.until(lambda: asking.keys.word == told)
        assert query_of(library, "one") == "x"
        # Nothing is lost: it is tried again.
        await browser.press("enter")
        await browser.until(lambda: app.screen is saved)
        await browser.press("d")
        await browser.until(lambda: not saved.list.searches)
        with locked(library):
            await browser.press("u")
            await browser.until(lambda: saved.keys.word == told)
        await browser.press("u")
        await browser.until(lambda: query_of(library, "one") == "x")
