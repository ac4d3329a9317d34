"""Filters' values on the panes' scales."""

from __future__ import annotations

import datetime

import pytest

from tui.choices import bucket_texts, range_value
from tui.panes.choices import bar
from tui.session import Session, View
from tui.spans import date_span, number_span, overlap

TODAY = datetime.date(2026, 1, 20)


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [
        ("2024", "2024-06", "2025"),
        ("2024-02", "2024-02-29", "2024-03"),
        ("2023-05..2024-02", "2023", "2024-03"),
        ("2023..", "2026", "2022"),
        ("..2023", "2019", "2024"),
        (">=2024-03-01", "2024-03", "2024-02"),
        (">2024", "2025", "2024"),
        ("<2024", "2023", "2024"),
        ("<=2024", "2024", "2025"),
        ("30d", "2026-01", "2025-11"),
        ("7d..", "2026-01-15", "2026-01-10"),
        ("today", "2026-01-20", "2026-01-19"),
    ],
)
def test_dates(value: str, inside: str, outside: str) -> None:
    span = date_span(value, TODAY)
    assert overlap(span, date_span(inside, TODAY))
    assert not overlap(span, date_span(outside, TODAY))


@pytest.mark.parametrize("value", ["unknown", "2024-13", "", "x..y", "2024-02-31"])
def test_what_is_no_date_covers_nothing(value: str) -> None:
    assert not overlap(date_span(value, TODAY), date_span("2024", TODAY))


@pytest.mark.parametrize(
    ("value", "inside", "outside"),
    [("4", "4..6", "5"), (">10", "11..", "6..10"), ("2..5", "5", "6"), ("<=3", "3", "4")],
)
def test_numbers(value: str, inside: str, outside: str) -> None:
    assert overlap(number_span(value), number_span(inside))
    assert not overlap(number_span(value), number_span(outside))


def test_a_marked_range_reads_the_same_from_both_ends() -> None:
    assert range_value("2021", "2024") == range_value("2024", "2021") == "2021..2024"
    assert range_value("3..5", "11..20") == range_value("11..20", "3..5") == "3..20"
    assert range_value("2", "51..") == "2.."
    assert range_value("2024-11", "2024-02") == "2024-02..2024-11"
    assert range_value("7", "7") == "7"


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
