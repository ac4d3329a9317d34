"""What digests have told of, by saved search: what is told is not told again.

A digest is kept before it goes out, and counts once it is out. So whatever ends it early, nothing
that nobody was told of counts as told.
"""

from __future__ import annotations

import datetime
import errno
import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import LibraryBusy, LibraryUnusable
from index.library import naming

if TYPE_CHECKING:
    import sqlite3

    from index.library.database import Changing, Reading


_ELSEWHERE: Final = 0
"""The number of the digest that stands for all those of other libraries."""


class Standing(msgspec.Struct, frozen=True):
    """How far the digests of a saved search are.

    Attributes:
        told: The names of the papers that were told of, as ``told.told_names`` makes them.
        day: Up to where the index was looked through: the latest day on which it had got a paper.
            None before the first digest of this search and index.
        began: The first day on which that index had got a paper.
        is_complete: Whether all that the search had found was told of.
        build: The number of the build that made the index as it was looked through.
    """

    told: frozenset[int] = frozenset()
    day: datetime.date | None = None
    began: datetime.date | None = None
    is_complete: bool = False
    build: int = 0


class Told(msgspec.Struct, frozen=True):
    """What a digest tells of one saved search.

    Attributes:
        name: Of the saved search.
        names: Of the papers, as ``told.told_names`` makes them.
        standing: How far the digests of the search are then, but for ``told``; None where they
            are as far as before.
    """

    name: str
    names: Sequence[int]
    standing: Standing | None


class Digests:
    """Keeps what was told. All methods raise what those of ``Library`` raise.

    Args:
        path: Of the library.
        reading: Gives a connection to read by, None where there is nothing yet.
        changing: Gives a transaction and its number.
        clock: Gives the microseconds since 1970 in UTC.
    """

    def __init__(
        self, path: str, reading: Reading, changing: Changing, clock: Callable[[], int]
    ) -> None:
        self._path = path
        self._reading = reading
        self._changing = changing
        self._clock = clock

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the one process that tells what is new: two would tell the same.

        Raises:
            LibraryBusy: Another process is at it.
            LibraryUnusable: Nothing can be written beside the library.
        """
        path = f"{self._path}.digest"
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise self._unlockable(error) from None
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    raise self._unlockable(error) from None
                raise LibraryBusy(
                    "another process is telling what is new of the saved searches in "
                    f"{self._path}: try again"
                ) from None
            yield
        finally:
            os.close(descriptor)

    def standing(self, name: str, place: bytes) -> Standing:
        """How far the digests of a saved search are.

        Args:
            name: Of the saved search.
            place: Which index.
        """
        search = naming.folded_name(name)
        with self._reading() as connection:
            if connection is None:
                return Standing()
            told = connection.execute(
                "SELECT told.name FROM told JOIN digest ON digest.id = told.digest"
                " WHERE search = ? AND is_out",
                (search,),
            )
            names = frozenset(name for (name,) in told)
            row = connection.execute(
                "SELECT day, began, is_complete, build FROM digested"
                " JOIN digest ON digest.id = digested.digest"
                " WHERE search = ? AND place = ? AND is_out ORDER BY digest DESC LIMIT 1",
                (search, place),
            ).fetchone()
        if row is None:
            return Standing(names)
        day, began = map(datetime.date.fromisoformat, row[:2])
        return Standing(names, day, began, bool(row[2]), row[3])

    def begin(self, place: bytes, told: Iterable[Told]) -> int:
        """Keep what a digest is about to tell; it does not count before ``finish``.

        Args:
            place: Which index the papers are from.
            told: What is told of each search.

        Returns:
            The number of the digest, for ``finish``.
        """
        with self._changing() as (connection, _):
            # Those that came to nothing.
            for table in ("told", "digested"):
                connection.execute(
                    f"DELETE FROM {table} WHERE digest IN (SELECT id FROM digest WHERE NOT is_out)"
                )
            connection.execute("DELETE FROM digest WHERE NOT is_out")
            digest = connection.execute(
                "INSERT INTO digest (time, is_out) VALUES (?, 0) RETURNING id", (self._clock(),)
            ).fetchone()[0]
            for one in told:
                search = naming.folded_name(one.name)
                connection.executemany(
                    "INSERT OR IGNORE INTO told (search, name, digest) VALUES (?, ?, ?)",
                    [(search, name, digest) for name in one.names],
                )
                if (standing := one.standing) is not None:
                    assert standing.day is not None
                    assert standing.began is not None
                    connection.execute(
                        "INSERT INTO digested"
                        " (search, place, digest, day, began, is_complete, build)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (
                            *(search, place, digest, standing.day.isoformat()),
                            *(standing.began.isoformat(), standing.is_complete, standing.build),
                        ),
                    )
        return int(digest)

    def finish(self, digest: int) -> None:
        """Have what a digest told count as told: it is out."""
        with self._changing() as (connection, _):
            connection.execute("UPDATE digest SET is_out = 1 WHERE id = ?", (digest,))
            connection.execute(
                "DELETE FROM digested WHERE digest < ? AND EXISTS (SELECT 1 FROM digested AS later"
                " WHERE later.search = digested.search AND later.place = digested.place"
                " AND later.digest = ?)",
                (digest, digest),
            )

    def _unlockable(self, error: OSError) -> LibraryUnusable:
        reason = (error.strerror or str(error)).lower()
        return LibraryUnusable(
            f"can't write beside the library at {self._path} ({reason}), so that what is told "
            "would be told again: --dry-run only prints, --library names another"
        )


def all_told(connection: sqlite3.Connection) -> Iterator[tuple[str, list[int]]]:
    """The names of the papers that were told of, by folded name of the saved search."""
    searches = connection.execute("SELECT DISTINCT search FROM told ORDER BY search").fetchall()
    for (search,) in searches:
        rows = connection.execute(
            "SELECT name FROM told JOIN digest ON digest.id = told.digest"
            " WHERE search = ? AND is_out ORDER BY name",
            (search,),
        )
        if names := [name for (name,) in rows]:
            yield search, names


def add_told(connection: sqlite3.Connection, search: str, names: Iterable[int]) -> int:
    """Have papers count as told of, as they do elsewhere; how many names are new."""
    connection.execute(
        "INSERT OR IGNORE INTO digest (id, time, is_out) VALUES (?, 0, 1)", (_ELSEWHERE,)
    )
    # One that is under way here may yet come to nothing.
    added = connection.executemany(
        "INSERT INTO told (search, name, digest) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET digest = excluded.digest WHERE digest IN (SELECT id FROM digest WHERE NOT is_out)",
        [(search, name, _ELSEWHERE) for name in names],
    ).rowcount
    return max(added, 0)


def follow_name(connection: sqlite3.Connection, before: str, after: str) -> None:
    """Have what was told of a saved search count for another folded name."""
    for table in ("told", "digested"):
        connection.execute(
            f"UPDATE OR IGNORE {table} SET search = ? WHERE search = ?", (after, before)
        )
