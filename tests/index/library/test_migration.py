"""A library of an earlier version is kept as it was before it is changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import LibraryBusy, LibraryDamaged, LibraryUnusable, open_library
from index.library import database, schema
from index.library.database import Database
from index.paper import Paper

PAPER = Paper(key="2401.00001", arxiv_id="2401.00001", title="On Rivers")


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("library.db.v*"))


def test_a_new_library_has_no_copies(tmp_path: Path) -> None:
    with open_library(tmp_path / "library.db") as library:
        library.star([PAPER])
    assert copies(tmp_path) == []


def earlier(path: Path, monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    """Make a library as an earlier version made it, with a star in it."""
    with monkeypatch.context() as before:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:version])
        with open_library(path) as library:
            library.star([PAPER])


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS)))
def test_the_version_that_was_there_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "library.db"
    earlier(path, monkeypatch, version)
    with open_library(path) as library:
        assert library.marks_of([PAPER])[0].starred
        assert library.check()["marks"] == 1
        library.save("mine", "rivers")
    assert copies(tmp_path) == [f"library.db.v{version}"]
    kept = sqlite3.connect(tmp_path / f"library.db.v{version}")
    assert kept.execute("PRAGMA user_version").fetchone() == (version,)
    assert kept.execute("SELECT kind, is_set FROM mark").fetchall() == [("star", 1)]
    kept.close()


def test_a_migration_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    earlier(path, monkeypatch, 1)
    with monkeypatch.context() as broken:
        broken.setattr(
            schema,
            "MIGRATIONS",
            (*schema.MIGRATIONS[:1], "CREATE TABLE half (x); CREATE TABLE half (x)"),
        )
        with pytest.raises(LibraryUnusable):
            open_library(path).star([PAPER], remove=True)
    found = sqlite3.connect(path)
    assert found.execute("PRAGMA user_version").fetchone() == (1,)
    assert found.execute("SELECT name FROM sqlite_schema WHERE name = 'half'").fetchall() == []
    assert found.execute("SELECT kind, is_set FROM mark").fetchall() == [("star", 1)]
    found.close()
    with open_library(path) as library:
        assert library.marks_of([PAPER])[0].starred


def test_a_file_of_a_later_version_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE later (x)"))
        with open_library(path) as library:
            library.star([PAPER])
    content = path.read_bytes()
    library = open_library(path)
    for act in (
        lambda: library.star([PAPER], remove=True),
        lambda: library.marks_of([PAPER]),
        library.check,
        library.export,
        lambda: library.save("mine", "rivers"),
    ):
        with pytest.raises(LibraryDamaged, match="a later version of Quire wrote the library"):
            act()
    assert path.read_bytes() == content
    assert copies(tmp_path) == []


def test_a_version_on_the_way_is_seen_by_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    earlier(path, monkeypatch, 1)
    with monkeypatch.context() as broken:
        broken.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE NONSENSE"))
        with open_library(path) as library, pytest.raises(LibraryUnusable):
            library.star([PAPER])
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("refusals", [1, 3])
def test_a_library_that_others_are_making_is_opened_when_they_have_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    opened = Database._opened
    left = [refusals]

    def refused(self: Database, *, make: bool) -> sqlite3.Connection | None:
        if left[0]:
            left[0] -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return opened(self, make=make)

    monkeypatch.setattr(Database, "_opened", refused)
    with open_library(tmp_path / "library.db") as library:
        library.star([PAPER])
        assert library.marks_of([PAPER])


def test_a_library_that_stays_locked_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, make: bool) -> None:
        del make
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    monkeypatch.setattr(Database, "_opened", refused)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    with open_library(tmp_path / "library.db") as library, pytest.raises(LibraryBusy):
        library.star([PAPER])
