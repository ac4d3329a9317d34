"""`quire sync`, `fetch` and `feeds` as scripts and cron meet them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index import open_index
from index.cli import main
from index.fetching.clock import SystemClock
from index.fetching.downloads import downloads_folder, fetch_lock
from index.query.dates import today
from tests.support.paper_server import PaperServer, cut_off, entry, paper_server, status, web_page

Run = Callable[..., tuple[int, dict[str, Any], str]]


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        day = str(today())
        running.days[day] = [entry(number, day) for number in range(1, 4)]
        yield running


@pytest.fixture
def settings(tmp_path: Path, server: PaperServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file with one feed, in force."""
    path = tmp_path / "settings.toml"
    path.write_text(f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{server.base}"\n')
    monkeypatch.setenv("QUIRE_CONFIG", str(path))
    monkeypatch.setenv("QUIRE_INDEX", str(tmp_path / "papers"))
    monkeypatch.setattr(SystemClock, "sleep", lambda *_: None)
    return path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json: its exit code, what it printed, and its narration."""

    def call(*arguments: str) -> tuple[int, dict[str, Any], str]:
        code = main([*arguments, "--json"])
        output, narration = capfd.readouterr()
        return code, json.loads(output) if output else {}, narration

    return call


def keys() -> set[str]:
    with open_index() as papers:
        return {hit.paper.key for hit in papers.search("", limit=100).hits}


@pytest.mark.usefixtures("settings")
def test_one_command_brings_todays_papers(run: Run) -> None:
    code, report, _ = run("sync")
    assert code == 0
    (feed,) = report["feeds"]
    assert (report["command"], report["failed"]) == ("sync", 0)
    assert (feed["name"], feed["from"], feed["records"], feed["error"]) == (
        "daily",
        "daily-papers",
        3,
        None,
    )
    assert (feed["files"], feed["requests"], feed["through"]) == (1, 8, str(today()))
    assert (report["update"]["papers"], report["update"]["added"]) == (3, 3)
    assert keys() == {"2601.00001", "2601.00002", "2601.00003"}


@pytest.mark.usefixtures("settings")
def test_a_second_run_finds_what_is_new_and_nothing_twice(run: Run, server: PaperServer) -> None:
    run("sync")
    day = str(today())
    server.days[day].append(entry(9, day))
    _, report, _ = run("sync")
    assert (report["update"]["papers"], report["update"]["added"]) == (4, 1)
    _, report, _ = run("sync")
    assert not report["update"]["wrote"]
    assert len(keys()) == 4


@pytest.mark.usefixtures("settings")
def test_what_was_only_fetched_is_indexed_by_the_next_sync(run: Run, server: PaperServer) -> None:
    code, report, _ = run("fetch")
    assert (code, report["command"], report["update"]) == (0, "fetch", None)
    assert main(["info"]) == 4
    server.faults = [status(404)] * 9
    code, report, _ = run("sync")
    assert (code, report["failed"]) == (6, 1)
    assert len(keys()) == 3


def test_one_feed_that_fails_does_not_stop_the_others(
    run: Run, server: PaperServer, settings: Path
) -> None:
    broken = f'[[feeds]]\nname = "broken"\nfrom = "daily-papers"\nbase = "{server.base}/none"\n'
    settings.write_text(broken + settings.read_text())
    code, report, narration = run("sync")
    assert code == 6
    assert [(feed["name"], feed["error"] is None) for feed in report["feeds"]] == [
        ("broken", False),
        ("daily", True),
    ]
    assert "quire: broken failed: 127.0.0.1" in narration
    assert "answers 404 Not Found" in narration
    assert len(keys()) == 3
    code, report, _ = run("sync", "daily")
    assert (code, len(report["feeds"])) == (0, 1)


@pytest.mark.usefixtures("settings")
def test_a_page_instead_of_papers_is_not_kept(
    run: Run, server: PaperServer, tmp_path: Path
) -> None:
    server.faults = [web_page]
    code, report, narration = run("sync")
    assert code == 6
    assert "answers with a web page where a list of papers was asked for" in narration
    assert report["feeds"][0]["files"] == 0
    assert not (tmp_path / "papers").exists()
    assert run("sync")[0] == 0
    assert len(keys()) == 3


@pytest.mark.usefixtures("settings")
def test_the_old_index_stays_while_a_server_is_in_trouble(run: Run, server: PaperServer) -> None:
    run("sync")
    for fault in (web_page, status(500), cut_off):
        server.faults = [fault] * 50
        code, _, _ = run("sync")
        assert code == 6
        assert len(keys()) == 3


def test_offline_is_one_sentence(run: Run, settings: Path) -> None:
    settings.write_text(settings.read_text().replace("127.0.0.1", "nowhere.invalid"))
    code, _, narration = run("sync")
    assert code == 6
    assert "can't be found: this machine seems to be offline" in narration
    assert "Traceback" not in narration


def test_how_feeds_stand(run: Run, capfd: pytest.CaptureFixture[str], settings: Path) -> None:
    assert main(["feeds"]) == 0
    assert capfd.readouterr().out.startswith("daily (daily-papers): never fetched\n")
    run("sync")
    _, report, _ = run("feeds")
    (feed,) = report["feeds"]
    assert (feed["name"], feed["files"], feed["through"]) == ("daily", 1, str(today()))
    assert (feed["error"], feed["under_way"]) == (None, False)
    assert feed["folder"] == f"{downloads_folder()}/daily"
    main(["feeds"])
    assert "fetched just now; 1 file, " in capfd.readouterr().out
    settings.write_text(settings.read_text() + 'since = "soon"\n')
    assert main(["feeds"]) == 2
    assert f"{settings}, line 5: since is a date such as" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["dayly"], "there is no feed 'dayly': did you mean daily?"),
        (["--since", "soon"], "--since takes a day such as 2024-05-17, 2024-05 or 30d: soon"),
        (["--since", "2024-05", "--until", "2024-04"], "is later than --until 2024-04-30"),
        (["--since", "2024", "--all"], "leave --since out"),
    ],
)
@pytest.mark.usefixtures("settings")
def test_arguments_that_make_no_sense_are_told(
    run: Run, arguments: list[str], reason: str, server: PaperServer
) -> None:
    code, _, narration = run("sync", *arguments)
    assert code == 2
    assert reason in narration
    assert server.seen == []


@pytest.mark.usefixtures("settings")
def test_two_runs_at_once_are_one_too_many(run: Run, server: PaperServer) -> None:
    with fetch_lock(downloads_folder()):
        code, _, narration = run("sync")
    assert code == 5
    assert "another process of Quire is fetching" in narration
    assert server.seen == []
