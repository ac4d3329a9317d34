"""Dates of which only the month or the year may be known, in the ways bibliographies write them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

import msgspec

from index.paper import Precision
from index.sources.days import MONTHS


class PartialDate(msgspec.Struct, frozen=True):
    """A day, or the first day of a month or a year of which no more is known."""

    first: date
    precision: Precision = "day"


_MONTH: Final = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?(?![A-Za-z])"
)


@cache
def _ordered() -> re.Pattern[str]:
    """Year, month and day in that order, of which the last may be missing or zero."""
    return re.compile(
        r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?([T/\s~?%].*)?|(\d{4})(\d\d)(\d\d)",
        re.ASCII | re.DOTALL,
    )


@cache
def _year() -> re.Pattern[str]:
    return re.compile(r"(?<![\d.-])(\d{4})(?![\d.])", re.ASCII)


@cache
def _month() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z])" + _MONTH, re.IGNORECASE)


@cache
def _day() -> re.Pattern[str]:
    """The day beside the name of a month, or the first of several."""
    return re.compile(
        rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\.?\s?(?:[-–/]+\s?\d{{1,2}}\.?)?[\s,~-]*{_MONTH}"
        rf"|(?<![A-Za-z]){_MONTH}[\s,~-]*(\d{{1,2}})(?!\d)",
        re.IGNORECASE | re.ASCII,
    )


def partial_date(text: str, month: str = "", day: str = "") -> PartialDate | None:
    """The date in a text, as far as it says one; None where it has no year.

    Args:
        text: As in ``2019``, ``2019-05``, ``2019-05-07T10:00:00Z``, ``2001/09/01/``, ``2012///``,
            ``1993-00-00``, ``7 May 2019``, ``May 2019``; of ``2001/2003`` it is the first.
        month: Where it stands by itself, as in ``05``, ``may``, ``15--19 Jul``.
        day: Where it stands by itself.
    """
    text = text.strip().strip("{}\"'").strip()
    found = _ordered().fullmatch(text)
    if found is not None:
        if found[6]:
            return _made(int(found[6]), int(found[7]), int(found[8]))
        year, numbers = int(found[1]), (int(found[3] or 0), int(found[4] or 0))
        if not numbers[0] and found[5]:
            numbers = _month_and_day(found[5])
    else:
        found = _year().search(text)
        if found is None:
            return None
        year, numbers = int(found[1]), _month_and_day(text)
    if not numbers[0] and month:
        numbers = _month_and_day(month)
        if not numbers[1] and re.fullmatch(r"\d{1,2}", day.strip(), re.ASCII):
            numbers = (numbers[0], int(day))
    return _made(year, *numbers)


def _month_and_day(text: str) -> tuple[int, int]:
    """Month and day that a text names, 0 for what it does not."""
    text = text.strip()
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return int(text), 0
    named = _month().search(text)
    if named is None:
        return 0, 0
    month = MONTHS.index(named[1].lower()) + 1
    beside = _day().search(text)
    return month, int(beside[1] or beside[4]) if beside is not None else 0


def _made(year: int, month: int, day: int) -> PartialDate | None:
    if year < 1:
        return None
    try:
        return PartialDate(date(year, month, day))
    except ValueError:
        pass
    if 1 <= month <= 12:
        return PartialDate(date(year, month, 1), "month")
    return PartialDate(date(year, 1, 1), "year")
