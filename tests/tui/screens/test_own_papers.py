"""What is done with papers in the browser is kept, seen in the list, and undone."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from index import Library, open_index, open_library, rebuild, update
from index.library import database
from tests.support.browser_with_library import browser_with_library
from tests.support.json_lines import json_lines
from tests.support.papers import numbered
from tests.support.waiting import PATIENCE
from tests.tui.conftest import Browser
from tui.session.standing import Signs
from tui.workers.library_changes import LibraryChanges

PAPERS = numbered(30)
KEYS = [paper.arxiv_id or "" for paper in PAPERS]


class Kept:
    """An index and a library, and browsers to open on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "index"
        self.file = folder / "library.db"
        self.put(PAPERS)

    def put(self, papers: Any) -> None:
        rebuild([json_lines(self.folder / "papers.jsonl", papers)], self.index)

    def add(self, papers: Any) -> None:
        update([json_lines(self.folder / "more.jsonl", papers)], self.index)

    @property
    def library(self) -> Library:
        return open_library(self.file, index=self.index)

    def found(self, query: str) -> set[str]:
        """The keys of the papers that a query finds, by another process as it were."""
        with open_index(self.index, overlay=self.library) as papers:
            return {hit.paper.key for hit in papers.search(query, limit=1000).hits}

    @asynccontextmanager
    async def browse(
        self, query: str = "", size: tuple[int, int] = (100, 24), **how: Any
    ) -> AsyncIterator[Browser]:
        async with browser_with_library(str(self.index), self.file, query, size, **how) as browser:
            yield browser


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def signs(browser: Browser, key: str) -> Signs:
    return browser.screen_below.standing.signs(key)


def at_cursor(browser: Browser) -> str:
    paper = browser.screen_below.results.paper
    return paper.key if paper else ""


async def known(browser: Browser) -> None:
    """Wait until it is known what was done with the papers that are listed."""
    screen = browser.screen_below
    listed = screen.results.listing.papers
    await browser.until(lambda: not screen.standing.unknown(listed), "what was done is known")


