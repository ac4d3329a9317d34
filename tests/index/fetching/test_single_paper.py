"""One paper by its arXiv id: who is asked, what is kept, and what becomes of the index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Paper, open_index, rebuild
from index.errors import FetchBusy, FetchFailed
from index.fetching.downloads import fetch_lock
from index.fetching.feeds import Feed, FetchSettings
from index.fetching.fetchable_id import fetchable_id
from index.fetching.single_paper import fetch_paper
from tests.index.fetching.conftest import SOON
from tests.support.arxiv_server import Archive, Record
from tests.support.builds import write_papers
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import PaperServer, Reply, entry, status, web_page

Ask = Callable[..., Paper | None]


@pytest.fixture
def archive(server: PaperServer) -> Archive:
    made = Archive([Record(number, f"2026-01-{13 + number}") for number in range(1, 4)])
    server.answer = made.answer
    return made


@pytest.fixture
def ask(server: PaperServer, tmp_path: Path, folder: Path, clock: FakeClock) -> Ask:
    """Ask for a paper by its name."""
    feeds = (
        Feed(name="daily", kind="daily-papers", base=server.base),
        Feed(name="learning", kind="arxiv", base=server.base),
    )

    def run(name: str) -> Paper | None:
        return fetch_paper(
            name,
            str(tmp_path / "index"),
            settings=FetchSettings(feeds=feeds),
            downloads=str(folder),
            clock=clock,
            limits=SOON,
        )

    return run


def at_daily_papers(server: PaperServer, number: int) -> None:
    paper = entry(number, "2026-01-16")["paper"]
    server.pages[f"/api/papers/2601.{number:05}"] = Reply(json.dumps(paper).encode())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2401.01234", "2401.01234"),
        (" arXiv:2401.01234v3 ", "2401.01234"),
        ("https://arxiv.org/pdf/2401.01234v2.pdf", "2401.01234"),
        ("http://export.arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://huggingface.co/papers/2401.01234#community", "2401.01234"),
        ("hf.co/papers/2401.01234", "2401.01234"),
        ("https://doi.org/10.48550/arXiv.2401.01234", "2401.01234"),
        ("10.1000/182", None),
        ("2413.01234", None),
        ("https://example.org/2401.01234", None),
        ("attention is all you need", None),
    ],
)
def test_what_names_a_paper_that_can_be_fetched(text: str, name: str | None) -> None:
    assert fetchable_id(text) == name


@pytest.mark.usefixtures("archive")
def test_a_paper_comes_from_arxiv_into_the_index_and_its_answer_is_kept(
    ask: Ask, server: PaperServer, tmp_path: Path, folder: Path
) -> None:
    paper = ask("https://arxiv.org/abs/2601.00002v1")
    assert paper is not None
    assert (paper.arxiv_id, paper.title) == ("2601.00002", "A Study of Sample 2")
    assert [(seen.path, seen.query["id_list"]) for seen in server.seen] == [
        ("/api/query", "2601.00002")
    ]
    assert [path.name for path in (folder / "_papers").iterdir()] == ["2601.00002.xml.gz"]
    assert rebuild([folder], tmp_path / "again").papers == 1


@pytest.mark.usefixtures("archive")
def test_the_papers_that_were_there_stay(ask: Ask, tmp_path: Path) -> None:
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, 3)], tmp_path / "index")
    assert ask("2601.00001") is not None
    with open_index(tmp_path / "index") as papers:
        assert papers.search("").total == 4


@pytest.mark.usefixtures("archive")
def test_daily_papers_are_asked_for_what_arxiv_does_not_have(
    ask: Ask, server: PaperServer, folder: Path
) -> None:
    at_daily_papers(server, 77)
    paper = ask("2601.00077")
    assert paper is not None
    assert (paper.title, paper.upvotes) == ("A Study of Sample 77", 3)
    assert [seen.path for seen in server.seen] == ["/api/query", "/api/papers/2601.00077"]
    assert [path.name for path in (folder / "_papers").iterdir()] == ["2601.00077.json.gz"]


@pytest.mark.parametrize("fault", [status(404), status(400), web_page])
def test_daily_papers_are_asked_where_arxiv_fails(
    fault: Callable[..., None], ask: Ask, server: PaperServer
) -> None:
    at_daily_papers(server, 77)
    server.faults = [fault]
    assert ask("2601.00077") is not None


@pytest.mark.usefixtures("archive")
def test_a_paper_that_nobody_has_is_none_and_nothing_is_written(
    ask: Ask, folder: Path, tmp_path: Path
) -> None:
    assert ask("2601.00099") is None
    assert not (folder / "_papers").exists()
    assert not (tmp_path / "index").exists()
    assert ask("no paper") is None


def test_the_error_of_the_api_for_an_id_is_no_paper(ask: Ask, server: PaperServer) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        "<id>http://arxiv.org/api/errors#incorrect_id_format_for_2601.00099</id>"
        "<title>Error</title><summary>incorrect id format</summary></entry></feed>"
    )
    server.pages["/api/query"] = Reply(feed.encode())
    assert ask("2601.00099") is None


def test_an_answer_about_another_paper_is_not_kept(
    ask: Ask, server: PaperServer, archive: Archive, folder: Path
) -> None:
    archive.records = [Record(5, "2026-01-15")]
    asked = archive.answer
    server.answer = lambda seen: asked(
        type(seen)(
            seen.path,
            {**seen.query, "id_list": "2601.00005"},
            seen.headers,
            seen.connection,
            seen.at,
        )
    )
    server.pages["/api/papers/2601.00006"] = Reply(b'{"id":"2601.00005","title":"Another"}')
    assert ask("2601.00006") is None
    assert not (folder / "_papers").exists()


@pytest.mark.usefixtures("archive")
def test_where_one_can_not_be_asked_and_the_other_has_none_that_is_a_failure(
    ask: Ask, server: PaperServer
) -> None:
    server.faults = [None, *[status(500)] * SOON.attempts]
    with pytest.raises(FetchFailed, match=r"2601.00099 can't be fetched: .* answers 500"):
        ask("2601.00099")


@pytest.mark.usefixtures("archive")
def test_an_answer_that_makes_no_paper_is_a_failure_and_not_kept(
    ask: Ask, server: PaperServer, folder: Path, tmp_path: Path
) -> None:
    rebuild([write_papers(tmp_path / "papers.jsonl", 0, 3)], tmp_path / "index")
    server.pages["/api/papers/2601.00077"] = Reply(b'{"id":"2601.00077","title":""}')
    with pytest.raises(FetchFailed, match=r"about 2601\.00077 is no paper"):
        ask("2601.00077")
    assert list((folder / "_papers").iterdir()) == []
    with open_index(tmp_path / "index") as papers:
        assert papers.search("").total == 3


@pytest.mark.usefixtures("archive")
def test_requests_to_arxiv_are_three_seconds_apart(ask: Ask, clock: FakeClock) -> None:
    ask("2601.00001")
    ask("2601.00002")
    assert len(clock.waits) == 1
    assert clock.waits[0] == pytest.approx(3, abs=0.01)


@pytest.mark.usefixtures("archive")
def test_only_one_process_fetches(ask: Ask, server: PaperServer, folder: Path) -> None:
    with fetch_lock(str(folder)), pytest.raises(FetchBusy):
        ask("2601.00001")
    assert server.seen == []
