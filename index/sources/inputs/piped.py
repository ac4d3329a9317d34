"""Keeps what comes through a pipe, since inputs are read more than once."""

from __future__ import annotations

import io
import os
from typing import Any, BinaryIO, Final, cast

_CHUNK: Final = 256 * 1024


class PipedFile:
    """What came through a pipe, in a file without a name that vanishes with this object.

    Attributes:
        descriptor: The open file.
        size: Its bytes.
    """

    __slots__ = ("descriptor", "size")

    def __init__(self, source: BinaryIO) -> None:
        """Copy all of ``source``, since inputs are read more than once.

        Raises:
            OSError: Reading failed, or there is no room.
        """
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        with TemporaryFile(prefix="quire-") as file:
            copyfileobj(source, file, _CHUNK)
            file.flush()
            self.size = file.tell()
            self.descriptor = os.dup(file.fileno())

    def __del__(self) -> None:
        descriptor = getattr(self, "descriptor", None)
        if descriptor is not None:
            os.close(descriptor)

    def reader(self) -> BinaryIO:
        """A stream of its own over all of it, from the beginning."""
        return cast(BinaryIO, io.BufferedReader(_Reader(self), _CHUNK))


class _Reader(io.RawIOBase):
    """An independent reader of a file that has no name to open it by."""

    def __init__(self, piped: PipedFile) -> None:
        super().__init__()
        self._piped = piped
        self._size = piped.size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = (0, self._at, self._size)[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = os.pread(self._piped.descriptor, len(buffer), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)