async def test_a_star_is_kept_seen_and_undone(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        await browser.press("asterisk")
        await browser.until(lambda: signs(browser, key).starred)
        assert browser.word == "Starred."
        assert kept.found("is:starred") == {key}
        await browser.until(lambda: "★" in browser.text()[4])
        await browser.press("u")
        await browser.until(lambda: not signs(browser, key).starred)
        assert browser.word.startswith("No longer starred: ")
        assert kept.found("is:starred") == set()


async def test_what_was_undone_is_redone_in_one_order_with_the_queries(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        await browser.press("asterisk")
        await browser.until(lambda: signs(browser, key).starred)
        await browser.press("slash", *"-is:noted", "enter")
        await browser.until(lambda: browser.query == "-is:noted")
        await browser.until(lambda: not browser.screen_below.search.inquiry.awaited)
        marked = at_cursor(browser)
        assert marked
        await browser.press("v")
        await browser.until(lambda: signs(browser, marked).marked)
        await browser.press("u", "u", "u")
        await browser.until(lambda: browser.query == "" and not signs(browser, key).starred)
        assert not kept.found("is:starred OR is:marked")
        await browser.press("ctrl+r")
        await browser.until(lambda: browser.word == "Starred." and signs(browser, key).starred)
        assert browser.query == ""
        await browser.press("ctrl+r")
        await browser.until(lambda: browser.query == "-is:noted")
        await browser.press("ctrl+r")
        await browser.until(lambda: signs(browser, marked).marked)
        assert kept.found("is:marked") == {marked}
        assert kept.found("is:starred") == {key}
        await browser.press("ctrl+r")
        await browser.until(lambda: browser.word == "Nothing was undone.")
        await browser.press("u")
        await browser.until(lambda: browser.word.startswith("No longer marked: "))


async def test_what_can_not_be_undone_now_is_undone_later(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        await browser.press("asterisk")
        await browser.until(lambda: signs(browser, key).starred)
        other = sqlite3.connect(kept.file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        await browser.press("u")
        await browser.until(lambda: "being written by other processes" in browser.word)
        other.close()
        await browser.press("ctrl+r")
        await browser.until(lambda: browser.word == "Nothing was undone.")
        await browser.press("u")
        await browser.until(lambda: not signs(browser, key).starred)


async def test_keys_pressed_at_once_are_done_in_their_order(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        browser.burst("*", "*", "*", "j", "*", "u")
        await browser.until(
            lambda: browser.word.startswith("No longer starred: ") and signs(browser, key).starred
        )
        assert kept.found("is:starred") == {key}


async def test_reading_a_paper_makes_it_read_and_moving_past_does_not(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        first = at_cursor(browser)
        await browser.press("j", "j", "k", "enter")
        second = at_cursor(browser)
        await browser.until(lambda: signs(browser, second).read)
        await browser.press("n")
        third = at_cursor(browser)
        await browser.until(lambda: signs(browser, third).read)
        await browser.press("q")
        assert kept.found("is:read") == {second, third}
        assert not signs(browser, first).read
        await browser.press("u")
        await browser.until(lambda: not signs(browser, third).read)
        assert kept.found("is:read") == {second}


@pytest.mark.parametrize("keys", [("y", "t"), ("y", "b"), ("full_stop",)])
async def test_taking_a_paper_along_makes_it_read(kept: Kept, keys: tuple[str, ...]) -> None:
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        await browser.press(*keys)
        await browser.until(lambda: signs(browser, key).read)
        assert kept.found("is:read") == {key}


async def test_exported_papers_are_read(kept: Kept) -> None:
    async with kept.browse(f"id:{KEYS[3]}") as browser:
        await known(browser)
        await browser.press("w")
        await browser.until(lambda: type(browser.pilot.app.screen).__name__ == "ExportScreen")
        line = browser.pilot.app.focused
        assert line is not None
        line.put(str(kept.folder / "papers.bib"))  # type: ignore[attr-defined]
        await browser.press("enter")
        await browser.until(lambda: signs(browser, KEYS[3]).read)
        assert kept.found("is:read") == {KEYS[3]}


async def test_all_that_match_are_taken_for_read_and_back(kept: Kept) -> None:
    kept.library.mark_read(PAPERS[:2])
    async with kept.browse() as browser:
        await known(browser)
        await browser.press("A")
        await browser.until(lambda: browser.word == "28 papers taken for read.")
        assert len(kept.found("is:read")) == 30
        assert all(signs(browser, key).read for key in KEYS)
        await browser.press("u")
        await browser.until(lambda: browser.word == "They are as they were before.")
        assert kept.found("is:read") == set(KEYS[:2])
        assert [signs(browser, key).read for key in KEYS[:3]] == [True, True, False]


async def test_marks_outlive_the_browser_and_their_clearing_is_undone(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        marked = [at_cursor(browser)]
        await browser.press("v")
        marked.append(at_cursor(browser))
        await browser.press("v")
        await browser.until(lambda: len(browser.screen.marks) == 2)
    assert kept.found("is:marked") == set(marked)
    async with kept.browse("is:marked") as browser:
        await browser.until(lambda: len(browser.screen.marks) == 2)
        assert browser.total == 2
        assert "2 marked" in browser.text()[-2]
        await browser.press("V")
        await browser.until(lambda: not browser.screen.marks)
        assert kept.found("is:marked") == set()
        await browser.press("u")
        await browser.until(lambda: len(browser.screen.marks) == 2)
        assert kept.found("is:marked") == set(marked)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Semaphore:
    """How many changes of the library may be made."""
    changes = Semaphore(0)
    ask = LibraryChanges.ask

    def ask_slowly(self: LibraryChanges, change: Any, *more: Any, **told: Any) -> None:
        def make(library: Library) -> Any:
            assert changes.acquire(timeout=PATIENCE)
            return change(library)

        ask(self, make, *more, **told)

    monkeypatch.setattr(LibraryChanges, "ask", ask_slowly)
    return changes


async def test_marks_count_before_they_are_kept(kept: Kept, slow_disk: Semaphore) -> None:
    async with kept.browse() as browser:
        await known(browser)
        await browser.press("v", "j", "v", "w")
        assert "Export 2 marked papers" in "\n".join(browser.text())
        await browser.press("escape", "V", "w")
        assert f"Export all {len(PAPERS)} papers" in "\n".join(browser.text())
        await browser.press("escape")
        slow_disk.release(3)
        await browser.until(lambda: "2 papers no longer marked" in browser.word)
        assert kept.found("is:marked") == set()
        slow_disk.release(9)


async def test_of_quick_keys_the_last_counts(kept: Kept, slow_disk: Semaphore) -> None:
    async with kept.browse() as browser:
        await known(browser)
        first = at_cursor(browser)
        # After a mark the cursor is on the next paper.
        await browser.press("v", "k", "v", "k")
        slow_disk.release()
        await browser.until(lambda: browser.word == "Marked.")
        await browser.press("v")
        slow_disk.release()
        await browser.until(lambda: browser.word == "No longer marked.")
        slow_disk.release()
        await browser.until(lambda: browser.word == "Marked.")
        assert kept.found("is:marked") == {first}
        slow_disk.release(9)


async def test_who_only_chooses_papers_finds_no_marks_and_leaves_none(kept: Kept) -> None:
    kept.library.mark(PAPERS[:2])
    async with kept.browse(keeps_marks=False) as browser:
        await known(browser)
        await browser.press("v")
        assert len(browser.screen.marks) == 1
        await browser.press("asterisk")
        await browser.until(lambda: browser.word == "Starred.")
        assert len(browser.screen.marks) == 1
    assert kept.found("is:marked") == set(KEYS[:2])


async def test_what_others_do_is_seen_in_the_rows(kept: Kept) -> None:
    async with kept.browse() as browser:
        await known(browser)
        kept.library.star(PAPERS[:2])
        kept.library.mark(PAPERS[1:2])
        browser.screen.own.look()
        await browser.until(lambda: signs(browser, KEYS[1]) == Signs(True, True, True, False))
        assert signs(browser, KEYS[0]).starred


async def test_a_list_of_unread_papers_stays_whole_while_they_are_read(kept: Kept) -> None:
    many = numbered(700)
    kept.put(many)
    async with kept.browse("is:unread") as browser:
        await known(browser)
        listed = browser.screen.results.listing
        top = at_cursor(browser)
        kept.library.mark_read(many[:300])
        await browser.press("full_stop")
        await browser.until(lambda: signs(browser, top).read)
        await browser.press("G")
        await browser.until(lambda: browser.screen.results.cursor == 699)
        seen = {hit.paper.key for number in range(700) if (hit := listed.at(number))}
        await browser.press("g")
        await browser.until(lambda: browser.screen.results.cursor == 0)
        assert browser.screen.results.listing.count == 700
        assert len(seen) > 200
        # Another query sees what was done.
        browser.burst("/", *"is:unread -is:starred", "enter")
        await browser.until(lambda: browser.total < 700)


@pytest.mark.parametrize("fault", ["broken", "read-only"])
async def test_what_can_not_be_kept_is_said_and_browsing_goes_on(
    kept: Kept, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    if fault == "broken":
        kept.file.write_bytes(b"This is no library." * 1000)
    else:
        # The superuser may write every file.
        monkeypatch.setattr("index.library.marks.write_mark", refused)
    async with kept.browse() as browser:
        key = at_cursor(browser)
        await browser.press("asterisk")
        await browser.until(lambda: "library" in browser.word and str(kept.file) in browser.word)
        assert not signs(browser, key).starred
        await browser.press("j")
        assert at_cursor(browser) != key
        await browser.press("u")
        assert browser.word == "Nothing has been changed yet."
        if fault == "broken":
            await browser.press("n")
            await browser.until(lambda: "damaged" in browser.word)


async def test_new_papers_have_a_sign_until_they_are_read(kept: Kept) -> None:
    with open_index(kept.index) as papers:
        kept.library.visits.end(papers.build)
    new = {"title": "On new rivers", "arxiv_id": "9902.00001", "published": "1999-02-01"}
    kept.add([new])
    async with kept.browse() as browser:
        await known(browser)
        assert signs(browser, "9902.00001").new
        assert not any(signs(browser, key).new for key in KEYS)
    async with kept.browse() as browser:
        await known(browser)
        assert not signs(browser, "9902.00001").new
