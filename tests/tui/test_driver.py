"""What stands between the browser and its terminal, in a real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest

from tests.terminal import Terminal
from tui.driver import _Line

BROWSER = [sys.executable, "-m", "tui", "demo"]
ROOT = Path(__file__).parents[2]
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
from tui.driver import TerminalDriver
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
