"""Keeps book of the inputs of a build, so that an update need not read one again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import InputError
from index.sources.daily_papers_page import SOURCE as PAGES
from index.storage.store import KnownInput

if TYPE_CHECKING:
    from index.sources import Input

_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which the next change of a file has another time, on any file system."""


class KnownInputs:
    """The inputs that an index accounts for, and those that a build reads.

    Args:
        before: Those of the index that is updated.
    """

    def __init__(self, before: Sequence[KnownInput]) -> None:
        self._before = {item.name: item for item in before}
        self._by_digest = {item.digest: item for item in before}
        self._sizes = {item.bytes for item in before}
        self._read: list[KnownInput] = []
        self._rejected_later: Counter[str] = Counter()
        self._settled = time.time_ns() - _SETTLED

    def format_of(self, item: Input) -> str | None:
        """The format of a file that was not changed since the index accounts for it; else None.

        Of others and of pages, whose dates more than their bytes decide, that is not known without
        reading them. Nor is it told of those with rejected records.
        """
        known = self._before.get(item.name)
        is_same = (
            known is not None
            and item.path is not None
            and item.member is None
            and known.modified > 0
            and (known.bytes, known.modified) == (item.size, item.modified)
        )
        return known.format if known is not None and is_same and not known.rejected else None

    def records_of(self, item: Input, years: str = "") -> int | None:
        """How many records the index accounts for of this very input; None if it must be read.

        Inputs with rejected records are read again, so that they are told of again.

        Args:
            item: It.
            years: What is told of the years in which saved pages in it were saved.
        """
        if item.is_unchanged:
            return self._before[item.name].records
        # Hashing a large file takes a while; it is for nothing where no known one is as long.
        if item.problem is not None or item.size not in self._sizes:
            return None
        try:
            known = self._by_digest.get(item.digest(years))
        except InputError:
            # Whoever reads it tells what is wrong.
            return None
        if known is None or known.rejected:
            return None
        if known.name == item.name:
            self._before[item.name] = msgspec.structs.replace(
                known, format=item.format, modified=self._modified(item, years)
            )
        return known.records

    def note(self, item: Input, records: int, rejected: int, years: str = "") -> None:
        """Take note of an input that was read.

        Args:
            item: It.
            records: Number of its records.
            rejected: How many of them were rejected.
            years: As in ``records_of``.

        Raises:
            InputError: The user named it, and it can no longer be read.
        """
        if item.problem is not None:
            return
        modified = 0
        try:
            digest = ""
            if not item.has_changed():
                digest, modified = item.digest(years), self._modified(item, years)
        except InputError:
            if item.is_named:
                raise
        self._read.append(
            KnownInput(
                name=item.name,
                digest=digest,
                bytes=item.size,
                records=records,
                rejected=rejected,
                format=item.format,
                modified=modified,
            )
        )

    def reject_later(self, name: str) -> None:
        """Take note of a record that was rejected after its input had been read."""
        self._rejected_later[name] += 1

    def all(self) -> list[KnownInput]:
        """The inputs that the new index accounts for."""
        read = [
            msgspec.structs.replace(item, rejected=item.rejected + self._rejected_later[item.name])
            for item in self._read
        ]
        names = {item.name for item in read}
        return [item for item in self._before.values() if item.name not in names] + read

    def _modified(self, item: Input, years: str) -> int:
        """When a file was last changed, where that tells whether it is the same; else 0."""
        is_telling = item.path is not None and item.member is None and item.format != PAGES.name
        return item.modified if is_telling and not years and item.modified < self._settled else 0
