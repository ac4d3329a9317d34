"""Whatever stands in an index, nothing of it acts on the terminal; the bytes are looked at."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from index import EXPORTERS
from tests.support.checkout import ROOT
from tests.support.hostile import SEQUENCE, hostile_index, shapes, trouble_in
from tests.support.terminal import Terminal

PAPERS = 60


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_index(tmp_path_factory.mktemp("hostile"), PAPERS)


MOVED = {"CSI r", "CSI L", "CSI M"}
"""What moves lines, which is worth it or not by what happens to be painted at once."""


def drive(index: Path, count: int, columns: int, lines: int) -> str:
    """Look at an index in every way there is; what was written to the terminal."""
    command = [sys.executable, "-m", "tui", "--index", str(index)]
    environment = {"TERM": "xterm-256color"}
    with Terminal(
        command, columns=columns, lines=lines, directory=ROOT, environment=environment
    ) as terminal:
        terminal.wait_for(f"{count} papers")
        for _ in range(30):
            terminal.press("j", "space")
        terminal.settle(0.1)
        for keys in ("yt", "ya", "yb", "yl", "yi", "O", "z", "nnnn", "G", "q", "v", "V"):
            terminal.press(*keys)
            terminal.settle(0.05)
        terminal.press("escape", "o", "down", "down", "space")
        terminal.settle(0.1)
        terminal.press("F")
        terminal.type_text("owned")
        terminal.press("escape", "escape", "X", "d", "escape", "?", "pagedown", "escape")
        terminal.settle(0.1)
        # What is pasted into the search box is somebody else's text as well.
        terminal.press("/")
        terminal.write(b"\x1b[200~a\x1b]52;c;b3duZWQ=\x07\xc2\x9b2J\xe2\x80\xae\x1b[201~")
        terminal.settle(0.1)
        terminal.press("enter", "t", "t")
        terminal.settle(0.1)
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == 0
        terminal.assert_restored()
        return terminal.raw.decode("utf-8")


@pytest.mark.end_to_end
def test_nothing_but_text_reaches_the_terminal(hostile: Path, demo_index: Path) -> None:
    usual = shapes(drive(demo_index, 102, 80, 24))
    assert "OSC 52" in usual
    written = drive(hostile, PAPERS, 130, 40)
    assert shapes(written) - usual - MOVED == set()
    for _, numbers, final, _, payload, _, _ in SEQUENCE.findall(written):
        assert "777" not in numbers, "an address out of a paper"
        assert not (final == "m" and "77" in numbers.split(";")), "a colour out of a paper"
        if payload.startswith("c;"):
            copied = b64decode(payload[2:]).decode()
            assert copied != "owned"
            assert trouble_in(copied, lines=True) == []
    assert trouble_in(SEQUENCE.sub("", written), lines=True) == []
    # Markup is text like any other.
    assert "[red]" in SEQUENCE.sub("", written)


COMMANDS = (
    ("search", "", "--limit", "0"), ("search", "", "--limit", "0", "--json"), ("facets", ""),
    ("facets", "", "--json"), ("search", "T", "--explain"), ("info",), ("check",),
    ("trends", "", "--top", "1000"), ("trends", "", "--json"), ("trends", "T", "--csv"),
    ("trends", "T", "--svg", "-"),
    *(("search", "", "--limit", "0", "--format", name) for name in EXPORTERS),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_but_text_is_printed(command: tuple[str, ...], hostile: Path) -> None:
    said = run(*command, "--index", str(hostile))
    assert trouble_in(said, lines=True) == []


def test_nothing_but_text_is_printed_of_one_paper(hostile: Path) -> None:
    from index import open_index

    with open_index(hostile) as papers:
        keys = [hit.paper.key for hit in papers.search("", limit=5).hits]
    for key in keys:
        for how in ((), ("--json",)):
            assert trouble_in(run("show", key, *how, "--index", str(hostile)), lines=True) == []


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "index", *arguments],
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert re.search(rb"Traceback", done.stderr) is None, done.stderr.decode()
    return (done.stdout + done.stderr).decode("utf-8")
