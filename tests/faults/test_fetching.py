"""Fetching that is interrupted or has no room: what came is kept, and the next run goes on."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from index import open_index
from index.fetching.downloads import downloads_folder, kept_files
from index.query.dates import today
from tests.faults.test_starved import limited_files
from tests.support.arxiv_server import Archive, Record
from tests.support.builds import run, start
from tests.support.paper_server import Handler, PaperServer, Reply, entry, paper_server
from tests.support.terminal import Terminal

pytestmark = pytest.mark.end_to_end

DAYS = 7


def days() -> list[str]:
    """Those of a first run, the newest first as they are fetched."""
    return [str(today() - datetime.timedelta(days=ago)) for ago in range(DAYS)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PaperServer]:
    """Lists of a week, of three papers each, and settings that name them."""
    with paper_server() as running:
        for ago, day in enumerate(days()):
            running.days[day] = [entry(ago * 10 + number, day) for number in range(1, 4)]
        settings = tmp_path / "settings.toml"
        settings.write_text(
            f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{running.base}"\n'
        )
        yield running


def heed_interrupts() -> None:
    """Whoever runs the tests in the background may have told their children to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def arguments(command: str, tmp_path: Path) -> tuple[str | Path, ...]:
    return (command, "--config", tmp_path / "settings.toml", "--index", tmp_path / "index")


def kept() -> list[str]:
    """The days that are there, each whole."""
    found = kept_files(os.path.join(downloads_folder(), "daily"))
    for path in found:
        with gzip.open(path) as file:
            assert len(json.load(file)) == 3
    return sorted((Path(path).name.removesuffix(".json.gz") for path in found), reverse=True)


def indexed(tmp_path: Path) -> list[str]:
    with open_index(tmp_path / "index") as papers:
        return sorted(hit.paper.key for hit in papers.search("", limit=100).hits)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["fetch", "sync"])
def test_an_interrupt_keeps_what_came_and_the_next_run_goes_on(
    command: str, number: signal.Signals, tmp_path: Path, server: PaperServer
) -> None:
    reached = Event()

    def hang(handler: Handler, _: Reply) -> None:
        reached.set()
        handler.papers.released.wait()

    # Each day is asked for its first and its second page.
    server.faults = [None, None, None, None, hang]
    process = start(*arguments(command, tmp_path), preexec=heed_interrupts)
    assert reached.wait(timeout=60)
    process.send_signal(number)
    output, narration = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert narration.splitlines()[-1] == "quire: interrupted"
    assert "Traceback" not in narration
    assert kept() == days()[:2]
    assert not (tmp_path / "index").exists()
    assert not list(Path(downloads_folder()).rglob("*.part"))
    code, _, narration = run(*arguments("sync", tmp_path))
    assert code == 0, narration
    assert kept() == days()
    there = {paper["paper"]["id"] for listed in server.days.values() for paper in listed}
    assert indexed(tmp_path) == sorted(there)


def test_a_full_disk_is_told_in_one_sentence_and_the_next_run_goes_on(
    tmp_path: Path, server: PaperServer
) -> None:
    chance = random.Random(5)
    third = server.days[days()[2]]
    for paper in third:
        # So much that nothing packs away.
        paper["paper"]["summary"] = chance.randbytes(100_000).hex()
    code, output, narration = run(*arguments("sync", tmp_path), preexec=limited_files)
    assert (code, output) == (3, "")
    folder = os.path.join(downloads_folder(), "daily")
    assert narration.splitlines()[-1] == (
        f"quire: can't keep what is fetched in {folder} (file too large)"
    )
    assert kept() == days()[:2]
    assert not (tmp_path / "index").exists()
    assert not list(Path(folder).rglob("*.part"))
    code, _, narration = run(*arguments("sync", tmp_path))
    assert code == 0, narration
    assert (kept(), len(indexed(tmp_path))) == (days(), 3 * DAYS)


SOON = """
import sys, time
from index.fetching.clock import SystemClock
from index.cli import main
SystemClock.sleep = lambda _, seconds: time.sleep(seconds / 10)
main()
"""


def test_a_terminal_shows_what_is_waited_for(tmp_path: Path, server: PaperServer) -> None:
    archive = Archive([Record(number, str(today())) for number in range(1, 8)])
    server.answer = archive.answer
    (tmp_path / "settings.toml").write_text(
        f'[[feeds]]\nname = "learning"\nfrom = "arxiv"\nbase = "{server.base}"\n'
    )
    command = [sys.executable, "-c", SOON, *arguments("sync", tmp_path)]
    with Terminal(command, columns=100) as terminal:
        terminal.wait_for("arXiv asks for 3 seconds between requests")
        terminal.wait_for_exit()
        shown = "\n".join(terminal.lines())
    assert "learning: 7 records in 4 files" in shown
    # The line that is written over is gone.
    assert "arXiv asks" not in shown
    assert len(indexed(tmp_path)) == 7
