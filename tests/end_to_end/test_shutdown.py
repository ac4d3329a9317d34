"""However the browser ends, the terminal is restored and no process and no file is left."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.support.checkout import ROOT
from tests.support.terminal import BORROWED_MODES, Terminal
from tests.support.tmux import Tmux

pytestmark = pytest.mark.end_to_end

BROWSER = [sys.executable, "-m", "tui"]
SOON = 30.0
"""Seconds that a machine with other work may take for what is to take one."""

# A browser one of whose commands, the one that changes the theme, has been replaced.
WITH_COMMAND = """
import sys, time
from tui.commands.methods import does
from tui.screens.pane_controller import PaneController
@does("view.theme")
def instead(self):
    {}
PaneController._do_view_theme = instead
from tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def replaced(body: str) -> list[str]:
    return [sys.executable, "-c", WITH_COMMAND.format(body)]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # What has ended and was not waited for by anybody is no process any more.
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def assert_gone_soon(pid: int) -> None:
    end = time.monotonic() + SOON
    while is_alive(pid):
        assert time.monotonic() < end, f"process {pid} is still there"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_in_an_orderly_way(number: signal.Signals, tmp_path: Path) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path)}
    with Terminal([*BROWSER, "demo"], directory=ROOT, environment=cache) as terminal:
        terminal.wait_for("102 papers")
        assert list(tmp_path.rglob("open-*"))
        terminal.process.send_signal(number)
        assert terminal.wait_for_exit(timeout=SOON) == 128 + number
        terminal.assert_restored()
        assert "Traceback" not in terminal.text()
    assert list(tmp_path.rglob("open-*")) == []


@pytest.mark.parametrize("key", ["o", "d", "a"])
def test_a_key_after_the_one_that_quits_does_not_keep_it(key: str, demo_index: Path) -> None:
    with Terminal([*BROWSER, "--index", str(demo_index)], directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        terminal.write(b"q" + key.encode())
        assert terminal.wait_for_exit(timeout=SOON) == 0


def test_a_signal_ends_it_while_the_files_are_still_being_read(tmp_path: Path) -> None:
    slow = (
        "import sys, time, tui.workers.build as b, tui.__main__ as m\n"
        "def build(*a, **k):\n    print('reading now', file=sys.stderr)\n    time.sleep(60)\n"
        "b.build_for_browsing = build\n"
        "sys.exit(m.main(['demo']))"
    )
    cache = {"XDG_CACHE_HOME": str(tmp_path)}
    with Terminal([sys.executable, "-c", slow], directory=ROOT, environment=cache) as terminal:
        terminal.wait_for("reading now")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_exit(timeout=SOON) == 128 + signal.SIGTERM
        assert "Traceback" not in terminal.text()
    assert list(tmp_path.rglob("open-*")) == []


def test_a_signal_ends_it_while_it_is_busy(tmp_path: Path) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path)}
    command = [*replaced("while True: pass"), "demo"]
    with Terminal(command, directory=ROOT, environment=cache) as terminal:
        terminal.wait_for("102 papers")
        terminal.press("t")
        terminal.settle()
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_exit(timeout=SOON) == 128 + signal.SIGTERM
        terminal.assert_restored()
    assert list(tmp_path.rglob("open-*")) == []


