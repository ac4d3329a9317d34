"""Keeps book of the inputs of a build, so that an update need not read one again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from index.errors import InputError
from index.storage.store import KnownInput

if TYPE_CHECKING:
    from index.sources import Input


class KnownInputs:
    """The inputs that an index accounts for, and those that a build reads.

    Args:
        before: Those of the index that is updated.
    """

    def __init__(self, before: Sequence[KnownInput]) -> None:
        self._before = before
        self._by_digest = {item.digest: item for item in before}
        self._sizes = {item.bytes for item in before}
        self._read: list[KnownInput] = []
        self._rejected_later: Counter[str] = Counter()

    def records_of(self, item: Input, years: str = "") -> int | None:
        """How many records the index accounts for of this very input; None if it must be read.

        Inputs with rejected records are read again, so that they are told of again.

        Args:
            item: It.
            years: What is told of the years in which saved pages in it were saved.
        """
        # Hashing a large file takes a while; it is for nothing where no known one is as long.
        if item.problem is not None or item.size not in self._sizes:
            return None
        try:
            known = self._by_digest.get(item.digest(years))
        except InputError:
            # Whoever reads it tells what is wrong.
            return None
        return None if known is None or known.rejected else known.records

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
        try:
            digest = "" if item.has_changed() else item.digest(years)
        except InputError:
            if item.is_named:
                raise
            digest = ""
        self._read.append(
            KnownInput(
                name=item.name,
                digest=digest,
                bytes=item.size,
                records=records,
                rejected=rejected,
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
        return [item for item in self._before if item.name not in names] + read
