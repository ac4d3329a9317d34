"""What the filter of dates offers of years, months, weeks and days."""

from __future__ import annotations

import datetime

import pytest

from index import Facets, Filter
from index.results import DayCount, MonthCount, YearCount
from tui.rendering.date_choices import (
    are_counted,
    date_choices,
    days_within,
    marked_places,
    one_level_up,
    part_of,
)
from tui.rendering.filter_choices import Choice

TODAY = datetime.date(2026, 8, 20)
NOTHING = Filter()


def facets(
    *days: str, months: dict[str, int] | None = None, years: dict[int, int] | None = None
) -> Facets:
    """Counts of one paper for each of these days, and of more whose day or month is not known."""
    counted = [datetime.date.fromisoformat(day) for day in days]
    by_month = dict(months or {})
    by_year = dict(years or {})
    for day in counted:
        by_month[f"{day:%Y-%m}"] = by_month.get(f"{day:%Y-%m}", 0) + 1
    for month, count in by_month.items():
        by_year[int(month[:4])] = by_year.get(int(month[:4]), 0) + count
    return Facets(
        total=len(days),
        years=[YearCount(*pair) for pair in sorted(by_year.items())],
        months=[
            MonthCount(int(month[:4]), int(month[5:]), count)
            for month, count in sorted(by_month.items())
        ],
        days=[DayCount(day, 1) for day in sorted(counted)],
    )


def listed(
    counts: Facets, within: str, chosen: Filter = NOTHING, *, counted: bool = True
) -> list[Choice]:
    return date_choices(counts, within, chosen, TODAY, counted=counted)


def labels(choices: list[Choice]) -> list[str]:
    return [choice.label for choice in choices]


def test_months_to_come_are_listed_only_where_they_have_papers() -> None:
    months = listed(facets("2026-02-01", "2026-11-03"), "2026")
    assert [int(choice.value[5:]) for choice in months] == [11, *range(8, 0, -1)]
    assert len(listed(facets("2026-02-01"), "2025")) == 12
    assert listed(facets(), "2027") == []


def test_a_month_has_its_weeks_each_above_its_days_the_latest_first() -> None:
    days = listed(facets("2026-07-01", "2026-07-27", "2026-07-29", "2026-08-01"), "2026-07")
    assert labels(days)[:7] == [
        "week of 27 Jul",
        "2026-07-31 Fri",
        "2026-07-30 Thu",
        "2026-07-29 Wed",
        "2026-07-28 Tue",
        "2026-07-27 Mon",
        "week of 20 Jul",
    ]
    assert labels(days)[-6:] == [
        *("week of 29 Jun", "2026-07-05 Sun", "2026-07-04 Sat", "2026-07-03 Fri"),
        *("2026-07-02 Thu", "2026-07-01 Wed"),
    ]
    assert len(days) == 31 + 5
    # A week is one as a whole, with its days in the next month.
    assert (days[0].value, days[0].count, days[0].heads) == ("2026-07-27..2026-08-02", 3, True)
    assert [day.count for day in days[1:6]] == [0, 0, 1, 0, 1]
    assert days[3].value == "2026-07-29"


def test_days_to_come_are_listed_only_where_they_have_papers() -> None:
    august = listed(facets("2026-08-20", "2026-08-29"), "2026-08")
    assert labels(august)[:5] == [
        *("week of 24 Aug", "2026-08-29 Sat"),
        *("week of 17 Aug", "2026-08-20 Thu", "2026-08-19 Wed"),
    ]
    assert labels(listed(facets("2026-08-29"), "2026-08", counted=False))[0] == "week of 17 Aug"
    assert listed(facets(), "2026-09") == []


def test_what_is_not_counted_yet_has_no_count() -> None:
    assert {day.count for day in listed(facets("2026-05-04"), "2026-05", counted=False)} == {None}
    months = listed(facets("2026-05-04"), "2026", counted=False)
    assert [month.count for month in months] == [None, None, None, 1, None, None, None, None]


