"""Which days or numbers a filter's value covers, so that a pane can show it on its scale. Pure.

Values come from ``index.filters_of``, which writes every value in one way; nothing is parsed here
that a person typed.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Span = tuple[int, int]
"""First and last day (as ordinals) or number; the first is after the last where it is empty."""

EMPTY: Span = (1, 0)
LEAST, MOST = 0, 2**62


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a day or a number."""
    return max(one[0], other[0]) <= min(one[1], other[1])


def date_span(value: str, today: datetime.date) -> Span:
    """The days that a value of a date filter covers: ``2024``, ``>=2024-03``, ``7d``, ``a..b``."""
    if value and value[-1] in "dwmy" and value[:-1].isdigit():
        # On its own, a time back from today reaches until today.
        return _days(value, today)[0], today.toordinal()
    return _span(value, lambda text: _days(text, today))


def number_span(value: str) -> Span:
    """The numbers that a value of a number filter covers: ``4``, ``>10``, ``2..5``."""

    def numbers(text: str) -> Span:
        return (int(text), int(text)) if text.isdigit() else EMPTY

    return _span(value, numbers)


def _span(value: str, covered: Callable[[str], Span]) -> Span:
    if ".." in value:
        low, _, high = value.partition("..")
        first = covered(low)[0] if low else LEAST
        last = covered(high)[1] if high else MOST
        return first, last
    for sign in (">=", "<=", ">", "<"):
        if value.startswith(sign):
            first, last = covered(value.removeprefix(sign))
            if first > last:
                return EMPTY
            return {
                ">=": (first, MOST),
                "<=": (LEAST, last),
                ">": (last + 1, MOST),
                "<": (LEAST, first - 1),
            }[sign]
    return covered(value)


def _days(text: str, today: datetime.date) -> Span:
    """The days of ``2024``, ``2024-03``, ``2024-03-15``, ``today``, ``yesterday`` or ``7d``."""
    day = today.toordinal()
    if text == "today":
        return day, day
    if text == "yesterday":
        return day - 1, day - 1
    if text and text[-1] in "dwmy" and text[:-1].isdigit():
        back = day - int(text[:-1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[text[-1]]
        return back, back
    parts = text.split("-")
    if not all(part.isdigit() for part in parts):
        return EMPTY
    numbers = [int(part) for part in parts]
    try:
        first = datetime.date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return EMPTY
    if len(numbers) == 1 or numbers[1:] == [12]:
        last = datetime.date(first.year, 12, 31)
    elif len(numbers) == 2:
        following = datetime.date(first.year, first.month + 1, 1)
        last = following - datetime.timedelta(days=1)
    else:
        last = first
    return first.toordinal(), last.toordinal()
