"""What a library holds, in memory: read once, and after that only what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.overlay import Mark, PaperNames

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

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


def names_of(connection: sqlite3.Connection, papers: Iterable[int]) -> dict[int, PaperNames]:
    """All names of some papers, by their numbers."""
    found: dict[int, dict[str, list[str]]] = {}
    wanted = list(papers)
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
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
