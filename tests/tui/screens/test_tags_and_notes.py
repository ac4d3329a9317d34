"""Tags and notes, typed in the browser or written in an editor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import pytest
from textual.geometry import Offset

from index import PaperMarks
from tests.tui.screens.test_own_papers import KEYS, PAPERS, Kept, at_cursor, kept, known
from tui.app import QuireApp
from tui.rendering.own_facts import own_facts
from tui.screens.browse import BrowseScreen
from tui.screens.note_box import NoteBox
from tui.screens.tagging import TagScreen
from tui.session.typed_tags import complete_tag, read_tags
from tui.terminal.editor import Editing, EditorError, editor_command

__all__ = ["kept"]


@pytest.mark.parametrize(
    ("text", "add", "remove"),
    [
        ("rl agents", ("rl", "agents"), ()),
        ("to read, rl ,-old", ("to read", "rl"), ("old",)),
        ("-rl vision vision", ("vision",), ("rl",)),
        (" , - ,", (), ()),
    ],
)
def test_several_tags_are_typed_at_once(
    text: str, add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    assert read_tags(text) == (add, remove)


@pytest.mark.parametrize(
    ("text", "completed", "choices"),
    [
        ("vi", "vision", ["vision"]),
        ("rl, to", "rl, to read", ["to read"]),
        ("-VI", "-vision", ["vision"]),
        ("r", "r", ["rl", "robots"]),
        ("x", "x", []),
        ("rl ", "rl ", []),
    ],
)
def test_the_last_tag_is_completed(text: str, completed: str, choices: list[str]) -> None:
    assert complete_tag(text, ["rl", "robots", "to read", "vision"]) == (completed, choices)


async def test_tags_are_given_completed_taken_off_and_undone(kept: Kept) -> None:
    kept.library.tag(PAPERS[5:6], ["vision"])
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        browser.burst("T", *"rl vi")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, TagScreen))
        screen = browser.pilot.app.screen
        assert isinstance(screen, TagScreen)
        await browser.until(lambda: screen.known and screen.line.value == "rl vi")
        await browser.press("tab")
        assert screen.line.value == "rl vision"
        await browser.press("enter")
        await browser.until(lambda: kept.found("tag:rl tag:vision") == {key})
        await browser.until(lambda: "#rl #vision" in "\n".join(browser.text()))
        browser.burst("T", *"-rl", "enter")
        await browser.until(lambda: kept.found("tag:rl") == set())
        assert kept.found("tag:vision") == {key, KEYS[5]}
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        await browser.press("u")
        await browser.until(lambda: kept.found("tag:rl") == {key})


async def test_marked_papers_are_tagged_together(kept: Kept) -> None:
    kept.library.mark(PAPERS[2:4])
    async with kept.browse() as browser:
        await browser.until(lambda: len(browser.screen.marks) == 2)
        browser.burst("T", *"later", "enter")
        await browser.until(lambda: kept.found("tag:later") == set(KEYS[2:4]))


async def test_a_note_is_written_in_a_box_where_no_editor_is_set(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    async with kept.browse() as browser:
        await known(browser)
        key = at_cursor(browser)
        await browser.press("E")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, NoteBox))
        app = cast("QuireApp", browser.pilot.app)
        assert app.typing, "the terminal's cursor is seen"
        written = cast("NoteBox", app.screen).area
        await browser.until(
            lambda: app.cursor_position == written.content_region.offset != Offset(0, 0)
        )
        await browser.press("s", "t", "r", "o", "n", "g", "enter", "1", "ctrl+s")
        await browser.until(lambda: kept.found("note:strong") == {key})
        await browser.until(lambda: "“strong 1”" in "\n".join(browser.text()))
        await browser.press("E")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, NoteBox))
        await browser.press("x", "escape")
        # What is written after the warning is not dropped without another one.
        await browser.press("y", "escape")
        assert isinstance(browser.pilot.app.screen, NoteBox)
        await browser.press("escape")
        await browser.until(lambda: isinstance(browser.pilot.app.screen, BrowseScreen))
        assert kept.found("note:strong") == {key}
        await browser.press("u")
        await browser.until(lambda: kept.found("note:strong") == set())


def program(folder: Path, code: str) -> list[str]:
    path = folder / "editor.py"
    path.write_text(f"import os, signal, sys\nname = sys.argv[1]\n{code}\n")
    return [sys.executable, str(path)]


def test_what_an_editor_writes_is_the_text(tmp_path: Path) -> None:
    command = program(tmp_path, "open(name, 'a').write(' more')")
    assert Editing("some", command).run() == "some more"


@pytest.mark.parametrize(
    ("code", "said", "is_kept"),
    [
        ("open(name, 'a').write(' more'); sys.exit(3)", "ended with 3", True),
        ("sys.exit(3)", "ended with 3", False),
        (
            "open(name, 'a').write(' more'); os.kill(os.getpid(), signal.SIGKILL)",
            "was ended by signal 9",
            True,
        ),
        ("open(name, 'wb').write(b'\\xff')", "is not in UTF-8", True),
        ("os.unlink(name)", "can't be edited", False),
    ],
)
def test_an_editor_that_fails_changes_no_note_and_loses_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str, is_kept: bool
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(EditorError, match=said) as caught:
        Editing("some", program(tmp_path, code)).run()
    left = list(tmp_path.glob("quire-note-*"))
    assert bool(left) == is_kept
    assert all(str(path) in str(caught.value) for path in left)


def test_a_missing_editor_is_named() -> None:
    with pytest.raises(EditorError, match="no-such-editor can't be started"):
        Editing("some", ["no-such-editor"]).run()


def test_the_editor_is_the_one_that_is_set() -> None:
    assert editor_command({"VISUAL": "code -w", "EDITOR": "vi"}) == ["code", "-w"]
    assert editor_command({"EDITOR": "vi"}) == ["vi"]
    assert editor_command({}) == []
    with pytest.raises(EditorError):
        editor_command({"EDITOR": "vi '"})


def test_what_was_done_stands_in_one_line() -> None:
    marks = PaperMarks(starred=True, read=True, tags=("rl", "to read"), note="a strong\nbaseline")
    assert own_facts(marks) == "★ starred · read · #rl #to read · “a strong baseline”"
    assert own_facts(PaperMarks(read=True)) == own_facts(None) == ""
