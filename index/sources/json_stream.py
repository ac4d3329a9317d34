"""Cuts a stream of JSON into its records without holding more than one of them.

Taken apart are arrays at the top, arrays under a well-known name in an object at the top (as
crawlers wrap what they fetch), and values that follow one another, printed on one line each or
over many. Whether a record is right is for its decoder to say: here only brackets and strings
count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, Final

from index.sources.inputs.lines import LINE_LIMIT, without_holes
from index.sources.inputs.open import read_some

_BLANK: Final = b" \t\r\n\v\f\xef\xbb\xbf"
"""White space, and the byte order marks of files that were put together."""

WRAPPERS: Final = ("data", "papers", "daily_papers", "dailyPapers", "entries", "items", "results")
"""Names under which crawlers put the API's array."""

_WRAPPER_KEYS: Final = frozenset(f'"{name}"'.encode() for name in WRAPPERS)

CUT_OFF: Final = "the file is cut off here: it ends inside an entry or before its array does"
TOO_LONG: Final = f"longer than {LINE_LIMIT // 1024 // 1024} MB, which no entry is"


@cache
def _token() -> re.Pattern[bytes]:
    return re.compile(rb'"(?:[^"\\]++|\\.)*+"|["{}\[\],]', re.DOTALL)


def records(stream: BinaryIO) -> Iterator[tuple[int, bytes | str]]:
    """Cut a stream into records.

    Yields:
        The line a record starts on, from 1, and its bytes, or a sentence where it has none.
    """
    yield from _Cutter(stream).cut()


class _Cutter:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = b""
        self._line = 1  # of the first byte in the buffer
        self._boundary = 0  # where the record under way may start
        self._depth = 0  # brackets open inside that record
        self._level = 0  # brackets open around it: 1 in an array, 2 in a wrapper's array
        self._in_wrapper = False
        self._key = b""
        self._is_entry = False
        self._is_too_long = False

    def cut(self) -> Iterator[tuple[int, bytes | str]]:
        at = 0
        while chunk := read_some(self._stream):
            self._buffer += without_holes(chunk) if b"\0" in chunk else chunk
            for token in _token().finditer(self._buffer, at):
                text = token[0]
                at = token.end()
                if text == b'"':
                    # The string goes on in what is not read yet.
                    at -= 1
                    break
                if len(text) > 1:
                    self._key = text if len(text) < 40 else b""
                    continue
                yield from self._bracket(text, token.start())
            else:
                at = max(at, len(self._buffer))
            at -= self._forget(at)
            if len(self._buffer) - at > LINE_LIMIT:
                self._shorten_string(at)
        end = len(self._buffer)
        if self._depth == 0 and at >= end:
            yield from self._end(end)
        if self._depth or self._level or self._boundary < end:
            yield self._line_at(end if self._boundary == end else self._boundary), CUT_OFF

    def _shorten_string(self, at: int) -> None:
        """Let go of all of a string without an end so far but what tells how it goes on."""
        escapes = len(self._buffer) - len(self._buffer.rstrip(b"\\"))
        kept = self._buffer[len(self._buffer) - escapes % 2 :]
        self._buffer = self._buffer[: at + 1] + kept
        self._is_too_long = True

    def _bracket(self, sign: bytes, position: int) -> Iterator[tuple[int, bytes | str]]:
        if sign in (b"{", b"["):
            if self._opens_wrapper(sign, position):
                self._level, self._depth, self._in_wrapper = 2, 0, True
                self._boundary = position + 1
            elif self._depth == 0 and self._level == 0 and sign == b"[":
                yield from self._end(position)
                self._level = 1
                self._boundary = position + 1
            else:
                if self._depth == 0 and self._level == 0:
                    # What stood before it is broken, but it may be whole.
                    yield from self._end(position)
                if self._depth == 1 and self._key == b'"paper"':
                    self._is_entry = True
                self._depth += 1
        elif self._depth > 0:
            if sign != b",":
                self._depth -= 1
                if self._depth == 0 and self._level == 0:
                    yield from self._end(position + 1)
        else:
            if sign == b"," or self._level > 0:
                yield from self._end(position)
                self._boundary = position + 1
            if sign != b"," and self._level > 0:
                self._level -= 1
                self._in_wrapper = self._in_wrapper and self._level > 0

    def _opens_wrapper(self, sign: bytes, position: int) -> bool:
        at_top = self._depth == 1 and self._level == 0 and not self._is_entry
        beside = self._depth == 0 and self._level == 1 and self._in_wrapper
        if sign != b"[" or not (at_top or beside) or self._key not in _WRAPPER_KEYS:
            return False
        before = self._buffer[max(0, position - 200) : position].rstrip()
        return before.endswith(b":") and before[:-1].rstrip().endswith(self._key)

    def _end(self, position: int) -> Iterator[tuple[int, bytes | str]]:
        """End the record under way, if there is anything of it, before ``position``."""
        data = self._buffer[self._boundary : position]
        record = data.strip(_BLANK)
        if self._in_wrapper and self._level == 1:
            pass  # what else stands in the wrapper is no record
        elif self._is_too_long:
            yield self._line_at(self._boundary), TOO_LONG
        elif record:
            leading = len(data) - len(data.lstrip(_BLANK))
            yield self._line_at(self._boundary + leading), record
        self._boundary = position
        self._is_entry = False
        self._is_too_long = False

    def _line_at(self, position: int) -> int:
        return self._line + self._buffer.count(b"\n", 0, position)

    def _forget(self, at: int) -> int:
        """Let go of the bytes before the record under way; of all of them if it is too long."""
        if at - self._boundary > LINE_LIMIT:
            self._is_too_long = True
            self._boundary = at
        forgotten = self._boundary
        self._line += self._buffer.count(b"\n", 0, forgotten)
        self._buffer = self._buffer[forgotten:]
        self._boundary = 0
        return forgotten
