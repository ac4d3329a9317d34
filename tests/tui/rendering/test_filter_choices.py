"""Choices on the panes' scales, and the session's steps."""

from __future__ import annotations

import datetime
from functools import partial

import pytest

from index import UsageError, date_span, filters_of, number_span
from tui.rendering.choice_line import bar
from tui.rendering.filter_choices import Choice, bucket_texts, range_value
from tui.rendering.filter_edits import take, take_range, with_choice, without_choice
from tui.session.session import Session, View

TODAY = datetime.date(2026, 8, 20)


def dates(first: str, last: str) -> str:
    return range_value(first, last, partial(date_span, today=TODAY))


def numbers(first: str, last: str) -> str:
    return range_value(first, last, number_span)


def test_a_marked_range_reads_the_same_from_both_ends() -> None:
    assert dates("2021", "2024") == dates("2024", "2021") == "2021..2024"
    assert numbers("3..5", "11..20") == numbers("11..20", "3..5") == "3..20"
    assert numbers("2", "51..") == "2.."
    assert numbers("9", "10") == "9..10"
    assert dates("2024-11", "2024-02") == "2024-02..2024-11"
    assert numbers("7", "7") == "7"


def test_a_marked_range_has_all_of_both_of_its_ends() -> None:
    week = "2026-11-16..2026-11-22"
    assert dates("2026-11-10", week) == "2026-11-10..2026-11-22"
    assert dates(week, "2026-11-30..2026-12-06") == "2026-11-16..2026-12-06"
    assert dates(week, "2026-11-18") == dates("2026-11-18", week) == week
    assert dates("2025-12-30", "2026") == "2025-12-30..2026"
    assert dates("2026", "2026-05") == "2026"
    assert dates("2026-01-01", "2026-12-31") == "2026-01-01..2026-12-31"


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
        ("date:2026-11", "date", "2026-11-16", "date:2026-11-16"),
        ("date:2026-11-16", "date", "2026-11-16..2026-11-22", "date:2026-11-16..2026-11-22"),
        ("date:2026-11-16..2026-11-22", "date", "2026-11-16..2026-11-22", ""),
        ("date:2026-11-16..2026-11-22", "date", "2026-11-18", "date:2026-11-18"),
        (
            "featured:2026-11-16..2026-11-22",
            "featured",
            "2026-11-02..2026-11-08",
            "featured:(2026-11-16..2026-11-22 OR 2026-11-02..2026-11-08)",
        ),
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


def test_what_no_query_can_ask_for_is_not_taken() -> None:
    vague = Choice(value="2026-05", label="no day", count=3, unknown=True, refusal="No days.")
    day = Choice(value="2026-05-04", label="4 May", count=1)
    for taking in (partial(take, choice=vague), partial(take_range, first=day, last=vague)):
        with pytest.raises(UsageError, match="No days"):
            taking("a date:2026", "date")
    # Of what is unknown and a day there is no range either.
    assert take_range("a", "date", vague, day) == "a date:2026-05-04"


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
