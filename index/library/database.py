"""The SQLite file of a library: opening, migrating, transactions, and what can go wrong with it.

Several processes may write it at once (WAL). A transaction that has returned is on its disk.
SQLite is loaded when there is a file to read or something to write, and not before.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote

from index.errors import LibraryBusy, LibraryDamaged, LibraryUnusable, QuireError
from index.library import schema

if TYPE_CHECKING:
    import sqlite3

    Reading: TypeAlias = Callable[[], AbstractContextManager[sqlite3.Connection | None]]
    """Gives a connection to read by; None where there is no library yet."""

    Changing: TypeAlias = Callable[[], AbstractContextManager[tuple[sqlite3.Connection, int]]]
    """Gives a connection in a transaction, and the number of the change."""

BUSY_SECONDS: Final = 10.0
"""How long a change waits for those of other processes."""

_BETWEEN_TRIES: Final = 0.02
"""Seconds until the file is opened again where SQLite has not waited."""

_CONTENTS: Final = {
    "papers": "paper",
    "marks": "mark WHERE is_set",
    "saved searches": "saved WHERE is_set",
}


class Database:
    """One file. It is made by the first change; until then there is nothing in it.

    Args:
        path: Of the file.
        read_only: Whether nothing may be written, not even beside the file.
    """

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._connection: sqlite3.Connection | None = None
        self._opened_state: tuple[object, ...] = ()
        self._unlocked = False

    def close(self) -> None:
        """Close the file, if it is open."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read by; None where there is no library yet.

        Raises:
            LibraryUnusable: It can't be opened or read.
            LibraryDamaged: It is no library, or a later version's.
            LibraryBusy: It is locked for too long.
        """
        with self.errors_told("read"):
            yield self._current(make=False)

    def check(self) -> dict[str, int]:
        """Verify that the file is whole; how much of each kind is in it. Raises as ``reading``."""
        with self.reading() as connection:
            if connection is None:
                return dict.fromkeys(_CONTENTS, 0)
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise self.damaged(str(found).splitlines()[0])
            return {
                what: int(connection.execute(f"SELECT count(*) FROM {rows}").fetchone()[0])
                for what, rows in _CONTENTS.items()
            }

    @contextmanager
    def changing(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        """A transaction, and the number of the change; it is on the disk when this returns.

        Raises:
            LibraryUnusable: Nothing was changed: there is no room, or no right to write.
            LibraryDamaged: It is no library, or a later version's.
            LibraryBusy: Other processes have it locked for too long.
        """
        if self.read_only:
            raise LibraryUnusable(f"the library at {self.path} is open for reading only")
        with self.errors_told("write"):
            connection = self._current(make=True)
            assert connection is not None
            connection.execute("BEGIN IMMEDIATE")
            try:
                (change,) = connection.execute(
                    "UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value"
                ).fetchone()
                yield connection, change
                connection.execute("COMMIT")
            except BaseException:
                with suppress(Exception):
                    connection.execute("ROLLBACK")
                raise

    def _current(self, *, make: bool) -> sqlite3.Connection | None:
        """The connection to the file that lies at the path now, which may be another than before.

        What is written to a file that was moved away would be lost.
        """
        is_other = self._connection is not None and self._state_of_file() != self._opened_state
        # What was opened for reading without locks may be written by now.
        if is_other or (make and self._unlocked):
            self.close()
        if self._connection is None:
            if not make and not os.path.exists(self.path):
                return None
            self._connection = self._opened_in_turn(make=make)
            self._opened_state = self._state_of_file()
        return self._connection

    def _opened_in_turn(self, *, make: bool) -> sqlite3.Connection | None:
        """Open the file when others have made it.

        Of processes that turn to WAL at once SQLite refuses some without waiting, as they would
        wait for each other: https://www.sqlite.org/c3ref/busy_handler.html
        """
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                return self._opened(make=make)
            except Exception as error:
                if not isinstance(self._told(error, "open"), LibraryBusy):
                    raise
                if time.monotonic() >= deadline:
                    raise
            time.sleep(_BETWEEN_TRIES)

    def _state_of_file(self) -> tuple[object, ...]:
        """What tells the file from others; of one that is read without locks also its content."""
        try:
            found = os.stat(self.path)
        except OSError:
            return ()
        if not self._unlocked:
            return found.st_dev, found.st_ino
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size, self._has_log()

    def _has_log(self) -> bool:
        """Whether changes stand beside the file that are to go into it."""
        try:
            return os.path.getsize(f"{self.path}-wal") > 0
        except OSError:
            return False

    @contextmanager
    def errors_told(self, what: str) -> Iterator[None]:
        """Tell errors of SQLite and of the operating system as those of the library.

        Args:
            what: What was to be done: ``read`` or ``write``.
        """
        try:
            yield
        except OSError as error:
            raise LibraryUnusable(
                f"can't {what} the library at {self.path} "
                f"({(error.strerror or str(error)).lower()}): choose another with --library"
            ) from None
        except Exception as error:
            told = self._told(error, what)
            if told is None:
                raise
            raise told from None

    def _told(self, error: Exception, what: str) -> QuireError | None:
        import sqlite3

        if not isinstance(error, sqlite3.Error):
            return None
        # The lower eight bits are the kind of error, the others say more of it.
        extended = getattr(error, "sqlite_errorcode", 0)
        is_full = extended in (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_FULL)
        code = sqlite3.SQLITE_FULL if is_full else extended & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return LibraryBusy(
                f"the library at {self.path} is being written by other processes: try again"
            )
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return self.damaged(str(error))
        reason = {
            sqlite3.SQLITE_FULL: "no space left on device",
            sqlite3.SQLITE_READONLY: "it may only be read",
            sqlite3.SQLITE_CANTOPEN: "the file can't be opened",
            sqlite3.SQLITE_IOERR: "input/output error",
        }.get(code, str(error))
        return LibraryUnusable(f"can't {what} the library at {self.path} ({reason})")

    def damaged(self, what: str) -> LibraryDamaged:
        """The error of a file that is not as it was written, which is left as it is."""
        return LibraryDamaged(
            f"the library at {self.path} is damaged ({what}) and is left as it is: "
            "--library names another file"
        )

    def _opened(self, *, make: bool) -> sqlite3.Connection | None:
        import sqlite3

        if make:
            folder = os.path.dirname(os.path.abspath(self.path))
            os.makedirs(folder, mode=0o700, exist_ok=True)
            if not os.path.exists(self.path):
                # What somebody reads and thinks is nobody else's business.
                os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        connection = self._connected(make=make)
        try:
            is_empty, version = self._examined(connection)
            if is_empty and not make:
                connection.close()
                return None
            if version < len(schema.MIGRATIONS):
                if self._unlocked:
                    raise LibraryUnusable(
                        f"an earlier version of Quire wrote the library at {self.path}, "
                        "and it may only be read: open it once where it may be written"
                    )
                self._migrate(connection)
            if not self._unlocked:
                connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.close()
            raise
        return connection

    def _examined(self, connection: sqlite3.Connection) -> tuple[bool, int]:
        """Whether nothing is in a file yet, and its version; what is no library is refused."""
        # In one transaction: another process may be making the tables.
        connection.execute("BEGIN")
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("COMMIT")
        if application != schema.APPLICATION_ID and (tables or version or application):
            raise LibraryDamaged(
                f"the file at {self.path} is no library of Quire: name another with --library"
            )
        latest = len(schema.MIGRATIONS)
        if version > latest:
            raise LibraryDamaged(
                f"a later version of Quire wrote the library at {self.path} "
                f"(version {version}, this one knows {latest}): use that one"
            )
        return not tables, version

    def _connected(self, *, make: bool) -> sqlite3.Connection:
        import sqlite3

        self._unlocked = False
        if not self.read_only:
            try:
                return self._connected_by("mode=rw")
            except sqlite3.OperationalError as error:
                # A folder in which nothing may be written still has something to read, and so has
                # a full disk, on which there is no room for the file of locks.
                folder = os.path.dirname(os.path.abspath(self.path))
                is_closed = not (os.access(self.path, os.W_OK) and os.access(folder, os.W_OK))
                is_full = error.sqlite_errorcode == sqlite3.SQLITE_IOERR_SHMSIZE
                if not is_closed and (make or not is_full or self._has_log()):
                    raise
        if self._has_log():
            return self._connected_by("mode=ro")
        # Without a log nobody writes it now, and reading needs no locks, which are files too.
        self._unlocked = True
        return self._connected_by("immutable=1")

    def _connected_by(self, mode: str) -> sqlite3.Connection:
        import sqlite3

        name = quote(os.fsencode(os.path.abspath(self.path)))
        opened = sqlite3.connect(
            f"file:{name}?{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            # Opening says nothing yet: the first look does.
            opened.execute("PRAGMA schema_version").fetchone()
        except sqlite3.Error:
            opened.close()
            raise
        return opened

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the file to the latest version, and keep a copy of it as it was before."""
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        del mode  # A disk without shared memory keeps another journal, and works.
        connection.execute("PRAGMA synchronous = FULL")
        # In one transaction: nobody takes a version on the way for that of a library in use.
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster.
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version >= len(schema.MIGRATIONS):
                connection.execute("ROLLBACK")
                return
            if version:
                self._keep_copy(version)
            for migration in schema.MIGRATIONS[version:]:
                for statement in migration.split(";"):
                    if statement.strip():
                        connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")
            connection.execute("COMMIT")
        except BaseException:
            with suppress(Exception):
                connection.execute("ROLLBACK")
            raise

    def _keep_copy(self, version: int) -> None:
        """Keep the file as it is, beside it, under the number of its version."""
        from index.storage import durable

        kept, unfinished = f"{self.path}.v{version}", f"{self.path}.v{version}.unfinished"
        with suppress(FileNotFoundError):
            os.unlink(unfinished)
        copying = self._connected_by("mode=rw")
        try:
            copying.execute("VACUUM INTO ?", (unfinished,))
        finally:
            copying.close()
        os.chmod(unfinished, 0o600)
        durable.sync(unfinished)
        os.replace(unfinished, kept)
