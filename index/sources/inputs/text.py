"""Reads inputs as text in the encoding they are in, which few files tell: whole or line by line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, Final

from index.sources.inputs.lines import LINE_LIMIT
from index.sources.inputs.open import Input, open_input, read_some

_FALLBACK: Final = "quire.windows"

_LATIN: Final = frozenset(["iso8859-1", "ascii"])
"""Encodings, by Python's names, of files that hold Windows-1252, their superset in use."""


def decoded(stream: BinaryIO, declaration: re.Pattern[bytes]) -> Iterator[str]:
    """Decode a stream, in pieces; bytes that are none of its encoding are read as Windows-1252.

    Args:
        stream: From ``open_input``.
        declaration: Finds in the beginning, as its first group, the name of the encoding. Where
            it finds none, or none that Python knows, the bytes tell.
    """
    codecs.register_error(_FALLBACK, _as_windows)
    chunk = read_some(stream)
    declared = declaration.search(chunk[:4096])
    encoding = _known(declared[1].decode("ascii", "replace")) if declared is not None else None
    decoder = codecs.getincrementaldecoder(encoding or encoding_of(chunk))(_FALLBACK)
    while chunk:
        if text := decoder.decode(chunk):
            yield text
        chunk = read_some(stream)
    if text := decoder.decode(b"", final=True):
        yield text


def decoded_lines(item: Input) -> Iterator[tuple[int, str]]:
    """Read all lines as text, without their ends, and their numbers from 1.

    A line of more than ``LINE_LIMIT`` characters comes in several pieces under one number.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    stream, position = open_input(item)
    number = 1
    pending = ""
    with stream:
        for text in decoded(stream, _declaration()):
            item.bytes_read = position()
            pending += text.replace("\0", " ")
            # The carriage return at the end may be one half of a CRLF.
            *lines, pending = _line_end().split(pending)
            for line in lines:
                yield number, line
                number += 1
            if len(pending) > LINE_LIMIT:
                yield number, pending
                pending = ""
        if pending:
            yield number, pending.rstrip("\r")


def beginning(item: Input) -> str:
    """The first characters of an input.

    Raises:
        InputError: The data are damaged right there.
    """
    with open_input(item)[0] as stream:
        return next(decoded(stream, _declaration()), "")


def encoding_of(head: bytes) -> str:
    """The encoding of a text: UTF-8, that of Chinese files, or Windows-1252.

    Args:
        head: Its first bytes; they may end within a character.
    """
    if head.isascii():
        return "utf-8"
    several = sum(len(found) for found in _utf8().findall(head))
    high = len(head.translate(None, bytes(range(128))))
    # A character may be cut at the end, and bytes of another encoding stand among them.
    if several * 10 >= (high - 3) * 8:
        return "utf-8"
    # Characters of two high bytes stand side by side; letters of Western languages stand alone.
    pairs = sum(len(found) for found in _pairs().findall(head) if len(found) % 2 == 0)
    return "gb18030" if pairs * 10 >= high * 7 else "cp1252"


def _known(name: str) -> str | None:
    """The encoding to read with where a file names one; None where Python has none such."""
    try:
        if b"<".decode(name) != "<":
            return None
    except (LookupError, UnicodeError):
        return None
    name = codecs.lookup(name).name
    return "cp1252" if name in _LATIN else name


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


@cache
def _declaration() -> re.Pattern[bytes]:
    """What JabRef and others write into the first lines."""
    return re.compile(rb"\A\s*%+\s*(?:!\w+\s+)?encoding\s*[:=]\s*([\w.-]{2,20})", re.IGNORECASE)


@cache
def _line_end() -> re.Pattern[str]:
    return re.compile(r"\r\n|\n|\r(?!\Z)")


@cache
def _utf8() -> re.Pattern[bytes]:
    return re.compile(
        rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
    )


@cache
def _pairs() -> re.Pattern[bytes]:
    return re.compile(rb"[\x81-\xfe]{2,}")
