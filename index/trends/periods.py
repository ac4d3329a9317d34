"""Years, months and weeks: where they begin, what they are called, how to ask for one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from index.results import Period


def start_of(day: datetime.date, period: Period) -> datetime.date:
    """The first day of the year, the month or the week (ISO 8601: from Monday) of a day."""
    if period == "year":
        return day.replace(month=1, day=1)
    if period == "month":
        return day.replace(day=1)
    return day - datetime.timedelta(days=day.weekday())


def end_of(start: datetime.date, period: Period) -> datetime.date:
    """The last day of the period that begins on a day; the last week of all is cut short."""
    if period == "year":
        return start.replace(month=12, day=31)
    if period == "week":
        return datetime.date.fromordinal(min(start.toordinal() + 6, datetime.date.max.toordinal()))
    if start.month == 12:
        return start.replace(day=31)
    return start.replace(month=start.month + 1) - datetime.timedelta(days=1)


def periods_between(
    first: datetime.date, last: datetime.date, period: Period
) -> Iterator[datetime.date]:
    """The first day of every period from one that begins on ``first`` to that of ``last``."""
    start = first
    while start <= last:
        yield start
        end = end_of(start, period)
        if end == datetime.date.max:
            return
        start = end + datetime.timedelta(days=1)


def label_of(start: datetime.date, period: Period) -> str:
    """What ISO 8601 calls the period that begins on a day: ``2024``, ``2024-03``, ``2024-W10``."""
    if period == "year":
        return f"{start.year:04}"
    if period == "month":
        return f"{start.year:04}-{start.month:02}"
    year, week, _ = start.isocalendar()
    return f"{year:04}-W{week:02}"


def date_value(first: datetime.date, last: datetime.date, period: Period) -> str:
    """What a field of dates takes for the periods from one to another.

    Args:
        first: The first day of the first.
        last: The first day of the last.
        period: What they are.
    """
    if period == "week":
        return f"{first.isoformat()}..{end_of(last, period).isoformat()}"
    low, high = label_of(first, period), label_of(last, period)
    return low if low == high else f"{low}..{high}"
