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

_QUOTES = '"“”„«»'
"""What begins and ends a text in a query, whichever of them stands at its other end."""

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
        among: Whether it is one of several values in parentheses, before which the field stands.
    """

    start: int
    end: int
    minus: str = ""
    field: str | None = None
    sign: str = ""
    value: str = ""
    among: bool = False

    def choice(self, value: str, count: int) -> Choice:
        """The word with a value of its field."""
        written = set_filter("", self.field or "", value) if not self.sign else ""
        text = written or f"{self.field}:{self.sign}{value}"
        if self.among:
            text = text.removeprefix(f"{self.field}:")
        return Choice(f"{self.minus}{text}", value, count)


def begun_at(text: str, cursor: int) -> Begun:
    """The word of a query that ends at a cursor; empty where none does."""
    start, before_parenthesis = _word_before(text[:cursor])
    word = text[start:cursor]
    if before_parenthesis is not None:
        field = _field_called(before_parenthesis)
        return _begun_value(Begun(start, cursor, field=field, value=word, among=field is not None))
    minus = "-" if word.startswith("-") else ""
    name, colon, value = word.removeprefix("-").partition(":")
    if not colon:
        return Begun(start, cursor, minus, value=name)
    field = _field_called(name)
    return _begun_value(Begun(start, cursor, minus, field, value=value if field else word))


def _begun_value(begun: Begun) -> Begun:
    """The beginning of a value of a field, taken apart."""
    if begun.field is None:
        return begun
    sign = _SIGN.match(begun.value) if FIELDS[begun.field].kind in ("date", "number") else None
    signs = sign[0] if sign else ""
    value = "".join(character for character in begun.value if character not in _QUOTES)
    return msgspec.structs.replace(begun, sign=signs, value=value[len(signs) :])


def _word_before(text: str) -> tuple[int, str | None]:
    """Where the last word of a text begins, and what stands before the parenthesis around it.

    Returns:
        A place in the text, and what is written right before the colon and the parenthesis that
        are open there; None where no such one is.
    """
    start, opened = 0, list[str | None]()
    quoted = False
    for at, character in enumerate(text):
        if character in _QUOTES:
            quoted = not quoted
        elif quoted:
            continue
        elif character == "(":
            name, colon, value = text[start:at].removeprefix("-").partition(":")
            opened.append(name if colon and not value else None)
            start = at + 1
        elif character == ")" or character.isspace():
            if character == ")" and opened:
                opened.pop()
            start = at + 1
    return start, opened[-1] if opened else None


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
