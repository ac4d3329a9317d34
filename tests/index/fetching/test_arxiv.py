"""arXiv by OAI-PMH and by its API: what is asked, what is kept, and going on after trouble."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from index.fetching.arxiv_sets import set_of
from index.fetching.feeds import Feed
from index.fetching.job import Span
from index.paper import Paper
from index.sources import gather_evidence, read_papers, survey
from tests.index.fetching.conftest import Fetch
from tests.support.arxiv_server import Archive, Record
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import PaperServer, Reply, cut_off, status, web_page


@pytest.fixture
def archive(server: PaperServer) -> Archive:
    made = Archive([Record(number, f"2026-01-{13 + number}") for number in range(1, 8)])
    server.answer = made.answer
    return made


@pytest.fixture
def feed(server: PaperServer) -> Feed:
    return Feed(name="learning", kind="arxiv", categories=("cs.LG",), base=server.base)


def ids_in(folder: Path) -> list[str]:
    inputs = survey([folder]).inputs
    years = gather_evidence(inputs).settle()
    records = [record for item in inputs for record in read_papers(item, years)]
    return sorted(paper.arxiv_id or "" for paper in records if isinstance(paper, Paper))


ALL = [f"2601.{number:05}" for number in range(1, 8)]


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.LG", "cs:cs:LG"),
        ("cs", "cs"),
        ("hep-th", "physics:hep-th"),
        ("astro-ph.GA", "physics:astro-ph:GA"),
        ("physics.optics", "physics:physics:optics"),
        ("physics", "physics"),
        ("q-bio.BM", "q-bio:q-bio:BM"),
        ("math:math:NA", "math:math:NA"),
        ("csLG", None),
        ("foo.BA", None),
        ("cs.", None),
    ],
)
def test_sets_of_categories(category: str, name: str | None) -> None:
    assert set_of(category) == name


@pytest.mark.usefixtures("archive")
def test_a_harvest_follows_resumption_tokens(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, clock: FakeClock
) -> None:
    report = fetch(feed)
    assert (report.error, report.records, report.files, report.requests) == (None, 7, 4, 4)
    assert server.seen[0].query == {
        "verb": "ListRecords",
        "metadataPrefix": "arXiv",
        "set": "cs:cs:LG",
        "from": "2026-01-14",
    }
    assert report.through == datetime.date(2026, 1, 20)
    assert ids_in(folder) == ALL
    assert clock.waits == [pytest.approx(3, abs=0.5)] * 3


def test_the_next_harvest_begins_with_the_last_ones_day(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, archive: Archive, clock: FakeClock
) -> None:
    fetch(feed)
    clock.turn(days=2)
    archive.now = "2026-01-22"
    archive.records += [Record(8, "2026-01-20"), Record(9, "2026-01-21", is_deleted=True)]
    report = fetch(feed)
    assert server.seen[4].query["from"] == "2026-01-20"
    assert (report.error, report.records) == (None, 3)
    assert ids_in(folder) == sorted([*ALL, "2601.00007", "2601.00008"])
    archive.records.clear()
    assert (fetch(feed).error, fetch(feed).files) == (None, 0)


def test_a_cut_off_harvest_goes_on_with_its_token(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, archive: Archive
) -> None:
    server.faults = [None, None, status(404)]
    report = fetch(feed)
    assert (report.error is not None, report.files) == (True, 2)
    server.seen.clear()
    report = fetch(feed)
    assert (report.error, report.files) == (None, 2)
    assert "resumptionToken" in server.seen[0].query
    assert ids_in(folder) == ALL


def test_an_expired_token_begins_the_harvest_anew_and_doubles_nothing(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, archive: Archive
) -> None:
    server.faults = [None, None, status(404)]
    fetch(feed)
    archive.lost_tokens = 1
    report = fetch(feed)
    assert (report.error, report.files, report.unchanged) == (None, 2, 2)
    assert ids_in(folder) == ALL


def test_an_archive_that_knows_none_of_its_tokens_is_left_alone(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, archive: Archive
) -> None:
    archive.lost_tokens = 99
    assert "its own resumption tokens" in (fetch(feed).error or "")
    assert len(server.seen) == 8
    archive.lost_tokens = 0
    assert fetch(feed).error is None
    assert ids_in(folder) == ALL


def test_a_harvest_that_is_shorter_the_second_time_leaves_nothing_of_the_first(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, archive: Archive
) -> None:
    server.faults = [None, None, None, status(404)]
    fetch(feed)
    archive.lost_tokens = 1
    archive.records = archive.records[:2]
    assert fetch(feed).error is None
    assert ids_in(folder) == ALL[:2]


def test_an_archive_that_repeats_a_part_is_not_asked_for_ever(
    feed: Feed, fetch: Fetch, folder: Path, archive: Archive
) -> None:
    archive.is_stuck = True
    assert "again and again" in (fetch(feed).error or "")
    archive.is_stuck = False
    assert fetch(feed).error is None
    assert ids_in(folder) == ALL


@pytest.mark.parametrize("fault", [status(503, Retry_After="20"), cut_off])
@pytest.mark.usefixtures("archive")
def test_passing_trouble_is_waited_out(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, clock: FakeClock, fault: object
) -> None:
    server.faults = [None, fault]  # type: ignore[list-item]
    report = fetch(feed)
    assert (report.error, report.requests) == (None, 5)
    assert ids_in(folder) == ALL
    assert sum(clock.waits) >= 12


@pytest.mark.usefixtures("archive")
def test_a_web_page_is_no_harvest(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path
) -> None:
    server.faults = [None, web_page]
    report = fetch(feed)
    assert "with a web page where an answer of OAI-PMH was asked for" in (report.error or "")
    assert (report.files, fetch(feed).error) == (1, None)
    assert ids_in(folder) == ALL


@pytest.mark.usefixtures("archive")
def test_days_and_everything_can_be_asked_for(
    server: PaperServer, feed: Feed, fetch: Fetch
) -> None:
    fetch(feed, Span(since=datetime.date(2026, 1, 15), until=datetime.date(2026, 1, 16)))
    first = server.seen[0].query
    assert (first["from"], first["until"]) == ("2026-01-15", "2026-01-16")
    server.seen.clear()
    fetch(feed, Span(everything=True))
    assert "from" not in server.seen[0].query
    server.seen.clear()
    fetch(feed)
    assert server.seen[0].query["from"] == "2026-01-20"


@pytest.mark.usefixtures("archive")
def test_requests_are_three_seconds_apart_also_between_feeds_and_runs(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock
) -> None:
    fetch(feed)
    fetch(Feed(name="other", kind="arxiv-query", query="all:sample", base=server.base))
    assert len(clock.waits) == len(server.seen) - 1
    assert min(clock.waits) > 2.5
    assert len({seen.connection for seen in server.seen}) == 2  # one connection a feed
    assert all(seen.headers["user-agent"].startswith("Quire/") for seen in server.seen)


@pytest.mark.usefixtures("archive")
def test_a_query_is_fetched_in_parts(
    server: PaperServer, fetch: Fetch, folder: Path, clock: FakeClock
) -> None:
    feed = Feed(
        name="q", kind="arxiv-query", query="ti:sample", categories=("cs.LG",), base=server.base
    )
    report = fetch(feed)
    assert (report.error, report.records, report.requests) == (None, 7, 4)
    assert server.seen[0].query["search_query"] == (
        "(cat:cs.LG) AND (ti:sample) AND submittedDate:[202601140000 TO 202601202359]"
    )
    assert [seen.query["start"] for seen in server.seen] == ["0", "2", "4", "6"]
    assert ids_in(folder) == ALL
    clock.turn(days=1)
    server.seen.clear()
    fetch(feed)
    # Over a week: papers are found days after they were submitted.
    assert "[202601130000 TO 202601212359]" in server.seen[0].query["search_query"]


@pytest.mark.usefixtures("archive")
def test_ids_are_fetched(server: PaperServer, fetch: Fetch, folder: Path) -> None:
    feed = Feed(name="q", kind="arxiv-query", ids=("2601.00002", "2601.00005"), base=server.base)
    assert fetch(feed).error is None
    assert server.seen[0].query["id_list"] == "2601.00002,2601.00005"
    assert ids_in(folder) == ["2601.00002", "2601.00005"]


def test_an_answer_without_entries_that_should_have_some_is_asked_for_again(
    server: PaperServer, fetch: Fetch, archive: Archive
) -> None:
    empty = Archive(archive.records, size=0)
    asked: list[int] = []

    def answer(seen: object) -> Reply | None:
        asked.append(1)
        return (empty if len(asked) == 2 else archive).answer(seen)  # type: ignore[arg-type]

    server.answer = answer
    feed = Feed(name="q", kind="arxiv-query", query="all:sample", base=server.base)
    assert fetch(feed).records == 7
    server.answer = empty.answer
    assert "answers without entries" in (fetch(feed).error or "")


def test_what_the_api_refuses_is_told(server: PaperServer, fetch: Fetch) -> None:
    server.pages["/api/query"] = Reply(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://arxiv.org/api/errors#x</id>'
        b"<title>Error</title><summary>incorrect id format</summary></entry></feed>"
    )
    feed = Feed(name="q", kind="arxiv-query", query="id:x", base=server.base)
    assert fetch(feed).error == "arXiv's API refuses: incorrect id format"
