"""Parses the values of fields of dates and numbers: a single one, a comparison or a range."""

from __future__ import annotations

from typing import Final

from index.errors import QueryError
from index.fields import DATE_FIELDS
from index.query import dates
from index.query.fields import expected, is_backwards, number
from index.query.tree import Compare, Prefix, Range, Single, Unknown, Word

COMPARISONS: Final = (">=", "<=", ">", "<", "≥", "≤")
_SAME: Final = {"≥": ">=", "≤": "<="}


def quantity(query: str, field: str, text: str, start: int) -> Single:
    """The value of a field of dates or numbers.

    Args:
        query: The whole query, for errors.
        field: The field, one of ``DATE_FIELDS`` and ``NUMBER_FIELDS``.
        text: What is asked of it.
        start: Where that begins in the query.

    Raises:
        QueryError: It is no date or number, and no comparison or range of them.
    """
    if text.lower() in ("none", "unknown"):
        return Unknown()
    if text == "*":
        return Prefix("")
    for comparison in COMPARISONS:
        if text.startswith(comparison):
            point = _point(query, field, text[len(comparison) :], start + len(comparison))
            return Compare(_SAME.get(comparison, comparison), point)
    if ".." not in text:
        return Word(_point(query, field, text, start))
    low_text, _, high_text = text.partition("..")
    if not (low_text or high_text):
        raise QueryError(query, start, f"expected {expected(field)} before or after ..")
    low = _point(query, field, low_text, start) if low_text else None
    after = start + len(low_text) + 2
    high = _point(query, field, high_text, after) if high_text else None
    if low is not None and high is not None and is_backwards(field, low, high):
        raise QueryError(query, start, f"this range ends before it starts: write {high}..{low}")
    return Range(low, high)


def _point(query: str, field: str, text: str, start: int) -> str:
    """One date or number in its canonical form."""
    point = dates.canonical(text) if field in DATE_FIELDS else number(text)
    if point is not None:
        return point
    reason = f"expected {expected(field)}"
    if text:
        reason += f", not “{text if len(text) <= 30 else text[:29] + '…'}”"
        low, _, high = text.partition("-")
        if field in DATE_FIELDS and len(low) == 4 and dates.canonical(high):
            reason += f"; a range is {low}..{high}"
    raise QueryError(query, start, reason)
