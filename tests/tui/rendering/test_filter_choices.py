"""Choices on the panes' scales, and the session's steps."""

from __future__ import annotations

import datetime

import pytest

from index import Facets, Filter, filters_of
from index.results import MonthCount, YearCount
from tui.rendering.choice_line import bar
from tui.rendering.filter_choices import (
    Choice,
    bucket_texts,
    month_choices,
    place_among_dates,
    range_value,
    year_choices,
)
from tui.rendering.filter_edits import with_choice, without_choice
from tui.session.session import Session, View


def test_a_marked_range_reads_the_same_from_both_ends() -> None:
    assert range_value("2021", "2024") == range_value("2024", "2021") == "2021..2024"
    assert range_value("3..5", "11..20") == range_value("11..20", "3..5") == "3..20"
    assert range_value("2", "51..") == "2.."
    assert range_value("2024-11", "2024-02") == "2024-02..2024-11"
    assert range_value("7", "7") == "7"


TODAY = datetime.date(2026, 8, 20)


def counts(*months: tuple[int, int]) -> Facets:
    """Counts of one paper for each of these months."""
    return Facets(
        total=len(months),
        years=[YearCount(year, 1) for year in sorted({year for year, _ in months})],
        months=[MonthCount(year, month, 1) for year, month in sorted(months)],
        dates_unknown=0,
        organisations=[],
        organisations_rest=0,
        organisations_unknown=0,
        authors=[],
        authors_unknown=0,
    )


def test_months_to_come_are_listed_only_where_they_have_papers() -> None:
    listed = month_choices(counts((2026, 2), (2026, 11)), 2026, Filter(), TODAY)
    assert [int(choice.value[5:]) for choice in listed] == [11, *range(8, 0, -1)]
    assert len(month_choices(counts((2026, 2)), 2025, Filter(), TODAY)) == 12
    assert month_choices(counts(), 2027, Filter(), TODAY) == []


def test_a_date_has_a_place_among_those_of_any_year() -> None:
    months = month_choices(counts(), 2025, Filter(), TODAY)
    years = year_choices(counts((2024, 1), (2025, 1), (2026, 1)), Filter(), TODAY)
    assert place_among_dates("2025-11", months) == 1
    assert place_among_dates("2026-01", months) == 0
    assert place_among_dates("2024-12", months) == len(months)
    assert [place_among_dates(date, years) for date in ("2026-01", "2025", "2024-03")] == [0, 1, 2]
    assert place_among_dates("2019", years) == 3


@pytest.mark.parametrize(
    ("query", "field", "value", "then"),
    [
        ("date:2026", "date", "2026-05", "date:2026-05"),
        ("date:2026-05", "date", "2026-04", "date:(2026-05 OR 2026-04)"),
        ("date:(2026-05 OR 2026-04)", "date", "2026", "date:2026"),
        ("date:2026-05", "date", "2026-05", ""),
        ("date:2026", "date", "2025", "date:(2026 OR 2025)"),
        ("date:2024..2026", "date", "2025", "date:2025"),
        ("date:7d", "date", "2026-08", "date:2026-08"),
        ("date:>=2024", "date", "2020", "date:(>=2024 OR 2020)"),
        ("a date:2026 b", "date", "2026-05", "a date:2026-05 b"),
        ("-date:2025", "date", "2025", "date:2025"),
        ("date:2025", "date", "unknown", "date:(2025 OR unknown)"),
        ("date:unknown", "date", "2025", "date:(unknown OR 2025)"),
        ("featured:2026", "featured", "2026-05", "featured:2026-05"),
        ("authors:>3", "authors", "6..10", "authors:6..10"),
        ("authors:1", "authors", "2", "authors:(1 OR 2)"),
        ("org:a", "org", "b", "org:(a OR b)"),
        ("org:B", "org", "b", ""),
    ],
)
def test_a_choice_takes_the_place_of_what_says_something_of_the_same_papers(
    query: str, field: str, value: str, then: str
) -> None:
    choice = Choice(value=value, label=value, count=1, unknown=value == "unknown")
    chosen = (filters_of(query) or {})[field]
    assert with_choice(query, field, choice, chosen, TODAY) == then


def test_an_organisation_is_taken_back_by_whichever_name_it_was_chosen() -> None:
    choice = Choice(value="pku", label="Peking University", count=1, name="Peking University")
    query = 'org:("Peking University" OR other)'
    chosen = (filters_of(query) or {})["org"]
    assert with_choice(query, "org", choice, chosen, TODAY) == "org:other"
    assert without_choice(query, "org", choice, chosen) == "org:other -org:pku"
    query = '-org:"Peking University"'
    chosen = (filters_of(query) or {})["org"]
    assert with_choice(query, "org", choice, chosen, TODAY) == "org:pku"
    assert without_choice(query, "org", choice, chosen) == ""


def test_buckets_are_named() -> None:
    assert bucket_texts(1, 1) == ("1", "1")
    assert bucket_texts(3, 5) == ("3..5", "3 to 5")
    assert bucket_texts(51, None) == ("51..", "over 50")


def test_bars_show_something_for_anything() -> None:
    assert bar(0, 100, 8).strip() == ""
    assert bar(1, 100_000, 8).strip() != ""
    assert bar(100, 100, 8) == "━" * 8
    assert {len(bar(count, 100, 8)) for count in range(101)} == {8}


def test_typing_is_undone_as_a_whole() -> None:
    session = Session()
    for text in ("r", "ro", "rou"):
        assert session.change(View(query=text), typing=True)
    session.rest()
    session.change(View(query="rou org:x"))
    assert session.undo()
    assert session.view.query == "rou"
    assert session.undo()
    assert session.view.query == ""
    assert not session.undo()
    assert session.redo()
    assert session.view.query == "rou"
    session.change(View(query="other"))
    assert not session.can_redo


def test_moving_the_cursor_is_no_step() -> None:
    session = Session()
    session.at("a")
    session.at("b")
    assert not session.can_undo
    assert not session.change(View(cursor="c"))
