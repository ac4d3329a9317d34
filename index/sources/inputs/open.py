"""Opens inputs as streams of UTF-8 bytes: plain or compressed, from disk, an archive or a pipe.

What a file is, its first bytes decide, never its name. Memory stays bounded whatever is read:
decompression is by small steps.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

import msgspec

from index.errors import InputError
from index.sources.inputs.compression import (
    BZIP2,
    GZIP,
    MORE_FOLLOWS,
    XZ,
    ZSTD,
    ZSTD_STEP,
    GzipMember,
    ZstdMember,
    member_reader,
)
from index.sources.inputs.piped import PipedFile
from index.text.counting import counted

if TYPE_CHECKING:
    from datetime import date
    from zipfile import ZipFile


BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Stands at the start of a file, and of any line where files were put together."""

CHUNK: Final = 256 * 1024

_HASHED_AT_ONCE: Final = 4 * 1024 * 1024
"""So much that whoever reads the same input meanwhile is seldom interrupted."""

_FIRST_YEAR: Final = 1981
"""Earlier times of change stand for none: those of files begin in 1970, of zip archives in 1980."""

_ZIP_END: Final = 65_557
"""Bytes at the end of a zip archive that its last record is within."""


class Input(msgspec.Struct, kw_only=True, eq=False):
    """One leaf that can be read: a file, a member of an archive, or standard input.

    Attributes:
        name: As the user named it, to be shown (``index.text.filenames.displayable``); ``-`` is
            standard input, and members of folders and archives carry their path inside.
        format: The name of its format, of ``index.sources.FORMATS``; "" when there is a problem.
        is_bulk: Whether it has a record a line, for ``read_lines``; else ``read_papers`` reads it.
        size: Bytes to read, in the measure of ``bytes_read``.
        path: Where it lies on disk; None for standard input and pipes.
        modified: When the file at ``path`` was last changed as it was found, in nanoseconds.
        is_named: Whether the user named this very file; others were found in folders and archives,
            where damage costs no more than what follows it.
        member: What the zip archive's directory says of it.
        piped: A file without a name that holds what came through a pipe.
        archive: The open archive of ``member``.
        problem: One sentence saying why this leaf of a folder or an archive can't be read.
        notes: What reading found that costs no records, each a sentence without its subject.
        bytes_read: How many of ``size`` bytes the reading under way has consumed, for progress;
            brought up to date now and then.
        content_hash: Of the bytes in the file, once they were read for it.
        is_unchanged: Whether it was not looked at, as an index accounts for it as it is.
    """

    name: str
    format: str = ""
    is_bulk: bool = False
    size: int = 0
    path: str | None = None
    modified: int = 0
    is_named: bool = False
    member: Any = None
    piped: PipedFile | None = None
    archive: Any = None
    problem: str | None = None
    notes: list[str] = []
    bytes_read: int = 0
    content_hash: bytes | None = None
    is_unchanged: bool = False

    def note(self, text: str) -> None:
        """Remember what is to be known, once however often it is read."""
        if text not in self.notes:
            self.notes.append(text)

    @property
    def changed_on(self) -> date | None:
        """The day it was last changed: a file in Universal Time, a member as its archive says."""
        from datetime import UTC, date, datetime

        if self.member is not None:
            try:
                day = date(*self.member.date_time[:3])
            except ValueError:
                return None
        elif self.path is not None:
            day = datetime.fromtimestamp(self.modified // 10**9, UTC).date()
        else:
            return None
        return day if day.year >= _FIRST_YEAR else None

    def has_changed(self) -> bool:
        """Whether the file is another one than it was when it was found.

        Raises:
            InputError: It is gone.
        """
        if self.path is None:
            return False
        try:
            return os.stat(self.path).st_mtime_ns != self.modified
        except OSError as error:
            raise InputError(f"can't read {self.name}: {why(error)}") from None

    def digest(self, years: str = "") -> str:
        """A hexadecimal digest of the bytes as they stand in the file and of how they are read.

        Args:
            years: What is told of the years in which saved pages in it were saved.

        Raises:
            InputError: The file can't be read.
        """
        from hashlib import sha256

        if self.content_hash is None:
            content = sha256()
            if self.problem is None:
                try:
                    part = memoryview(bytearray(_HASHED_AT_ONCE))
                    with open_raw(self) as raw:
                        while count := raw.readinto(part):  # type: ignore[attr-defined]
                            content.update(part[:count])
                except Exception as error:
                    raise InputError(f"can't read {self.name}: {why(error)}") from None
            self.content_hash = content.digest()
        way = self.format if self.is_bulk else f"{self.format} {years} {self.problem}"
        return sha256(self.content_hash + way.encode()).hexdigest()[:32]


class _Stepwise(io.RawIOBase):
    """Reads from a function that returns some bytes at a time and b"" at the end."""

    def __init__(self, step: Callable[[], bytes], close: Callable[[], object]) -> None:
        super().__init__()
        self._step = step
        self._close = close
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = memoryview(self._step())
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._close()
        super().close()


def open_input(item: Input) -> tuple[BinaryIO, Callable[[], int]]:
    """Open an input for reading.

    Returns:
        A buffered stream of decompressed UTF-8 bytes without a byte order mark (bytes that are
        not UTF-8 come through as they are), and a function that tells how many of
        ``Input.size`` bytes were consumed.

    Raises:
        InputError: It can't be opened. Reading the stream raises it too, where the data are
            damaged.
    """
    try:
        raw = open_raw(item)
    except (OSError, RuntimeError, NotImplementedError) as error:
        raise InputError(f"can't read {item.name}: {why(error)}") from None
    stream = _decompressed(raw, item)
    return _transcoded(stream), raw.tell


def read_some(stream: BinaryIO, size: int = CHUNK) -> bytes:
    """Read ``size`` bytes; fewer at the end, or before damage, which is raised the next time.

    Args:
        stream: From ``open_input``.
        size: Bytes.

    Raises:
        InputError: The data are damaged right here.
    """
    parts: list[bytes] = []
    left = size
    try:
        while left and (part := stream.read1(left)):  # type: ignore[attr-defined]
            parts.append(part)
            left -= len(part)
    except InputError:
        if not parts:
            raise
    return b"".join(parts)


def open_raw(item: Input) -> BinaryIO:
    """Open an input as it stands on disk, compressed or not."""
    if item.member is not None:
        archive = cast("ZipFile", item.archive)
        return cast(BinaryIO, archive.open(item.member))
    if item.piped is not None:
        return item.piped.reader()
    assert item.path is not None
    # A pipe that took the place of a file must not be waited for.
    file = open(  # noqa: SIM115 - whoever called closes it
        item.path,
        "rb",
        buffering=CHUNK,
        opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK),
    )
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.ENODEV, "it is no file any more")
    return file


