"""The characters of an XML document, whatever bytes a file holds in their place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, Final

from index.sources.inputs.open import read_some

_LATIN: Final = frozenset(["iso8859-1", "ascii"])
"""Encodings, by Python's names, of files that hold Windows-1252, their superset in use."""


def characters(stream: BinaryIO) -> Iterator[str]:
    """Decode a stream as its declaration says, in pieces.

    Bytes that are none of the encoding are read as Windows-1252, and characters that XML must not
    hold, such as a form feed, as spaces: neither should cost the records after it.

    Args:
        stream: From ``open_input``, which has turned UTF-16 into UTF-8 already.
    """
    chunk = read_some(stream)
    codecs.register_error("quire.windows", _as_windows)
    decoder = codecs.getincrementaldecoder(_encoding(chunk))("quire.windows")
    while chunk:
        if text := decoder.decode(chunk):
            yield _forbidden().sub(" ", text)
        chunk = read_some(stream)
    if text := decoder.decode(b"", final=True):
        yield text


def _encoding(head: bytes) -> str:
    declared = _declaration().match(head)
    name = declared[1].decode("ascii") if declared is not None else "utf-8"
    try:
        if b"<".decode(name) != "<":
            return "utf-8"
    except (LookupError, UnicodeError):
        return "utf-8"
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
    return re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.A)


@cache
def _forbidden() -> re.Pattern[str]:
    return re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
