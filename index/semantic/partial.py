"""The vectors that a build has made so far, kept where a build that is ended finds them again.

It is a file in the index folder: a header, then a record a vector, each with a checksum. What a
build that was killed did not write whole is cut off.
"""

from __future__ import annotations

import os
import struct
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from index.semantic.vectors import PARTIAL

if TYPE_CHECKING:
    from typing import BinaryIO, Self

    from numpy.typing import NDArray

    from index.semantic.model import Floats
    from index.semantic.quantization import Bytes
    from index.semantic.vectors_file import Digests

_HEADER: Final = struct.Struct("<8sI16s")
_MAGIC: Final = b"quirepv1"
_CHECKSUM: Final = 4


def _record(dimensions: int) -> np.dtype[np.void]:
    return np.dtype(
        [
            ("digest", np.uint8, (16,)),
            ("scale", "<f4"),
            ("vector", np.int8, (dimensions,)),
            ("checksum", "<u4"),
        ]
    )


class Partial:
    """The file, open for more. What it has of another model is removed.

    Args:
        index_dir: The index folder, of which this process is the one writer.
        fingerprint: Of the model, hexadecimal.
        dimensions: Of a vector.

    Attributes:
        records: What was in the file when it was opened.

    Raises:
        OSError: It can't be read or written.
    """

    def __init__(self, index_dir: str, fingerprint: str, dimensions: int) -> None:
        self._kind = _record(dimensions)
        header = _HEADER.pack(_MAGIC, dimensions, bytes.fromhex(fingerprint))
        self._file: BinaryIO = open(  # noqa: SIM115  # __exit__ closes it
            os.path.join(index_dir, PARTIAL), "a+b"
        )
        self._file.seek(0)
        if self._file.read(len(header)) != header:
            self._file.truncate(0)
            self._file.write(header)
            self._file.flush()
        self.records = self._whole_records()
        self._file.truncate(len(header) + self.records.nbytes)

    def _whole_records(self) -> NDArray[np.void]:
        """The records up to the first that is not whole, mapped: there may be millions."""
        start, size = self._file.tell(), self._kind.itemsize
        count = (os.fstat(self._file.fileno()).st_size - start) // size
        if not count:
            return np.empty(0, self._kind)
        mapped = mmap(self._file.fileno(), start + count * size, access=ACCESS_READ)
        for number in range(count):
            record = mapped[start + number * size : start + (number + 1) * size]
            checksum = int.from_bytes(record[-_CHECKSUM:], "little")
            if crc32(record[:-_CHECKSUM]) != checksum:
                count = number
                break
        return np.frombuffer(mapped, self._kind, count, start)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # What could not be written when it was full is not written now either.
        with suppress(OSError):
            self._file.close()

    def append(self, digests: Digests, scales: Floats, vectors: Bytes) -> None:
        """Keep some vectors.

        Raises:
            OSError: They can't be written.
        """
        records = np.zeros(len(vectors), self._kind)
        records["digest"], records["scale"], records["vector"] = digests, scales, vectors
        records["checksum"] = [crc32(one.tobytes()[:-_CHECKSUM]) for one in records]
        self._file.write(records.tobytes())
        self._file.flush()
