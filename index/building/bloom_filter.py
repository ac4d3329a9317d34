"""A Bloom filter with one hash function: a new hash may pass for an old one, never the reverse."""

from __future__ import annotations

from typing import Final

_BITS: Final = 28
_MASK: Final = (1 << _BITS) - 1


class BloomFilter:
    """Remembers hashes as bits of a 32 MB map, which is made for the first of them.

    At three million hashes one new hash in a hundred is taken for an old one, so whoever asks must
    be able to look closer.
    """

    def __init__(self) -> None:
        self._map = bytearray()

    def add(self, hashed: int) -> bool:
        """Remember ``hashed``; whether it may have been there before."""
        if not self._map:
            self._map = bytearray(1 << (_BITS - 3))
        at, bit = (hashed & _MASK) >> 3, 1 << (hashed & 7)
        byte = self._map[at]
        if byte & bit:
            return True
        self._map[at] = byte | bit
        return False

    def __contains__(self, hashed: int) -> bool:
        if not self._map:
            return False
        return bool(self._map[(hashed & _MASK) >> 3] & (1 << (hashed & 7)))
