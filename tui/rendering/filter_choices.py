"""What the filter panes offer: the counts of an answer joined with the filters of a query. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from index import Filter, number_span, overlap
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from index import FacetCount, Facets

    Span = tuple[int, int]

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
        heads: Whether it stands for those below it together, and is compared with none of them.
        refusal: Why it can't be chosen; empty where it can.
    """

    value: str
    label: str
    count: int | None
    state: State = ""
    unknown: bool = False
    name: str = ""
    heads: bool = False
    refusal: str = ""


def choices_by_field(
    facets: Facets, chosen: Mapping[str, Filter], *, sought: Mapping[str, str]
) -> dict[str, list[Choice]]:
    """The choices of each filter but that of dates, by what it is called after.

    Args:
        facets: The counts.
        chosen: What the query accepts and excludes, by field.
        sought: What organisations, categories or venues must have in their names, by field.
    """

    def asked(field: str) -> Filter:
        return chosen.get(field, NO_FILTER)

    return {
        "org": called(organisation_choices(facets, asked("org")), sought.get("org")),
        "cat": called(
            name_choices(facets.categories, facets.categories_unknown, asked("cat")),
            sought.get("cat"),
        ),
        "venue": called(
            name_choices(facets.venues, facets.venues_unknown, asked("venue")), sought.get("venue")
        ),
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


def author_choices(facets: Facets, chosen: Filter) -> list[Choice]:
    """Buckets of author counts, the smallest first, then papers whose count is unknown."""
    choices = []
    for bucket in facets.authors:
        value, label = bucket_texts(bucket.low, bucket.high)
        choices.append(
            Choice(value=value, label=label, count=bucket.count, state=_number_state(value, chosen))
        )
    return [*choices, unknown_choice("unknown", facets.authors_unknown, chosen)]


def bucket_texts(low: int, high: int | None) -> tuple[str, str]:
    """A bucket as the query writes it and as people read it; ``high`` None means no end."""
    if high is None:
        return f"{low}..", f"over {low - 1}"
    if low == high:
        return f"{low}", f"{low}"
    return f"{low}..{high}", f"{low} to {high}"


def range_value(first: str, last: str, span: Callable[[str], Span]) -> str:
    """The range that two values span, in whichever order they come; one of them where that is it.

    Args:
        first: A value of a choice: ``2024``, ``2024-05``, ``3``, ``4..6`` or ``11..``.
        last: Another one of the same kind.
        span: Tells what a value covers.
    """
    spans = {value: span(value) for value in (first, last)}
    low = min(spans, key=lambda value: spans[value][0])
    high = max(spans, key=lambda value: spans[value][1])
    for value, covered in spans.items():
        if covered == (spans[low][0], spans[high][1]):
            return value
    return f"{low.partition('..')[0]}..{high.rpartition('..')[2]}"


def summary(chosen: Filter) -> str:
    """What a pane filters by, in a few words."""
    return " ".join([*chosen.values, *(f"-{value}" for value in chosen.excluded)])


def unknown_choice(label: str, count: int, chosen: Filter) -> Choice:
    """The choice that stands for papers of which a date or a number is not known."""
    state: State = (
        "in" if "unknown" in chosen.values else "out" if "unknown" in chosen.excluded else ""
    )
    return Choice(value="unknown", label=label, count=count, state=state, unknown=True)


def _number_state(value: str, chosen: Filter) -> State:
    own = number_span(value)
    if any(overlap(own, number_span(other)) for other in chosen.values):
        return "in"
    return "out" if any(overlap(own, number_span(other)) for other in chosen.excluded) else ""
