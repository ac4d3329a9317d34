"""What can be asked of an engine: numbers of papers, and sorts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from index.errors import UsageError
from index.fields import DATE_FIELDS
from index.results import FACET_FIELDS, PERIODS, SORTS, Period

LARGEST: Final = 2**63 - 1
"""The largest number of papers that can be asked for."""

COUNTS_OF_A_SEARCH: Final = 8
"""How often a query may be counted for as much time as it may take to search for it."""

DEEP: Final = 20_000
"""Papers from which on it pays to count before asking for them."""


def require_number(what: str, number: int) -> None:
    """Refuse what is no number of papers.

    Raises:
        UsageError: It is below 0 or beyond ``LARGEST``.
    """
    if not 0 <= number <= LARGEST:
        raise UsageError(f"{what} is a number from 0 to {LARGEST}, not {number}")


def require_facets(fields: Collection[str] | None, days_by: str) -> None:
    """Refuse what papers are not counted by.

    Raises:
        UsageError: One of these fields is none of ``FACET_FIELDS``, or there are no such dates.
    """
    require_dates(days_by)
    for field in fields or ():
        if field not in FACET_FIELDS:
            raise UsageError(f"can't count by {field!r}: facets are {', '.join(FACET_FIELDS)}")


def require_sort(sort: str | None) -> None:
    """Refuse what is no sort.

    Raises:
        UsageError: There is none of this name.
    """
    if sort is not None and sort not in SORTS:
        raise UsageError(f"can't sort by {sort!r}: sorts are {', '.join(SORTS)}")


def require_dates(days_by: str) -> None:
    """Refuse what is no field of dates.

    Raises:
        UsageError: There is none of this name.
    """
    if days_by not in DATE_FIELDS:
        raise UsageError(f"can't count by {days_by!r}: dates are {', '.join(DATE_FIELDS)}")


def require_period(by: str) -> Period:
    """The period of this name.

    Raises:
        UsageError: There is none of this name.
    """
    for period in PERIODS:
        if period == by:
            return period
    raise UsageError(f"can't count by {by!r}: periods are {', '.join(PERIODS)}")
