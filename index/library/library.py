"""The reader's library: what was done with papers, found again by any of their names."""

from __future__ import annotations

import os
import time
from _thread import allocate_lock
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from index.library import matching, mirror, naming
from index.library.database import Database
from index.library.location import default_library_path
from index.library.marks import (
    Before,
    Change,
    PaperMarks,
    label_of,
    learn_names,
    mark_of,
    number_of,
    paper_marks,
    set_mark,
    write_mark,
)
from index.library.mirror import Mirror, version_of
from index.library.visits import Visits
from index.overlay import Mark, Overlay, PaperNames, Selection
from index.query.tree import Single, Word
from index.storage.location import default_index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Self

    from index.library.digests import Digests
    from index.library.saved_searches import Saved, SavedSearches
    from index.paper import Paper
    from index.papers import Papers

Kind: TypeAlias = Literal["star", "read", "tag", "note", "marked"]
"""What can be done with a paper."""

_STATES: Final[Mapping[str, Kind]] = {
    "read": "read",
    "starred": "star",
    "noted": "note",
    "marked": "marked",
}
"""The kind of mark by value of ``is:``."""


def open_library(
    path: str | os.PathLike[str] | None = None,
    *,
    index: str | os.PathLike[str] | None = None,
    read_only: bool = False,
) -> Library:
    """Open a library. Nothing is read or made before something is asked for or done.

    Args:
        path: Of its file, which the first change makes; by default the user's own.
        index: The index whose new papers may be asked for; by default the user's own.
        read_only: Whether to write nothing at all, as a kiosk must.
    """
    name = os.fspath(path) if path else default_library_path()
    return Library(name, index=None if index is None else os.fspath(index), read_only=read_only)


