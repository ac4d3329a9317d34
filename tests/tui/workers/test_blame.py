"""Why a query finds nothing, and what the papers that there are have instead."""

from __future__ import annotations

import datetime

import pytest

from index import Paper, today
from tests.support.reference import open_papers
from tui.workers.blame import find_blame

AUGUST = datetime.date(2025, 8, 20)
PAPERS = [
    Paper(key="one", title="One tide", published=AUGUST, org="nvidia", featured=AUGUST),
    Paper(key="two", title="Two tides", published=datetime.date(2021, 3, 1)),
    Paper(key="three", title="Three tides"),
]
NEWEST = "The newest paper was published on 20 Aug 2025; U gets newer ones."
FEATURED = "The newest paper of Daily Papers stood there on 20 Aug 2025; U gets newer ones."


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("date:7d", (NEWEST,)),
        (
            "tide date:>2025-08",
            (NEWEST,),
        ),
        (
            "date:(7d OR 2026-01)",
            (NEWEST,),
        ),
        ("date:2020", ("The oldest paper was published on 1 Mar 2021.",)),
        (
            "featured:7d",
            (FEATURED,),
        ),
        ("date:2024", ()),
        ("date:(2020 OR 2024)", ()),
        ("-date:2020.. -date:unknown", ()),
        ("zebra", ()),
        ("org:nvida", ("There is no organisation nvida; nearest: nvidia.",)),
        ("tide org:nvida date:2024", ("There is no organisation nvida; nearest: nvidia.",)),
    ],
)
def test_what_no_paper_has_is_told(query: str, notes: tuple[str, ...]) -> None:
    assert today() > AUGUST
    with open_papers(PAPERS) as papers:
        assert papers.search(query).total == 0
        assert find_blame(query, False, papers, newer="U").notes == notes


def test_an_index_without_dates_tells_of_none() -> None:
    with open_papers([Paper(key="three", title="Three tides")]) as papers:
        assert find_blame("date:7d", False, papers).notes == ()


def test_where_no_newer_papers_can_be_had_none_are_promised() -> None:
    with open_papers(PAPERS) as papers:
        (note,) = find_blame("date:7d", False, papers).notes
    assert note == "The newest paper was published on 20 Aug 2025."
