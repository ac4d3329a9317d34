"""The characters of an XML document, whatever bytes a file holds in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from index.sources.inputs.text import decoded


def characters(stream: BinaryIO) -> Iterator[str]:
    """Decode a stream as its declaration says, in pieces.

    Characters that XML must not hold, such as a form feed, come as spaces: they should not cost
    the records after them.

    Args:
        stream: From ``open_input``, which has turned UTF-16 into UTF-8 already.
    """
    for text in decoded(stream, _declaration()):
        yield _forbidden().sub(" ", text)


@cache
def _declaration() -> re.Pattern[bytes]:
    return re.compile(rb"\A\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")


@cache
def _forbidden() -> re.Pattern[str]:
    return re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
