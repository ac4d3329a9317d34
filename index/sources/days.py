"""Days in the ways in which records write them, in Universal Time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

from index.paper import Precision

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH_NUMBERS: Final = {name.capitalize(): number for number, name in enumerate(MONTHS, start=1)}

_SECONDS: Final = range(2 * 10**8, 10**10)
"""Numbers that count seconds since 1970, from 1976 on: smaller ones would be years or days."""


_MOST: Final = 10**20
"""More are not even nanoseconds."""


def parse_day(value: str | float) -> date | None:
    """The day of a date or a moment, None where it is none.

    Args:
        value: As in ``2007-04-02``, ``2007-04-02T19:18:42Z``, ``20070402``, ``Mon, 2 Apr 2007
            19:18:42 GMT``, or a number of seconds or milliseconds since 1970. A moment without a
            time zone is in Universal Time already.
    """
    if not isinstance(value, str):
        return _of_number(value)
    text = value.strip()
    if text.endswith(" GMT"):
        # The snapshot's own form, which comes by the million.
        words = text[5:16].split()
        if len(words) == 3 and text[3:5] == ", ":
            try:
                return date(int(words[2]), _MONTH_NUMBERS[words[1]], int(words[0]))
            except (ValueError, KeyError):
                return None
    if text.isascii() and text.replace(".", "", 1).isdecimal() and len(text) > 8:
        return _of_number(float(text))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _of_words(text)
    return _in_universal_time(moment)


def parse_date(value: str | float) -> tuple[date, Precision] | None:
    """A date that may be only a month or a year: its first day, and how exactly it is known.

    Args:
        value: As ``parse_day`` takes it, or ``2019``, ``2019-05`` or ``2019/05``, also with zeros
            for what is missing (``2019-00-00``), or a year as a number.

    Returns:
        None where it is no date.
    """
    if isinstance(value, str):
        text = value.strip()
    else:
        text = str(int(value)) if value == int(value) else ""
    if (found := _partial().fullmatch(text)) is not None:
        year, month = int(found[1]), int(found[2] or 0)
        try:
            return date(year, month or 1, 1), "month" if month else "year"
        except ValueError:
            return None
    day = parse_day(value)
    return None if day is None else (day, "day")


@cache
def _partial() -> re.Pattern[str]:
    return re.compile(r"([1-9]\d{3})(?:[-/](\d{1,2})(?:[-/]00?)?)?", re.ASCII)


def _of_number(number: float) -> date | None:
    if not 0 <= number < _MOST:
        return None
    # Tables write moments as milliseconds, and some as microseconds or nanoseconds.
    for divisor in (1, 10**3, 10**6, 10**9):
        if int(number / divisor) in _SECONDS:
            return (datetime(1970, 1, 1) + timedelta(seconds=number / divisor)).date()
    return None


@cache
def _words() -> re.Pattern[str]:
    return re.compile(
        r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})"
        r"(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(?:([+-])(\d\d):?(\d\d)|[A-Za-z]*))?",
        re.ASCII,
    )


def _of_words(text: str) -> date | None:
    """The day in ``Mon, 2 Apr 2007 19:18:42 GMT``, of which all but the day may be missing."""
    found = _words().match(text)
    if found is None or found[2][:3].lower() not in MONTHS:
        return None
    day, year = int(found[1]), int(found[3])
    month = MONTHS.index(found[2][:3].lower()) + 1
    hour, minute = int(found[4] or 0), int(found[5] or 0)
    east = timedelta(hours=int(found[8] or 0), minutes=int(found[9] or 0))
    try:
        moment = datetime(year, month, day, hour, minute)
        return (moment + east if found[7] == "-" else moment - east).date()
    except (ValueError, OverflowError):
        return None


def _in_universal_time(moment: datetime) -> date | None:
    try:
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
    except OverflowError:
        return None
