"""What stands between the browser and its terminal, in a real one."""

from __future__ import annotations

import fcntl
import math
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any, cast

import pytest

from tests.support.checkout import ROOT
from tests.support.terminal import Terminal
from tests.support.thorough import tries
from tui.terminal.driver import LARGEST_OF_GUESTS, MOST_AT_ONCE, _Line
from tui.terminal.keyboard import SILENCE

BROWSER = [sys.executable, "-m", "tui", "demo"]
PATIENCE = 30.0


def read_until(terminal: int, part: bytes) -> None:
    seen = b""
    end = time.monotonic() + PATIENCE
    while part not in seen:
        assert time.monotonic() < end, f"not seen: {part!r} in {seen[-500:]!r}"
        seen += os.read(terminal, 65536)


@pytest.mark.end_to_end
def test_nothing_goes_on_when_the_terminal_disappears_without_a_signal() -> None:
    terminal, other_side = os.openpty()
    # A session without a controlling terminal is sent no hangup.
    browser = subprocess.Popen(
        BROWSER,
        stdin=other_side,
        stdout=other_side,
        stderr=other_side,
        start_new_session=True,
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(other_side)
    try:
        read_until(terminal, b" papers")
        os.close(terminal)
        assert browser.wait(PATIENCE) == 128 + signal.SIGHUP
    finally:
        browser.kill()
        browser.wait()


FULL = """
import sys
from tui.terminal.shutdown import HUNG_UP, abandon_terminal
sys.stdout.write("half a line")
sys.stdin.readline()
abandon_terminal(HUNG_UP)
sys.exit(HUNG_UP)
"""


@pytest.mark.end_to_end
@pytest.mark.parametrize("is_piped", [False, True])
def test_what_a_terminal_that_is_gone_was_to_get_alters_no_exit_code(is_piped: bool) -> None:
    terminal, other_side = os.openpty()
    output = subprocess.PIPE if is_piped else other_side
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-c", FULL],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=other_side,
        cwd=ROOT,
        env=buffered,
    ) as process:
        os.close(other_side)
        os.close(terminal)
        printed, _ = process.communicate(b"\n", PATIENCE)
    assert process.returncode == 129
    assert printed == (b"half a line" if is_piped else None)


@pytest.mark.end_to_end
def test_the_screen_is_whole_after_one_resize_on_another() -> None:
    with Terminal(BROWSER, directory=ROOT) as terminal:
        terminal.wait_for(" papers")
        for size in ((120, 40), (60, 20), (120, 40), (80, 24), (100, 30)):
            terminal.resize(*size)
            terminal.press("j")
        terminal.settle(1.5)
        after = terminal.lines()
        # What is drawn by somebody who has not seen any of it, at the same size.
        terminal.resize(101, 30)
        terminal.settle(1.5)
        terminal.resize(100, 30)
        terminal.settle(1.5)
        assert terminal.lines() == after


RESIZED_AGAIN_MEANWHILE = """
import fcntl, struct, sys, termios
from tui.__main__ import main
from tui.terminal.driver import TerminalDriver
ask, later = TerminalDriver._get_terminal_size, [(100, 30)]
def ask_slowly(driver):
    size = ask(driver)
    if size == (90, 28) and later:
        columns, lines = later.pop()
        fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    return size
TerminalDriver._get_terminal_size = ask_slowly
sys.exit(main(["demo"]))
"""


@pytest.mark.end_to_end
def test_the_last_of_several_sizes_counts_however_close_they_come() -> None:
    with Terminal([sys.executable, "-c", RESIZED_AGAIN_MEANWHILE], directory=ROOT) as terminal:
        terminal.wait_for(" papers")
        terminal.settle()
        terminal.resize(90, 28)
        terminal.settle(1.0)
        terminal.press("j")
        # Where the cursor's place is told, in the last line but one.
        terminal.wait_for(lambda _: b"\x1b[29;" in terminal.raw)


