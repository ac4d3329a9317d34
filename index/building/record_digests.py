"""Digests of the records that a generation accounts for: an update need not decode them again.

A record is known by the first eight bytes of the SHA-256 of its line as it stands in the input.
The ledger keeps eight bytes a record: 24 MB for three million, read only by updates.
"""

from __future__ import annotations

import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Container
from hashlib import sha256

_BUCKETS = 256

_QUICK = 1_000_000
"""Up to so many digests are looked up in a set, ten times quicker; more would take its memory."""


def record_digest(line: bytes) -> int:
    """The digest of one record's bytes, an unsigned 64-bit integer."""
    return int.from_bytes(sha256(line).digest()[:8], "little")


class Ledger:
    """A set of record digests: sorted ones from disk, and new ones in the order they come."""

    def __init__(self) -> None:
        self._sorted = array("Q")
        self._known: frozenset[int] = frozenset()
        self._new = [array("Q") for _ in range(_BUCKETS)]

    @classmethod
    def load(cls, path: str) -> Ledger:
        """Read a ledger that ``save`` wrote.

        Raises:
            OSError: The file can't be read.
            ValueError: It is not a whole number of digests.
        """
        ledger = cls()
        with open(path, "rb") as file:
            ledger._sorted.frombytes(file.read())
        if sys.byteorder == "big":
            ledger._sorted.byteswap()
        if len(ledger._sorted) <= _QUICK:
            ledger._known = frozenset(ledger._sorted)
        return ledger

    @property
    def known(self) -> Container[int]:
        """The digests that were in the ledger when it was loaded, for many quick questions."""
        return self._known or self

    def __contains__(self, digest: object) -> bool:
        """Whether ``digest`` was in the ledger when it was loaded."""
        if self._known or not isinstance(digest, int):
            return digest in self._known
        at = bisect_left(self._sorted, digest)
        return at < len(self._sorted) and self._sorted[at] == digest

    def __len__(self) -> int:
        return len(self._sorted) + sum(map(len, self._new))

    def add(self, digest: int) -> None:
        """Account for one more record."""
        self._new[digest >> 56].append(digest)

    def save(self, path: str) -> None:
        """Write all digests in ascending order, each once, eight bytes each, least byte first.

        ``path`` becomes a new file: an older one of that name may be shared with the generation
        that is live, and stays as it is.
        """
        unfinished = f"{path}.new"
        with open(unfinished, "wb") as file:
            start = 0
            for bucket, new in enumerate(self._new):
                end = (
                    bisect_left(self._sorted, (bucket + 1) << 56, lo=start)
                    if (bucket + 1 < _BUCKETS)
                    else len(self._sorted)
                )
                merged = array("Q", sorted({*self._sorted[start:end], *new}))
                if sys.byteorder == "big":
                    merged.byteswap()
                file.write(merged.tobytes())
                start = end
        os.replace(unfinished, path)
