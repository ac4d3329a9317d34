"""Looks at the beginning of a JSON input: what its records are, and where they stand.

Records are looked for everywhere: on lines, in arrays, and in objects around them to some depth
(``{"data": [...]}``, ``{"rows": [{"row": ...}]}``, ``{"message": {"items": [...]}}``, objects with
a record under each day or id). What has keys that only one format has is a record wherever it
stands. An object that just has a title is more often something else: a part of a schema, a page of
a website. It is one of Quire's own only at the places where lists of papers stand, or if it has
more of a paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any, Final

import msgspec

from index.sources.identifiers import clean_arxiv_id
from index.sources.json_kinds import (
    OWN,
    has_own_keys_only,
    holds_objects,
    is_surely_own,
    kind_of_record,
    stranger,
    unknown_record,
    with_id_of,
)
from index.sources.json_records import BadRecord, decode_any
from index.sources.json_stream import Layout, token

WRAPPERS: Final = frozenset(
    [
        *("data", "papers", "daily_papers", "dailyPapers", "entries", "items", "results", "rows"),
        *("row", "message", "notes", "works", "records", "articles", "publications", "docs"),
    ]
)
"""Names under which servers and crawlers put lists of papers."""

_ANYWHERE: Final = Layout(frozenset((level, name) for level in range(4) for name in WRAPPERS))
"""Where records are expected if the beginning does not show any."""

_DEPTH: Final = 6
_WIDTH: Final = 50
"""Members of an array or an object that are looked at."""
_VALUES: Final = 20
_LINES: Final = 200


class JsonStart(msgspec.Struct, frozen=True):
    """What the beginning of a JSON input tells.

    Attributes:
        kind: The format of its first record; None where there is none.
        has_lines: Whether each line is a record by itself.
        layout: Where records stand.
        looks_like: What it is instead where there is no record, after "is JSON, but".
    """

    kind: str | None
    has_lines: bool
    layout: Layout
    looks_like: str


def look(text: bytes, *, whole: bool) -> JsonStart:
    """Look at the beginning of a JSON input.

    Args:
        text: Its first bytes, without white space in front.
        whole: Whether that is all there is.
    """
    if not text.startswith(b"["):
        kind = _kind_of_lines(text, whole)
        if kind is not None:
            return JsonStart(kind, True, Layout(), "")
    search = _Search()
    first: Any = None
    for number, (value, is_one_line) in enumerate(_values(text)):
        first = value if number == 0 else first
        is_record = search.finds(value, 0, is_trusted=True) and not search.names
        if number == 0 and is_record and is_one_line and isinstance(value, dict) and not whole:
            # One line that is longer than what is seen of it.
            return JsonStart(search.kind, True, Layout(), "")
    if search.kind is not None:
        layout = Layout(frozenset(search.names), frozenset(search.keyed), frozenset(search.nested))
        return JsonStart(search.kind, False, layout, "")
    kind = "daily-papers-api" if _is_empty_list(first) or _has_lost_entries(text) else None
    return JsonStart(kind, not text.startswith((b"{", b"[")), _ANYWHERE, _looks_like(first))


def _kind_of_lines(text: bytes, whole: bool) -> str | None:
    """The kind of the first record where most lines are objects by themselves."""
    lines = text.split(b"\n")
    if not whole and len(lines) > 1:
        lines.pop()
    kind: str | None = None
    objects = total = 0
    for line in lines[:_LINES]:
        if not line.strip():
            continue
        total += 1
        try:
            record = decode_any(line)
        except BadRecord:
            continue
        if isinstance(record, dict):
            objects += 1
            if kind is None and not _holds_records(record):
                kind = kind_of_record(record)
                # A line needs only a title; what has more, but nothing of a paper, is none.
                if kind == OWN and not is_surely_own(record) and holds_objects(record):
                    kind = None
    return kind if objects * 2 >= total else None


def _holds_records(record: dict[str, Any]) -> bool:
    """Whether a line is no record, but has a list of them."""
    search = _Search()
    search.finds(record, 0, is_trusted=True)
    return bool(search.names or search.keyed)


class _Search:
    """A search for records in decoded values.

    Attributes:
        kind: The format of the first that was found.
        names: ``Layout.names``.
        keyed: ``Layout.keyed``.
        nested: ``Layout.nested``.
    """

    def __init__(self) -> None:
        self.kind: str | None = None
        self.names: set[tuple[int, str]] = set()
        self.keyed: set[int] = set()
        self.nested: set[int] = set()

    def finds(self, value: object, level: int, *, is_trusted: bool) -> bool:
        """Whether a value is a record or holds some.

        Args:
            value: A decoded value.
            level: Arrays and objects around it.
            is_trusted: Whether lists of papers stand at this place.
        """
        if level > _DEPTH:
            return False
        if isinstance(value, list):
            found = False
            for member in value[:_WIDTH]:
                if self.finds(member, level + 1, is_trusted=is_trusted):
                    found = True
                    if isinstance(member, list):
                        self.nested.add(level + 1)
            return found
        if not isinstance(value, dict):
            return False
        kind = kind_of_record(value)
        if kind == OWN and not is_surely_own(value):
            if self._finds_in(value, level, is_trusted):
                return True
            kind = OWN if is_trusted and has_own_keys_only(value) else None
        if kind is None:
            return self._finds_in(value, level, is_trusted)
        self.kind = self.kind or kind
        return True

    def _finds_in(self, value: dict[str, Any], level: int, is_trusted: bool) -> bool:
        if stranger(value) is not None:
            return False
        found = [
            key
            for key, member in list(value.items())[:_WIDTH]
            if isinstance(member, list | dict)
            and self.finds(
                with_id_of(member, key) if isinstance(member, dict) else member,
                level + 1,
                is_trusted=is_trusted and (key in WRAPPERS or _is_name(key)),
            )
        ]
        others = [key for key in found if key not in WRAPPERS]
        if len(others) > 1 or any(_is_name(key) for key in others):
            self.keyed.add(level)
        self.names.update((level, key) for key in found)
        return bool(found)


def _is_name(key: str) -> bool:
    """Whether a key is a day, or an id of a paper."""
    return _day_or_doi().match(key) is not None or clean_arxiv_id(key) is not None


@cache
def _day_or_doi() -> re.Pattern[str]:
    return re.compile(
        r"\d{4}-\d\d(?:-\d\d)?$|(?:doi:|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", re.IGNORECASE
    )


def _values(text: bytes) -> Iterator[tuple[Any, bool]]:
    """The first arrays and objects of a text, the last of them as far as it goes.

    Yields:
        The decoded value, and whether it stands on one line.
    """
    at = 0
    for _ in range(_VALUES):
        start, end, brackets = _next_value(text, at)
        if start == end:
            return
        with suppress(BadRecord):
            yield decode_any(text[start:end] + brackets), b"\n" not in text[start:end]
        if brackets:
            return
        at = end


def _next_value(text: bytes, at: int) -> tuple[int, int, bytes]:
    """Where the next array or object begins and ends, and the brackets that it lacks there."""
    closing: list[bytes] = []
    start = end = len(text)
    for found in token().finditer(text, at):
        sign = found[0]
        if sign == b'"':
            # A string that goes on beyond what is seen.
            break
        if sign in (b"{", b"["):
            if not closing:
                start = found.start()
            closing.append(b"}" if sign == b"{" else b"]")
        elif not closing:
            continue
        elif sign in (b"}", b"]"):
            closing.pop()
            if not closing:
                return start, found.end(), b""
        elif sign != b",":
            continue
        # What stands before a comma is whole, and after a bracket there may be nothing more.
        end = found.start() if sign == b"," else found.end()
    return start, end, b"".join(reversed(closing))


def _is_empty_list(value: object) -> bool:
    """Whether a value is a list without members, by itself or as the only one in an object."""
    if isinstance(value, dict) and stranger(value) is None:
        lists = [member for key, member in value.items() if key in WRAPPERS]
        return lists == [[]] and not any(
            isinstance(member, list) and member for member in value.values()
        )
    return value == []


def _has_lost_entries(text: bytes) -> bool:
    """Whether a text holds entries of the Daily Papers API as strings, as Python prints them."""
    return re.search(rb"[\[,]\s*\"\{'paper':", text) is not None


def _looks_like(value: object) -> str:
    if isinstance(value, list) and value:
        value = next((member for member in value if isinstance(member, dict)), value)
    if isinstance(value, dict):
        message = next(
            (
                text
                for key in ("error", "message", "detail")
                if isinstance(text := value.get(key), str) and text.strip()
            ),
            None,
        )
        if message is not None and len(value) <= 5:
            return f'a message of a server: "{message.strip()[:80]}"'
        return unknown_record(value)
    return "there are no objects in it"
