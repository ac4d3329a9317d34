"""`quire show ID --fetch` as scripts meet it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import open_index
from index.cli import main, parser_of
from index.fetching.clock import SystemClock
from tests.support.arxiv_server import Archive, Record
from tests.support.fake_cluster import fake_cluster
from tests.support.paper_server import PaperServer, paper_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PaperServer]:
    """An archive of three papers, of which no index has any."""
    with paper_server() as running:
        archive = Archive([Record(number, f"2026-01-{13 + number}") for number in range(1, 4)])
        running.answer = archive.answer
        settings = tmp_path / "settings.toml"
        settings.write_text(
            f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{running.base}"\n'
            f'[[feeds]]\nfrom = "arxiv-query"\nids = ["2601.00003"]\nbase = "{running.base}"\n'
        )
        monkeypatch.setenv("QUIRE_CONFIG", str(settings))
        monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "index"))
        monkeypatch.setattr(SystemClock, "sleep", lambda *_: None)
        yield running


def test_a_paper_is_fetched_once_and_then_shown_from_the_index(
    server: PaperServer, capfd: pytest.CaptureFixture[str]
) -> None:
    address = "https://huggingface.co/papers/2601.00001"
    assert main(["show", address]) == 4
    capfd.readouterr()
    assert main(["show", address, "--fetch", "--json"]) == 0
    output, narration = capfd.readouterr()
    paper = json.loads(output)
    assert (paper["key"], paper["published"]) == ("2601.00001", "2026-01-14")
    assert narration == ""
    assert main(["show", "2601.00001", "--fetch"]) == 0
    assert "A Study of Sample 1" in capfd.readouterr().out
    assert len(server.seen) == 1


def test_nothing_is_fetched_for_an_index_on_a_cluster(
    server: PaperServer, capfd: pytest.CaptureFixture[str]
) -> None:
    with fake_cluster() as cluster:
        assert main(["show", "2601.00001", "--fetch", "--index", cluster.address()]) == 2
    assert "this takes an index in a folder" in capfd.readouterr().err
    assert server.seen == []


def test_progress_is_told_where_it_is_asked_for(
    server: PaperServer, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "2601.00001", "--fetch", "--progress", "--json"]) == 0
    output, narration = capfd.readouterr()
    assert json.loads(output)["key"] == "2601.00001"
    assert narration == "2601.00001: 0 of 1 paper\n2601.00001: 1 of 1 paper\n"


def test_the_library_learns_what_the_paper_is_called(server: PaperServer, tmp_path: Path) -> None:
    listed = tmp_path / "listed.jsonl"
    listed.write_text('{"title": "A Study of Sample 1"}\n')
    assert main(["rebuild", str(listed)]) == 0
    with open_index() as papers:
        (hit,) = papers.search("sample").hits
    assert main(["star", hit.paper.key]) == 0
    assert main(["show", "2601.00001", "--fetch"]) == 0
    # Another title would be all that the library had known it by.
    listed.write_text('{"title": "A Study of Samples, Revised", "arxiv_id": "2601.00001"}\n')
    assert main(["rebuild", str(listed)]) == 0
    assert main(["search", "is:starred", "--count"]) == 0


def test_an_interrupt_while_fetching_is_raised_where_it_can_be_cleaned_up() -> None:
    parser = parser_of("show")
    assert parser.cleans_up(parser.parse(["2601.00001", "--fetch"]))
    # A word that looks like the option is none.
    assert not parser.cleans_up(parser.parse(["--", "--fetch"]))


def test_sync_brings_the_paper_back_into_an_index_that_lost_it(
    server: PaperServer, tmp_path: Path
) -> None:
    main(["show", "2601.00001", "--fetch"])
    (tmp_path / "index").rename(tmp_path / "lost")
    assert main(["sync"]) == 0
    with open_index() as papers:
        assert papers.get("2601.00001") is not None
        assert papers.get("2601.00003") is not None


def test_a_paper_that_is_nowhere_is_no_result(
    server: PaperServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "arxiv:2601.00099", "--fetch"]) == 1
    assert capfd.readouterr() == (
        "",
        "quire: there is no paper '2601.00099' in the index, at arXiv or in Daily Papers\n",
    )
    assert not (tmp_path / "index").exists()
    main(["show", "2601.00001", "--fetch"])
    capfd.readouterr()
    assert main(["show", "some words", "--fetch"]) == 1
    assert capfd.readouterr().err == (
        "quire: there is no paper 'some words' in the index\n"
        "quire: only an arXiv id, or a paper's address there, can be fetched\n"
    )
    assert main(["show", "2601.00002"]) == 1


def test_offline_is_one_sentence(
    server: PaperServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(settings.read_text().replace("127.0.0.1", "nowhere.invalid"))
    assert main(["show", "2601.00001", "--fetch"]) == 6
    narration = capfd.readouterr().err
    assert narration.startswith("quire: 2601.00001 can't be fetched: nowhere.invalid")
    assert "this machine seems to be offline" in narration
    assert narration.count("\n") == 1
