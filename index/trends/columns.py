"""Several queries over time as columns of numbers, no more than fit."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

import msgspec

from index.results import Period, PeriodCount, Trend
from index.trends.periods import date_value, label_of

MOST_QUERIES: Final = 4
"""Queries in one picture: more can't be told apart."""


class Column(msgspec.Struct, frozen=True, gc=False):
    """One period, or several that follow each other, in a picture.

    Attributes:
        first: The first day of its first period.
        last: The first day of its last period.
        counts: Papers of each query.
        all: All papers of the index.
    """

    first: datetime.date
    last: datetime.date
    counts: tuple[int, ...]
    all: int

    def values(self, *, share: bool) -> tuple[float, ...]:
        """What is drawn of each query: papers, or their share of all papers, from 0 to 1."""
        if not share:
            return self.counts
        return tuple(count / self.all if self.all else 0.0 for count in self.counts)

    def date_value(self, period: Period) -> str:
        """What a field of dates takes for its periods."""
        return date_value(self.first, self.last, period)

    def label(self, period: Period) -> str:
        """What it is called: ``2024-03``, or ``2024-03 to 2024-05``."""
        first, last = label_of(self.first, period), label_of(self.last, period)
        return first if first == last else f"{first} to {last}"


def in_use(trends: Sequence[Trend]) -> list[tuple[PeriodCount, ...]]:
    """For each period the counts of each query, from the first to the last that has a match.

    Args:
        trends: Of one index, by the same periods.
    """
    together = list(zip(*(trend.periods for trend in trends), strict=True))
    used = [at for at, counts in enumerate(together) if any(one.count for one in counts)]
    return together[used[0] : used[-1] + 1] if used else []


def columns_of(trends: Sequence[Trend], most: int) -> tuple[list[Column], int]:
    """Columns for a picture, and how many periods each has but the last, which may have fewer.

    Args:
        trends: Of one index, by the same periods.
        most: Columns that fit.
    """
    periods = in_use(trends)
    each = max(1, -(-len(periods) // max(most, 1)))
    columns = []
    for at in range(0, len(periods), each):
        part = periods[at : at + each]
        counts = tuple(sum(one.count for one in of_query) for of_query in zip(*part, strict=True))
        total = sum(counts[0].all for counts in part)
        columns.append(Column(part[0][0].start, part[-1][0].start, counts, total))
    return columns, each


def largest(columns: Sequence[Column], *, share: bool) -> float:
    """The largest number that is drawn; 0 where nothing is."""
    return max((max(column.values(share=share)) for column in columns), default=0)


def number_text(value: float, *, share: bool) -> str:
    """A number of papers, or a share as percent with two digits that count."""
    if not share:
        return f"{value:,.0f}"
    percent = 100 * value
    return f"{percent:.0f}%" if percent >= 10 or not percent else f"{percent:.2g}%"
