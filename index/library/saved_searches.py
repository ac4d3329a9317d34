"""The saved searches of a library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from index.errors import QueryError, UsageError
from index.library import naming
from index.library.digests import follow_name
from index.library.matching import names_meant
from index.query.parse import LONGEST_QUERY, parse
from index.query.saved_searches import renamed
from index.query.tree import clauses_of, values_of
from index.text.cleaning import one_line

if TYPE_CHECKING:
    import sqlite3

    from index.library.database import Changing, Reading


class Saved(msgspec.Struct, frozen=True, gc=False):
    """A saved search.

    Attributes:
        name: As it was written.
        query: What it looks for.
        time: When it was last changed, in microseconds since 1970 in UTC.
        made: When it was first saved, in the same.
    """

    name: str
    query: str
    time: int
    made: int


class SavedChanges(msgspec.Struct, frozen=True):
    """What became of many saved searches, by name."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class _Row(msgspec.Struct, frozen=True, gc=False):
    """A saved search as it stands in its table, whether it was taken away or not."""

    name: str
    label: str
    query: str
    time: int
    is_set: bool
    made: int


class SavedSearches:
    """Keeps saved searches. All methods raise what those of ``Library`` raise.

    Args:
        reading: Gives a connection to read by, None where there is nothing yet.
        changing: Gives a transaction and its number.
        clock: Gives the microseconds since 1970 in UTC.
    """

    def __init__(self, reading: Reading, changing: Changing, clock: Callable[[], int]) -> None:
        self._reading = reading
        self._changing = changing
        self._clock = clock

    def standing(self) -> list[Saved]:
        """Those that were not taken away, by name."""
        with self._reading() as connection:
            if connection is None:
                return []
            return [_saved(row) for row in _rows(connection).values() if row.is_set]

    def keep(self, name: str, query: str) -> bool:
        """Keep a query under a name, in place of the one that had it.

        Returns:
            Whether that is another one than before.

        Raises:
            UsageError: A query could not ask for the name, or the search would ask for itself.
            QueryError: It is no query.
        """
        return not self.keep_all([(name, query)]).unchanged

    def keep_all(
        self, searches: Sequence[tuple[str, str]], *, replace: bool = False
    ) -> SavedChanges:
        """Keep queries under names: all of them, or none where something is wrong with one.

        Args:
            searches: Names and queries. Of those with the same name the last one stays.
            replace: Whether to take away all others.

        Raises:
            UsageError: As for ``keep``.
            QueryError: As for ``keep``.
        """
        wanted = {}
        for name, query in searches:
            folded, label = naming.tidy_name(name, "a saved search")
            parse(query)
            wanted[folded] = label, one_line(query, LONGEST_QUERY)
        with self._changing() as (connection, number):
            known = _rows(connection)
            before = {name for name, row in known.items() if row.is_set}
            removed = before - set(wanted) if replace else set()
            written = [
                row
                for name, (label, query) in wanted.items()
                if (row := self._kept(known, name, label, query)) is not None
            ]
            written += [self._away(known[name]) for name in sorted(removed)]
            self._write(connection, number, known, written)
            changed = {row.name for row in written} - removed
            return SavedChanges(
                added=_labels(known, (name for name in wanted if name not in before)),
                changed=_labels(known, (name for name in wanted if name in changed & before)),
                unchanged=_labels(known, (name for name in wanted if name not in changed)),
                removed=_labels(known, sorted(removed)),
            )

    def rename(self, name: str, to: str, query: str | None = None) -> tuple[str, ...]:
        """Give a saved search another name, and have those that ask for it ask by that one.

        Args:
            name: Its name.
            to: The name from now on, which may be the same.
            query: What it looks for from now on; None for what it did.

        Returns:
            The names of the others whose queries were changed for that.

        Raises:
            UsageError: There is none of that name, or another one of the new name.
            QueryError: It is no query.
        """
        old = naming.folded_name(name)
        new, label = naming.tidy_name(to, "a saved search")
        if query is not None:
            parse(query)
        with self._changing() as (connection, number):
            known = _rows(connection)
            if (row := known.get(old)) is None or not row.is_set:
                raise UsageError(f"there is no saved search {name!r}")
            if new != old and new in known and known[new].is_set:
                raise UsageError(f"there is a saved search {known[new].label} already")
            followed = {
                other.name: text
                for other in known.values()
                if other.is_set and (text := renamed(other.query, old, label)) != other.query
            }
            written = [
                self._changed(known[other], query=text)
                for other, text in followed.items()
                if other != old
            ]
            wanted = row.query if query is None else one_line(query, LONGEST_QUERY)
            later = self._changed(row, name=new, label=label, query=wanted)
            if new == old:
                written.append(later)
            else:
                written += [self._away(row), later]
                follow_name(connection, old, new)
            self._write(connection, number, known, written)
            return _labels(known, (other for other in followed if other != old))

    def remove(self, name: str) -> Saved | None:
        """Take a saved search away: what it was; None where there is none of that name."""
        with self._changing() as (connection, number):
            known = _rows(connection)
            row = known.get(naming.folded_name(name))
            if row is None or not row.is_set:
                return None
            self._write(connection, number, known, [self._away(row)])
            return _saved(row)

    def restore(self, saved: Saved) -> None:
        """Have a saved search again as it was, with its place among the others."""
        name = naming.folded_name(saved.name)
        with self._changing() as (connection, number):
            known = _rows(connection)
            row = _Row(name, saved.name, saved.query, saved.time, True, saved.made)
            time = max(one.time for one in (row, known.get(name)) if one is not None)
            row = self._changed(msgspec.structs.replace(row, time=time))
            self._write(connection, number, known, [row])

    def _kept(self, known: dict[str, _Row], name: str, label: str, query: str) -> _Row | None:
        """The row of a search, with a place after all others if it is new; None if it stands."""
        row = known.get(name)
        if row is not None and row.is_set:
            if (row.label, row.query) == (label, query):
                return None
            return self._changed(row, label=label, query=query)
        made = max(self._clock(), 1 + max((one.made for one in known.values()), default=0))
        time = made if row is None else max(made, row.time + 1)
        known[name] = _Row(name, label, query, time, True, made)
        return known[name]

    def _changed(self, row: _Row, **changes: str) -> _Row:
        time = max(self._clock(), row.time + 1)
        return msgspec.structs.replace(row, time=time, **changes)

    def _away(self, row: _Row) -> _Row:
        return msgspec.structs.replace(self._changed(row), is_set=False)

    def _write(
        self, connection: sqlite3.Connection, number: int, known: dict[str, _Row], rows: list[_Row]
    ) -> None:
        """Write rows, unless with them a search would ask for itself."""
        known.update((row.name, row) for row in rows)
        queries = {name: row.query for name, row in known.items() if row.is_set}
        for row in rows:
            if row.is_set and _asks_for_itself(row.name, queries):
                raise UsageError(f"the saved search {row.label} would ask for itself: {row.query}")
        connection.executemany(
            "INSERT OR REPLACE INTO saved (name, label, query, time, is_set, made, change)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*msgspec.structs.astuple(row), number) for row in rows],
        )


