"""How new and how old the papers of an index are, and what that says of a query for other days."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from index.fields import FIELDS
from index.query.dates import today
from index.query.edit import filters_of
from index.query.spans import date_span
from index.text.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.paper import Paper
    from index.papers import Papers

_NEWEST: Final = {
    "date": "The newest paper was published {}",
    "featured": "The newest paper of Daily Papers stood there {}",
    "added": "The last papers were added {}",
}
_OLDEST: Final = {
    "date": "The oldest paper was published {}.",
    "featured": "The oldest paper of Daily Papers stood there {}.",
    "added": "The first papers were added {}.",
}
"""What is said of the papers at either end of the dates of a field."""


class _Told(NamedTuple):
    """A day of a paper.

    Attributes:
        day: The day; the first one of a month or a year.
        text: As exactly as it is known: ``20 Aug 2025``, ``Aug 2025`` or ``2025``.
        on: The same after ``on`` or ``in``.
    """

    day: datetime.date
    text: str
    on: str


def newest_told(papers: Papers) -> str | None:
    """How new an index is: the latest day of a paper, published or on Daily Papers.

    Days that are still to come stand in bibliographies, and tell nothing of that.

    Returns:
        As exactly as it is known, such as ``20 Aug 2025`` or ``2025``; None where no day is.
    """
    ends = [_end(field, papers, f"{field}:..today") for field in ("date", "featured")]
    told = [end for end in ends if end is not None]
    return max(told, key=lambda one: one.day).text if told else None


def days_in_vain(query: str, papers: Papers, *, newer: str = "") -> Iterator[str]:
    """Which days a query asks for that are before those of all papers, or after them.

    Args:
        query: What finds nothing.
        papers: Where.
        newer: What gets newer papers; "" where there are none to be had.

    Yields:
        A sentence for each field.
    """
    for field, asked in (filters_of(query) or {}).items():
        if FIELDS[field].kind != "date" or not asked.values:
            continue
        now = today().toordinal()
        spans = [date_span(value, today()) for value in asked.values]
        spans = [(first, last) for first, last in spans if first <= last]
        if not spans:
            continue
        begins, ends = min(spans)[0], max(last for _, last in spans)
        newest = _end(field, papers, f"{field}:..today" if begins <= now else "")
        oldest = _end(field, papers, "", reverse=True)
        if newest is not None and begins > newest.day.toordinal():
            hint = f"; {newer} gets newer ones" if newer else ""
            yield f"{_NEWEST[field].format(newest.on)}{hint}."
        elif oldest is not None and ends < oldest.day.toordinal():
            yield _OLDEST[field].format(oldest.on)


def _end(field: str, papers: Papers, query: str, *, reverse: bool = False) -> _Told | None:
    """The latest day of a field among the papers of a query, or the earliest; None without any."""
    hits = papers.search(query, sort=field, reverse=reverse, limit=1, partial=False).hits
    return _told(hits[0].paper, FIELDS[field].attribute) if hits else None


def _told(paper: Paper, attribute: str) -> _Told | None:
    day = getattr(paper, attribute)
    if not isinstance(day, datetime.date):
        return None
    precision = paper.published_precision if attribute == "published" else "day"
    parts = [str(day.year)]
    if precision != "year":
        parts.insert(0, MONTHS[day.month - 1])
    if precision == "day":
        parts.insert(0, str(day.day))
    text = " ".join(parts)
    return _Told(day, text, f"{'on' if precision == 'day' else 'in'} {text}")
