"""Reads web pages of Daily Papers as browsers save them: HTML that carries the API's JSON.

Each part of such a page has the data that it shows in an attribute, with HTML's escapes::

    <div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="{&quot;...

``dailyPapers`` in it are the entries of a day, a week, a month, a search or of what is trending,
``paper`` is that of a paper's own page. Both are as the API prints them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Final, cast

import msgspec

from index.errors import InputError
from index.paper import Record, Rejected
from index.sources.daily_papers_api import entries
from index.sources.days import parse_day
from index.sources.inputs.mail import is_web_archive
from index.sources.inputs.open import Input, open_input, read_some
from index.sources.json_records import BadRecord, decode_object
from index.sources.json_stream import Found

SAVE: Final = (
    'the papers of Daily Papers are read from the page as it is saved by "Save page as" '
    '("HTML only"), or from its text ("Text files", or all of it copied into a text file)'
)
"""What to do instead, for those who have another web page."""

LONGEST: Final = 64 * 1024 * 1024
"""Bytes of a page. With all pictures in it a real one has a tenth of them."""


def carries_papers(page: bytes) -> bool:
    """Whether a web page, or as much of one as is at hand, has data of Daily Papers."""
    if is_web_archive(page):
        import quopri

        page = quopri.decodestring(page)
    return any(_papers_key().search(_value(found)) for found in _props().finditer(page))


def read_html(item: Input) -> Iterator[Record]:
    """Read the papers of a web page.

    Raises:
        InputError: The data are damaged, or there are no papers in them.
    """
    page = _html_of(_whole(item))
    has_data = False
    for found in _props().finditer(page):
        value = _value(found)
        if _papers_key().search(value) is None:
            continue
        has_data = True
        line = page.count(b"\n", 0, found.start()) + 1
        try:
            props = decode_object(html.unescape(value.decode("utf-8", "replace")).encode())
        except BadRecord as error:
            yield Rejected(
                file=item.name, line=line, reason=f"the data of the page are {error}: save it again"
            )
            continue
        yield from entries(_records(props, line), item.name, listed=_day_of(props))
    if not has_data:
        raise InputError(f"{item.name} is an HTML page that carries no papers: {SAVE}")


def _records(props: dict[str, Any], line: int) -> Iterator[Found]:
    listed = props.get("dailyPapers")
    if isinstance(listed, list):
        for entry in listed:
            yield Found(line, msgspec.json.encode(entry))
    if isinstance(props.get("paper"), dict):
        entry = {"paper": props["paper"]}
        comments = props.get("comments")
        if isinstance(comments, list) and "numComments" not in props["paper"]:
            # What happened to a discussion stands among them, such as a new title.
            entry["numComments"] = sum(
                isinstance(event, dict) and event.get("type") == "comment" for event in comments
            )
        yield Found(line, msgspec.json.encode(entry))


def _day_of(props: dict[str, Any]) -> date | None:
    """The day whose list a page is; None for weeks, months, searches and single papers."""
    day = props.get("dateString")
    if props.get("periodType") != "day" or not isinstance(day, str):
        return None
    return parse_day(day)


def _whole(item: Input) -> bytes:
    stream, position = open_input(item)
    with stream:
        data = read_some(stream, LONGEST)
        item.bytes_read = position()
        if len(data) == LONGEST:
            raise InputError(f"{item.name} is longer than any page of Daily Papers")
        # Damage further on is raised here.
        read_some(stream, 1)
    return data


def _html_of(data: bytes) -> bytes:
    """The page itself, which one file with all that belongs to it has as a part (MHTML)."""
    if not is_web_archive(data):
        return data
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            return cast(bytes, part.get_payload(decode=True))
    return b""


def _value(found: re.Match[bytes]) -> bytes:
    return found[1] if found[1] is not None else found[2]


@cache
def _props() -> re.Pattern[bytes]:
    """The attribute, and its value in double or in single quotes, perhaps cut off."""
    return re.compile(rb"\sdata-props\s*=\s*(?:\"([^\"]*)|'([^']*))", re.IGNORECASE)


@cache
def _papers_key() -> re.Pattern[bytes]:
    quote = rb"(?:\"|&quot;|&#34;|&#x22;)"
    return re.compile(
        rb"%b(?:dailyPapers%b\s*:\s*\[|paper%b\s*:\s*\{)" % (quote, quote, quote), re.IGNORECASE
    )
