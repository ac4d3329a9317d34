"""Reads values of JSON records that are not of the type their format prints.

Records go through tables, scrapers and scripts on their way: numbers become strings and strings
numbers, lists of one become that one and the reverse, and what is unknown becomes ``NaN`` or the
word ``None``. What still has one meaning is read. What has none raises ``WrongValue``: to pass
over it would lose something silently.
"""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Any, Final

import msgspec

from index.paper import Precision
from index.sources.days import parse_date, parse_day
from index.sources.json_records import kind_of

COUNT_LIMIT: Final = 2**53
"""Counts above this are not exact in JSON, and are of nothing."""

MISSING: Final = frozenset(["", "None", "none", "NULL", "Null", "null", "NaN", "nan", "NaT", "N/A"])
"""How tables and scripts write what is unknown."""


class WrongValue(ValueError):
    """A value that has no meaning where it stands; the message is a sentence's end."""


def wrong(name: str, expected: str, value: object) -> WrongValue:
    """The error that says what stands at ``name`` instead of what was expected."""
    message = f"expected {expected}, got {kind_of(value)}"
    return WrongValue(f'"{name}": {message}' if name else message)


def is_missing(value: object) -> bool:
    """Whether a value stands for an unknown one."""
    if isinstance(value, str):
        return value.strip() in MISSING
    return value is None or (isinstance(value, float) and not isfinite(value))


def unquoted(value: object) -> object:
    """A list or an object that a table holds as a text, in JSON or as Python prints it.

    Anything else is given back as it is.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    if text[:1] + text[-1:] not in ("[]", "{}"):
        return value
    try:
        found = msgspec.json.decode(text)
    except (ValueError, RecursionError):
        found = _evaluated(text)
    return found if isinstance(found, list | dict) else value


def _evaluated(text: str) -> object:
    """What Python or NumPy, which leaves out the commas, prints as ``text``; None for others."""
    from ast import literal_eval

    try:
        return literal_eval(re.sub(r"(?<=['\"])\s+(?=['\"])", ", ", text))
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def text_of(value: object, name: str, between: str = " ") -> str | None:
    """A text, or the members of a list of texts with ``between`` in between.

    Raises:
        WrongValue: It is neither.
    """
    if is_missing(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return between.join(texts_of(value, name)) or None
    raise wrong(name, "str", value)


def texts_of(value: object, name: str) -> list[str]:
    """The texts in a list, without those that are missing; a text alone is a list of one.

    Raises:
        WrongValue: It is neither, or a member is none.
    """
    if is_missing(value):
        return []
    value = unquoted(value)
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise wrong(name, "array", value)
    texts: list[str] = []
    for position, member in enumerate(value):
        if is_missing(member):
            continue
        if not isinstance(member, str):
            raise wrong(f"{name}[{position}]", "str", member)
        texts.append(member)
    return texts


def identifier_of(value: object, name: str) -> str | None:
    """An identifier that may have become a number, as text.

    Raises:
        WrongValue: It is neither text nor a number.
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if is_missing(value):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    raise wrong(name, "str", value)


def count_of(value: object, name: str) -> int | None:
    """A count that may be written as a string or, by a table with gaps, as ``3.0``.

    Raises:
        WrongValue: It is no whole number from 0 to ``COUNT_LIMIT``.
    """
    if is_missing(value):
        return None
    number = value
    if isinstance(value, str):
        text = value.strip().removesuffix(".0")
        if text.isascii() and text.isdecimal() and len(text) < 20:
            number = int(text)
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    if not isinstance(number, int) or isinstance(number, bool):
        raise wrong(name, "int", value)
    if not 0 <= number <= COUNT_LIMIT:
        raise WrongValue(f'"{name}": {number} is no count')
    return number


def day_of(value: object, name: str) -> date | None:
    """The day, in Universal Time, of a date or a moment in any of the usual ways of writing.

    Raises:
        WrongValue: It is no date.
    """
    if is_missing(value):
        return None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise wrong(name, "str", value)
    day = parse_day(value)
    if day is None:
        raise WrongValue(f'"{name}": {str(value)[:40]!r} is no date')
    return day


def date_of(value: object, name: str) -> tuple[date | None, Precision]:
    """A date that may be only a month or a year: its first day, and how exactly it is known.

    Raises:
        WrongValue: It is no date.
    """
    if is_missing(value):
        return None, "day"
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise wrong(name, "str", value)
    found = parse_date(value)
    if found is None:
        raise WrongValue(f'"{name}": {str(value)[:40]!r} is no date')
    return found


def flag_of(value: object, name: str) -> bool:
    """Truth, which tables write as a number or a word.

    Raises:
        WrongValue: It is none.
    """
    if is_missing(value):
        return False
    word: Any = value.strip().lower() if isinstance(value, str) else value
    if isinstance(word, list | dict) or word not in (0, 1, "0", "1", "true", "false"):
        raise wrong(name, "bool", value)
    return word in (1, "1", "true")
