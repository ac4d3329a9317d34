"""Whatever one types into: the keys that edit a line, and what is pasted."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.events import Paste

from tests.support.waiting import wait_for
from tui.app import QuireApp
from tui.panes.search_box import TextLine
from tui.text import pasted
from tui.workers.task_queue import Target

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

WAYS = {
    "search box": ("slash",),
    "organisation": ("o", "F"),
    "number of authors": ("a", "n"),
    "palette": ("colon",),
    "file to export to": ("w",),
}
"""Keys that lead from the list to something to type into."""


@asynccontextmanager
async def typing_into(browse: Any, where: str) -> AsyncIterator[tuple[Any, TextLine]]:
    async with browse(size=(120, 40)) as browser:
        for key in WAYS[where]:
            await browser.press(key)
        app = browser.pilot.app
        await browser.until(lambda: isinstance(app.focused, TextLine), where)
        line = cast("TextLine", app.focused)
        line.put("")
        yield browser, line


@pytest.mark.parametrize("where", WAYS)
async def test_a_line_is_edited_alike_wherever_it_is(where: str, browse: Any) -> None:
    async with typing_into(browse, where) as (browser, line):

        async def after(*keys: str) -> tuple[str, int]:
            line.put("one two three")
            await browser.press(*keys)
            return line.value, line.cursor_position

        assert await after("ctrl+a") == ("one two three", 0)
        assert await after("ctrl+a", "ctrl+e") == ("one two three", 13)
        assert await after("ctrl+w") == ("one two ", 8)
        assert await after("alt+backspace") == ("one two ", 8)
        assert await after("alt+b", "alt+b") == ("one two three", 4)
        assert await after("ctrl+a", "alt+f") == ("one two three", 4)
        assert await after("alt+b", "ctrl+u") == ("three", 0)
        assert await after("alt+b", "ctrl+k") == ("one two ", 8)
        assert await after("home", "delete", "end", "backspace") == ("ne two thre", 11)


@pytest.mark.parametrize("where", WAYS)
async def test_a_paste_of_several_lines_becomes_one(where: str, browse: Any) -> None:
    async with typing_into(browse, where) as (browser, line):
        line.put("before ")
        app = browser.pilot.app
        app.post_message(Paste("video \r\n  diffusion\n\n\x1b[31mmodels\x07\n"))
        browser.burst("s")
        await browser.until(lambda: line.value == "before video diffusion modelss", line.value)
        assert app.focused is line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one", "one"),
        (" two  blanks ", " two  blanks "),
        ("a line\n", "a line"),
        ("first\r\nsecond\rthird\u2028fourth", "first second third fourth"),
        ("\n\n", ""),
        ("", ""),
        ("tab\tbed", "tab bed"),
        ("\x1b]0;a title\x07words\x1b[201~\x1bc\x03\x9b31m!", "words!"),
        ("\x1b]0;no end", ""),
        ("\x1bP1$r 0m\x1b\\after", "after"),
        ("zero\x00\u202ewidth", "zerowidth"),
    ],
)
def test_a_paste_is_one_line_that_does_nothing(text: str, line: str) -> None:
    assert pasted(text) == line


COMMANDS = "q\nX\rd x :w\x1b\x03"
"""Keys that would end, empty, filter and write."""

PANES = {
    "list": (),
    "abstract": ("l",),
    "organisations": ("o",),
    "dates": ("d",),
    "authors": ("a",),
    "reader": ("z",),
    "help": ("question_mark",),
    "copying": ("y",),
}


@pytest.mark.parametrize("pane", PANES)
async def test_a_paste_is_never_taken_for_keys(pane: str, browse: Any) -> None:
    async with browse(size=(120, 40)) as browser:
        app = browser.pilot.app
        await browser.press(*PANES[pane])
        before = (app.screen, app.focused, browser.screen_below.session.view)
        app.post_message(Paste(COMMANDS))
        await browser.pilot.pause()
        assert (app.screen, app.focused, browser.screen_below.session.view) == before
        assert app.return_code is None
        if pane in {"list", "abstract", "organisations", "dates", "authors"}:
            await browser.until(lambda: "pasted is text" in browser.word)


@asynccontextmanager
async def first_run(folder: Path) -> AsyncIterator[tuple[Pilot[int], TextLine]]:
    app = QuireApp(target=Target(index_dir=str(folder / "index")))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_for(pilot, lambda: isinstance(app.focused, TextLine))
        yield pilot, cast("TextLine", app.focused)


async def test_the_first_run_edits_completes_and_takes_pastes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers of 2026").mkdir()
    (tmp_path / "papers of 2026" / "may.jsonl").touch()
    (tmp_path / "papers.jsonl").touch()
    async with first_run(tmp_path) as (pilot, line):
        await pilot.press("x", "y", "ctrl+u", "p", "tab")
        assert line.value == "papers"
        await pilot.press("tab")
        assert "papers of 2026/, papers.jsonl" in cast("Any", pilot.app.screen).word
        await pilot.press("space", "ctrl+w", "p", "tab")
        line.put("papers\\ ")
        await pilot.press("tab")
        assert line.value == "papers\\ of\\ 2026/"
        await pilot.press("tab")
        assert line.value == "papers\\ of\\ 2026/may.jsonl"
        await pilot.press("ctrl+u")
        pilot.app.post_message(Paste("a file\n"))
        await wait_for(pilot, lambda: line.value == "a file")
