"""Files of vectors: one beside each segment, a row a document.

All numbers are little-endian::

    magic        8 bytes
    version      a 32-bit integer
    dimensions   a 32-bit integer
    rows         a 64-bit integer
    fingerprint  of the model, 16 bytes
    checksum     CRC-32 of all before it, then zeros up to 64 bytes

    digests      16 bytes a row: BLAKE2b of the text that was embedded
    scales       a 32-bit float a row; 0 where the row has no vector
    signs        a bit a dimension, set where it is positive, in whole 64-bit words a row
    vectors      a signed byte a dimension; times its scale a row has unit length

Each of these four parts begins at a multiple of 64. The file ends as those of Tantivy do, with a
footer that has its checksum (``index.storage.checksums``).
"""

from __future__ import annotations

import os
import struct
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, Final, TypeAlias
from zlib import crc32

import numpy as np

from index.errors import VectorsUnfit
from index.semantic.quantization import LARGEST
from index.storage.checksums import footer_of
from index.storage.store import reason_of

if TYPE_CHECKING:
    from typing import Any, Self

    from numpy.typing import NDArray

    from index.semantic.model import Floats
    from index.semantic.quantization import Bytes

    Digests: TypeAlias = NDArray[np.uint8]

DIGEST: Final = 16
"""Bytes of a digest."""

_MAGIC: Final = b"quirevec"
_VERSION: Final = 1
_HEADER: Final = struct.Struct("<8sIIQ16s")
_ALIGNED: Final = 64
_READ_AT_ONCE: Final = 1024 * 1024
_MOST_DIMENSIONS: Final = 65_536


class Layout:
    """Where the parts of a file lie.

    Args:
        rows: How many rows it has.
        dimensions: Of each.
    """

    def __init__(self, rows: int, dimensions: int) -> None:
        self.rows, self.dimensions = rows, dimensions
        self.words = -(-dimensions // 64)
        self.digests = _ALIGNED
        self.scales = _aligned(self.digests + rows * DIGEST)
        self.signs = _aligned(self.scales + rows * 4)
        self.vectors = _aligned(self.signs + rows * self.words * 8)
        self.end = self.vectors + rows * dimensions


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNED) * _ALIGNED


class VectorsFile:
    """A file of vectors, mapped.

    Args:
        path: Of the file.

    Attributes:
        fingerprint: Of the model, hexadecimal.
        digests: A row of 16 bytes a document.
        scales: A number a document.
        signs: A row of 64-bit words a document.
        vectors: A row of integers a document.

    Raises:
        VectorsUnfit: It is not as it was written, as far as a look at its header and scales tells.
    """

    def __init__(self, path: str) -> None:
        name = os.path.basename(path)
        try:
            with open(path, "rb") as file:
                header = file.read(_HEADER.size + 4)
            size = os.path.getsize(path)
            if len(header) < _HEADER.size + 4:
                raise VectorsUnfit(f"{name} is cut off")
            magic, version, dimensions, rows, fingerprint = _HEADER.unpack_from(header)
            if magic != _MAGIC or version != _VERSION:
                raise VectorsUnfit(f"{name} is no file of vectors of this version of Quire")
            checksum = int.from_bytes(header[_HEADER.size :], "little")
            if crc32(header[: _HEADER.size]) != checksum or not 0 < dimensions <= _MOST_DIMENSIONS:
                raise VectorsUnfit(f"the header of {name} does not match its checksum")
            layout = Layout(rows, dimensions)
            if size != layout.end + len(footer_of(0)):
                raise VectorsUnfit(f"{name} is cut off")
            with open(path, "rb") as file:
                self._mapped = mmap(file.fileno(), size, access=ACCESS_READ)
        except (OSError, ValueError) as error:
            raise VectorsUnfit(f"{name} can't be read: {reason_of(error)}") from None
        self._name, self._size, self._header = name, size, header
        content: Digests = np.frombuffer(self._mapped, np.uint8)
        self.fingerprint: str = fingerprint.hex()
        self.dimensions, self.rows = layout.dimensions, layout.rows
        self.digests: Digests = _part(content, layout.digests, rows, DIGEST, np.uint8)
        self.scales: Floats = _part(content, layout.scales, rows, 1, np.float32)[:, 0]
        self.signs: NDArray[np.uint64] = _part(content, layout.signs, rows, layout.words, np.uint64)
        self.vectors: Bytes = _part(content, layout.vectors, rows, dimensions, np.int8)
        # The length of a row that has 127 in it is 127 or more; what is no number is not within.
        if not np.all((self.scales >= 0) & (self.scales <= 1 / LARGEST)):
            raise VectorsUnfit(f"{name} is not as it was written")

    def require_whole(self) -> None:
        """Raise ``VectorsUnfit`` where the file was cut since it was mapped, or written over.

        To read what is mapped and not there any more ends the process.
        """
        if self._mapped.size() < self._size:
            raise VectorsUnfit(f"{self._name} was cut off since it was opened")
        if self._mapped[: len(self._header)] != self._header:
            raise VectorsUnfit(f"{self._name} was written over since it was opened")


