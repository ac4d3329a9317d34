"""Counts of what a query finds by year, month or week."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tantivy import Occur

from index.engine.limits import require_dates, require_period
from index.engine.queries import Query, queries_of
from index.fields import FIELDS, Field
from index.results import Period, PeriodCount, Trend
from index.trends.periods import periods_between, start_of

if TYPE_CHECKING:
    from tantivy import Searcher

_YEAR: Final = 10_000
_YEARS: Final = 150
"""Years whose days are counted at once: Tantivy gives no more than 65,000 buckets."""

# Days are integers, yyyymmdd: hundreds are months, ten thousands years.
_INTERVALS: Final[dict[Period, int]] = {"year": _YEAR, "month": 100, "week": 1}


def count_periods(searcher: Searcher, matching: Query, by: str, days_by: str) -> Trend:
    """Count what a query matches, and all papers, by period.

    Args:
        searcher: Of the index.
        matching: What matches.
        by: One of ``PERIODS``.
        days_by: The field of dates that periods are counted by.

    Raises:
        UsageError: There are no such periods or no such dates.
    """
    period = require_period(by)
    require_dates(days_by)
    days = FIELDS[days_by]
    totals = searcher.aggregate(
        matching,
        {
            "total": {"value_count": {"field": "by_date"}},
            "dated": {"value_count": {"field": days.column}},
        },
    )
    total, dated = _value(totals, "total"), _value(totals, "dated")
    counts = _by_period(searcher, matching, period, days)
    all_papers = _by_period(searcher, queries_of(searcher).all(), period, days)
    starts = periods_between(min(all_papers), max(all_papers), period) if all_papers else ()
    return Trend(
        total=total,
        periods=[PeriodCount(start, counts[start], all_papers[start]) for start in starts],
        imprecise=dated - counts.total(),
        undated=total - dated,
    )


def _value(found: dict[str, Any], name: str) -> int:
    # Of an empty index Tantivy says nothing at all.
    return int(found[name]["value"]) if found else 0


def _by_period(
    searcher: Searcher, matching: Query, period: Period, days: Field
) -> Counter[datetime.date]:
    """Papers by the first day of their period, but those whose date is less exact than it."""
    if period != "year":
        vague = f"{days.column}_year" if period == "month" else days.last
        matching = without_dates_in(searcher, matching, days, vague)
    counts: Counter[datetime.date] = Counter()
    for number, count in numbers_counted(searcher, matching, days, _INTERVALS[period]).items():
        # The number of a month or a year is that of no day: the last digits are 0.
        month, day = number // 100 % 100 or 1, number % 100 or 1
        counts[start_of(datetime.date(number // 10_000, month, day), period)] += count
    return counts


def without_dates_in(searcher: Searcher, matching: Query, days: Field, vague: str) -> Query:
    """What a query matches, but those papers whose date is less exact.

    Args:
        searcher: Of the index.
        matching: What matches.
        days: The field of dates.
        vague: The column that such papers have; no field without a ``last`` has one.
    """
    if not days.last:
        return matching
    queries = queries_of(searcher)
    return queries.joined([(Occur.Must, matching), (Occur.MustNot, queries.known(vague))])


def numbers_counted(
    searcher: Searcher, matching: Query, days: Field, interval: int = 1
) -> dict[int, int]:
    """Papers by the integers of their days, rounded down to ``interval``, in order."""
    span = searcher.aggregate(matching, {"span": {"stats": {"field": days.column}}})
    if not span or span["span"]["min"] is None:
        return {}
    first, last = (int(span["span"][end]) // _YEAR for end in ("min", "max"))
    counted: dict[int, int] = {}
    for year in range(first, last + 1, _YEARS):
        part = matching
        if last - first >= _YEARS:
            low, high = year * _YEAR, (year + _YEARS) * _YEAR - 1
            queries = queries_of(searcher)
            within = queries.between(days.column, low, high)
            part = queries.joined([(Occur.Must, matching), (Occur.Must, within)])
        histogram = {"field": days.column, "interval": interval, "min_doc_count": 1}
        found = searcher.aggregate(part, {"days": {"histogram": histogram}})
        counted |= {int(one["key"]): one["doc_count"] for one in found["days"]["buckets"]}
    return dict(sorted(counted.items()))
