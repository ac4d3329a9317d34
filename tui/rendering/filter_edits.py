"""What a choice in a filter makes of the query's text. Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from index import (
    UsageError,
    date_span,
    filters_of,
    number_span,
    overlap,
    set_filter,
    today,
    toggle_excluded,
)
from tui.rendering.filter_choices import NO_FILTER, range_value
from tui.rendering.filter_strip import DATES

if TYPE_CHECKING:
    import datetime

    from index import Filter
    from tui.rendering.filter_choices import Choice


def take(text: str, field: str, choice: Choice) -> str:
    """A query after a choice was taken, or taken back; see `with_choice`.

    Raises:
        UsageError: No query can ask for what it stands for.
    """
    if choice.refusal:
        raise UsageError(choice.refusal)
    return with_choice(text, field, choice, _chosen_in(text, field), today())


def take_range(text: str, field: str, first: Choice, last: Choice) -> str:
    """A query after all from one choice to another were taken; what is unknown has no range."""
    if first.value == last.value or first.unknown or last.unknown:
        return take(text, field, last)
    span = number_span if field == "authors" else partial(date_span, today=today())
    return set_filter(text, field, range_value(first.value, last.value, span))


def leave_out(text: str, field: str, choice: Choice) -> str:
    """A query after a choice was excluded, or is excluded no longer."""
    return without_choice(text, field, choice, _chosen_in(text, field))


def recent(text: str, days: int, *, featured: bool) -> str:
    """A query for the papers of so many days back, or for all where those were asked for.

    Args:
        text: The query.
        days: How many.
        featured: Whether the days are those on Daily Papers, and not of publication.
    """
    value = f"{days}d"
    field, other = DATES[::-1] if featured else DATES
    stands = _chosen_in(text, field).values == (value,)
    return set_filter(set_filter(text, other, None), field, None if stands else value)


def by_other_days(text: str, field: str, other: str) -> str:
    """A query that asks of one kind of days what it asked of another."""
    values = _chosen_in(text, field).values
    return set_filter(set_filter(text, field, None), other, values)


def _chosen_in(text: str, field: str) -> Filter:
    return (filters_of(text) or {}).get(field, NO_FILTER)


def with_choice(text: str, field: str, choice: Choice, chosen: Filter, today: datetime.date) -> str:
    """A query after a choice was taken, or taken back.

    What was accepted so far makes way where it says something of the same papers: a month in a year
    that was chosen narrows it, and a year takes the place of its months.

    Args:
        text: The query.
        field: What is filtered by.
        choice: What was taken.
        chosen: What the query accepts and excludes so far.
        today: What relative dates count back from.
    """
    if any(_names(choice, value) for value in chosen.values):
        left = [value for value in chosen.values if not _names(choice, value)]
        return set_filter(text, field, left)
    for value in chosen.excluded:
        if _names(choice, value):
            text = toggle_excluded(text, field, value)
    left = [value for value in chosen.values if not _concerns(field, value, choice, today)]
    return set_filter(text, field, [*left, choice.value])


def without_choice(text: str, field: str, choice: Choice, chosen: Filter) -> str:
    """A query after a choice was excluded, or is excluded no longer."""
    excluded = [value for value in chosen.excluded if _names(choice, value)]
    for value in excluded:
        text = toggle_excluded(text, field, value)
    if excluded:
        return text
    left = [value for value in chosen.values if not _names(choice, value)]
    if len(left) != len(chosen.values):
        text = set_filter(text, field, left)
    return toggle_excluded(text, field, choice.value)


def _names(choice: Choice, value: str) -> bool:
    """Whether a value of the query is this choice, by whichever of its names."""
    return value.casefold() in {choice.value.casefold(), choice.name.casefold()}


def _concerns(field: str, value: str, choice: Choice, today: datetime.date) -> bool:
    """Whether an accepted value says something of the papers that a choice stands for."""
    if choice.unknown:
        return False
    if field == "authors":
        return overlap(number_span(value), number_span(choice.value))
    return field in DATES and overlap(date_span(value, today), date_span(choice.value, today))
