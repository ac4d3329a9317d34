"""Dates as people type them: whole or partial, or counted back from today."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import Final

_UNITS: Final = "dwmy"
_MONTHS: Final = {"m": 1, "y": 12}
_LEAST_DAYS: Final = {"d": 1, "w": 7, "m": 28, "y": 365}
_MOST_DAYS: Final = {"d": 1, "w": 7, "m": 31, "y": 366}
"""How long a unit of time may be."""


def today(clock: Callable[[], float] = time.time) -> datetime.date:
    """The day it is in UTC, by which papers are dated wherever their reader is.

    Args:
        clock: Gives the seconds since 1970 in UTC.
    """
    return datetime.datetime.fromtimestamp(clock(), datetime.UTC).date()


def canonical(text: str) -> str | None:
    """The one way to write the date that ``text`` means, or None if it is no date.

    Years have four digits; months and days may be given with one digit; a number of days, weeks,
    months or years back from today is up to four digits and ``d``, ``w``, ``m`` or ``y``.
    """
    folded = text.strip().lower()
    if folded in ("today", "yesterday"):
        return folded
    if not folded.isascii() or not 2 <= len(folded) <= 10:
        return None
    if folded[-1] in _UNITS and folded[:-1].isdigit():
        return f"{int(folded[:-1])}{folded[-1]}" if len(folded) <= 5 else None
    parts = folded.split("-")
    if len(parts) > 3 or not all(part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    if any(len(part) > 2 for part in parts[1:]):
        return None
    numbers = [int(part) for part in parts]
    try:
        datetime.date(*(*numbers, 1, 1)[:3])
    except ValueError:
        return None
    return "-".join((parts[0], *(f"{number:02}" for number in numbers[1:])))


def is_relative(text: str) -> bool:
    """Whether a canonical date counts back from today."""
    return text[-1] in _UNITS and text[:-1].isdigit()


def is_backwards(low: str, high: str) -> bool:
    """Whether a range of canonical dates ends before it starts, whatever day it is.

    Of a date that counts back from today and one that does not, the day decides.
    """
    early, late = _age(low), _age(high)
    if early is None and late is None:
        # Years to days in this order compare as text, and a missing part is not later.
        return low[: len(high)] > high
    if early is None or late is None:
        return False
    (count, unit), (least, other) = early, late
    if unit in _MONTHS and other in _MONTHS:
        return count * _MONTHS[unit] < least * _MONTHS[other]
    return count * _MOST_DAYS[unit] < least * _LEAST_DAYS[other]


def _age(text: str) -> tuple[int, str] | None:
    """How far a canonical date counts back from today: a number and its unit."""
    if text in ("today", "yesterday"):
        return int(text == "yesterday"), "d"
    return (int(text[:-1]), text[-1]) if is_relative(text) else None


def days(text: str, now: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a canonical date; the same day twice for relative ones.

    Args:
        text: A canonical date.
        now: What relative dates count back from.
    """
    if text == "today":
        return now, now
    if text == "yesterday":
        day = _back(now, 1)
        return day, day
    if is_relative(text):
        count, unit = int(text[:-1]), text[-1]
        if unit in "dw":
            day = _back(now, count * (7 if unit == "w" else 1))
        else:
            day = _months_back(now, count * (12 if unit == "y" else 1))
        return day, day
    numbers = [int(part) for part in text.split("-")]
    if len(numbers) == 1:
        return datetime.date(numbers[0], 1, 1), datetime.date(numbers[0], 12, 31)
    year, month = numbers[:2]
    if len(numbers) == 2:
        return datetime.date(year, month, 1), datetime.date(year, month, _last_day(year, month))
    day = datetime.date(year, month, numbers[2])
    return day, day


def _back(day: datetime.date, count: int) -> datetime.date:
    return datetime.date.fromordinal(max(1, day.toordinal() - count))


def _months_back(day: datetime.date, count: int) -> datetime.date:
    """The same day ``count`` months earlier, or the last day of that month if it is shorter."""
    months = max(12, day.year * 12 + day.month - 1 - count)
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(day.day, _last_day(year, month + 1)))


def _last_day(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)).day