def test_a_week_is_chosen_where_each_of_its_days_is() -> None:
    def states(value: str) -> dict[str, str]:
        days = listed(facets(), "2026-05", Filter(values=(value,)))
        return {day.label: day.state for day in days if day.state}

    assert states("2026-05-05") == {"2026-05-05 Tue": "in"}
    assert states("2026-05-05..2026-05-17") == {
        "week of 11 May": "in",
        **{f"2026-05-{n:02} {datetime.date(2026, 5, n):%a}": "in" for n in range(5, 18)},
    }
    assert len(states("2026-05")) == 31 + 4
    assert len(states("2026")) == 31 + 5
    excluded = listed(facets(), "2026-05", Filter(excluded=("2026-05-04..2026-05-10",)))
    assert next(day.label for day in excluded if day.state == "out") == "week of 4 May"


def test_what_has_no_day_is_on_none() -> None:
    days = listed(facets("2026-05-04", months={"2026-05": 12}), "2026-05")
    vague = days[-1]
    assert (vague.label, vague.count, vague.unknown) == ("no day", 12, True)
    assert "Only the month of these is known: 2026-05 has them" in vague.refusal
    assert sum(day.count or 0 for day in days if not day.heads) == 13
    # Where no day is known at all, none is listed as though it were.
    assert labels(listed(facets(months={"2026-05": 12}), "2026-05")) == ["no day"]
    months = listed(facets("2026-05-04", years={2026: 3}), "2026")
    assert (months[-1].label, months[-1].count) == ("no month", 3)
    assert "Only the year of these is known: 2026 has them" in months[-1].refusal
    assert labels(listed(facets(years={2025: 3}), "2025")) == ["no month"]


@pytest.mark.parametrize(
    ("within", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11", "2026-10-26", "2026-12-06"),
        ("2026-02", "2026-01-26", "2026-03-01"),
        ("2024-02", "2024-01-29", "2024-03-03"),
        ("2026-01", "2025-12-29", "2026-02-01"),
        ("9999-12", "9999-11-29", "9999-12-31"),
        ("0001-01", "0001-01-01", "0001-02-04"),
    ],
)
def test_the_days_of_a_month_are_counted_in_whole_weeks(within: str, first: str, last: str) -> None:
    wanted = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    assert days_within(within) == wanted


def test_the_last_week_of_all_is_cut_short() -> None:
    days = date_choices(facets(), "9999-12", NOTHING, datetime.date.max, counted=True)
    assert days[0].value == "9999-12-27..9999-12-31"


def test_all_years_are_above_a_year_and_a_year_above_a_month() -> None:
    assert [days_within(within) for within in ("", "0000", "2026-13")] == [None, None, None]
    assert [one_level_up(within) for within in ("2026-11", "2026", "")] == ["2026", "", ""]


def test_a_date_is_found_in_the_list_above() -> None:
    assert part_of("2026", "2026-11") == "2026-11"
    assert [part_of("", inner) for inner in ("2026-11", "2026")] == ["2026", "2026"]


def test_months_that_were_counted_elsewhere_are_known() -> None:
    counts = facets("2026-05-04", years={2025: 2})
    assert are_counted(counts, "")
    assert are_counted(counts, "2026")
    assert not are_counted(counts, "2025")
    assert not are_counted(counts, "2026-05")


def marked(origin: str, end: str, choices: list[Choice]) -> list[str]:
    return [choices[place].label for place in marked_places(origin, end, choices)]


def test_a_range_that_is_marked_reaches_into_every_list() -> None:
    counts = facets("2024-12-30", "2025-01-05", "2026-01-01")
    years, months = listed(counts, ""), listed(counts, "2025")
    assert marked("2025-02", "2025", years) == ["2025"]
    assert marked("2025-02", "2024", years) == ["2025", "2024"]
    assert marked("2024", "2025-02", months) == ["2025-02", "2025-01"]
    assert marked("2025-11-16", "2025-12", months) == ["2025-12", "2025-11"]
    assert marked("2019", "2020", months) == []


def test_a_week_belongs_to_a_range_that_has_all_of_it() -> None:
    days = listed(facets(), "2026-05")
    assert marked("2026-05-09", "2026-05-11", days) == [
        *("2026-05-11 Mon", "2026-05-10 Sun", "2026-05-09 Sat"),
    ]
    assert marked("2026-05-12", "2026-05-04", days) == [
        *("2026-05-12 Tue", "2026-05-11 Mon", "week of 4 May"),
        *(f"2026-05-{n:02} {datetime.date(2026, 5, n):%a}" for n in range(10, 3, -1)),
    ]
    assert marked("2026-04", "2026-05-02", days)[-2:] == ["2026-05-02 Sat", "2026-05-01 Fri"]
