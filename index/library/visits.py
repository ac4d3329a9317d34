"""What is new: what builds added after the last one whose papers a browser had when it was closed.

Mail readers do the same: at the first start everything that is unread is new, and what was new at
one start and not read is no longer new, only unread, at the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.storage.location import index_place

if TYPE_CHECKING:
    import sqlite3

    from index.library.database import Changing, Reading


class Visits:
    """The visits of browsers to one index.

    Args:
        reading: Gives a connection to read by.
        changing: Gives a transaction.
        address: Gives the address of the index.
    """

    def __init__(self, reading: Reading, changing: Changing, address: Callable[[], str]) -> None:
        self._reading = reading
        self._changing = changing
        self._address = address
        self._held: tuple[int | None] | None = None

    def last(self) -> int | None:
        """The number of the latest build that a browser had when it was closed; None for none."""
        with self._reading() as connection:
            return None if connection is None else self._known(connection)

    def hold(self, build: int) -> None:
        """Let only what builds after this one added be new."""
        self._held = (build,)

    def since(self) -> int | None:
        """The number of the build after which papers are new; None where all of them are.

        It stays for as long as the library is open: what is new does not change under a reader.
        """
        if self._held is None:
            self._held = (self.last(),)
        return self._held[0]

    def end(self, build: int) -> None:
        """Take note that a browser is closed which had the papers of a build."""
        before = self.last()
        if before is not None and before >= build:
            return
        with self._changing() as (connection, _):
            # Another browser may have been closed in between.
            latest = max(build, self._known(connection) or build)
            connection.execute(
                "INSERT OR REPLACE INTO visit (address, build) VALUES (?, ?)",
                (self._name(), latest),
            )

    def _known(self, connection: sqlite3.Connection) -> int | None:
        row = connection.execute(
            "SELECT build FROM visit WHERE address = ?", (self._name(),)
        ).fetchone()
        return None if row is None else int(row[0])

    def _name(self) -> bytes:
        return index_place(self._address())
