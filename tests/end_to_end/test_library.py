"""What the reader did with papers is found in the browser, and not by its guests."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import default_library_path, open_index, open_library
from tests.support.terminal import Terminal

pytestmark = pytest.mark.end_to_end


def test_a_starred_paper_is_found_in_the_browser_but_not_by_guests(demo_index: Path) -> None:
    with open_index(demo_index) as papers:
        key = papers.search("", limit=1).hits[0].paper.key
    at = ["--index", str(demo_index)]
    subprocess.run([sys.executable, "-m", "index", "star", key, *at], check=True, timeout=120)
    command = [sys.executable, "-m", "tui", *at, "--query", "is:starred"]
    with Terminal(command) as terminal:
        terminal.wait_for("1 paper ")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    with Terminal([*command, "--kiosk"]) as terminal:
        terminal.wait_for("No paper matches")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize(
    ("ending", "is_seen"),
    [("q", True), (signal.SIGTERM, True), (signal.SIGHUP, True), (signal.SIGKILL, False)],
)
def test_what_a_browser_had_when_it_ended_is_no_longer_new(
    demo_index: Path, ending: str | signal.Signals, is_seen: bool
) -> None:
    command = [sys.executable, "-m", "tui", "--index", str(demo_index)]
    with Terminal(command) as terminal:
        terminal.wait_for("papers ")
        if isinstance(ending, str):
            terminal.press(ending)
        else:
            terminal.process.send_signal(ending)
        terminal.wait_for_exit()
    seen = open_library(index=demo_index).visits.last()
    with open_index(demo_index) as papers:
        assert seen == (papers.build if is_seen else None)


EDITOR = """
import signal, sys
def hang_up(*_):
    with open(sys.argv[1], "w") as note:
        note.write("deep")
    sys.exit(1)
signal.signal(signal.SIGHUP, hang_up)
print("editing", flush=True)
signal.pause()
"""


def test_a_note_that_is_written_while_the_terminal_goes_away_is_kept(
    demo_index: Path, tmp_path: Path
) -> None:
    program = tmp_path / "editor.py"
    program.write_text(EDITOR)
    command = [sys.executable, "-m", "tui", "--index", str(demo_index)]
    environment = {"VISUAL": f"{sys.executable} {program}"}
    with Terminal(command, environment=environment) as terminal:
        terminal.wait_for("papers ")
        terminal.press("E")
        terminal.wait_for("editing")
        # The editor, which would ignore what it is not told, is told as well.
        terminal.process.send_signal(signal.SIGHUP)
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP
    with (
        open_library(index=demo_index) as library,
        open_index(demo_index, overlay=library) as papers,
    ):
        assert papers.search("note:deep").total == 1


@pytest.mark.parametrize("other", [["--kiosk"], ["--print"], ["demo"]])
def test_guests_and_those_who_only_choose_a_paper_see_nothing_for_their_host(
    demo_index: Path, other: list[str]
) -> None:
    at = [] if other == ["demo"] else ["--index", str(demo_index)]
    with Terminal([sys.executable, "-m", "tui", *other, *at]) as terminal:
        terminal.wait_for("papers ")
        terminal.press("q")
        terminal.wait_for_exit()
    assert not Path(default_library_path()).exists()
