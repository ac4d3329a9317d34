"""A host offers its papers over SSH: a read-only browser as a forced command, for anybody."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_leaving import assert_gone_soon
from tests.openssh import Server
from tests.terminal import Terminal, Tmux
from tui.commands import COMMANDS

pytestmark = pytest.mark.end_to_end

ROOT = Path(__file__).parents[2]
PRINTED = {"slash": "/", "minus": "-", "question_mark": "?", "comma": ",", "full_stop": "."}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, demo_index: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("ssh")
    home = folder / "home"
    home.mkdir()
    environment = [f"PYTHONPATH={ROOT}", f"HOME={home}", "LC_ALL=C.UTF-8", "TERM=xterm-256color"]
    browser = [sys.executable, "-m", "tui", "--kiosk", "--index", str(demo_index)]
    # Its place in the list of processes; nothing else has this folder in its arguments.
    with Server(folder, ["env", *environment, *browser]) as opened:
        yield opened


@pytest.fixture
def untouched(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[None]:
    """Nothing is made in the home of the account, and the index stays as it was."""
    home = server._folder / "home"
    yield
    assert list(home.rglob("*")) == []


def browsers(index: Path) -> list[int]:
    """The processes that show this index."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                arguments = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"--kiosk" in arguments and os.fsencode(index) in arguments:
                found.append(int(entry.name))
    return found


@pytest.mark.usefixtures("untouched")
def test_a_reader_browses_and_gets_no_further(server: Server, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with Terminal(server.command(f"touch {marker}; sh -i")) as terminal:
        try:
            terminal.wait_for("102 papers")
        except AssertionError:
            server.skip_if_nobody_is_let_in()
            raise
        terminal.press("j")
        terminal.wait_for(" 2/102")
        terminal.press("ctrl+z")
        terminal.wait_for("no shell to go back to")
        terminal.press("O")
        terminal.wait_for("starts no programs")
        # All that there is a key for, wherever one happens to get to with it.
        for command in COMMANDS:
            for key in command.keys:
                if command.id not in {"app.quit", "app.leave"} and key != "q":
                    terminal.press(PRINTED.get(key, key))
        terminal.settle()
        for _ in range(4):
            terminal.press("escape")
            terminal.settle(0.15)
        terminal.press("X")
        terminal.wait_for("102 papers")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()
    assert not marker.exists()


@pytest.mark.usefixtures("untouched")
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc to look in")
def test_a_dropped_connection_leaves_no_process(server: Server, demo_index: Path) -> None:
    with Tmux(server.command()) as tmux:
        try:
            tmux.wait_for("102 papers")
        except AssertionError:
            server.skip_if_nobody_is_let_in()
            raise
        tmux.press("down")
        tmux.wait_for(" 2/102")
        running = browsers(demo_index)
        assert running
    for pid in running:
        assert_gone_soon(pid)
    end = time.monotonic() + 5
    while browsers(demo_index):
        assert time.monotonic() < end
