"""Values of BibTeX fields: texts in braces or quotes, numbers and macros, joined by ``#``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from index.sources.days import MONTHS
from index.sources.json_records import BadRecord

_MACROS_HELD: Final = 100_000


class Macros:
    """What ``@string`` defines, with the months that every style has."""

    def __init__(self) -> None:
        self._values = {month: month for month in MONTHS}

    def define(self, name: str, value: str) -> None:
        """Give a macro its value from here on; names have no case."""
        if len(self._values) < _MACROS_HELD:
            self._values[name.lower()] = value

    def __getitem__(self, name: str) -> str:
        """The value of a macro; its name where the file does not define it."""
        return self._values.get(name.lower(), name)


@cache
def _token() -> re.Pattern[str]:
    return re.compile(r"\s*(?:(#)|(\d+)(?![\w.:-])|([^\s#{}\"(),=%]+))")


@cache
def _field_name() -> re.Pattern[str]:
    return re.compile(r"\s*,?\s*([A-Za-z][\w:.+-]*)\s*=")


def fields_of(name: str, raw: str, macros: Macros) -> dict[str, str]:
    """The value of a field, and of others that follow it where a comma is missing between.

    Args:
        name: The field's.
        raw: What stands after its equals sign.
        macros: What names stand for.

    Raises:
        BadRecord: More follows than values are made of.
    """
    fields: dict[str, str] = {}
    while True:
        value, end = _value(raw, macros)
        fields.setdefault(name.lower(), value)
        if not raw[end:].strip():
            return fields
        following = _field_name().match(raw, end)
        if following is None:
            rest = " ".join(raw[end:].split())
            raise BadRecord(f"the field {name!r} goes on after its end: {rest[:60]!r}")
        name, raw = following[1], raw[following.end() :]


def _value(raw: str, macros: Macros) -> tuple[str, int]:
    """The value at the start of a text, and where it ends."""
    parts: list[str] = []
    at = 0
    joins = True
    while True:
        start = at + len(raw[at:]) - len(raw[at:].lstrip())
        opening = raw[start : start + 1]
        if opening in ("{", '"') and opening and joins:
            end = _closing(raw, start)
            parts.append(raw[start + 1 : end])
            at = end + 1
            joins = False
            continue
        token = _token().match(raw, at)
        if token is None:
            return "".join(parts), at
        if token[1]:
            joins = True
        elif not joins:
            return "".join(parts), at
        else:
            parts.append(token[2] or macros[token[3]])
            joins = False
        at = token.end()


def _closing(raw: str, start: int) -> int:
    """Where the brace or the quote at ``start`` is closed.

    Raises:
        BadRecord: It never is.
    """
    is_quoted = raw[start] == '"'
    depth = 0
    for found in _marks().finditer(raw, start + is_quoted):
        mark = found[0]
        if mark == '"':
            if is_quoted and depth == 0:
                return found.start()
        elif len(mark) == 1:
            depth += 1 if mark == "{" else -1
            if depth == 0 and not is_quoted:
                return found.start()
    raise BadRecord("a brace or a quote is never closed")


@cache
def _marks() -> re.Pattern[str]:
    """Braces and quotes; those that a backslash escapes come with it."""
    return re.compile(r"\\[{}\"\\]|[{}\"]")
