"""The rows of a library: what was done with papers, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from index.library import naming
from index.overlay import Mark

if TYPE_CHECKING:
    import sqlite3

    from index.library.database import Changing, Reading
    from index.paper import Paper


class Before(msgspec.Struct, frozen=True, gc=False):
    """What a mark was before it was changed, and when it was: what undoing needs."""

    paper: int
    kind: str
    value: str
    changed: int
    mark: Mark | None


class PaperMarks(msgspec.Struct, frozen=True):
    """What was done with one paper.

    Attributes:
        new: Whether it came after the last visit and was not read.
        starred: Whether it is starred.
        read: Whether it was read.
        marked: Whether it is marked.
        tags: Its tags, sorted.
        note: The note on it; None where there is none.
    """

    new: bool = False
    starred: bool = False
    read: bool = False
    marked: bool = False
    tags: tuple[str, ...] = ()
    note: str | None = None


class Change(msgspec.Struct, frozen=True):
    """What a change did.

    Attributes:
        count: Papers of which something is otherwise than before.
        unchanged: Papers that were as they should be already.
        before: What was before, for ``Library.undo``.
    """

    count: int
    unchanged: int
    before: tuple[Before, ...] = ()


def label_of(marks: Mapping[int, Mark]) -> str:
    """A tag as it was written when it was last given."""
    return max(marks.values(), key=lambda mark: (mark.is_set, mark.time)).text


def set_mark(
    connection: sqlite3.Connection,
    number: int,
    same: Sequence[int],
    kind: str,
    value: str,
    text: str,
    is_set: bool,
    clock: Callable[[], int],
) -> list[Before]:
    """Set or take away one mark of a paper, under all numbers that it has."""
    known = {paper: mark_of(connection, paper, kind, value) for paper in same}
    marks = [mark for mark in known.values() if mark is not None]
    latest = max(marks, default=Mark(0, False))
    if latest.is_set == is_set and (not is_set or kind == "tag" or latest.text == text):
        return []
    now = max(clock(), latest.time + 1)
    done = []
    for paper, mark in known.items():
        # Under other numbers it only has to be as it was found by that name.
        if paper == same[0] or mark is not None:
            write_mark(connection, number, paper, kind, value, Mark(now, is_set, text))
            done.append(Before(paper, kind, value, now, mark))
    return done


def number_of(connection: sqlite3.Connection, paper: Paper, number: int) -> int:
    """The number of a paper by its main name, with all its names kept."""
    name = naming.main_name(paper)
    connection.execute("INSERT OR IGNORE INTO paper (name, change) VALUES (?, ?)", (name, number))
    (main,) = connection.execute("SELECT id FROM paper WHERE name = ?", (name,)).fetchone()
    _add_names(connection, number, main, paper)
    return int(main)


def _add_names(connection: sqlite3.Connection, number: int, main: int, paper: Paper) -> None:
    """Keep the names of a paper under a number of it."""
    added = connection.executemany(
        "INSERT OR IGNORE INTO alias (paper, kind, value, change) VALUES (?, ?, ?, ?)",
        [(main, kind, value, number) for kind, value in naming.aliases(paper)],
    ).rowcount
    if added > 0:
        connection.execute("UPDATE paper SET change = ? WHERE id = ?", (number, main))


def _has_names(connection: sqlite3.Connection, main: int, paper: Paper) -> bool:
    """Whether all names of a paper are kept under a number of it."""
    rows = connection.execute("SELECT kind, value FROM alias WHERE paper = ?", (main,))
    return set(naming.aliases(paper)) <= set(rows)


def learn_names(reading: Reading, changing: Changing, papers: Mapping[int, Paper]) -> int:
    """Keep all names of papers under their numbers; how many have names that were not known."""
    with reading() as connection:
        if connection is None:
            return 0
        renamed = [one for one in papers.items() if not _has_names(connection, *one)]
    if renamed:
        with changing() as (connection, number):
            for main, paper in renamed:
                _add_names(connection, number, main, paper)
    return len(renamed)


def mark_of(connection: sqlite3.Connection, paper: int, kind: str, value: str) -> Mark | None:
    """What was done with a paper at last in one respect; None where nothing ever was."""
    row = connection.execute(
        "SELECT time, is_set, text FROM mark WHERE paper = ? AND kind = ? AND value = ?",
        (paper, kind, value),
    ).fetchone()
    return None if row is None else Mark(row[0], bool(row[1]), row[2])


def write_mark(
    connection: sqlite3.Connection, number: int, paper: int, kind: str, value: str, mark: Mark
) -> None:
    """Write one mark."""
    connection.execute(
        "INSERT OR REPLACE INTO mark (paper, kind, value, time, is_set, text, change)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (paper, kind, value, mark.time, mark.is_set, mark.text, number),
    )


def paper_marks(latest: Mapping[tuple[str, str], Mark], *, is_recent: bool) -> PaperMarks:
    """What was done with one paper.

    Args:
        latest: By kind and value, what was done at last.
        is_recent: Whether the paper is new if it is not read.
    """
    standing = {respect: mark for respect, mark in latest.items() if mark.is_set}
    is_read = ("read", "") in standing
    return PaperMarks(
        new=is_recent and not is_read,
        starred=("star", "") in standing,
        read=is_read,
        marked=("marked", "") in standing,
        tags=tuple(sorted(mark.text for (kind, _), mark in standing.items() if kind == "tag")),
        note=standing["note", ""].text if ("note", "") in standing else None,
    )
