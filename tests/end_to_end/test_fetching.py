"""Papers that come while the real program is browsed, and what becomes of that when it ends."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import open_index, rebuild
from index.query.dates import today
from tests.support.checkout import ROOT
from tests.support.json_lines import json_lines
from tests.support.paper_server import Handler, PaperServer, Reply, entry, paper_server
from tests.support.terminal import Terminal
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def server() -> Iterator[PaperServer]:
    with paper_server() as running:
        day = str(today())
        running.days[day] = [entry(number, day) for number in range(1, 4)]
        yield running


@pytest.fixture
def place(tmp_path: Path) -> Path:
    records = [{"title": "Tides of a harbour", "published": "2024-01-02"}]
    rebuild([json_lines(tmp_path / "papers.jsonl", records)], tmp_path / "papers")
    return tmp_path / "papers"


def opened(place: Path, server: PaperServer, *, columns: int = 100) -> Terminal:
    settings = place.with_name("settings.toml")
    settings.write_text(
        f'[[feeds]]\nname = "daily"\nfrom = "daily-papers"\nbase = "{server.base}"\n'
    )
    command = [sys.executable, "-m", "tui", "--index", str(place), "--config", str(settings)]
    return Terminal(command, columns=columns, directory=ROOT)


def hold(server: PaperServer) -> None:
    """Let the server keep the third answer to itself."""

    def hang(handler: Handler, reply: Reply) -> None:
        handler.papers.released.wait()
        handler.send(reply)

    server.faults += [None, None, hang]


def fetching(place: Path) -> list[int]:
    """The processes that fetch into an index."""
    found = []
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            command = Path("/proc", pid, "cmdline").read_bytes()
        except OSError:
            continue
        if b"index.cli.attached" in command and os.fsencode(place) in command:
            found.append(int(pid))
    return found


def wait_until_none(place: Path) -> None:
    end = time.monotonic() + PATIENCE
    while fetching(place):
        assert time.monotonic() < end, "a process that fetches is left over"
        time.sleep(0.05)


def test_new_papers_come_in_a_real_terminal(place: Path, server: PaperServer) -> None:
    with opened(place, server) as terminal:
        terminal.wait_for("newest paper 2 Jan 2024")
        terminal.press("U")
        terminal.wait_for("3 new papers.")
        terminal.wait_for("4/4")
        (here,) = [line for line in terminal.lines() if "Tides of a harbour" in line]
        assert here.startswith("▌")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()


@pytest.mark.parametrize("how", ["q", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_what_is_fetched_ends_with_the_browser_and_what_came_is_kept(
    place: Path, server: PaperServer, how: str
) -> None:
    hold(server)
    with opened(place, server) as terminal:
        terminal.wait_for("1/1")
        terminal.press("U")
        terminal.wait_for("1 of 7 days")
        assert len(fetching(place)) == 1
        if how == "q":
            terminal.press("q")
            assert terminal.wait_for_exit() == 0
            terminal.assert_restored()
        else:
            terminal.process.send_signal(getattr(signal, how))
            terminal.wait_for_exit()
        wait_until_none(place)
    with open_index(place) as papers:
        assert papers.count == 1
    server.released.set()
    with opened(place, server) as terminal:
        terminal.wait_for("1/1")
        terminal.press("U")
        terminal.wait_for("3 new papers.")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


def test_a_first_run_fetches_and_browses(place: Path, server: PaperServer) -> None:
    with opened(place.with_name("none"), server, columns=80) as terminal:
        terminal.wait_for("There is no index yet.")
        terminal.press("enter")
        terminal.wait_for("3 new papers.")
        terminal.wait_for("1/3")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()
