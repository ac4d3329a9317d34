"""A queue of whole numbers: in memory while they are few, else on disk."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from typing import Final

_CHUNK: Final = 4_096
_IN_MEMORY: Final = 16 * 1024 * 1024
_BYTES: Final = 8


class NumberQueue:
    """Signed numbers of 64 bits, written once and then read as often as wanted.

    Args:
        folder: Where the file goes once they no longer fit in 16 MB.
        sharing: How many queues there are that share those 16 MB.
    """

    def __init__(self, folder: str, *, sharing: int = 1) -> None:
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            max_size=_IN_MEMORY // sharing, dir=folder
        )
        self._last = array("q")

    def append(self, number: int) -> None:
        """Add one more at the end."""
        self._last.append(number)
        if len(self._last) >= _CHUNK:
            self._file.write(self._last.tobytes())
            self._last = array("q")

    def __iter__(self) -> Iterator[int]:
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK * _BYTES):
            numbers = array("q")
            numbers.frombytes(chunk)
            yield from numbers
        yield from self._last

    def close(self) -> None:
        """Forget them."""
        self._file.close()
