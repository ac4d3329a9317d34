"""The pseudo-terminal that end-to-end tests look through must itself tell the truth."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal, key_bytes
from tests.support.tmux import Tmux

# A program with a screen of its own that shows each key it gets and its size, and ends at "q".
ECHO = r"""
import os, signal, sys, termios, tty
before = termios.tcgetattr(0)
tty.setcbreak(0)
size = os.get_terminal_size
def show(row, text):
    os.write(1, f"\x1b[{row};1H\x1b[2K{text}".encode())
def resized(*_):
    show(2, f"size {size().columns}x{size().lines}")
signal.signal(signal.SIGWINCH, resized)
os.write(1, b"\x1b[?1049h\x1b[?25l\x1b[?1003h\x1b[>1u")
show(1, "ready")
resized()
while (key := os.read(0, 1024)) != b"q":
    show(3, f"key {key!r}")
os.write(1, b"\x1b[<u" + (b"" if "--rude" in sys.argv else b"\x1b[?1003l\x1b[?25h\x1b[?1049l"))
termios.tcsetattr(0, termios.TCSADRAIN, before)
print("bye")
sys.exit(7)
"""


@pytest.fixture
def echo(tmp_path: Path) -> list[str]:
    script = tmp_path / "echo.py"
    script.write_text(ECHO)
    return [sys.executable, "-I", str(script)]


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", code]


def test_shows_keys_size_and_exit_code(echo: list[str]) -> None:
    with Terminal(echo, columns=50, lines=10) as terminal:
        terminal.wait_for("size 50x10")
        assert terminal.row("ready") == 0
        assert 1049 in terminal.modes
        terminal.press("down")
        terminal.wait_for(repr(key_bytes("down")))
        terminal.resize(61, 13)
        terminal.wait_for("size 61x13")
        terminal.press("q")
        assert terminal.wait_for_exit() == 7
        terminal.assert_restored()
        # The program's own screen is gone, and what it printed afterwards is on the main one.
        assert terminal.text().strip() == "bye"


def test_a_terminal_left_in_disorder_is_noticed(echo: list[str]) -> None:
    with Terminal([*echo, "--rude"]) as terminal:
        terminal.wait_for("ready")
        terminal.press("q")
        terminal.wait_for_exit()
        with pytest.raises(AssertionError, match=r"1003, 1049"):
            terminal.assert_restored()


def test_the_program_has_a_controlling_terminal() -> None:
    with Terminal(python("print(open('/dev/tty').isatty())")) as terminal:
        assert terminal.wait_for_exit() == 0
        assert terminal.lines()[0] == "True"


def test_waiting_fails_with_the_screen() -> None:
    with Terminal(python("print('something else'); input()")) as terminal:
        terminal.wait_for("something")
        with pytest.raises(AssertionError, match=r"(?s)not on .*'wanted'.*something else"):
            terminal.wait_for("wanted", timeout=0.1)


def test_waiting_ends_with_the_program() -> None:
    with (
        Terminal(python("print('gone')")) as terminal,
        pytest.raises(AssertionError, match=r"(?s)the program has ended.*gone"),
    ):
        terminal.wait_for("wanted", timeout=60)


def test_patterns_and_functions_can_be_waited_for() -> None:
    with Terminal(python("print('12 of 96 papers'); input()")) as terminal:
        assert "12 of" in terminal.wait_for(re.compile(r"\d+ of \d+"))
        terminal.wait_for(lambda text: text.count("papers") == 1)
        terminal.wait_until_gone("absent")


def test_a_program_that_does_not_end_is_ended() -> None:
    with Terminal(python("print('on'); import time; time.sleep(600)")) as terminal:
        terminal.wait_for("on")
        with pytest.raises(AssertionError, match="still running"):
            terminal.wait_for_exit(timeout=0.1)
    assert terminal.process.returncode == -9


def test_counts_every_byte() -> None:
    with Terminal(python("import os; os.write(1, b'x' * 100_000)"), columns=100) as terminal:
        assert terminal.wait_for_exit() == 0
        assert terminal.received == 100_000


def test_sequences_cut_in_the_middle_are_drawn_whole() -> None:
    code = (
        "import os, time\n"
        "for b in b'\\x1bPtmux;hidden\\x1b\\\\A\\x1b[1mB\\x1b[>4;1mC\\x1b]52;c;aGk=\\x07D':\n"
        "    os.write(1, bytes([b])); time.sleep(0.002)\n"
    )
    with Terminal(python(code)) as terminal:
        assert terminal.wait_for_exit() == 0
        assert terminal.text().strip() == "ABCD"


def test_wide_characters_take_two_cells() -> None:
    with Terminal(python("print('雲研x')"), columns=5) as terminal:
        terminal.wait_for_exit()
        assert terminal.screen.cursor.y == 1
        assert terminal.lines()[0] == "雲研x"


def test_questions_to_the_terminal_are_answered() -> None:
    code = (
        "import os, sys, tty\ntty.setcbreak(0)\nos.write(1, b'\\x1b[6n')\nprint(os.read(0, 99)[1:])"
    )
    with Terminal(python(code)) as terminal:
        terminal.wait_for("[1;1R")


@pytest.mark.end_to_end
def test_tmux_shows_keys_size_and_exit_code(echo: list[str]) -> None:
    with Tmux(echo) as tmux:
        tmux.wait_for("size 80x23")
        assert tmux.row("ready") == 0
        tmux.press("down")
        tmux.wait_for("key b'\\x1b[B'")
        tmux.type_text("a;b;")
        tmux.wait_for("b'a;b;'")
        tmux.press("q")
        assert tmux.wait_for_exit() == 7
        tmux.assert_restored()


@pytest.mark.end_to_end
def test_tmux_notices_a_terminal_left_in_disorder(echo: list[str]) -> None:
    with Tmux([*echo, "--rude"]) as tmux:
        tmux.wait_for("ready")
        tmux.press("q")
        tmux.wait_for_exit()
        with pytest.raises(AssertionError, match="alternate_on"):
            tmux.assert_restored(timeout=0)


def test_keys_have_the_bytes_terminals_send() -> None:
    assert key_bytes("ctrl+q") == b"\x11"
    assert key_bytes("é") == "é".encode()
    assert key_bytes("/") == b"/"
