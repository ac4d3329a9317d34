"""A queue of papers that a build sets aside: in memory while they are few, else on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import msgspec

from index.paper import Paper

_IN_MEMORY = 16 * 1024 * 1024
_LENGTH = 4


class PaperQueue:
    """A queue of papers that is written once and then read in batches.

    Args:
        folder: Where the file goes once the papers no longer fit in 16 MB.
    """

    def __init__(self, folder: str) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=folder)  # noqa: SIM115
        self._encode = msgspec.msgpack.Encoder().encode
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, paper: Paper) -> None:
        """Set one more paper aside."""
        encoded = self._encode(paper)
        self._file.write(len(encoded).to_bytes(_LENGTH, "little"))
        self._file.write(encoded)
        self._count += 1

    def batches(self, size: int) -> Iterator[list[Paper]]:
        """All papers in the order they came, in lists of at most ``size``."""
        decode = msgspec.msgpack.Decoder(Paper).decode
        self._file.seek(0)
        batch: list[Paper] = []
        while length := self._file.read(_LENGTH):
            batch.append(decode(self._file.read(int.from_bytes(length, "little"))))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    def close(self) -> None:
        """Forget the papers."""
        self._file.close()