def _rows(connection: sqlite3.Connection) -> dict[str, _Row]:
    rows = connection.execute(
        "SELECT name, label, query, time, is_set, made FROM saved ORDER BY name"
    )
    return {
        name: _Row(name, label, query, time, bool(is_set), made)
        for name, label, query, time, is_set, made in rows
    }


def _saved(row: _Row) -> Saved:
    return Saved(row.label, row.query, row.time, row.made)


def _labels(known: Mapping[str, _Row], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(known[name].label for name in names)


def _asks_for_itself(name: str, queries: Mapping[str, str]) -> bool:
    """Whether a saved search names itself, also by way of others.

    Args:
        name: Of it, folded.
        queries: All saved searches by folded name.
    """
    seen: set[str] = set()
    left = [name]
    while left:
        for other in _asked_for(queries[left.pop()], queries):
            if other == name:
                return True
            if other not in seen:
                seen.add(other)
                left.append(other)
    return False


def _asked_for(query: str, names: Iterable[str]) -> list[str]:
    """The saved searches that a query names; none for what a later version understands alone."""
    try:
        tree = parse(query)
    except QueryError:
        return []
    return [
        name
        for clause, _ in clauses_of(tree)
        if clause.field == "saved"
        for value in values_of(clause)
        for name in names_meant(value, names)
    ]