def _part(
    content: Digests, start: int, rows: int, width: int, kind: type[np.generic]
) -> NDArray[Any]:
    end = start + rows * width * np.dtype(kind).itemsize
    return content[start:end].view(kind).reshape(rows, width)


class VectorsWriter:
    """Writes a file of vectors from its first row to its last.

    Args:
        path: Of the file, which is made.
        fingerprint: Of the model, hexadecimal.
        rows: How many rows it gets.
        dimensions: Of each.

    Raises:
        OSError: It can't be written.
    """

    def __init__(self, path: str, fingerprint: str, rows: int, dimensions: int) -> None:
        self._layout = Layout(rows, dimensions)
        self._written = 0
        header = _HEADER.pack(_MAGIC, _VERSION, dimensions, rows, bytes.fromhex(fingerprint))
        self._file = open(path, "w+b")  # noqa: SIM115  # __exit__ closes it
        self._write(0, header + crc32(header).to_bytes(4, "little"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def append(self, digests: Digests, scales: Floats, vectors: Bytes) -> None:
        """Write the next rows.

        Raises:
            OSError: They can't be written.
        """
        layout, first = self._layout, self._written
        signs = signs_of(vectors)
        self._write(layout.digests + first * DIGEST, digests.tobytes())
        self._write(layout.scales + first * 4, scales.astype("<f4").tobytes())
        self._write(layout.signs + first * layout.words * 8, signs.tobytes())
        self._write(layout.vectors + first * layout.dimensions, vectors.tobytes())
        self._written += len(vectors)

    def finish(self) -> None:
        """Write the footer.

        Raises:
            OSError: It can't be written.
            ValueError: There are fewer or more rows than were told of.
        """
        if self._written != self._layout.rows:
            raise ValueError(f"{self._written} rows were written instead of {self._layout.rows}")
        self._file.truncate(self._layout.end)
        self._file.seek(0)
        checksum = 0
        while chunk := self._file.read(_READ_AT_ONCE):
            checksum = crc32(chunk, checksum)
        self._write(self._layout.end, footer_of(checksum))
        self._file.flush()

    def _write(self, offset: int, content: bytes) -> None:
        self._file.seek(offset)
        self._file.write(content)


def signs_of(vectors: NDArray[np.int8] | Floats) -> NDArray[np.uint64]:
    """The signs of rows, a bit each, in whole words."""
    rows, dimensions = vectors.shape
    padded = np.zeros((rows, -(-dimensions // 64) * 8), np.uint8)
    bits = np.packbits(vectors > 0, axis=1, bitorder="little")
    padded[:, : bits.shape[1]] = bits
    signs: NDArray[np.uint64] = padded.view("<u8")
    return signs
