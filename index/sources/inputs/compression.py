"""Reads compressed members that follow one another in a file, as after appending to it.

Memory stays bounded at any ratio: members are decompressed by small steps. What follows the last
member and is none is not read, and said to be there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final, Protocol

GZIP: Final = b"\x1f\x8b"
XZ: Final = b"\xfd7zXZ\x00"
BZIP2: Final = b"BZh"
ZSTD: Final = b"\x28\xb5\x2f\xfd"

ZSTD_STEP: Final = 2 * 1024
"""Bytes of zstd data decompressed at once: at the worst possible ratio that makes 64 MB."""

MORE_FOLLOWS: Final = "has more after its compressed data, which is not read"

_STEP: Final = 256 * 1024


class Member(Protocol):
    """One member being decompressed, as the modules ``lzma`` and ``bz2`` have it."""

    @property
    def eof(self) -> bool:
        """Whether the member's end was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing is left of the bytes that were given."""

    @property
    def unused_data(self) -> bytes:
        """The bytes that were given beyond the member's end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Some of what ``data`` and the bytes before hold."""


class GzipMember:
    """A member of a gzip file; its checksum is verified."""

    def __init__(self) -> None:
        from zlib import decompressobj

        self._machine = decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether the member's end was reached."""
        return self._machine.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing is left of the bytes that were given."""
        return not self._machine.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """The bytes that were given beyond the member's end."""
        return self._machine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Some of what ``data`` and the bytes before hold."""
        return self._machine.decompress(self._machine.unconsumed_tail + data, max_length)


class ZstdMember:
    """A frame of a zstd file."""

    needs_input = True

    def __init__(self) -> None:
        from zstandard import ZstdDecompressor

        self._machine = ZstdDecompressor().decompressobj()

    @property
    def eof(self) -> bool:
        """Whether the frame's end was reached."""
        return self._machine.eof

    @property
    def unused_data(self) -> bytes:
        """The bytes that were given beyond the frame's end."""
        return self._machine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """All of what ``data`` holds: ``ZSTD_STEP`` bounds it, not ``max_length``."""
        return self._machine.decompress(data)


def member_reader(
    raw: BinaryIO,
    magic: bytes,
    make: Callable[[], Member],
    note: Callable[[str], None],
    *,
    step: int = _STEP,
) -> Callable[[], bytes]:
    """A function that gives the content of all members bit by bit, and b"" at the end.

    It raises ``EOFError`` where a member is cut off, and what the members raise for damage.

    Args:
        raw: The compressed file.
        magic: How each member begins.
        make: Makes what decompresses one.
        note: Told of bytes after the last member.
        step: Bytes to be decompressed at once.
    """
    member = make()
    pending = b""
    is_inside = True

    def next_member() -> bool:
        """Get to the next member; False at the end of all."""
        nonlocal member, pending, is_inside
        while True:
            # Members are parted by zero bytes where tapes or sectors are filled with them.
            pending = pending.lstrip(b"\0")
            if len(pending) >= len(magic):
                break
            more = raw.read(step)
            if not more:
                break
            pending += more
        if not pending.startswith(magic):
            if pending:
                note(MORE_FOLLOWS)
            return False
        member, is_inside = make(), True
        return True

    def read() -> bytes:
        nonlocal pending, is_inside
        while is_inside or next_member():
            data, pending = pending, b""
            if not data and member.needs_input:
                data = raw.read(step)
            # With nothing more to be had, the rest of what was given may still come.
            made = member.decompress(data, _STEP)
            if member.eof:
                pending, is_inside = member.unused_data, False
            elif not made and not data and member.needs_input:
                raise EOFError("the compressed data end in the middle")
            if made:
                return made
        return b""

    return read
