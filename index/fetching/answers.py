"""What a server answers, and checks that it is what was asked for, before it is kept.

Servers in trouble, and networks that want a password first, answer with a page and status 200.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from index.errors import FetchFailed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

T = TypeVar("T")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered.

    Attributes:
        status: 200; 206 for a part; 304 where nothing has changed.
        url: The address that answered, after redirects.
        data: The body, decompressed; empty where a receiver took it.
        size: Bytes of the body.
        headers: By name in small letters.
    """

    status: int
    url: str
    data: bytes = b""
    size: int = 0
    headers: dict[str, str] = {}


def json_of(answer: Answer, kind: type[T], what: str) -> T:
    """The JSON of an answer.

    Args:
        answer: What came.
        kind: Its type.
        what: What was asked for, for the message.

    Raises:
        FetchFailed: It is something else.
    """
    try:
        return msgspec.json.decode(answer.data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise not_asked_for(answer, what, str(error)) from None


def elements_of(answer: Answer, root: str, what: str) -> Iterator[Element]:
    """Every element of an XML answer when it is complete, its tag without a namespace.

    Args:
        answer: What came.
        root: The tag of its root element, without a namespace.
        what: What was asked for, for the message.

    Raises:
        FetchFailed: It is something else, or no whole XML.
    """
    import io
    from xml.etree.ElementTree import ParseError, iterparse

    is_root = True
    try:
        for event, element in iterparse(io.BytesIO(answer.data), ("start", "end")):
            element.tag = element.tag.rpartition("}")[2]
            if is_root and element.tag != root:
                raise not_asked_for(answer, what, f"<{element.tag[:40]}>")
            is_root = False
            if event == "end":
                yield element
    except ParseError as error:
        raise not_asked_for(answer, what, str(error)) from None


def not_asked_for(answer: Answer, what: str, reason: str = "") -> FetchFailed:
    """The error of an answer that is something else than was asked for."""
    host = urlsplit(answer.url).netloc.rpartition("@")[2]
    start = answer.data[:500].lstrip().lower()
    if not start:
        shape = "with nothing"
    elif start.startswith((b"<!doctype html", b"<html")):
        shape = "with a web page"
    else:
        shape = f"with something else ({reason})" if reason else "with something else"
    return FetchFailed(
        f"{host} answers {shape} where {what} was asked for, so it is not kept: {answer.url[:200]}"
    )
