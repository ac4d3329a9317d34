"""Changes at the end of the browser: one wait for all, and what was not kept is told."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from index import Library, Paper, open_library
from tui.workers.library_changes import LibraryChanges, Unkept
from tui.workers.own_library import OwnLibrary

GARDENS = Paper(title="Gardens of Cells", key="gardens")


class Held:
    """Changes that wait until they are let go."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.begun = threading.Event()
        self.go = threading.Event()
        self.thread: threading.Thread | None = None

    def change(self, word: str) -> Any:
        def run(_: Library) -> None:
            self.thread = threading.current_thread()
            self.begun.set()
            self.go.wait()
            self.done.append(word)

        return run


@pytest.fixture
def held() -> Iterator[Held]:
    waiting = Held()
    yield waiting
    waiting.go.set()


@pytest.fixture
def changes(tmp_path: Path) -> LibraryChanges:
    return LibraryChanges(open_library(str(tmp_path / "library.db")))


def ask(changes: LibraryChanges, change: Any, what: str) -> None:
    changes.ask(change, lambda _: None, lambda _: None, what)


def refuse(_: Library) -> None:
    raise OSError("no room")


def test_all_that_is_left_is_done(changes: LibraryChanges, held: Held) -> None:
    for word in ("one", "two", "three"):
        ask(changes, held.change(word), word)
    held.go.set()
    assert changes.finish(60) == Unkept([], None)
    assert held.done == ["one", "two", "three"]


def test_what_is_not_done_in_time_is_told_and_not_begun(
    changes: LibraryChanges, held: Held
) -> None:
    told: list[str] = []
    for word in ("one", "two", "three"):
        ask(changes, held.change(word), word)
    ask(changes, held.change("asked"), "")
    assert held.begun.wait(60)
    unkept = changes.finish(0.01, lambda: told.append("waiting"))
    assert unkept == Unkept(["one", "two", "three"], None)
    assert told == ["waiting"]
    held.go.set()
    # That of these changes alone: browsers of other tests may have left theirs waiting.
    assert held.thread is not None
    held.thread.join(60)
    assert held.done == ["one"]


def test_what_fails_after_the_screen_is_gone_is_told(changes: LibraryChanges, held: Held) -> None:
    ask(changes, held.change("one"), "one")
    ask(changes, refuse, "two")
    changes.detach()
    held.go.set()
    what, error = changes.finish(60)
    assert (what, str(error)) == (["two"], "no room")
    assert held.done == ["one"]


def test_what_fails_while_there_is_a_screen_is_told_there(changes: LibraryChanges) -> None:
    failed = threading.Event()
    changes.ask(refuse, lambda _: None, lambda _: failed.set(), "one")
    assert failed.wait(60)
    assert changes.finish(60) == Unkept([], None)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process writes the library for long."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_locked_library_costs_one_wait_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.workers.own_library.PATIENCE", 60)
    path = tmp_path / "library.db"
    own = OwnLibrary(str(tmp_path / "index"), lasting=True, path=str(path))
    ask(own.changes, lambda library: library.star((GARDENS,)), "the star of Gardens")
    assert own.end_visit(None) == ""
    own = OwnLibrary(str(tmp_path / "index"), lasting=True, path=str(path))
    monkeypatch.setattr("tui.workers.own_library.PATIENCE", 0.05)
    with locked(path):
        ask(own.changes, lambda library: library.note((GARDENS,), "deep"), "the note on Gardens")
        ask(own.changes, lambda library: library.tag((GARDENS,), ["rl"]), "+rl of Gardens")
        assert own.end_visit(None) == (
            "your library took no more changes in 0.05 seconds; "
            "not kept: the note on Gardens, +rl of Gardens"
        )
    with open_library(str(path)) as library:
        assert library.marks_of([GARDENS])[0].starred
