"""Checksums of an index's files: cheap to take when they are written, complete when verified.

Tantivy ends each file of a segment with a footer that holds the CRC-32 of all before it. Of such a
file the footer alone is summed up here, which costs no reading of the file; of any other all of it.
"""

from __future__ import annotations

import os
from typing import BinaryIO, Final
from zlib import crc32

import msgspec

_READ_AT_ONCE: Final = 1024 * 1024

# JSON that holds the CRC-32, then the JSON's length and a magic number, both little-endian 32-bit
# integers.
_FOOTER_MAGIC: Final = 1337
_FOOTER_TAIL: Final = 8


class _Footer(msgspec.Struct):
    crc: int


def checksum_of(path: str) -> int:
    """The checksum to remember of a file that has just been written.

    Raises:
        OSError: It can't be read.
    """
    with open(path, "rb") as file:
        start, end = _footer(file)
        return _sum(file, *((start, end) if start is not None else (0, end)))


def difference(file: BinaryIO, remembered: int) -> str | None:
    """What is wrong with a file, read whole, in a few words; None where it is as it was written.

    Args:
        file: Open for reading, and seekable.
        remembered: What ``checksum_of`` gave when it was written.

    Raises:
        OSError: It can't be read.
    """
    start, end = _footer(file)
    if _sum(file, *((start, end) if start is not None else (0, end))) != remembered:
        return "does not match its checksum"
    if start is None:
        return None
    file.seek(start)
    try:
        expected = msgspec.json.decode(file.read(end - start - _FOOTER_TAIL), type=_Footer).crc
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return "has a broken footer"
    return None if _sum(file, 0, start) == expected else "does not match its checksum"


def footer_of(checksum: int) -> bytes:
    """A footer such as Tantivy's, for the end of a file that is too large to be summed up often.

    Args:
        checksum: The CRC-32 of all before it.
    """
    # Of one length whatever the checksum, so that a file's size tells whether it is whole.
    encoded = b'{"crc":%10d}' % checksum
    return encoded + len(encoded).to_bytes(4, "little") + _FOOTER_MAGIC.to_bytes(4, "little")


def _footer(file: BinaryIO) -> tuple[int | None, int]:
    """Where the footer starts, None where there is none, and where the file ends."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - _FOOTER_TAIL))
    tail = file.read(_FOOTER_TAIL)
    start = end - _FOOTER_TAIL - int.from_bytes(tail[:4], "little")
    is_footer = len(tail) == _FOOTER_TAIL and int.from_bytes(tail[4:], "little") == _FOOTER_MAGIC
    return (start if is_footer and start >= 0 else None), end


def _sum(file: BinaryIO, start: int, end: int) -> int:
    """The CRC-32 of a part of a file, or of as much of it as there is."""
    file.seek(start)
    checksum, left = 0, end - start
    while left and (chunk := file.read(min(left, _READ_AT_ONCE))):
        checksum = crc32(chunk, checksum)
        left -= len(chunk)
    return checksum


_SEAL: Final = b'"checksum": "'


def sealed(encoded: bytes) -> bytes:
    """A JSON object, laid out over lines, whose last field is an empty ``checksum``, with it set.

    It is the CRC-32 of all before it, so that the text vouches for itself.
    """
    head, _, _ = encoded.rpartition(_SEAL)
    return head + _SEAL + _seal(head)


def is_sealed(encoded: bytes) -> bool:
    """Whether a text is one that ``sealed`` made, to the last bit."""
    head, found, seal = encoded.rpartition(_SEAL)
    return bool(found) and seal == _seal(head)


def _seal(head: bytes) -> bytes:
    return b'%08x"\n}' % crc32(head)
