"""What the filter of dates offers: years, months, and the weeks and days of a month. Pure.

What is listed is told by a text: empty for all years, ``2026`` for the months of that year,
``2026-11`` for the days of that month.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from index import MONTHS, date_span, overlap
from tui.rendering.filter_choices import Choice, unknown_choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index import Facets, Filter
    from tui.rendering.filter_choices import State

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LAST: Final = datetime.date.max.toordinal()
_MONTH: Final = len("2026-11")


def is_month(within: str) -> bool:
    """Whether days are listed."""
    return len(within) == _MONTH


def one_level_up(within: str) -> str:
    """Where one is after leaving a month for its year, or a year for all of them."""
    return within.rpartition("-")[0]


def part_of(within: str, inner: str) -> str:
    """The year or the month, of those that are listed within one or all, that a date is in.

    Args:
        within: Where they are listed: some levels above the date.
        inner: The date: a year or a month.
    """
    while one_level_up(inner) != within:
        inner = one_level_up(inner)
    return inner


def days_within(within: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that are counted; None for those of all years, and of no date.

    Those of a month are of whole weeks, as what is chosen of them may be.
    """
    days = _days_of(within)
    if not days:
        return None
    return (monday_of(days[0]), _sunday_of(days[-1])) if is_month(within) else (days[0], days[-1])


def _days_of(within: str) -> list[datetime.date]:
    first, last = date_span(within, datetime.date.min)
    return [datetime.date.fromordinal(day) for day in range(first, last + 1)]


def monday_of(day: datetime.date) -> datetime.date:
    """The day on which its week begins, as ISO 8601 has it."""
    return day - datetime.timedelta(days=day.weekday())


def _sunday_of(day: datetime.date) -> datetime.date:
    return datetime.date.fromordinal(min(monday_of(day).toordinal() + 6, _LAST))


def date_choices(
    facets: Facets, within: str, chosen: Filter, today: datetime.date, *, counted: bool
) -> list[Choice]:
    """Years, or the months of one, or the weeks and days of a month, the latest first.

    Args:
        facets: The counts.
        within: Where one is in them.
        chosen: What the query accepts and excludes.
        today: What relative dates count back from; of the days to come only those with papers are
            listed.
        counted: Whether the counts are of there.
    """
    if not within:
        return _years(facets, chosen, today)
    if is_month(within):
        return _days(facets, within, chosen, today, counted=counted)
    return _months(facets, int(within), chosen, today, counted=counted)


def are_counted(facets: Facets, within: str) -> bool:
    """Whether counts that were asked for elsewhere are also those of there."""
    return not within or any(f"{one.year:04}" == within for one in facets.months)


def _years(facets: Facets, chosen: Filter, today: datetime.date) -> list[Choice]:
    years = {f"{one.year:04}": one.count for one in reversed(facets.years)}
    return [
        *(
            Choice(value=year, label=year, count=count, state=_state(year, chosen, today))
            for year, count in years.items()
        ),
        unknown_choice("no date", facets.dates_unknown, chosen),
    ]


def _months(
    facets: Facets, year: int, chosen: Filter, today: datetime.date, *, counted: bool
) -> list[Choice]:
    counts = {one.month: one.count for one in facets.months if one.year == year}
    whole = sum(one.count for one in facets.years if one.year == year)
    vague = whole - sum(counts.values()) if counted else 0
    listed = [
        (f"{year:04}-{month:02}", counts.get(month, 0 if counted else None))
        for month in range(12, 0, -1)
        # Where the month is known of none, there is none to list.
        if month in counts
        or (not vague == whole > 0 and (year, month) <= (today.year, today.month))
    ]
    choices = [
        Choice(value=value, label=value, count=count, state=_state(value, chosen, today))
        for value, count in listed
    ]
    return [*choices, *_vague("year", f"{year:04}", vague)]


def _days(
    facets: Facets, month: str, chosen: Filter, today: datetime.date, *, counted: bool
) -> list[Choice]:
    counts = {one.day: one.count for one in facets.days}
    days = [day for day in _days_of(month) if day <= today or (counted and day in counts)]
    whole = sum(one.count for one in facets.months if f"{one.year:04}-{one.month:02}" == month)
    vague = whole - sum(counts.get(day, 0) for day in days) if counted else 0
    if vague == whole > 0:
        # The day is known of none.
        days = []
    weeks: dict[datetime.date, list[datetime.date]] = {}
    for day in reversed(days):
        weeks.setdefault(monday_of(day), []).append(day)
    choices = [
        choice
        for monday, listed in weeks.items()
        for choice in _week(monday, listed, counts if counted else None, chosen, today)
    ]
    return [*choices, *_vague("month", month, vague)]


def _week(
    monday: datetime.date,
    listed: Sequence[datetime.date],
    counts: Mapping[datetime.date, int] | None,
    chosen: Filter,
    today: datetime.date,
) -> Iterator[Choice]:
    """A week as a whole, which may reach into another month, and those of its days in this one."""
    sunday = _sunday_of(monday)
    value = f"{monday.isoformat()}..{sunday.isoformat()}"
    of_week = [count for day, count in (counts or {}).items() if monday <= day <= sunday]
    yield Choice(
        value=value,
        label=f"week of {monday.day} {MONTHS[monday.month - 1]}",
        count=None if counts is None else sum(of_week),
        state=_state_of_all(monday, sunday, chosen, today),
        heads=True,
    )
    for day in listed:
        yield Choice(
            value=day.isoformat(),
            label=f"{day.isoformat()} {WEEKDAYS[day.weekday()]}",
            count=None if counts is None else counts.get(day, 0),
            state=_state(day.isoformat(), chosen, today),
        )


def _vague(known: str, value: str, count: int) -> list[Choice]:
    """Papers of which nothing more than the year, or the month, is known."""
    if count <= 0:
        return []
    part = "month" if known == "year" else "day"
    return [
        Choice(
            value=value,
            label=f"no {part}",
            count=count,
            unknown=True,
            refusal=f"Only the {known} of these is known: {value} has them with the others.",
        )
    ]


def _state(value: str, chosen: Filter, today: datetime.date) -> State:
    own = date_span(value, today)
    if any(overlap(own, date_span(other, today)) for other in chosen.values):
        return "in"
    return "out" if any(overlap(own, date_span(v, today)) for v in chosen.excluded) else ""


def _state_of_all(
    monday: datetime.date, sunday: datetime.date, chosen: Filter, today: datetime.date
) -> State:
    """What the query says of every day of a week; nothing where it is not the same of all."""
    days = range(monday.toordinal(), sunday.toordinal() + 1)
    states = {_state(f"{datetime.date.fromordinal(day)}", chosen, today) for day in days}
    return states.pop() if len(states) == 1 else ""


def marked_places(origin: str, end: str, choices: Sequence[Choice]) -> list[int]:
    """The places of a list that belong to a range of dates from ``origin`` to ``end``.

    A week does where all of its days do.
    """
    spans = (_span(origin), _span(end))
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    return [
        place
        for place, choice in enumerate(choices)
        if not choice.unknown and _belongs(choice, low, high)
    ]


def _belongs(choice: Choice, low: int, high: int) -> bool:
    first, last = _span(choice.value)
    if choice.heads:
        return low <= first and last <= high
    return overlap((first, last), (low, high))


def _span(value: str) -> tuple[int, int]:
    # None of them counts back from today.
    return date_span(value, datetime.date.min)
