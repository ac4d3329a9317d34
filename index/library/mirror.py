"""What a library holds, in memory: read once, and after that only what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from index.library import naming
from index.overlay import Mark, PaperNames
from index.paper import Paper

if TYPE_CHECKING:
    import sqlite3


T = TypeVar("T")

_AT_ONCE = 500
"""Papers that are asked for together."""


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last change."""
    (number,) = connection.execute("SELECT value FROM counter WHERE name = 'change'").fetchone()
    return int(number)


class Mirror:
    """The marks of one library, by kind and value."""

    def __init__(self) -> None:
        self._marks: dict[str, dict[str, dict[int, Mark]]] = {}
        self._seen: dict[str, int] = {}

    def marks(self, connection: sqlite3.Connection, kind: str) -> dict[str, dict[int, Mark]]:
        """The marks of a kind: by value, then by paper. What was handed out stays as it was."""
        seen = self._seen.get(kind, -1)
        latest = version_of(connection)
        if latest == seen:
            return self._marks[kind]
        rows = connection.execute(
            "SELECT paper, value, time, is_set, text, change FROM mark"
            " WHERE kind = ? AND change > ?",
            (kind, seen),
        ).fetchall()
        known = self._marks.get(kind, {})
        if rows:
            known = dict(known)
            copied: set[str] = set()
            for paper, value, time, is_set, text, change in rows:
                if value not in copied:
                    known[value] = dict(known.get(value, {}))
                    copied.add(value)
                known[value][paper] = Mark(time, bool(is_set), text)
                latest = max(latest, change)
        self._marks[kind] = known
        self._seen[kind] = latest
        return known


def called(connection: sqlite3.Connection, papers: Iterable[Paper]) -> set[int]:
    """The numbers of all papers that have a name in common with some of these."""
    wanted: dict[str, set[str]] = {}
    for paper in papers:
        for kind, value in naming.aliases(paper):
            # A paper's key is its id, once that is known.
            for alike in ("key", "arxiv") if kind in ("key", "arxiv") else (kind,):
                wanted.setdefault(alike, set()).add(value)
    found: set[int] = set()
    for kind in ("key", "arxiv", "doi", "folded"):
        values = sorted(wanted.get(kind, ()))
        for part, marks in _in_parts(values):
            rows = connection.execute(
                f"SELECT paper FROM alias WHERE kind = ? AND value IN ({marks})", (kind, *part)
            )
            found.update(paper for (paper,) in rows)
    return found


def _in_parts(values: Sequence[T]) -> Iterator[tuple[Sequence[T], str]]:
    """The values in parts of which SQLite takes one as parameters, with their signs."""
    for start in range(0, len(values), _AT_ONCE):
        part = values[start : start + _AT_ONCE]
        yield part, ",".join("?" * len(part))


def names_of(connection: sqlite3.Connection, papers: Iterable[int]) -> dict[int, PaperNames]:
    """All names of some papers, by their numbers."""
    found: dict[int, dict[str, list[str]]] = {}
    for part, marks in _in_parts(list(papers)):
        rows = connection.execute(
            f"SELECT paper, kind, value FROM alias WHERE paper IN ({marks}) ORDER BY change, value",
            part,
        )
        for paper, kind, value in rows:
            found.setdefault(paper, {}).setdefault(kind, []).append(value)
    return {
        paper: PaperNames(
            *(tuple(kinds.get(kind, ())) for kind in ("key", "arxiv", "doi", "title", "published"))
        )
        for paper, kinds in found.items()
    }


def marks_of(
    connection: sqlite3.Connection, papers: Sequence[Paper], numbers: Mapping[str, Iterable[int]]
) -> list[dict[tuple[str, str], Mark]]:
    """What was done with papers at last, by kind and value, for each of them.

    Args:
        connection: To read by.
        papers: Which.
        numbers: By key, under which the library has them, beside their main names.
    """
    names = [naming.main_name(paper) for paper in papers]
    by_name: dict[str, int] = {}
    for part, signs in _in_parts(names):
        rows = connection.execute(f"SELECT name, id FROM paper WHERE name IN ({signs})", part)
        by_name.update(rows)
    known = {*by_name.values(), *(one for others in numbers.values() for one in others)}
    done: dict[int, list[tuple[tuple[str, str], Mark]]] = {}
    for some, signs in _in_parts(sorted(known)):
        rows = connection.execute(
            f"SELECT paper, kind, value, time, is_set, text FROM mark WHERE paper IN ({signs})",
            some,
        )
        for number, kind, value, time, is_set, text in rows:
            done.setdefault(number, []).append(((kind, value), Mark(time, bool(is_set), text)))
    found = []
    for paper, name in zip(papers, names, strict=True):
        latest: dict[tuple[str, str], Mark] = {}
        for number in {*numbers.get(paper.key, ()), *((by_name[name],) if name in by_name else ())}:
            for respect, mark in done.get(number, ()):
                latest[respect] = max(mark, latest.get(respect, mark))
        found.append(latest)
    return found


def remembered(connection: sqlite3.Connection, key: str) -> Paper | None:
    """A paper that something was done with, by its key or arXiv id, as far as it is known."""
    row = connection.execute(
        "SELECT id, name FROM paper WHERE name IN (?, ?)", (f"arxiv:{key}", f"key:{key}")
    ).fetchone()
    if row is None:
        return None
    names = names_of(connection, [row[0]]).get(row[0], PaperNames())
    return Paper(
        key=key,
        title=names.titles[-1] if names.titles else key,
        arxiv_id=key if row[1].startswith("arxiv:") else None,
        doi=names.dois[-1] if names.dois else None,
    )
