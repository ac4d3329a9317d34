"""After every fault the index has what it had, the next run completes, and nothing is double."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from index import open_index, update
from index.fetching.feeds import Feed
from index.fetching.job import Span
from tests.index.fetching.conftest import IMPATIENT, Fetch
from tests.support.arxiv_server import Archive, Record
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import (
    Fault,
    Handler,
    PaperServer,
    Reply,
    cut_off,
    dripping,
    dripping_head,
    endless,
    entry,
    redirect,
    status,
    torn_gzip,
    web_page,
)

Indexed = Callable[[], list[str]]

GIVING_UP = replace(IMPATIENT, attempts=2)
"""Limits of a run that fails: it asks twice where the server is too slow."""


def another_page(handler: Handler, _: Reply) -> None:
    """The first page of the day before, whatever was asked for."""
    handler.send(handler.papers.reply_to(handler.papers.seen[0]))


FAULTS: list[Fault] = [
    status(429, Retry_After="3"),
    status(503, Retry_After="3"),
    status(429, Retry_After="7200"),
    status(404),
    cut_off,
    torn_gzip,
    web_page,
    endless,
    redirect("ftp://example.org/"),
    redirect("/api/daily_papers?date=2020-01-01&p=0&limit=100"),
    dripping,
    dripping_head,
    another_page,
]


@pytest.fixture
def indexed(tmp_path: Path, folder: Path) -> Indexed:
    """Update the index with what is kept; the titles of all papers in it."""

    def run() -> list[str]:
        update([folder], tmp_path / "index")
        with open_index(tmp_path / "index") as papers:
            return sorted(hit.paper.title for hit in papers.search("", limit=1_000).hits)

    return run


def titles(server: PaperServer) -> list[str]:
    return sorted(one["paper"]["title"] for listed in server.days.values() for one in listed)


@pytest.mark.parametrize("fault", FAULTS)
def test_daily_papers_are_whole_after_the_next_run(
    server: PaperServer,
    fetch: Fetch,
    clock: FakeClock,
    indexed: Indexed,
    fault: Fault,
) -> None:
    server.page_size = 3
    server.has_etags = False
    names = [f"2026-01-{day}" for day in range(14, 21)]
    for place, name in enumerate(names):
        server.days[name] = [entry(place * 10 + number, name) for number in range(4)]
    feed = Feed(name="daily", kind="daily-papers", base=server.base)
    assert fetch(feed).error is None
    before = indexed()
    assert before == titles(server)
    for place, name in enumerate(names):
        server.days[name].append(entry(place * 10 + 5, name))
    clock.turn(hours=30)
    server.faults = [None, None, None, *[fault] * (GIVING_UP.attempts + 1)]
    fetch(feed, limits=GIVING_UP)
    assert set(before) <= set(indexed()) <= set(titles(server))
    server.faults = []
    clock.turn(hours=30)
    assert fetch(feed).error is None
    assert indexed() == titles(server)


@pytest.mark.parametrize("fault", FAULTS[:-1])
def test_a_harvest_is_whole_after_the_next_run(
    server: PaperServer, fetch: Fetch, clock: FakeClock, indexed: Indexed, fault: Fault
) -> None:
    records = [Record(number, f"2026-01-{13 + number}") for number in range(1, 6)]
    archive = Archive(records)
    server.answer = archive.answer
    feed = Feed(name="learning", kind="arxiv", categories=("cs.LG",), base=server.base)
    assert fetch(feed).error is None
    before = indexed()
    assert len(before) == 5
    archive.records = [*records, *(Record(number, "2026-01-20") for number in range(6, 12))]
    server.faults = [None, *[fault] * (GIVING_UP.attempts + 1)]
    fetch(feed, limits=GIVING_UP)
    assert set(before) <= set(indexed())
    server.faults = []
    clock.turn(hours=30)
    assert fetch(feed).error is None
    expected = sorted(f"A Study of Sample {record.number}" for record in archive.records)
    assert indexed() == expected


@pytest.mark.parametrize("lost", [1, 9])
def test_a_harvest_whose_tokens_expire_begins_anew(
    server: PaperServer, fetch: Fetch, indexed: Indexed, lost: int
) -> None:
    archive = Archive([Record(number, "2026-01-16") for number in range(1, 8)])
    server.answer = archive.answer
    feed = Feed(name="learning", kind="arxiv", base=server.base)
    archive.lost_tokens = lost
    assert (fetch(feed).error is None) is (lost == 1)
    assert set(indexed()) <= {f"A Study of Sample {number}" for number in range(1, 8)}
    archive.lost_tokens = 0
    assert fetch(feed, Span()).error is None
    assert len(indexed()) == 7


def test_a_harvest_that_is_given_the_same_part_again_stops_and_goes_on_later(
    server: PaperServer, fetch: Fetch, indexed: Indexed
) -> None:
    archive = Archive([Record(number, "2026-01-16") for number in range(1, 8)])
    server.answer = archive.answer
    feed = Feed(name="learning", kind="arxiv", base=server.base)
    archive.is_stuck = True
    assert "again and again" in (fetch(feed).error or "")
    assert len(indexed()) == len(set(indexed())) < 7
    archive.is_stuck = False
    assert fetch(feed).error is None
    assert len(indexed()) == 7
