"""The tables of a library, version by version.

``change`` is the number of the transaction that last wrote a row, so that what is new since a
version can be read alone. Nothing is ever deleted: what was taken away stays, with its time, so
that libraries of two machines can be merged.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x51754C62
"""Marks the file as a library of Quire, for ``file`` and for this module."""

MIGRATIONS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO counter VALUES ('change', 0);
    CREATE TABLE paper (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        change INTEGER NOT NULL
    );
    CREATE INDEX paper_change ON paper (change);
    CREATE TABLE alias (
        paper INTEGER NOT NULL REFERENCES paper (id),
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        change INTEGER NOT NULL,
        PRIMARY KEY (paper, kind, value)
    ) WITHOUT ROWID;
    CREATE INDEX alias_value ON alias (kind, value);
    CREATE TABLE mark (
        paper INTEGER NOT NULL REFERENCES paper (id),
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        time INTEGER NOT NULL,
        is_set INTEGER NOT NULL,
        text TEXT NOT NULL,
        change INTEGER NOT NULL,
        PRIMARY KEY (paper, kind, value)
    ) WITHOUT ROWID;
    CREATE INDEX mark_change ON mark (kind, change);
    CREATE TABLE saved (
        name TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        query TEXT NOT NULL,
        time INTEGER NOT NULL,
        is_set INTEGER NOT NULL,
        change INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE closing (browser TEXT PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE saved ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
    UPDATE saved SET made = time;
    """,
    """
    DROP TABLE closing;
    CREATE TABLE visit (address BLOB PRIMARY KEY, build INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE digest (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, is_out INTEGER NOT NULL);
    CREATE TABLE told (
        search TEXT NOT NULL,
        name INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        PRIMARY KEY (search, name)
    ) WITHOUT ROWID;
    CREATE TABLE digested (
        search TEXT NOT NULL,
        place BLOB NOT NULL,
        digest INTEGER NOT NULL,
        day TEXT NOT NULL,
        began TEXT NOT NULL,
        is_complete INTEGER NOT NULL,
        PRIMARY KEY (search, place, digest)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE digested ADD COLUMN build INTEGER NOT NULL DEFAULT 0;
    """,
)
"""What makes each version of the one before it, beginning with nothing."""
