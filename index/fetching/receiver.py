"""Where the body of an answer goes, where that is not the memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from index.fetching.answers import Answer


class Receiver(Protocol):
    """Takes the bodies of all attempts at one request."""

    def headers(self) -> Mapping[str, str]:
        """Header fields of the next attempt, beside those of the request."""
        ...

    def begin(self, answer: Answer) -> None:
        """Be told that a body comes, and with which head."""
        ...

    def write(self, data: bytes) -> None:
        """Take the next bytes of the body, decompressed."""
        ...


class WholeFile:
    """Writes a body to a file, each attempt from its beginning.

    Args:
        file: Open for writing.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def headers(self) -> Mapping[str, str]:
        """None beside the usual ones."""
        return {}

    def begin(self, answer: Answer) -> None:
        """Forget what an earlier attempt brought."""
        del answer
        self._file.seek(0)
        self._file.truncate()

    def write(self, data: bytes) -> None:
        """Write the next bytes."""
        self._file.write(data)
