"""One of several parts of a push, each made and sent by another machine."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True):
    """One of several parts.

    Attributes:
        number: From 1.
        of: How many there are.
    """

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def has(self, hashed: int) -> bool:
        """Whether what has a hash is in this part."""
        return hashed % self.of == self.number - 1
