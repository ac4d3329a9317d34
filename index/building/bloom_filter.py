"""A Bloom filter with one hash function: a new hash may pass for an old one, never the reverse."""

from __future__ import annotations

from mmap import mmap
from typing import Final

_BITS: Final = 28
_MASK: Final = (1 << _BITS) - 1


class BloomFilter:
    """Remembers hashes as bits of a map of 32 MB, of which only what is used takes memory.

    At three million hashes one new hash in a hundred is taken for an old one, so whoever asks must
    be able to look closer.
    """

    def __init__(self) -> None:
        self._map: mmap | None = None

    def add(self, hashed: int) -> bool:
        """Remember ``hashed``; whether it may have been there before."""
        if self._map is None:
            # Memory of the system is all zeros; an array of bytes would be filled with them.
            self._map = mmap(-1, 1 << (_BITS - 3))
        at, bit = (hashed & _MASK) >> 3, 1 << (hashed & 7)
        byte = self._map[at]
        if byte & bit:
            return True
        self._map[at] = byte | bit
        return False

    def __contains__(self, hashed: int) -> bool:
        if self._map is None:
            return False
        return bool(self._map[(hashed & _MASK) >> 3] & (1 << (hashed & 7)))
