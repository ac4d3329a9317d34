"""Which days or numbers a filter's value covers, for showing it on a scale.

Values are those of ``filters_of``, which writes every one in a single way. What is none of them
covers nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final, TypeAlias

from index.query import dates

Span: TypeAlias = tuple[int, int]
"""First and last day (as ordinals) or number; the first is after the last where it is empty."""

EMPTY: Final[Span] = (1, 0)
_LEAST: Final = 0
_MOST: Final = 2**62


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a day or a number."""
    return max(one[0], other[0]) <= min(one[1], other[1])


def date_span(value: str, today: datetime.date) -> Span:
    """The days that a value of a date filter covers: ``2024``, ``>=2024-03``, ``7d``, ``a..b``."""

    def covered(text: str) -> Span:
        canonical = dates.canonical(text)
        if canonical is None:
            return EMPTY
        first, last = dates.days(canonical, today)
        return first.toordinal(), last.toordinal()

    if value and dates.is_relative(value):
        # On its own, a time back from today has no end.
        return covered(value)[0], _MOST
    return _span(value, covered)


def number_span(value: str) -> Span:
    """The numbers that a value of a number filter covers: ``4``, ``>10``, ``2..5``."""

    def covered(text: str) -> Span:
        return (int(text), int(text)) if text.isascii() and text.isdigit() else EMPTY

    return _span(value, covered)


def _span(value: str, covered: Callable[[str], Span]) -> Span:
    if ".." in value:
        low, _, high = value.partition("..")
        first = covered(low)[0] if low else _LEAST
        last = covered(high)[1] if high else _MOST
        return first, last
    for sign in (">=", "<=", ">", "<"):
        if value.startswith(sign):
            first, last = covered(value.removeprefix(sign))
            if first > last:
                return EMPTY
            return {
                ">=": (first, _MOST),
                "<=": (_LEAST, last),
                ">": (last + 1, _MOST),
                "<": (_LEAST, first - 1),
            }[sign]
    return covered(value)
