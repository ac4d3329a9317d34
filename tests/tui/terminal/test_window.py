"""The size of the window is what the terminal says, whatever the environment says."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
from typing import TYPE_CHECKING

import pytest

from tui.terminal import window
from tui.terminal.window import prefer_window, told_size

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def terminal() -> Iterator[int]:
    master, slave = os.openpty()
    yield slave
    os.close(master)
    os.close(slave)


def set_size(terminal: int, columns: int, lines: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def test_the_first_terminal_that_tells_counts(terminal: int) -> None:
    reading, writing = os.pipe()
    try:
        assert told_size((reading, terminal)) is None, "0 by 0 tells nothing"
        set_size(terminal, 101, 31)
        assert told_size((-1, reading, writing, terminal)) == (101, 31)
    finally:
        os.close(reading)
        os.close(writing)


def test_the_variables_count_only_where_no_terminal_tells(
    terminal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.told_size, "__defaults__", ((terminal,),))
    environment = {"COLUMNS": "60", "LINES": "15", "TERM": "xterm"}
    prefer_window(environment)
    assert environment == {"COLUMNS": "60", "LINES": "15", "TERM": "xterm"}
    set_size(terminal, 101, 31)
    prefer_window(environment)
    assert environment == {"TERM": "xterm"}
    prefer_window(environment)
