"""Partial and relative dates."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.dates import canonical, days, is_relative

TODAY = datetime.date(2024, 3, 31)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2023-02", (2023, 2, 1), (2023, 2, 28)),
        ("2023-12", (2023, 12, 1), (2023, 12, 31)),
        ("9999-12", (9999, 12, 1), (9999, 12, 31)),
        ("2024-03-15", (2024, 3, 15), (2024, 3, 15)),
        ("today", (2024, 3, 31), (2024, 3, 31)),
        ("yesterday", (2024, 3, 30), (2024, 3, 30)),
        ("0d", (2024, 3, 31), (2024, 3, 31)),
        ("7d", (2024, 3, 24), (2024, 3, 24)),
        ("2w", (2024, 3, 17), (2024, 3, 17)),
        ("1m", (2024, 2, 29), (2024, 2, 29)),
        ("13m", (2023, 2, 28), (2023, 2, 28)),
        ("1y", (2023, 3, 31), (2023, 3, 31)),
        ("9999y", (1, 1, 31), (1, 1, 31)),
        ("9999w", (1832, 8, 12), (1832, 8, 12)),
    ],
)
def test_days_of_a_date(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    assert days(text, TODAY) == (datetime.date(*first), datetime.date(*last))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2024-3", "2024-03"),
        (" 2024-3-5 ", "2024-03-05"),
        ("07D", "7d"),
        ("Today", "today"),
        ("24", None),
        ("20245", None),
        ("2024-", None),
        ("2024-00", None),
        ("2024-1-32", None),
        ("2024-001", None),
        ("2024-03-15-1", None),
        ("0000", None),
        ("12345d", None),
        ("d", None),
        ("-7d", None),
        ("²d", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_one_way_to_write_a_date(text: str, same: str | None) -> None:
    assert canonical(text) == same


def test_only_counts_back_are_relative() -> None:
    assert is_relative("7d")
    assert is_relative("12m")
    assert not is_relative("today")
    assert not is_relative("yesterday")
    assert not is_relative("2024")


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.integers(0, 9999), st.sampled_from("dwmy"))
def test_counting_back_never_fails_and_never_goes_forward(
    today: datetime.date, count: int, unit: str
) -> None:
    text = canonical(f"{count}{unit}")
    assert text is not None
    first, last = days(text, today)
    assert first == last <= today


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_day_is_inside_its_month_and_its_year(day: datetime.date) -> None:
    for text in (f"{day:%Y}".zfill(4), f"{day:%Y}".zfill(4) + f"-{day.month}", day.isoformat()):
        same = canonical(text)
        assert same is not None
        first, last = days(same, TODAY)
        assert first <= day <= last
