"""A queue of what a build sets aside: in memory while it is little, else on disk."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import msgspec

_Item = TypeVar("_Item")

_IN_MEMORY = 16 * 1024 * 1024
_LENGTH = 4


class RecordQueue(Generic[_Item]):
    """A queue that is written once and then read in batches.

    Args:
        folder: Where the file goes once the records no longer fit in 16 MB.
        kind: The type of the records, which msgspec encodes.
        sharing: How many queues there are that share those 16 MB.
    """

    def __init__(self, folder: str, kind: type[_Item], *, sharing: int = 1) -> None:
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115
            max_size=_IN_MEMORY // sharing, dir=folder
        )
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._starts = array("Q")
        self._end = 0

    def __len__(self) -> int:
        return len(self._starts)

    def append(self, record: _Item) -> None:
        """Set one more record aside."""
        encoded = self._encode(record)
        self._starts.append(self._end)
        self._file.write(len(encoded).to_bytes(_LENGTH, "little"))
        self._file.write(encoded)
        self._end += _LENGTH + len(encoded)

    def batches(self, size: int) -> Iterator[list[_Item]]:
        """All records in the order they came, in lists of at most ``size``."""
        self._file.seek(0)
        batch: list[_Item] = []
        while length := self._file.read(_LENGTH):
            batch.append(self._decode(self._file.read(int.from_bytes(length, "little"))))
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch

    def at(self, places: Iterable[int]) -> list[_Item]:
        """The records that came as the first, the second and so on, by their numbers from 0."""
        found: list[_Item] = []
        for place in places:
            self._file.seek(self._starts[place])
            length = int.from_bytes(self._file.read(_LENGTH), "little")
            found.append(self._decode(self._file.read(length)))
        return found

    def close(self) -> None:
        """Forget the records."""
        self._file.close()
