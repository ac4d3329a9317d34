"""How new and how old papers are said to be, and days that a query asks for in vain."""

from __future__ import annotations

import datetime

import pytest

from index import Paper, days_in_vain, newest_told, today
from tests.support.reference import open_papers

OLD = Paper(key="old", title="Old tides", published=datetime.date(2018, 5, 1))
MONTH = Paper(
    key="m", title="A tide", published=datetime.date(2019, 5, 1), published_precision="month"
)
YEAR = Paper(
    key="y", title="Tide and lamp", published=datetime.date(2020, 1, 1), published_precision="year"
)
DAILY = Paper(key="d", title="Daily lamp", featured=datetime.date(2021, 2, 3))
TO_COME = Paper(key="t", title="To come", published=today() + datetime.timedelta(days=900))


@pytest.mark.parametrize(
    ("papers", "told"),
    [
        ([OLD], "1 May 2018"),
        ([OLD, MONTH], "May 2019"),
        ([OLD, MONTH, YEAR], "2020"),
        ([YEAR, DAILY], "3 Feb 2021"),
        ([OLD, TO_COME], "1 May 2018"),
        ([Paper(key="n", title="Undated")], None),
    ],
)
def test_the_newest_day_is_told_as_exactly_as_it_is_known(
    papers: list[Paper], told: str | None
) -> None:
    with open_papers(papers) as index:
        assert newest_told(index) == told


@pytest.mark.parametrize(
    ("papers", "query", "told"),
    [
        ([OLD, MONTH], "date:7d", "The newest paper was published in May 2019."),
        ([MONTH, YEAR], "tide date:2021..", "The newest paper was published in 2020."),
        ([OLD, TO_COME], "date:7d", "The newest paper was published on 1 May 2018."),
        ([YEAR], "date:1990", "The oldest paper was published in 2020."),
        ([OLD, YEAR], "date:1990", "The oldest paper was published on 1 May 2018."),
    ],
)
def test_days_of_which_there_are_no_papers_are_answered_with_those_of_which_there_are(
    papers: list[Paper], query: str, told: str
) -> None:
    with open_papers(papers) as index:
        assert list(days_in_vain(query, index)) == [told]
        assert list(days_in_vain(query, index, newer="U")) == [
            told.replace(".", "; U gets newer ones.") if "newest" in told else told
        ]


@pytest.mark.parametrize("query", ["", "tide", "date:2018..2020", "date:unknown", "-date:2020.."])
def test_where_there_are_papers_of_these_days_nothing_is_said(query: str) -> None:
    with open_papers([OLD, MONTH, YEAR]) as index:
        assert list(days_in_vain(query, index)) == []
