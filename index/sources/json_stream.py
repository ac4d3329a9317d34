"""Cuts a stream of JSON into its records without holding more than one of them.

Taken apart are arrays at the top, the containers that a ``Layout`` names (as crawlers and servers
wrap what they give), and values that follow one another, printed on one line each or over many.
Whether a record is right is for its decoder to say: here only brackets, keys and strings count.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from functools import cache
from typing import BinaryIO, Final, NamedTuple

import msgspec

from index.sources.inputs.lines import LINE_LIMIT, without_holes
from index.sources.inputs.open import read_some

_BLANK: Final = b" \t\r\n\v\f\xef\xbb\xbf"
"""White space, and the byte order marks of files that were put together."""

_LONGEST_KEY: Final = 300

CUT_OFF: Final = "the file is cut off here: it ends inside an entry or before its array does"
TOO_LONG: Final = f"longer than {LINE_LIMIT // 1024 // 1024} MB, which no entry is"


class Layout(msgspec.Struct, frozen=True):
    """Which objects of a file hold records, and are none themselves.

    Attributes:
        names: Under which key of an object records are found, with the number of objects and
            arrays around that object.
        keyed: The numbers of objects and arrays around an object that has a record, or an array
            of records, under each of its keys.
        nested: The numbers of objects and arrays around an array of records that stands in an
            array itself.
    """

    names: frozenset[tuple[int, str]] = frozenset()
    keyed: frozenset[int] = frozenset()
    nested: frozenset[int] = frozenset()

    def opens(self, level: int, key: str) -> bool:
        """Whether records are found under a key of an object with ``level`` containers around."""
        return level in self.keyed or (level, key) in self.names

    def is_at(self, level: int) -> bool:
        """Whether an object with ``level`` containers around may hold records."""
        return level in self.keyed or any(level == known for known, _ in self.names)


class Found(NamedTuple):
    """A record of a stream.

    Attributes:
        line: The line it starts on, from 1.
        data: Its bytes, or a sentence where it has none.
        key: The key it stands under, in an object of records with a key each.
    """

    line: int
    data: bytes | str
    key: str | None = None


@cache
def token() -> re.Pattern[bytes]:
    """What structure is made of: whole strings, with the colon after a key, brackets, commas.

    A quotation mark by itself begins a string that goes on in what is not read yet.
    """
    return re.compile(rb'"(?:[^"\\]++|\\.)*+"(\s*+:)?|["{}\[\],]', re.DOTALL)


@cache
def _to_bracket() -> re.Pattern[bytes]:
    """Everything up to a bracket, over whole strings."""
    return re.compile(rb'[^"{}\[\]]*+(?:"(?:[^"\\]++|\\.)*+"[^"{}\[\]]*+)*+[{}\[\]]', re.DOTALL)


def _unfinished(buffer: bytes, at: int) -> int:
    """Where the string begins that has no end in what is read; else the end of that.

    Args:
        buffer: What is read.
        at: From where on there are no brackets but in strings.
    """
    for found in token().finditer(buffer, at):
        if found[0] == b'"':
            return found.start()
    return len(buffer)


def key_of(text: bytes) -> str:
    """The key that a token with a colon is; "" where it is too long to be one of interest."""
    text = text.rstrip(b": \t\r\n")
    if len(text) > _LONGEST_KEY:
        return ""
    try:
        return msgspec.json.decode(text, type=str)
    except (ValueError, RecursionError):
        return text[1:-1].decode("utf-8", "replace")


def records(stream: BinaryIO, layout: Layout) -> Iterator[Found]:
    """Cut a stream into records.

    Args:
        stream: From ``open_input``.
        layout: Where its records stand.
    """
    yield from _Cutter(stream, layout).cut()


class _Cutter:
    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream = stream
        self._layout = layout
        self._buffer = b""
        self._line = 1  # at the place below
        self._counted = 0  # up to where in the buffer lines are counted
        self._boundary = 0  # where the record under way may start
        self._depth = 0  # brackets open inside that record
        # Containers open around it, each "[" or "{"; with the key of an object's member under way
        # where records stand under each of its keys.
        self._around: list[tuple[bytes, str | None]] = []
        self._is_object = False  # whether the record under way is an object
        self._key = ""  # of the member under way, of the record or of the object around it
        self._is_passed_over = False  # what stands beside records in an object
        self._is_too_long = False

    def cut(self) -> Iterator[Found]:
        at = 0
        is_last = False
        while not is_last:
            chunk = read_some(self._stream)
            is_last = not chunk
            self._buffer += without_holes(chunk) if b"\0" in chunk else chunk
            at = yield from self._take(at, is_last)
            at -= self._forget(at)
            if len(self._buffer) - at > LINE_LIMIT:
                self._shorten_string(at)
        end = len(self._buffer)
        if self._depth == 0 and at >= end:
            yield from self._end(end)
        if self._depth or self._around or self._boundary < end:
            yield Found(self._line_at(end if self._boundary == end else self._boundary), CUT_OFF)

    def _take(self, at: int, is_last: bool) -> Generator[Found, None, int]:
        """Take in what structure there is from ``at`` on; it returns where that ends."""
        while True:
            if self._depth > self._depth_of_keys():
                # Inside a record, where only its end matters.
                at, is_ended = self._skip(at)
                if not is_ended:
                    return _unfinished(self._buffer, at)
                yield from self._structure(b"}", at - 1)
            found = token().search(self._buffer, at)
            if found is None:
                return len(self._buffer)
            text = found[0]
            at = found.end()
            if text == b'"' or (
                at == len(self._buffer) and 1 < len(text) < _LONGEST_KEY and not is_last
            ):
                # The string, or the colon after it, goes on in what is not read yet.
                return found.start()
            if len(text) == 1:
                yield from self._structure(text, found.start())
            elif found[1] and self._depth == (0 if self._in_object() else 1):
                self._key = key_of(text)

    def _depth_of_keys(self) -> int:
        """How many brackets of the record under way are open at most where keys matter."""
        is_sought = self._is_object and not self._is_passed_over
        return 1 if is_sought and self._layout.is_at(len(self._around)) else 0

    def _skip(self, at: int) -> tuple[int, bool]:
        """Go to the bracket that closes all but those that are open where keys matter.

        Returns:
            Where it ends and True; where no more is known and False. The depth is kept for the
            bracket itself to be taken in.
        """
        outer, depth, buffer = self._depth_of_keys() + 1, self._depth, self._buffer
        match = _to_bracket().match
        while (found := match(buffer, at)) is not None:
            at = found.end()
            if buffer[at - 1] in b"{[":
                depth += 1
            elif depth > outer:
                depth -= 1
            else:
                self._depth = depth
                return at, True
        self._depth = depth
        return at, False

    def _in_object(self) -> bool:
        """Whether an object that holds records is open, and none of its members is under way."""
        return self._depth == 0 and bool(self._around) and self._around[-1][0] == b"{"

    def _shorten_string(self, at: int) -> None:
        """Let go of all of a string without an end so far but what tells how it goes on."""
        escapes = len(self._buffer) - len(self._buffer.rstrip(b"\\"))
        kept = self._buffer[len(self._buffer) - escapes % 2 :]
        self._buffer = self._buffer[: at + 1] + kept
        self._is_too_long = True

    def _structure(self, sign: bytes, position: int) -> Iterator[Found]:
        if sign in (b"{", b"["):
            yield from self._opens(sign, position)
        elif self._depth > 0:
            if sign != b",":
                self._depth -= 1
                if self._depth == 0 and (not self._around or self._around[-1][0] == b"{"):
                    yield from self._end(position + 1)
        else:
            yield from self._end(position)
            self._boundary = position + 1
            self._key = ""
            if sign != b"," and self._around:
                self._around.pop()

    def _opens(self, sign: bytes, position: int) -> Iterator[Found]:
        around = len(self._around)
        if self._depth == 1 and self._is_object and not self._is_passed_over:
            if self._layout.opens(around, self._key):
                # What seemed to be a record holds records.
                self._around.append((b"{", None))
                self._depth = 0
                self._enter(sign, position)
                return
        elif self._depth == 0 and self._in_object():
            if self._layout.opens(around - 1, self._key):
                self._enter(sign, position)
                return
            self._is_passed_over = True
            self._boundary = position
        elif self._depth == 0:
            if not self._around:
                # What stood before it is broken, but it may be whole.
                yield from self._end(position)
                if sign == b"[":
                    self._around.append((sign, None))
                    self._boundary = position + 1
                    return
            elif sign == b"[" and around in self._layout.nested:
                self._around.append((sign, None))
                self._boundary = position + 1
                return
            self._is_object = sign == b"{"
            self._key = ""
        self._depth += 1

    def _enter(self, sign: bytes, position: int) -> None:
        """Go into the member of an object where records stand."""
        self._boundary = position
        is_keyed = len(self._around) - 1 in self._layout.keyed
        self._around[-1] = (b"{", self._key if is_keyed else None)
        if sign == b"[":
            self._around.append((sign, None))
            self._boundary += 1
        else:
            self._is_object = True
            self._depth = 1
        self._key = ""

    def _own_key(self) -> str | None:
        """The key under which the record under way stands among others."""
        return next((key for _, key in reversed(self._around) if key is not None), None)

    def _end(self, position: int) -> Iterator[Found]:
        """End the record under way, if there is anything of it, before ``position``."""
        data = self._buffer[self._boundary : position]
        record = data.strip(_BLANK)
        is_member = bool(self._around) and self._around[-1][0] == b"{"
        if self._is_passed_over or (is_member and not record.startswith((b"{", b"["))):
            pass  # what else stands in an object around records is no record
        elif self._is_too_long:
            yield Found(self._line_at(self._boundary), TOO_LONG, self._own_key())
        elif record:
            leading = len(data) - len(data.lstrip(_BLANK))
            yield Found(self._line_at(self._boundary + leading), record, self._own_key())
        self._boundary = position
        self._is_passed_over = False
        self._is_too_long = False

    def _line_at(self, position: int) -> int:
        """The line of a place in the buffer, counted on from the last place."""
        if position < self._counted:
            return self._line - self._buffer.count(b"\n", position, self._counted)
        self._line += self._buffer.count(b"\n", self._counted, position)
        self._counted = position
        return self._line

    def _forget(self, at: int) -> int:
        """Let go of the bytes before the record under way; of all of them if it is too long."""
        if at - self._boundary > LINE_LIMIT:
            self._is_too_long = True
            self._boundary = at
        forgotten = self._boundary
        self._line_at(forgotten)
        self._counted -= forgotten
        self._buffer = self._buffer[forgotten:]
        self._boundary = 0
        return forgotten