class Broken:
    """A file whose terminal is gone."""

    def __init__(self) -> None:
        self.tried = 0

    def write(self, text: str) -> None:
        del text
        self.tried += 1
        raise OSError(5, "Input/output error")

    def flush(self) -> None:
        raise AssertionError("nothing is sent any more")


def test_writing_to_a_terminal_that_is_gone_says_so_once_and_goes_on() -> None:
    file, told = Broken(), []
    line = _Line(cast("Any", file), lambda: told.append(True))
    for _ in range(3):
        line.write("text")
        line.flush()
    assert (file.tried, told) == (1, [True])


@pytest.mark.end_to_end
@pytest.mark.parametrize("report", [False, True], ids=["window", "report"])
def test_a_window_of_any_size_is_filled_as_far_as_windows_go(
    report: bool, demo_index: Path
) -> None:
    command = [sys.executable, "-m", "tui", "--kiosk", "--index", str(demo_index)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for(" papers")
        terminal.press("/")
        if report:
            terminal.write(b"\x1b[48;20000;20000;0;0t")
        else:
            window = struct.pack("HHHH", 65535, 65535, 0, 0)
            fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, window)
        sent = terminal.received
        terminal.wait_for(lambda _: terminal.received > sent + math.prod(LARGEST_OF_GUESTS) // 10)
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == 0
        assert terminal.received < sent + 10 * math.prod(LARGEST_OF_GUESTS)


def flood(terminal: Terminal, data: bytes) -> None:
    """Send as fast as the browser takes it, and let pass what it shows until it shows no more."""
    os.set_blocking(terminal.master, False)
    while data or select.select([terminal.master], [], [], 2 * SILENCE)[0]:
        wanted = [terminal.master] if data else []
        readable, writable, _ = select.select([terminal.master], wanted, [], PATIENCE)
        if readable:
            try:
                os.read(terminal.master, 65536)
            except OSError:
                break
        if writable:
            data = data[os.write(terminal.master, data[:4096]) :]
    os.set_blocking(terminal.master, True)


LISTENED_TO = tries(MOST_AT_ONCE // 8, MOST_AT_ONCE)
"""Bytes that the browser listens to without a pause; each key of a flood below that costs time."""

LISTENING_LESS = f"""
import sys
from tui.__main__ import main
from tui.terminal import driver
driver.MOST_A_SECOND = driver.MOST_A_SECOND * {LISTENED_TO} // driver.MOST_AT_ONCE
driver.MOST_AT_ONCE = {LISTENED_TO}
sys.exit(main(["demo"]))
"""


@pytest.mark.end_to_end
@pytest.mark.parametrize(
    "data",
    [b"j" * 3 * LISTENED_TO, b"\x1b]0;" + b"A" * 100_000, b"\x1b[200~words"],
    ids=["keys", "answer", "paste"],
)
def test_ctrl_c_is_heard_after_a_flood(data: bytes) -> None:
    with Terminal([sys.executable, "-c", LISTENING_LESS], directory=ROOT) as terminal:
        terminal.wait_for(" papers")
        flood(terminal, data)
        end = time.monotonic() + 2 * PATIENCE
        while not terminal.ended():
            assert time.monotonic() < end
            flood(terminal, b"\x03")
        assert terminal.wait_for_exit() == 0


@pytest.mark.end_to_end
def test_a_key_whose_bytes_come_slowly_is_the_key(demo_index: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    # The longest there is: the machine may be busy for longer than the line is bad.
    settings.write_text("escape_delay = 5000\n")
    command = [sys.executable, "-m", "tui", "--index", str(demo_index), "--config", str(settings)]
    with Terminal(command, directory=ROOT) as terminal:
        terminal.wait_for(" papers")
        terminal.press("/")
        terminal.type_text("quiet")
        terminal.wait_for("quiet")
        for byte in b"\x1b[H":
            terminal.write(bytes([byte]))
            terminal.settle(0.2)
        terminal.type_text("very ")
        terminal.wait_for("very quiet")
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == 0
