"""Checks that an answer is what was asked for, before it is kept.

Servers in trouble, and networks that want a password first, answer with a page and status 200.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from index.errors import FetchFailed

if TYPE_CHECKING:
    from index.fetching.client import Answer

T = TypeVar("T")


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


def not_asked_for(answer: Answer, what: str, reason: str = "") -> FetchFailed:
    """The error of an answer that is something else than was asked for."""
    host = urlsplit(answer.url).netloc.rpartition("@")[2]
    start = answer.data[:500].lstrip().lower()
    if not start:
        told = "with nothing"
    elif start.startswith((b"<!doctype html", b"<html")):
        told = "with a web page"
    else:
        told = f"with something else ({reason})" if reason else "with something else"
    return FetchFailed(
        f"{host} answers {told} where {what} was asked for, so it is not kept: {answer.url[:200]}"
    )
