"""What the filter panes offer: the counts of an answer joined with the filters of a query. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from index import Filter, date_span, number_span, overlap
from tui.text import clean

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from index import FacetCount, Facets

NO_FILTER = Filter()
"""What a query says of a field that it does not name."""

State = Literal["", "in", "out"]
"""Whether the query asks for a choice, excludes it, or says nothing of it."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a filter pane.

    Attributes:
        value: As the query language writes it.
        label: As people read it.
        count: Papers it would leave, with this pane's own filter aside; None where nobody counted.
        state: What the query says of it.
        unknown: Whether it stands for papers of which this is not known.
        name: What else the query may call it.
    """

    value: str
    label: str
    count: int | None
    state: State = ""
    unknown: bool = False
    name: str = ""


def choices_by_field(
    facets: Facets,
    chosen: Mapping[str, Filter],
    today: datetime.date,
    *,
    sought: Mapping[str, str],
    days_by: str,
    year: int | None,
) -> dict[str, list[Choice]]:
    """The choices of each filter by what it is called after.

    Args:
        facets: The counts.
        chosen: What the query accepts and excludes, by field.
        today: What relative dates count back from.
        sought: What organisations, categories or venues must have in their names, by field.
        days_by: The field of the days that are counted.
        year: Whose months are listed; None for years.
    """

    def asked(field: str) -> Filter:
        return chosen.get(field, NO_FILTER)

    dates = asked(days_by)
    return {
        "org": called(organisation_choices(facets, asked("org")), sought.get("org")),
        "cat": called(
            name_choices(facets.categories, facets.categories_unknown, asked("cat")),
            sought.get("cat"),
        ),
        "venue": called(
            name_choices(facets.venues, facets.venues_unknown, asked("venue")), sought.get("venue")
        ),
        "date": year_choices(facets, dates, today)
        if year is None
        else month_choices(facets, year, dates, today),
        "authors": author_choices(facets, asked("authors")),
    }


def organisation_choices(facets: Facets, chosen: Filter) -> list[Choice]:
    """Organisations, the most frequent first; those that are chosen stay, whatever they count."""
    values = {value.casefold() for value in chosen.values}
    excluded = {value.casefold() for value in chosen.excluded}
    choices: list[Choice] = []
    named: set[str] = set()
    for organisation in facets.organisations:
        slug, name = organisation.value.casefold(), (organisation.name or "").casefold()
        named |= {slug, name}
        known = {slug, name}
        state: State = "in" if known & values else "out" if known & excluded else ""
        choices.append(
            Choice(
                value=organisation.value,
                label=clean(organisation.name or organisation.value),
                count=organisation.count,
                state=state,
                name=organisation.name or "",
            )
        )
    sides: tuple[tuple[State, tuple[str, ...]], ...] = (
        ("in", chosen.values),
        ("out", chosen.excluded),
    )
    lost = [
        Choice(value=value, label=clean(value), count=0, state=state)
        for state, group in sides
        for value in group
        if value.casefold() not in named and value.casefold() not in {"none", "unknown"}
    ]
    none_state: State = (
        "in" if {"none", "unknown"} & values else "out" if {"none", "unknown"} & excluded else ""
    )
    none = Choice(
        value="none",
        label="no organisation",
        count=facets.organisations_unknown,
        state=none_state,
        unknown=True,
    )
    return [*lost, *choices, none]


def called(choices: list[Choice], sought: str | None) -> list[Choice]:
    """The choices whose names or values have something in them, in any case; None takes all."""
    if not sought:
        return choices
    low = sought.casefold()
    return [
        choice
        for choice in choices
        if low in choice.label.casefold() or low in choice.value.casefold()
    ]


def name_choices(names: Sequence[FacetCount], unknown: int, chosen: Filter) -> list[Choice]:
    """Categories or venues, the most frequent first; those that are chosen stay.

    Args:
        names: Those that are counted.
        unknown: Papers without one.
        chosen: What the query accepts and excludes.
    """
    listed = {entry.name.casefold() for entry in names}
    choices = [
        Choice(
            value=entry.name,
            label=clean(entry.name),
            count=entry.count,
            state=_name_state(entry.name, chosen),
        )
        for entry in names
    ]
    lost = [
        Choice(value=value, label=clean(value), count=None, state=_name_state(value, chosen))
        for value in (*chosen.values, *chosen.excluded)
        if value.casefold() not in {*listed, "none", "unknown"}
    ]
    none = Choice(
        value="none",
        label="none",
        count=unknown,
        state=_name_state("none", chosen),
        unknown=True,
    )
    return [*lost, *choices, none]


def _name_state(name: str, chosen: Filter) -> State:
    name = name.casefold()
    if name in {value.casefold() for value in chosen.values}:
        return "in"
    return "out" if name in {value.casefold() for value in chosen.excluded} else ""


def year_choices(facets: Facets, chosen: Filter, today: datetime.date) -> list[Choice]:
    """Years, the latest first, then papers without a date."""
    return [
        *(
            Choice(
                value=f"{entry.year:04}",
                label=f"{entry.year:04}",
                count=entry.count,
                state=_date_state(f"{entry.year:04}", chosen, today),
            )
            for entry in sorted(facets.years, key=lambda entry: -entry.year)
        ),
        _unknown("no date", facets.dates_unknown, chosen),
    ]


def month_choices(facets: Facets, year: int, chosen: Filter, today: datetime.date) -> list[Choice]:
    """The months of a year, the latest first; of those to come only what has papers."""
    counts = {entry.month: entry.count for entry in facets.months if entry.year == year}
    to_come = (today.year, today.month)
    return [
        Choice(
            value=f"{year:04}-{month:02}",
            label=f"{year:04}-{month:02}",
            count=counts.get(month, 0),
            state=_date_state(f"{year:04}-{month:02}", chosen, today),
        )
        for month in range(12, 0, -1)
        if month in counts or (year, month) <= to_come
    ]


def author_choices(facets: Facets, chosen: Filter) -> list[Choice]:
    """Buckets of author counts, the smallest first, then papers whose count is unknown."""
    choices = []
    for bucket in facets.authors:
        value, label = bucket_texts(bucket.low, bucket.high)
        choices.append(
            Choice(value=value, label=label, count=bucket.count, state=_number_state(value, chosen))
        )
    return [*choices, _unknown("unknown", facets.authors_unknown, chosen)]


def bucket_texts(low: int, high: int | None) -> tuple[str, str]:
    """A bucket as the query writes it and as people read it; ``high`` None means no end."""
    if high is None:
        return f"{low}..", f"over {low - 1}"
    if low == high:
        return f"{low}", f"{low}"
    return f"{low}..{high}", f"{low} to {high}"


def range_value(first: str, last: str) -> str:
    """The range that two values span, in whichever order they come.

    Args:
        first: A value of a choice: ``2024``, ``2024-05``, ``3``, ``4..6`` or ``11..``.
        last: Another one of the same kind.
    """
    if first == last:
        return first
    low, high = sorted((first, last), key=_order)
    return f"{low.partition('..')[0]}..{high.rpartition('..')[2]}"


def _order(value: str) -> tuple[int, str]:
    start = value.partition("..")[0]
    return (len(start), start) if start.isdigit() else (4, start)


def place_among_dates(value: str, choices: Sequence[Choice]) -> int:
    """Where a date stands, or would stand, among the years or months of a list, the latest first.

    Args:
        value: A year or a month, of this list or of another.
        choices: The list; its last choice may be that of papers without a date.
    """
    for place, choice in enumerate(choices):
        if choice.unknown or choice.value <= value[: len(choice.value)]:
            return place
    return len(choices)


def summary(chosen: Filter) -> str:
    """What a pane filters by, in a few words."""
    return " ".join([*chosen.values, *(f"-{value}" for value in chosen.excluded)])


def _unknown(label: str, count: int, chosen: Filter) -> Choice:
    state: State = (
        "in" if "unknown" in chosen.values else "out" if "unknown" in chosen.excluded else ""
    )
    return Choice(value="unknown", label=label, count=count, state=state, unknown=True)


def _date_state(value: str, chosen: Filter, today: datetime.date) -> State:
    own = date_span(value, today)
    if any(overlap(own, date_span(other, today)) for other in chosen.values):
        return "in"
    return "out" if any(overlap(own, date_span(v, today)) for v in chosen.excluded) else ""


def _number_state(value: str, chosen: Filter) -> State:
    own = number_span(value)
    if any(overlap(own, number_span(other)) for other in chosen.values):
        return "in"
    return "out" if any(overlap(own, number_span(other)) for other in chosen.excluded) else ""