def open_archive(item: Input) -> ZipFile:
    """Open a zip archive.

    Raises:
        InputError: It is damaged or can't be read.
    """
    from zipfile import BadZipFile, ZipFile

    try:
        if item.piped is not None:
            archive = ZipFile(item.piped.reader())
        else:
            assert item.path is not None
            archive = ZipFile(item.path)
        if _has_more_after_archive(cast(BinaryIO, archive.fp)):
            item.note(MORE_FOLLOWS)
        return archive
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(
            f"can't read {item.name}: the zip archive is damaged or cut off ({why(error)})"
        ) from None


def _has_more_after_archive(file: BinaryIO) -> bool:
    """Whether a zip archive's end is not the file's: its last record says how long that is."""
    size = file.seek(0, os.SEEK_END)
    file.seek(-min(size, _ZIP_END), os.SEEK_END)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return 0 <= at < len(tail) - 22 - comment


def why(error: BaseException) -> str:
    """The reason an exception gives, to be put into a sentence."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text.strip().rstrip(".").lower() or type(error).__name__


def _peek(stream: BinaryIO, count: int) -> bytes:
    peek = getattr(stream, "peek", None)
    return bytes(peek(count)[:count]) if peek is not None else b""


def _decompressed(raw: BinaryIO, item: Input) -> BinaryIO:
    """The decompressed bytes of ``raw``; damage is told as an ``InputError``."""
    damaged: tuple[type[BaseException], ...]
    try:
        magic = _peek(raw, 6)
    except Exception as error:
        raw.close()
        raise InputError(f"can't read {item.name}: {why(error)}") from None
    read: Callable[[], bytes]
    if magic.startswith(GZIP):
        import zlib

        damaged = (EOFError, zlib.error, OSError)
        read = member_reader(raw, GZIP, GzipMember, item.note)
    elif magic == XZ:
        import lzma

        damaged = (EOFError, lzma.LZMAError, OSError)
        read = member_reader(raw, XZ, lzma.LZMADecompressor, item.note)
    elif magic.startswith(BZIP2):
        import bz2

        damaged = (EOFError, OSError, ValueError)
        read = member_reader(raw, BZIP2, bz2.BZ2Decompressor, item.note)
    elif magic.startswith(ZSTD):
        import zstandard

        damaged = (EOFError, zstandard.ZstdError, OSError)
        read = member_reader(raw, ZSTD, ZstdMember, item.note, step=ZSTD_STEP)
    else:
        import zlib
        from sys import modules

        # A member of an archive decompresses, and may fail, inside the zip module.
        zipped = modules.get("zipfile")
        damaged = (EOFError, zlib.error, OSError, *((zipped.BadZipFile,) if zipped else ()))

        def read() -> bytes:
            return raw.read1(CHUNK)  # type: ignore[attr-defined, no-any-return]

    done = 0
    damage: str | None = None

    def step() -> bytes:
        nonlocal done, damage
        # Not every decompressor fails again where it has failed before.
        if damage is None:
            try:
                data = read()
            except damaged as error:
                damage = (
                    f"{item.name} is damaged or cut off after {counted(done, 'byte')} of its "
                    f"content ({why(error)}): fetch it again"
                )
            else:
                done += len(data)
                return data
        raise InputError(damage)

    return cast(BinaryIO, io.BufferedReader(_Stepwise(step, raw.close), CHUNK))


def _transcoded(stream: BinaryIO) -> BinaryIO:
    """The stream as UTF-8 where a byte order mark says that it is something else."""
    is_marked = False
    while (mark := _peek(stream, 4)).startswith(BYTE_ORDER_MARK):
        stream.read(len(BYTE_ORDER_MARK))
        is_marked = True
    if is_marked:
        return stream
    if mark in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        encoding = "utf-32"
    elif mark.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        return stream
    from codecs import getincrementaldecoder

    decoder = getincrementaldecoder(encoding)("replace")

    def step() -> bytes:
        while chunk := read_some(stream):
            if text := decoder.decode(chunk):
                return text.encode("utf-8", "replace")
        return decoder.decode(b"", final=True).encode("utf-8", "replace")

    return cast(BinaryIO, io.BufferedReader(_Stepwise(step, stream.close), CHUNK))