SEARCHING = """
import sys, time
from pathlib import Path
from index.engine.search import TantivyPapers
search = TantivyPapers.search
note = Path(sys.argv.pop(1))
def slow(self, query, **how):
    if "slow" in query:
        note.touch()
        time.sleep(60)
    return search(self, query, **how)
TantivyPapers.search = slow
from tui.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("end", ["ctrl+c", "q", signal.SIGINT, signal.SIGTERM])
def test_it_ends_while_a_search_takes_long(
    demo_index: Path, tmp_path: Path, end: str | signal.Signals
) -> None:
    note = tmp_path / "searching"
    command = [sys.executable, "-c", SEARCHING, str(note), "--index", str(demo_index)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        terminal.press("/")
        terminal.type_text("slow")
        terminal.wait_for(lambda _: note.exists())
        terminal.wait_for("searching…")
        if isinstance(end, signal.Signals):
            terminal.process.send_signal(end)
        else:
            if end == "q":
                terminal.press("enter")
                terminal.wait_for("/ search")
            terminal.press(end)
        code = 0 if isinstance(end, str) else 128 + end
        assert terminal.wait_for_exit(timeout=SOON) == code
        terminal.assert_restored()


def test_a_signal_ends_it_when_its_terminal_takes_nothing_any_more(demo_index: Path) -> None:
    body = "[self._screen.app._driver.write('frame ' * 1000) for _ in range(99)]"
    command = [*replaced(body), "--index", str(demo_index)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        terminal.press("t")
        # Nobody reads from here on: first the terminal is full, then the queue of its writer.
        time.sleep(0.5)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.process.wait(timeout=SOON) == 128 + signal.SIGTERM
        terminal.assert_restored()


def test_a_defect_leaves_words_and_no_controls(demo_index: Path, home: Path) -> None:
    body = r"raise ValueError('broken \x1b]52;c;eHg=\x07\x9b2J here')"
    command = [*replaced(body), "--index", str(demo_index)]
    with Terminal(command, columns=100, directory=ROOT) as terminal:
        terminal.wait_for("102 papers")
        terminal.press("t")
        assert terminal.wait_for_exit(timeout=SOON) == 70
        terminal.assert_restored()
        assert "a defect in Quire, and it had to end: ValueError" in terminal.text()
        assert b"]52;c;eHg=\x07" not in terminal.raw
        assert b"\xc2\x9b" not in terminal.raw
        assert "Traceback" not in terminal.text()
    (report,) = home.rglob("defects/*.txt")
    assert "broken" in report.read_text(encoding="utf-8")


def test_the_end_of_tmux_is_the_end_of_it(demo_index: Path, tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    script = f'echo $$ >{noted}; exec "$0" "$@"'
    command = ["sh", "-c", script, *BROWSER, "--index", str(demo_index)]
    with Tmux(command) as tmux:
        tmux.wait_for("102 papers")
        pid = int(noted.read_text())
        tmux.close()
        assert_gone_soon(pid)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_it_sleeps_and_wakes_at_its_shell(demo_index: Path) -> None:
    command = " ".join([*BROWSER, "--index", str(demo_index)])
    shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
    with Terminal(shell, directory=ROOT, environment={"PS1": "ready> "}) as terminal:
        terminal.wait_for("ready>")
        terminal.type_text(f"{command}\r")
        terminal.wait_for("102 papers")
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        terminal.assert_restored()
        # In the background it goes back to sleep, and leaves the terminal alone.
        terminal.type_text("bg; sleep 0.3; jobs; echo still $((40+2))\r")
        terminal.wait_for(re.compile(r"\+  Stopped.*still 42", re.S))
        terminal.assert_restored()
        terminal.type_text("fg\r")
        terminal.wait_for("102 papers")
        terminal.press("j")
        terminal.wait_for(" 2/102")
        terminal.press("ctrl+z")
        terminal.wait_for(lambda text: "papers" not in text and "Stopped" in text)
        terminal.type_text("kill %1; until jobs %1 | grep Exit; do sleep 0.1; done\r")
        terminal.wait_for(f"Exit {128 + signal.SIGTERM}", timeout=SOON)
        terminal.assert_restored()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_started_in_the_background_it_waits_for_the_foreground() -> None:
    shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
    with Terminal(shell, directory=ROOT, environment={"PS1": "ready> "}) as terminal:
        terminal.wait_for("ready>")
        terminal.type_text(f"{' '.join(BROWSER)} demo &")
        terminal.press("enter")
        end = time.monotonic() + 30
        while "Stopped" not in terminal.text():
            assert time.monotonic() < end, terminal.text()
            # The shell tells of its jobs before it asks for the next command.
            terminal.press("enter")
            terminal.settle()
        terminal.type_text("fg")
        terminal.press("enter")
        terminal.wait_for("102 papers")
        terminal.press("q")
        # The shell's prompt stood there before, and tells nothing.
        end = time.monotonic() + SOON
        while terminal.modes & BORROWED_MODES and time.monotonic() < end:
            terminal.pause()
        terminal.assert_restored()
        terminal.wait_for("ready>")
        assert "Traceback" not in terminal.text()
