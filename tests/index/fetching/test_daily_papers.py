"""Daily Papers by day: which days are asked for, what is kept, and what is asked for again."""

from __future__ import annotations

import datetime
import gzip
import json
from pathlib import Path

import pytest

from index.fetching.feeds import Feed
from index.fetching.job import Span
from index.paper import Paper
from index.sources import gather_evidence, read_papers, survey
from tests.index.fetching.conftest import Fetch
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import PaperServer, Reply, entry, status


@pytest.fixture
def feed(server: PaperServer) -> Feed:
    for day in range(1, 21):
        name = f"2026-01-{day:02}"
        server.days[name] = [entry(day * 10 + number, name) for number in range(3)]
    return Feed(name="daily", kind="daily-papers", base=server.base)


def days_seen(server: PaperServer) -> list[str]:
    """The days that were asked for since the last call, without further pages of them."""
    days = [seen.query["date"] for seen in server.seen if seen.query["p"] == "0"]
    server.seen.clear()
    return days


def papers_in(folder: Path) -> list[Paper]:
    inputs = survey([folder]).inputs
    years = gather_evidence(inputs).settle()
    return [
        paper for item in inputs for paper in read_papers(item, years) if isinstance(paper, Paper)
    ]


def test_a_first_run_fetches_a_week(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path
) -> None:
    report = fetch(feed)
    assert report.error is None
    assert days_seen(server) == [f"2026-01-{day}" for day in range(20, 13, -1)]
    assert (report.files, report.records, report.unchanged) == (7, 21, 0)
    assert report.through == datetime.date(2026, 1, 20)
    names = sorted(path.name for path in (folder / "daily").glob("*.gz"))
    assert names == [f"2026-01-{day}.json.gz" for day in range(14, 21)]
    kept = json.loads(gzip.decompress((folder / "daily" / "2026-01-20.json.gz").read_bytes()))
    assert kept == server.days["2026-01-20"]
    assert len(papers_in(folder)) == 21
    assert {paper.featured for paper in papers_in(folder)} == {
        datetime.date(2026, 1, day) for day in range(14, 21)
    }


def test_the_next_run_asks_for_what_is_new_or_may_have_changed(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock
) -> None:
    fetch(feed)
    days_seen(server)
    clock.turn(hours=1)
    report = fetch(feed)
    assert days_seen(server) == ["2026-01-20", "2026-01-19"]
    assert (report.files, report.unchanged) == (0, 2)
    clock.turn(hours=22)
    server.days["2026-01-21"] = [entry(900, "2026-01-21")]
    server.days["2026-01-15"][0]["paper"]["upvotes"] = 80
    report = fetch(feed)
    # All of the last week is looked at once a day, and the day before it once more.
    assert days_seen(server) == [f"2026-01-{day}" for day in range(21, 13, -1)]
    assert (report.files, report.records, report.unchanged) == (2, 4, 6)
    clock.turn(days=20)
    days_seen(server)
    report = fetch(feed)
    assert days_seen(server)[-1] == "2026-01-14"
    clock.turn(days=1)
    fetch(feed)
    # Nothing that was fetched when it was over is asked for again.
    assert days_seen(server)[-1] == "2026-02-03"


def test_what_has_not_changed_is_not_sent_again(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock
) -> None:
    fetch(feed)
    before = len(server.seen)
    clock.turn(hours=1)
    report = fetch(feed)
    again = [seen for seen in server.seen[before:] if seen.query["p"] == "0"]
    assert all("if-none-match" in seen.headers for seen in again)
    assert (report.files, report.unchanged) == (0, 2)


def test_a_file_that_was_removed_is_fetched_anew(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path
) -> None:
    fetch(feed)
    (folder / "daily" / "2026-01-20.json.gz").unlink()
    assert fetch(feed).files == 1
    assert (folder / "daily" / "2026-01-20.json.gz").exists()


@pytest.mark.parametrize(
    ("span", "first", "last", "count"),
    [
        (Span(since=datetime.date(2026, 1, 3)), "2026-01-20", "2026-01-03", 18),
        (
            Span(since=datetime.date(2026, 1, 3), until=datetime.date(2026, 1, 5)),
            "2026-01-05",
            "2026-01-03",
            3,
        ),
        (Span(until=datetime.date(2099, 1, 1)), "2026-01-20", "2026-01-14", 7),
        (
            Span(since=datetime.date(2025, 12, 31), until=datetime.date(2025, 12, 31)),
            *["2025-12-31"] * 2,
            1,
        ),
    ],
)
def test_the_days_can_be_named(
    server: PaperServer, feed: Feed, fetch: Fetch, span: Span, first: str, last: str, count: int
) -> None:
    report = fetch(feed, span)
    assert report.error is None
    days = days_seen(server)
    assert (days[0], days[-1], len(days)) == (first, last, count)


def test_everything_begins_with_the_first_list(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock
) -> None:
    clock.turn(days=-960)
    assert fetch(feed, Span(everything=True)).error is None
    days = days_seen(server)
    assert (days[0], days[-1], len(days)) == ("2023-06-05", "2023-05-04", 33)


def test_days_asked_for_once_do_not_make_later_runs_longer(
    server: PaperServer, feed: Feed, fetch: Fetch
) -> None:
    fetch(feed)
    fetch(feed, Span(since=datetime.date(2026, 1, 1), until=datetime.date(2026, 1, 2)))
    days_seen(server)
    fetch(feed)
    assert days_seen(server) == ["2026-01-20", "2026-01-19"]


def test_all_pages_of_a_day_are_fetched(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path
) -> None:
    server.page_size = 2
    report = fetch(feed, Span(since=datetime.date(2026, 1, 20)))
    assert (report.files, report.records) == (2, 3)
    assert (folder / "daily" / "page-2" / "2026-01-20.json.gz").exists()
    assert len(papers_in(folder)) == 3
    assert fetch(feed, Span(since=datetime.date(2026, 1, 20))).files == 0


def test_a_server_that_knows_no_pages_is_not_asked_for_ever(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path
) -> None:
    whole = json.dumps(server.days["2026-01-20"]).encode()
    server.pages["/api/daily_papers"] = Reply(whole)
    report = fetch(feed, Span(since=datetime.date(2026, 1, 20)))
    assert (report.error, report.files, len(server.seen)) == (None, 1, 3)


def test_a_day_that_has_not_begun_at_the_server_is_no_error(
    server: PaperServer, feed: Feed, fetch: Fetch
) -> None:
    server.faults = [status(400)]
    report = fetch(feed)
    assert report.error is None
    assert report.files == 6


def test_a_run_that_was_cut_off_goes_on_where_it_was(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path
) -> None:
    server.faults = [None] * 6 + [status(404)]
    report = fetch(feed)
    assert report.error is not None
    assert "404" in report.error
    assert report.files == 3
    days_seen(server)
    report = fetch(feed)
    assert (report.error, report.files) == (None, 4)
    # Today and yesterday may have changed; the third day is there.
    assert days_seen(server) == [f"2026-01-{day}" for day in (20, 19, 17, 16, 15, 14)]
    assert len(papers_in(folder)) == 21


def test_another_server_is_another_feed(server: PaperServer, feed: Feed, fetch: Fetch) -> None:
    fetch(feed)
    days_seen(server)
    report = fetch(Feed(name="daily", kind="daily-papers", base=f"{server.base}/mirror"))
    assert report.error is not None
    assert server.seen[0].path == "/mirror/api/daily_papers"
    assert len(server.seen) == 2