class Library(Overlay):
    """What a reader did with papers. Every method may be called from any thread.

    Every method raises ``LibraryUnusable``, ``LibraryDamaged`` or ``LibraryBusy`` where the file
    can't be read or written; then nothing was changed.

    Args:
        path: Of the file.
        index: The index whose new papers may be asked for; by default the user's own.
        read_only: Whether nothing may be written.
        clock: Gives the microseconds since 1970 in UTC.

    Attributes:
        path: Of the file.
        visits: Of browsers to the index, which tell what is new for as long as this is open.
    """

    def __init__(
        self,
        path: str,
        *,
        index: str | None = None,
        read_only: bool = False,
        clock: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self.path = path
        self._database = Database(path, read_only=read_only)
        self._mirror = Mirror()
        self._clock = clock
        self._lock = allocate_lock()
        self.visits = Visits(self._reading, self._changing, lambda: index or default_index())

    # Loaded when they are asked for: browsers and searches begin without them.

    @cached_property
    def searches(self) -> SavedSearches:
        """The saved searches, and how they are changed."""
        from index.library.saved_searches import SavedSearches

        return SavedSearches(self._reading, self._changing, self._clock)

    @cached_property
    def digests(self) -> Digests:
        """What was told of saved searches."""
        from index.library.digests import Digests

        return Digests(self.path, self._reading, self._changing, self._clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; asking for something opens it again."""
        with self._lock:
            self._database.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock, self._database.reading() as connection:
            yield connection

    @contextmanager
    def _changing(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        with self._lock, self._database.changing() as transaction:
            yield transaction

    # What engines ask

    def version(self) -> int:
        """As ``Overlay.version``."""
        with self._reading() as connection:
            return 0 if connection is None else version_of(connection)

    def select(self, field: str, value: Single) -> Selection:
        """As ``Overlay.select``."""
        if field == "is":
            assert isinstance(value, Word)
            return Selection(tuple(self._marks(_STATES[value.text]).values()))
        if field == "note":
            return Selection(tuple(self._marks("note").values()), matching.note_matcher(value))
        by_tag = self._marks("tag")
        return Selection(tuple(by_tag[one] for one in matching.names_meant(value, by_tag)))

    def _marks(self, kind: str) -> dict[str, dict[int, Mark]]:
        with self._reading() as connection:
            return {} if connection is None else self._mirror.marks(connection, kind)

    def new_since(self) -> int | None:
        """As ``Overlay.new_since``."""
        return self.visits.since()

    def saved_queries(self, value: Single) -> dict[str, str]:
        """As ``Overlay.saved_queries``."""
        known = {saved.name.casefold(): saved for saved in self.saved()}
        meant = matching.names_meant(value, known)
        return {known[name].name: known[name].query for name in meant}

    def values(self, field: str) -> Sequence[str]:
        """As ``Overlay.values``: every tag that some paper has."""
        if field == "saved":
            return [saved.name for saved in self.saved()]
        return sorted((tag for tag, _ in self.tag_counts()), key=str.casefold)

    def main_names(self, after: int) -> tuple[list[tuple[int, str]], int]:
        """As ``Overlay.main_names``."""
        with self._reading() as connection:
            if connection is None:
                return [], after
            latest = version_of(connection)
            rows = connection.execute("SELECT id, name FROM paper WHERE change > ?", (after,))
            return rows.fetchall(), latest

    def called(self, papers: Sequence[Paper]) -> set[int]:
        """As ``Overlay.called``."""
        with self._reading() as connection:
            return set() if connection is None else mirror.called(connection, papers)

    def names(self, papers: Iterable[int]) -> dict[int, PaperNames]:
        """As ``Overlay.names``."""
        with self._reading() as connection:
            return {} if connection is None else mirror.names_of(connection, papers)

    # What was done

    def tag_counts(self) -> list[tuple[str, int]]:
        """Every tag with the number of its papers, in whatever index, the most frequent first."""
        counts = {
            label_of(marks): sum(mark.is_set for mark in marks.values())
            for marks in self._marks("tag").values()
        }
        found = [(tag, count) for tag, count in counts.items() if count]
        return sorted(found, key=lambda one: (-one[1], one[0].casefold()))

    def saved(self) -> list[Saved]:
        """The saved searches, by name."""
        return self.searches.standing()

    def marks_of(self, papers: Sequence[Paper], index: Papers | None = None) -> list[PaperMarks]:
        """What was done with papers, for each of them.

        Args:
            papers: Which.
            index: The index they are from, if at hand: it knows by which other names the library
                has them.
        """
        since = self.visits.since()
        numbers = index.known_as(papers) if index is not None else {}
        with self._reading() as connection:
            done = mirror.marks_of(connection, papers, numbers) if connection is not None else ()
        return [
            paper_marks(latest, is_recent=since is None or (paper.added_build or 0) > since)
            for paper, latest in zip(papers, done or [{}] * len(papers), strict=True)
        ]

    def remembered(self, key: str) -> Paper | None:
        """A paper that something was done with, by its key or arXiv id, as far as it is known."""
        with self._reading() as connection:
            return None if connection is None else mirror.remembered(connection, key)

    # Changes

    def star(
        self, papers: Sequence[Paper], *, remove: bool = False, index: Papers | None = None
    ) -> Change:
        """Star papers.

        Args:
            papers: Which.
            remove: Take the star away instead.
            index: The index they are from, if at hand: it knows by which other names the library
                has them.
        """
        return self._change(papers, "star", [("", "", not remove)], index)

    def mark_read(
        self, papers: Sequence[Paper], *, remove: bool = False, index: Papers | None = None
    ) -> Change:
        """Take papers for read. Arguments as those of ``star``."""
        return self._change(papers, "read", [("", "", not remove)], index)

    def mark(
        self, papers: Sequence[Paper], *, remove: bool = False, index: Papers | None = None
    ) -> Change:
        """Mark papers until they are unmarked. Arguments as those of ``star``."""
        return self._change(papers, "marked", [("", "", not remove)], index)

    def tag(
        self,
        papers: Sequence[Paper],
        tags: Sequence[str],
        *,
        remove: bool = False,
        index: Papers | None = None,
    ) -> Change:
        """Give papers all of some tags. Arguments as those of ``star``.

        Raises:
            UsageError: A query could not ask for one of them.
        """
        return self.retag(papers, () if remove else tags, tags if remove else (), index=index)

    def retag(
        self,
        papers: Sequence[Paper],
        add: Sequence[str],
        remove: Sequence[str],
        *,
        index: Papers | None = None,
    ) -> Change:
        """Give papers all of some tags and take others from them, in one go. Raises as ``tag``."""
        wanted = [
            (*naming.tidy_name(tag, "a tag"), is_set)
            for tags, is_set in ((remove, False), (add, True))
            for tag in tags
        ]
        return self._change(papers, "tag", wanted, index)

    def note(self, papers: Sequence[Paper], text: str, *, index: Papers | None = None) -> Change:
        """Keep a note on papers in place of the one there was; an empty one takes it away.

        Raises:
            UsageError: It is too long.
        """
        note = naming.tidy_note(text)
        return self._change(papers, "note", [("", note, bool(note))], index)

    def _change(
        self,
        papers: Sequence[Paper],
        kind: Kind,
        values: Sequence[tuple[str, str, bool]],
        index: Papers | None,
    ) -> Change:
        known = {} if index is None else index.known_as(papers)
        before: list[Before] = []
        changed = 0
        with self._changing() as (connection, number):
            for paper in papers:
                main = number_of(connection, paper, number)
                same = [main, *(one for one in known.get(paper.key, ()) if one != main)]
                done = [
                    step
                    for value, text, is_set in values
                    for step in set_mark(
                        connection, number, same, kind, value, text, is_set, self._clock
                    )
                ]
                before += done
                changed += bool(done)
        return Change(changed, len(papers) - changed, tuple(before))

    def learn(self, papers: Mapping[int, Paper]) -> int:
        """Learn by which names papers go now.

        Args:
            papers: By the numbers under which they are known.

        Returns:
            How many have names that were not known.
        """
        return learn_names(self._reading, self._changing, papers)

    def save(self, name: str, query: str) -> bool:
        """Keep a query under a name, as ``SavedSearches.keep``."""
        return self.searches.keep(name, query)

    def forget(self, name: str) -> bool:
        """Take a saved search away; whether there was one of that name."""
        return self.searches.remove(name) is not None

    def export(self) -> bytes:
        """All that is kept, as JSON lines that ``merge`` takes."""
        from index.library import transfer

        with self._reading() as connection:
            return b"" if connection is None else b"".join(transfer.exported(connection))

    def merge(self, lines: bytes, file: str = "-") -> int:
        """Merge what another library exported: what was done last counts.

        Args:
            lines: As ``export`` gives them.
            file: What to call where they are from.

        Returns:
            How many things are otherwise than before.

        Raises:
            InputError: A line is none of those; then nothing was merged.
        """
        from index.library import transfer

        found = transfer.decoded(lines.splitlines(), file)
        with self._changing() as (connection, number):
            return transfer.merge(connection, number, found)

    def check(self) -> dict[str, int]:
        """Verify that the file is whole; how many papers, marks and saved searches it has."""
        with self._lock:
            return self._database.check()

    def undo(self, change: Change) -> int:
        """Let papers be as they were before a change, where nobody has changed them since.

        Returns:
            How many marks are as before.
        """
        undone = 0
        with self._changing() as (connection, number):
            for step in change.before:
                current = mark_of(connection, step.paper, step.kind, step.value)
                if current is None or current.time != step.changed:
                    continue
                now = max(self._clock(), current.time + 1)
                old = step.mark or Mark(0, False)
                mark = Mark(now, old.is_set, old.text)
                write_mark(connection, number, step.paper, step.kind, step.value, mark)
                undone += 1
        return undone
