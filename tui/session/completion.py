"""What the word at the cursor of a query can become: fields, and values of fields. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from index import FIELDS, set_filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_CHOICES = 20
"""Choices that are offered; more of them nobody steps through."""

_WORD = re.compile(r'(?:[^\s"()]|"[^"]*(?:"|$))*$')
_SIGN = re.compile(r"[<>]=?|.*\.\.")


class Choice(msgspec.Struct, frozen=True):
    """What a word can become.

    Attributes:
        text: The word, whole.
        label: What the menu calls it.
        count: How many papers it would find; None for a field, which finds none by itself.
    """

    text: str
    label: str
    count: int | None = None


class Begun(msgspec.Struct, frozen=True):
    """The word that ends at the cursor.

    Attributes:
        start: Its first character in the text.
        end: One past its last.
        minus: The minus sign before it, or nothing.
        field: The field that it is a value of; None where it may be the name of one.
        sign: What stands before the value, such as ``>=`` or ``2023..``.
        value: The beginning of a value, or of a field's name, without quotes.
    """

    start: int
    end: int
    minus: str = ""
    field: str | None = None
    sign: str = ""
    value: str = ""

    def choice(self, value: str, count: int) -> Choice:
        """The word with a value of its field."""
        written = set_filter("", self.field or "", value) if not self.sign else ""
        text = written or f"{self.field}:{self.sign}{value}"
        return Choice(f"{self.minus}{text}", value, count)


def begun_at(text: str, cursor: int) -> Begun:
    """The word of a query that ends at a cursor; empty where none does."""
    before = text[:cursor]
    found = _WORD.search(before)
    start = found.start() if found else cursor
    word = before[start:]
    minus = "-" if word.startswith("-") else ""
    name, colon, value = word.removeprefix("-").partition(":")
    if not colon:
        return Begun(start, cursor, minus, value=name)
    field = _field_called(name)
    if field is None:
        return Begun(start, cursor, minus, value=word)
    sign = _SIGN.match(value) if FIELDS[field].kind in ("date", "number") else None
    signs = sign[0] if sign else ""
    return Begun(start, cursor, minus, field, signs, value[len(signs) :].replace('"', ""))


def _field_called(name: str) -> str | None:
    folded = name.casefold()
    return next((one.name for one in FIELDS.values() if folded in (one.name, *one.aliases)), None)


def fields_beginning(begun: Begun) -> list[Choice]:
    """The fields that a word can become, also by what people call them elsewhere."""
    folded = begun.value.casefold()
    called = {field: (field.name, *field.aliases) for field in FIELDS.values()}
    named = [field.name for field, names in called.items() if _begins(folded, names)]
    if not named:
        named = [f.name for f in FIELDS.values() if _begins(folded, f.also_called)]
    return [Choice(f"{begun.minus}{name}:", f"{name}:") for name in named]


def _begins(start: str, names: Iterable[str]) -> bool:
    return any(name.startswith(start) for name in names)


def ranked(begun: str, counts: Iterable[tuple[str, str, int]]) -> list[tuple[str, int]]:
    """Values that have what was typed, those first that begin with it, then the most frequent.

    Args:
        begun: What was typed.
        counts: Values, what else they are called, and how many papers have each.
    """
    folded = begun.casefold()
    found: list[tuple[int, int, str]] = []
    for value, called, count in counts:
        names = (value.casefold(), called.casefold())
        if any(name.startswith(folded) for name in names):
            place = 0
        elif any(word.startswith(folded) for name in names for word in re.split(r"\W+", name)):
            place = 1
        else:
            continue
        if count:
            found.append((place, -count, value))
    return [(value, -count) for _, count, value in sorted(found)]


def menu(choices: Sequence[Choice], place: int) -> str:
    """The choices in one line, from the one that was taken on."""
    shown = [*choices[place:], *choices[:place]]
    return " · ".join(
        f"{choice.label} {choice.count:,}" if choice.count is not None else choice.label
        for choice in shown
    )
