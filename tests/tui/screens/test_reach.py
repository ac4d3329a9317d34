"""Every match is reached, however many there are, and the cursor stays on its paper."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from index import Hit, Page, Paper, open_index
from tests.support.fake_papers import FakePapers
from tests.support.papers import invented
from tests.support.waiting import wait_for
from tests.tui.conftest import Browser
from tui.app import QuireApp
from tui.screens import browse as browse_screen
from tui.screens.browse import BrowseScreen
from tui.session.initial_state import InitialState, StateSaver
from tui.session.session import Session, View
from tui.workers.page_request import PageRequest
from tui.workers.searcher import Searcher

if TYPE_CHECKING:
    from pathlib import Path

MANY = 3_000_000


class Millions(FakePapers):
    """Finds three million papers, made up when they are looked at."""

    def search(self, query: str, *, limit: int = 20, offset: int = 0, **how: Any) -> Page:
        del query, how
        hits = [
            Hit(Paper(title=f"Paper {number:,}", key=f"k{number}"), None, False)
            for number in range(offset, min(offset + limit, MANY))
        ]
        return Page(MANY, 0, hits, 0.0004)


def stands_on(browser: Browser, title: str) -> bool:
    return browser.title == title


@pytest.mark.parametrize("size", [(40, 12), (120, 40)])
async def test_any_of_millions_is_a_key_away(size: tuple[int, int]) -> None:
    searcher = Searcher(lambda: Millions([]))
    searcher.start()
    app = QuireApp(searcher)
    async with app.run_test(size=size) as pilot:
        browser = Browser(pilot, Millions([]))
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen) and browser.title)
        for keys, place in (
            ("G", MANY - 1),
            ("k", MANY - 2),
            ("M", MANY // 2),
            ("1234567G", 1_234_566),
            ("9j", 1_234_575),
            ("g", 0),
            ("GkMj", MANY // 2 + 1),
        ):
            browser.burst(*keys)
            await browser.until(partial(stands_on, browser, f"Paper {place:,}"), keys)
            assert browser.screen.results.cursor == place
            status = browser.text()[-2]
            assert f"{place + 1:,}" in status
            assert f"{MANY:,}" in status
            shown = [line for line in browser.text() if browser.title in line]
            assert shown, "the cursor's row is in view"


async def test_an_index_that_is_rebuilt_meanwhile_is_moved_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By another process, as cron does it; over the real engine."""
    monkeypatch.setattr(browse_screen, "LOOK_EVERY", 0.1)
    source, folder = tmp_path / "papers.jsonl", tmp_path / "index"

    def rebuild(papers: list[Paper]) -> None:
        lines = (msgspec.json.encode({"title": p.title, "abstract": p.abstract}) for p in papers)
        source.write_bytes(b"\n".join(lines))
        command = [sys.executable, "-m", "index", "rebuild", str(source), "--index", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    def counted(query: str) -> int:
        with open_index(folder) as papers:
            return papers.search(query).total

    rebuild(invented(300))
    searcher = Searcher(lambda: open_index(folder))
    searcher.start()
    app = QuireApp(searcher)
    async with app.run_test(size=(120, 40)) as pilot:
        browser = Browser(pilot, FakePapers([]))
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen) and browser.title)
        browser.burst("slash", *"video", "enter")
        before = counted("video")
        await browser.until(lambda: browser.query == "video" and browser.total == before)
        await browser.until(lambda: not browser.screen.search.inquiry.typing)
        browser.burst("7", "j")
        await browser.until(lambda: browser.screen.results.cursor == 7)
        title, place = browser.title, browser.screen.results.cursor
        rebuild([*invented(400, seed=8), *invented(300)])
        after = counted("video")
        assert after > before
        await browser.until(lambda: browser.total == after)
        assert browser.title == title
        assert browser.query == browser.screen.search_box.value == "video"
        assert browser.screen.results.cursor != place
        await browser.press("r")
        await browser.until(lambda: browser.screen.search.inquiry.answered.reverse)
        assert browser.title != title
        await browser.press("u")
        await browser.until(lambda: not browser.screen.search.inquiry.answered.reverse)
        assert browser.title == title


@pytest.mark.parametrize(
    ("row", "place", "stands_on_row"),
    [(5, 150, 5), (0, 150, 0), (None, 150, "middle"), (500, 150, "middle"), (-3, 150, "middle"),
     (9, 4, 4), (2, 299, "last")],
)  # fmt: skip
@pytest.mark.parametrize("quick", [True, False])
async def test_the_cursor_begins_on_the_row_where_it_stood(
    row: int | None, place: int, stands_on_row: int | str, quick: bool
) -> None:
    engine = FakePapers(invented(300))
    kept = engine.search("", offset=place, limit=1).hits[0].paper
    engine.gate.clear()
    if quick:
        engine.gate.set()
    first = PageRequest(query="")
    searcher = Searcher(lambda: engine, first, keep=kept.key)
    searcher.start()
    session = Session(View(cursor=kept.key), row=row)
    initial = InitialState(
        session=session, theme="quire-dark", saver=StateSaver(session, None, None)
    )
    app = QuireApp(searcher, initial=initial)
    async with app.run_test(size=(120, 40)) as pilot:
        browser = Browser(pilot, engine)
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        await wait_for(pilot, lambda: browser.screen.results.size.height)
        engine.gate.set()
        await wait_for(pilot, lambda: stands_on(browser, kept.title))
        papers = browser.screen.results.papers_in_view
        wanted = {"middle": papers // 2, "last": papers - 1}.get(str(stands_on_row), stands_on_row)
        assert browser.screen.results.row == wanted
        await pilot.press("j", "k")
        await wait_for(pilot, lambda: session.row == browser.screen.results.row)
