"""A host offers its papers over SSH: a read-only browser as a forced command, for anybody."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_shutdown import SOON, assert_gone_soon
from tests.support.checkout import ROOT
from tests.support.openssh import Host, Server
from tests.support.terminal import Terminal
from tests.support.tmux import Tmux
from tui.commands.table import COMMANDS

pytestmark = pytest.mark.end_to_end

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
    home = server.folder / "home"
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
        # On a busy machine some keys may be on their way still: go up and ask to end again.
        for _ in range(100):
            for key in ("escape", "q"):
                if not terminal.ended():
                    terminal.press(key)
                    terminal.settle(0.15)
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
    end = time.monotonic() + SOON
    while browsers(demo_index):
        assert time.monotonic() < end


def block(beginning: str) -> str:
    """The block of the README that begins so."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    (found,) = [block for block in blocks if block.startswith(beginning)]
    return str(found)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A host as the README has it: one account owns the papers, two others may only read them."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        program = folder / "quire-guest"
        settings = block("Match User papers").replace("/usr/local/bin/quire-guest", str(program))
        (restriction,) = re.findall(r'^restrict,.*?"(?= ssh-)', block("restrict"))
        restriction = restriction.replace("/usr/local/bin/quire-guest", str(program))
        keys = {"owner": "", "papers": "", "guest": restriction}
        with Host(folder, settings, keys) as opened:
            script = block("#!/bin/sh").replace("/opt/quire/bin/python", str(opened.python))
            program.write_text(script.replace("/srv/papers", str(folder / "home-owner" / "papers")))
            program.chmod(0o755)
            yield opened


def rebuild_as_owner(host: Host, number: int) -> Path:
    """Have the owner replace the index; it then holds so many papers."""
    home = host.folder / "home-owner"
    lines = [json.dumps({"title": f"Paper {at} on looms"}) for at in range(number)]
    (home / "papers.jsonl").write_text("\n".join(lines))
    host.run("owner", "rebuild", home / "papers.jsonl", "--index", home / "papers")
    return home / "papers"


@pytest.mark.parametrize("account", ["papers", "guest"])
def test_guests_who_may_not_write_see_each_new_index(host: Host, account: str) -> None:
    index = rebuild_as_owner(host, 3)
    made = {path for path in index.rglob("*") if path.lstat().st_uid != host.uids["owner"]}
    assert not made
    with Terminal(host.command("sh -i", user=account)) as early:
        early.wait_for(re.compile(r"^ 3 papers", re.M))
        early.press("/")
        early.type_text("looms")
        early.press("enter")
        early.wait_for("1/3")
        for number in (4, 5):
            rebuild_as_owner(host, number)
            early.wait_for(re.compile(rf"^ {number} papers", re.M))
            with Terminal(host.command(user=account)) as late:
                late.wait_for(re.compile(rf"^ {number} papers", re.M))
                late.press("/")
                late.type_text("looms")
                late.press("enter")
                late.wait_for(f"1/{number}")
                late.press("q")
                assert late.wait_for_exit() == 0
                late.assert_restored()
        early.press("q")
        assert early.wait_for_exit() == 0
    guest = host.uids[account]
    left = [path for path in Path(tempfile.gettempdir()).iterdir() if path.lstat().st_uid == guest]
    assert left == []
    assert list((host.folder / f"home-{account}").iterdir()) == []
