"""Counts the values that a word of a query can become; for the search thread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index import FIELDS, QueryError, set_filter
from tui.rendering.date_choices import days_within, is_month
from tui.session.completion import MOST_CHOICES, ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Papers
    from tui.session.completion import Begun, Choice

COUNTED = ("org", "cat", "venue", "source", "is", "tag", "saved")
"""Fields of names whose values are counted."""

ALL = 60_000
"""Organisations, categories or venues to look among."""

_YEAR = re.compile(r"(\d{4})-?\d{0,2}")
_MONTH = re.compile(r"(\d{4}-\d{2})-\d{0,2}")


def find_choices(begun: Begun, rest: str, papers: Papers) -> list[Choice]:
    """The values that a word can become, with how many papers each would find.

    Args:
        begun: The word, of which the field is known.
        rest: The query without the word.
        papers: Where to count.
    """
    try:
        papers.search(rest, limit=0)
    except QueryError:
        # What is wrong beside the word is said elsewhere.
        rest = ""
    if FIELDS[begun.field or ""].kind == "date":
        found = _dates(begun, rest, papers)
    else:
        found = ranked(begun.value, _counted(begun, rest, papers))
    return [begun.choice(value, count) for value, count in found[:MOST_CHOICES]]


def has_choices(field: str) -> bool:
    """Whether the values of a field are ones that can be offered."""
    return field in COUNTED or FIELDS[field].kind == "date"


def _counted(begun: Begun, rest: str, papers: Papers) -> Iterator[tuple[str, str, int]]:
    """Values of the field with what else they are called and how many papers have them."""
    field = begun.field or ""
    if field == "org":
        facets = papers.facets(
            rest, organisations=ALL, find_organisation=begun.value, only=("org",)
        )
        yield from ((one.value, one.name or "", one.count) for one in facets.organisations)
    elif field in ("cat", "venue"):
        facets = papers.facets(rest, organisations=ALL, only=(field,))
        named = facets.categories if field == "cat" else facets.venues
        yield from ((one.name, "", one.count) for one in named)
    elif field == "tag":
        mine = papers.mine(rest)
        yield from ((one.name, "", one.count) for one in mine.tags) if mine is not None else ()
    elif field == "saved":
        names = papers.own_names(field)
        yield from ((name, "", _count(rest, field, name, papers)) for name in names)
    elif field == "source":
        from index import SOURCES

        yield from ((one.name, one.label, _count(rest, field, one.name, papers)) for one in SOURCES)
    for value in FIELDS[field].values:
        yield value, "", _count(rest, field, value, papers)


def _dates(begun: Begun, rest: str, papers: Papers) -> list[tuple[str, int]]:
    """Days that people name, then years, the latest first.

    Once a year stands there these are its months, and once a month does, its days.
    """
    field = begun.field or ""
    begins = _MONTH.fullmatch(begun.value) or _YEAR.fullmatch(begun.value)
    if begins:
        found = _parts(begins[1], rest, field, papers)
        return [pair for pair in found if pair[0].startswith(begun.value)]
    named = [value for value in FIELDS[field].values if not begun.sign or value != "unknown"]
    found = [
        (value, _count(rest, field, f"{begun.sign}{value}", papers))
        for value in named
        if value.startswith(begun.value.casefold())
    ]
    years = reversed(papers.facets(rest, days_by=field, only=("date",)).years)
    return found + [
        (f"{one.year:04}", one.count) for one in years if f"{one.year:04}".startswith(begun.value)
    ]


def _parts(within: str, rest: str, field: str, papers: Papers) -> list[tuple[str, int]]:
    """The months of a year, or the days of a month, that have papers, the latest first."""
    in_view = days_within(within)
    if in_view is None:
        return []
    facets = papers.facets(rest, days_by=field, in_view=in_view, only=("date",))
    if is_month(within):
        return [(one.day.isoformat(), one.count) for one in reversed(facets.days)]
    return [(f"{one.year:04}-{one.month:02}", one.count) for one in reversed(facets.months)]


def _count(rest: str, field: str, value: str, papers: Papers) -> int:
    return papers.search(set_filter(rest, field, value), sort="date", limit=0).total
