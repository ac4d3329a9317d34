"""Dates of which only the month or the year is known."""

from __future__ import annotations

from datetime import date

import pytest

from index.sources.partial_dates import PartialDate, partial_date


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("2019", date(2019, 1, 1), "year"),
        ("{2019}", date(2019, 1, 1), "year"),
        ("2019a", date(2019, 1, 1), "year"),
        ("2019-05", date(2019, 5, 1), "month"),
        ("2019/05//", date(2019, 5, 1), "month"),
        ("2012///", date(2012, 1, 1), "year"),
        ("2001/09/01/", date(2001, 9, 1), "day"),
        ("2005///Fall", date(2005, 1, 1), "year"),
        ("2019-05-07T23:00:00Z", date(2019, 5, 7), "day"),
        ("20190507", date(2019, 5, 7), "day"),
        ("7 May 2019", date(2019, 5, 7), "day"),
        ("May 7, 2019", date(2019, 5, 7), "day"),
        ("2019 May 7", date(2019, 5, 7), "day"),
        ("2019 May-Jun", date(2019, 5, 1), "month"),
        ("Sept. 2019", date(2019, 9, 1), "month"),
        ("Spring 2019", date(2019, 1, 1), "year"),
        ("2019-02-31", date(2019, 2, 1), "month"),
        ("2019-13", date(2019, 1, 1), "year"),
        ("1973--1974", date(1973, 1, 1), "year"),
        ("~1999", date(1999, 1, 1), "year"),
    ],
)
def test_a_date_says_how_much_of_it_is_known(text: str, first: date, precision: str) -> None:
    found = partial_date(text)
    assert found is not None
    assert (found.first, found.precision) == (first, precision)


@pytest.mark.parametrize(
    "text", ["", "in press", "19xx", "0000", "-0044", "Twentieth century", "12"]
)
def test_what_has_no_year_is_no_date(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize(
    ("month", "day", "first"),
    [
        ("05", "", date(2019, 5, 1)),
        ("may", "7", date(2019, 5, 7)),
        ("15--19 Jul", "", date(2019, 7, 15)),
        ("30 July - 3 August", "", date(2019, 7, 30)),
        ("10~jan", "", date(2019, 1, 10)),
        ("jan~10", "", date(2019, 1, 10)),
        ("garden", "7", date(2019, 1, 1)),
    ],
)
def test_a_month_by_itself(month: str, day: str, first: date) -> None:
    found = partial_date("2019", month, day)
    assert found is not None
    assert found.first == first


def test_a_date_is_of_a_day_unless_it_says_otherwise() -> None:
    assert PartialDate(date(2019, 5, 7)).precision == "day"
