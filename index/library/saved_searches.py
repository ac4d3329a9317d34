"""The saved searches of a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import sqlite3


class Saved(msgspec.Struct, frozen=True, gc=False):
    """A saved search.

    Attributes:
        name: As it was written.
        query: What it looks for.
        time: When it was saved, in microseconds since 1970 in UTC.
    """

    name: str
    query: str
    time: int


def standing(connection: sqlite3.Connection) -> list[Saved]:
    """Those that were not taken away, by name."""
    rows = connection.execute("SELECT label, query, time FROM saved WHERE is_set ORDER BY name")
    return [Saved(*row) for row in rows]


def keep(
    connection: sqlite3.Connection,
    number: int,
    folded: str,
    label: str,
    query: str,
    clock: Callable[[], int],
) -> bool:
    """Keep a query under a name; whether that is another one than before."""
    known = _known(connection, folded)
    if known is not None and known[1:] == (1, label, query):
        return False
    _write(connection, number, folded, label, query, True, _later(known, clock))
    return True


def take_away(
    connection: sqlite3.Connection, number: int, folded: str, clock: Callable[[], int]
) -> bool:
    """Take a saved search away; whether there was one."""
    known = _known(connection, folded)
    if known is None or not known[1]:
        return False
    _write(connection, number, folded, known[2], known[3], False, _later(known, clock))
    return True


def _known(connection: sqlite3.Connection, folded: str) -> tuple[int, int, str, str] | None:
    row: tuple[int, int, str, str] | None = connection.execute(
        "SELECT time, is_set, label, query FROM saved WHERE name = ?", (folded,)
    ).fetchone()
    return row


def _later(known: tuple[int, int, str, str] | None, clock: Callable[[], int]) -> int:
    return clock() if known is None else max(clock(), known[0] + 1)


def _write(
    connection: sqlite3.Connection,
    number: int,
    folded: str,
    label: str,
    query: str,
    is_set: bool,
    time: int,
) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO saved (name, label, query, time, is_set, change)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (folded, label, query, time, is_set, number),
    )
