"""Reads inputs line by line, as bytes or as text; no line is longer than ``LINE_LIMIT``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.sources.inputs.open import BYTE_ORDER_MARK, CHUNK, Input, open_input, read_some

LINE_LIMIT: Final = 16 * 1024 * 1024
"""The longest line in bytes. Real records stay below 1 MB, with thousands of authors too."""

_MEASURE_EVERY: Final = 1024
"""Lines between two looks at how far a file is read."""


def read_lines(item: Input) -> Iterator[tuple[int, bytes]]:
    """Read the lines of a bulk input that are not blank.

    Yields:
        The line's number, from 1, and its bytes, with the line end where it has one. A line of
        more than ``LINE_LIMIT`` bytes comes cut to that length; decoding rejects it.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    stream, position = open_input(item)
    number = 0
    with stream:
        readline = stream.readline
        while line := readline(LINE_LIMIT):
            if len(line) == LINE_LIMIT and not line.strip(b"\0"):
                # A hole in the file: what comes after it is a line like others.
                continue
            number += 1
            if len(line) == LINE_LIMIT and not line.endswith(b"\n"):
                while (rest := readline(CHUNK)) and not rest.endswith(b"\n"):
                    pass
            if number % _MEASURE_EVERY == 0:
                item.bytes_read = position()
            if b"\0" in line or line.startswith(BYTE_ORDER_MARK):
                for part in without_holes(line).split(b"\n"):
                    if part := _without_marks(part).strip():
                        yield number, part
            elif not line.isspace():
                yield number, line
        item.bytes_read = position()


def read_text_lines(item: Input) -> Iterator[tuple[int, str]]:
    """Read all lines as text, without their ends, whichever of the usual ends those are.

    A line that is not UTF-8 is read as Windows-1252, the superset of Latin-1 in use. A line of
    more than ``LINE_LIMIT`` bytes comes in several pieces under one number.
    """
    stream, position = open_input(item)
    number = 1
    pending = b""
    with stream:
        while chunk := read_some(stream):
            item.bytes_read = position()
            pending += chunk
            # The carriage return at the end may be one half of a CRLF.
            lines = pending.splitlines(keepends=True)
            last = lines[-1]
            pending = lines.pop() if not last.endswith(b"\n") else b""
            for line in lines:
                if line.endswith((b"\n", b"\r")):
                    yield number, _text(line.rstrip(b"\r\n"))
                    number += 1
                else:
                    # bytes.splitlines knows no other line ends; this can't be reached with them.
                    yield number, _text(line)
            if len(pending) > LINE_LIMIT:
                yield number, _text(pending)
                pending = b""
        if pending:
            yield number, _text(pending.rstrip(b"\r\n"))


def without_holes(data: bytes) -> bytes:
    """The data without zero bytes, which a machine that went down left in place of others.

    Many in a row become a line's end, which no text in JSON holds, so that nothing joins what
    stands around them; single ones are bad characters, and become spaces.
    """
    return re.sub(rb"\0{8,}", b"\n", data).replace(b"\0", b" ")


def _without_marks(line: bytes) -> bytes:
    while line.startswith(BYTE_ORDER_MARK):
        line = line[len(BYTE_ORDER_MARK) :]
    return line


def _text(line: bytes) -> str:
    line = _without_marks(line.replace(b"\0", b" "))
    try:
        return line.decode()
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")
