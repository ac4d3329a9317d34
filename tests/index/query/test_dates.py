"""Partial and relative dates."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.dates import canonical, days, is_backwards, is_relative, today
from tests.support.reference import open_papers, paper

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


RELATIVE = st.sampled_from(["today", "yesterday"]) | st.builds(
    "{}{}".format, st.integers(0, 400), st.sampled_from("dwmy")
)


@given(RELATIVE, RELATIVE, st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_a_range_is_called_backwards_only_where_it_is_so_on_every_day(
    low: str, high: str, now: datetime.date
) -> None:
    if is_backwards(low, high):
        assert days(low, now)[0] > days(high, now)[1]


@pytest.mark.parametrize(
    ("low", "high", "backwards"),
    [
        ("yesterday", "today", False),
        ("today", "yesterday", True),
        ("today", "2031", False),
        ("2024", "today", False),
        ("yesterday", "2020", False),
        ("1w", "7d", False),
        ("7d", "1w", False),
        ("1w", "8d", True),
        ("30d", "1m", False),
        ("1m", "30d", False),
        ("12m", "1y", False),
        ("today", "today", False),
    ],
)
def test_dates_that_count_back_from_today_bound_ranges(
    low: str, high: str, backwards: bool
) -> None:
    assert is_backwards(low, high) is backwards


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


@pytest.fixture
def timezone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def be_in(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield be_in
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("place", ["Pacific/Honolulu", "UTC", "Pacific/Kiritimati"])
def test_today_is_the_same_day_everywhere(place: str, timezone: Callable[[str], None]) -> None:
    midnight = datetime.datetime(2024, 3, 2, tzinfo=datetime.UTC).timestamp()
    timezone(place)
    assert today(lambda: midnight) == datetime.date(2024, 3, 2)
    assert today(lambda: midnight - 1) == datetime.date(2024, 3, 1)


@pytest.mark.parametrize("query", ["date:today", "date:0d", "-date:yesterday", "date:..today"])
def test_the_newest_day_is_found_late_in_the_day_in_honolulu(
    query: str, timezone: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = paper("newest", published=datetime.date(2024, 3, 2))
    papers = open_papers([newest, paper("before", published=datetime.date(2024, 3, 1))])
    timezone("Pacific/Honolulu")
    # Two in the morning in UTC, when it is still yesterday afternoon there.
    now = datetime.datetime(2024, 3, 2, 2, tzinfo=datetime.UTC).timestamp()
    monkeypatch.setattr("index.query.dates.today", lambda: today(lambda: now))
    assert "newest" in {hit.paper.key for hit in papers.search(query).hits}
    # Answers are remembered for their day only.
    monkeypatch.setattr("index.query.dates.today", lambda: today(lambda: now + 86_400))
    if query == "date:today":
        assert papers.search(query).total == 0
        assert papers.facets("date:yesterday").total == 1


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.integers(0, 9999), st.sampled_from("dwmy"))
def test_counting_back_never_fails_and_never_goes_forward(
    now: datetime.date, count: int, unit: str
) -> None:
    text = canonical(f"{count}{unit}")
    assert text is not None
    first, last = days(text, now)
    assert first == last <= now


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_day_is_inside_its_month_and_its_year(day: datetime.date) -> None:
    for text in (f"{day:%Y}".zfill(4), f"{day:%Y}".zfill(4) + f"-{day.month}", day.isoformat()):
        same = canonical(text)
        assert same is not None
        first, last = days(same, TODAY)
        assert first <= day <= last
