"""Filters' values as spans of days and numbers."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Paper, filters_of
from index.query.parse import parse
from index.query.spans import EMPTY, date_span, number_span, overlap
from tests.support.reference import TODAY as ENGINES_TODAY
from tests.support.reference import matches

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


DATES = st.sampled_from(["2021", "2022-07", "2023-05-17", "today", "90d", "20w", "13m", "2y"])
NUMBERS = st.integers(0, 60).map(str)


def values(points: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        points,
        st.builds("{}{}".format, st.sampled_from([">", ">=", "<", "<="]), points),
        points.map("{}..".format),
        points.map("..{}".format),
    )


@given(values(DATES), st.dates(datetime.date(2019, 1, 1), datetime.date(2026, 12, 31)))
def test_a_day_is_in_the_span_of_the_dates_that_find_it(value: str, day: datetime.date) -> None:
    paper = Paper(title="T", published=day)
    (stated,) = (filters_of(f"date:{value}") or {})["date"].values
    inside = overlap(date_span(stated, ENGINES_TODAY), (day.toordinal(), day.toordinal()))
    assert inside == matches(parse(f"date:{value}"), paper)


@given(values(NUMBERS), st.integers(0, 80))
def test_a_number_is_in_the_span_of_the_numbers_that_find_it(value: str, count: int) -> None:
    paper = Paper(title="T", author_count=count)
    (stated,) = (filters_of(f"authors:{value}") or {})["authors"].values
    assert overlap(number_span(stated), (count, count)) == matches(parse(f"authors:{value}"), paper)


def test_nothing_is_in_an_empty_span() -> None:
    assert not overlap(EMPTY, (0, 2**62))
