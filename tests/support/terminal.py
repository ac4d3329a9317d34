"""Drives a program in a real terminal and looks at its screen.

``Terminal`` is a pseudo-terminal whose output an emulator draws; ``Tmux`` is the same inside a
private tmux server. Nothing here sleeps for a fixed time: one waits for what the screen must show.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
import pytest

CURSOR_VISIBLE = 25
ALTERNATE_SCREEN = 1049
# Mouse tracking in its several forms, focus reports, bracketed paste, resize reports.
BORROWED_MODES = frozenset({1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 1049, 2004, 2026, 2048})

KEYS: dict[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "space": b" ",
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    "shift+up": b"\x1b[1;2A",
    "shift+down": b"\x1b[1;2B",
    "f1": b"\x1bOP",
}
TMUX_KEYS = {
    "enter": "Enter",
    "escape": "Escape",
    "tab": "Tab",
    "shift+tab": "BTab",
    "space": "Space",
    "backspace": "BSpace",
    "delete": "DC",
    "up": "Up",
    "down": "Down",
    "right": "Right",
    "left": "Left",
    "home": "Home",
    "end": "End",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "shift+up": "S-Up",
    "shift+down": "S-Down",
    "f1": "F1",
}

# A new session has no controlling terminal; this takes the one on standard input and becomes the
# program. Done in a process of its own: forking inside a test process with threads is unsafe.
TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)

# tmux hides the cursor of a terminal whose program has ended, so something has to outlive it.
NOTE_EXIT_CODE = '"$@"; echo $? >"$0.new"; mv "$0.new" "$0"; exec cat'

# What the emulator would print as text: control strings, and sequences with a private marker other
# than "?" (keyboard protocols).
UNKNOWN_TO_EMULATOR = re.compile(
    rb"\x1b[P^_X][^\x1b]*(?:\x1b(?!\\)[^\x1b]*)*\x1b\\|\x1b\[[<=>][0-9;:]*[ -/]*[@-~]"
    rb"|\x1b\[\?[0-9;]*(?:u|\$p|m)"
)
UNFINISHED = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*|[P^_X](?:[^\x1b]|\x1b(?!\\))*|\][^\x07\x1b]*|[ -/]*)?$"
)
PRIVATE_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
SWITCH_SCREEN = re.compile(rb"(\x1b\[\?1049[hl])")


def key_bytes(key: str) -> bytes:
    """What a terminal sends for a key: a name of ``KEYS``, ``ctrl+x``, or text as typed."""
    if key in KEYS:
        return KEYS[key]
    if re.fullmatch(r"ctrl\+[a-z]", key):
        return bytes([ord(key[-1]) & 0x1F])
    return key.encode()


class Screen(pyte.Screen):
    """An emulated screen that answers the questions a program asks its terminal."""

    def __init__(self, columns: int, lines: int, answer: Callable[[bytes], None]) -> None:
        self._answer = answer
        super().__init__(columns, lines)

    def write_process_input(self, data: str) -> None:
        self._answer(data.encode())


class Watched:
    """What both kinds of terminal share: waiting until the screen shows something."""

    def lines(self) -> list[str]:
        """The rows of the screen from top to bottom, without trailing spaces."""
        raise AssertionError("each kind of terminal says how its screen is read")

    def text(self) -> str:
        """The whole screen as one string."""
        return "\n".join(self.lines())

    def row(self, part: str) -> int | None:
        """The number of the first row that contains ``part``, from 0, or None."""
        return next((n for n, line in enumerate(self.lines()) if part in line), None)

    def wait_for(
        self, wanted: str | re.Pattern[str] | Callable[[str], bool], *, timeout: float = 30
    ) -> str:
        """Wait until the screen shows what is wanted.

        Args:
            wanted: A string that must be on the screen, a pattern to find in its whole text, or a
                function of that text.
            timeout: Seconds to wait at most.

        Returns:
            The text of the screen that satisfied.

        Raises:
            AssertionError: It didn't come in time, or the program ended first; with the screen.
        """
        deadline = time.monotonic() + timeout
        while True:
            ended = self.ended()
            text = self.text()
            if _satisfied(wanted, text):
                return text
            if ended or time.monotonic() > deadline:
                why = "the program has ended" if ended else f"waited for {timeout:g} s"
                raise AssertionError(f"not on the screen: {wanted!r} ({why})\n{_framed(text)}")
            self.pause()

    def wait_until_gone(self, part: str, *, timeout: float = 30) -> str:
        """Wait until ``part`` is nowhere on the screen, and return the screen's text."""
        return self.wait_for(lambda text: part not in text, timeout=timeout)

    def ended(self) -> bool:
        """Whether the program has ended and everything it wrote is on the screen."""
        raise AssertionError("each kind of terminal says when its program has ended")

    def pause(self) -> None:
        """Let a little time pass, or less when the program writes something."""
        raise AssertionError("each kind of terminal says how it passes time")


class Terminal(Watched):
    """A program in a pseudo-terminal.

    Args:
        command: The program and its arguments.
        columns: Width of the screen.
        lines: Height of the screen.
        environment: Changes to this process's environment; None removes a variable.
        directory: Working directory of the program.
        tells: Whether the terminal tells its size; else it is 0 by 0 until it is resized.

    Attributes:
        process: The running program.
        received: Number of bytes the program has written so far.
        raw: All bytes the program has written.
        modes: The private modes the program has switched on, by number.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str | None] | None = None,
        directory: Path | None = None,
        tells: bool = True,
    ) -> None:
        self.raw = bytearray()
        self.modes = {CURSOR_VISIBLE}
        self._pending = b""
        self._closed = False
        self._size = (columns, lines)
        self.master, slave = os.openpty()
        self._screens = [self._new_screen()]
        if tells:
            self._set_window_size()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", TAKE_TERMINAL, *map(str, command)],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
                cwd=directory,
                env=_environment(environment),
            )
        finally:
            os.close(slave)

    @property
    def received(self) -> int:
        return len(self.raw)

    @property
    def screen(self) -> pyte.Screen:
        """The emulated screen now shown, with the cursor and each cell's attributes."""
        return self._screens[-1][0]

    def lines(self) -> list[str]:
        self.read(0)
        return [line.rstrip() for line in self.screen.display]

    def write(self, data: bytes) -> None:
        """Send bytes exactly as they are."""
        while data:
            # A program that is itself busy writing may not take input before its output is read.
            self.read(0)
            if select.select([], [self.master], [], 1)[1]:
                data = data[os.write(self.master, data[:512]) :]

    def press(self, *keys: str) -> None:
        """Press keys one after another, see ``key_bytes``."""
        for key in keys:
            self.write(key_bytes(key))

    def type_text(self, text: str) -> None:
        """Type text letter by letter."""
        for letter in text:
            self.write(letter.encode())

    def read(self, patience: float) -> int:
        """Take in what the program has written, waiting up to ``patience`` seconds for it.

        Returns:
            Number of bytes that were taken in.
        """
        before = self.received
        while not self._closed and select.select([self.master], [], [], patience)[0]:
            try:
                chunk = os.read(self.master, 65536)
            except OSError:  # Linux's way of saying that nobody holds the other side any more.
                chunk = b""
            if not chunk:
                self._closed = True
                break
            self.draw(chunk)
            patience = 0
        return self.received - before

    def pause(self) -> None:
        self.read(0.05)

    def settle(self, quiet: float = 0.25, *, timeout: float = 30) -> None:
        """Read until the program has written nothing for ``quiet`` seconds."""
        deadline = time.monotonic() + timeout
        while self.read(quiet):
            if time.monotonic() > deadline:
                raise AssertionError(f"still writing after {timeout:g} s\n{_framed(self.text())}")

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the window, as dragging its corner does."""
        self._size = (columns, lines)
        for screen, _ in self._screens:
            screen.resize(lines, columns)
        self._set_window_size()

    def ended(self) -> bool:
        if self.process.poll() is None:
            return False
        self.read(0)
        return True

    def wait_for_exit(self, *, timeout: float = 30) -> int:
        """Wait until the program has ended by itself.

        Returns:
            Its exit code; negative is the number of the signal it died of.

        Raises:
            AssertionError: It is still running after ``timeout`` seconds.
        """
        deadline = time.monotonic() + timeout
        while not self.ended():
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {timeout:g} s\n{_framed(self.text())}")
            self.pause()
        return self.process.wait()

    def assert_restored(self) -> None:
        """The terminal is as a shell expects it: own screen, cursor shown, no reports left on."""
        self.read(0)
        left_on = sorted(self.modes & BORROWED_MODES)
        assert not left_on, f"terminal modes left on: {left_on}"
        assert CURSOR_VISIBLE in self.modes, "the cursor was left hidden"

    def close(self) -> None:
        """End the program if it still runs, and everything it started in its session."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _new_screen(self) -> tuple[pyte.Screen, pyte.ByteStream]:
        screen = Screen(*self._size, answer=self._reply)
        return screen, pyte.ByteStream(screen)

    def _reply(self, data: bytes) -> None:
        if not self._closed:
            os.write(self.master, data)

    def _set_window_size(self) -> None:
        columns, lines = self._size
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def draw(self, chunk: bytes) -> None:
        self.raw += chunk
        data = self._pending + chunk
        cut = UNFINISHED.search(data)
        self._pending = data[cut.start() :] if cut else b""
        data = data[: cut.start()] if cut else data
        for found in PRIVATE_MODES.finditer(data):
            numbers = {int(number) for number in found[1].split(b";") if number}
            self.modes = self.modes | numbers if found[2] == b"h" else self.modes - numbers
        for part in SWITCH_SCREEN.split(UNKNOWN_TO_EMULATOR.sub(b"", data)):
            if part == b"\x1b[?1049h":
                self._screens[1:] = [self._new_screen()]
            elif part == b"\x1b[?1049l":
                del self._screens[1:]
            else:
                self._screens[-1][1].feed(part)


class Tmux(Watched):
    """A program in the only window of a private tmux server, as over SSH.

    The size is that of the whole terminal: tmux keeps the last line for its status, as it does for
    people who never changed its settings.

    Args:
        command: The program and its arguments.
        columns: Width of the terminal.
        lines: Height of the terminal, of which the program gets one less.
        environment: Changes to this process's environment; None removes a variable.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str | None] | None = None,
    ) -> None:
        if shutil.which("tmux") is None:
            pytest.skip("tmux is not installed")
        self._socket = f"quire-test-{uuid.uuid4().hex[:12]}"
        self._variables = _environment({"TERM": "xterm-256color"} | dict(environment or {}))
        self._folder = tempfile.TemporaryDirectory()
        self._exit_code = Path(self._folder.name) / "exit-code"
        # Without a client attached tmux takes nothing off for its status line.
        size = ["-x", str(columns), "-y", str(lines - 1)]
        self.tmux(
            *["new-session", "-d", *size, "--"],
            *["sh", "-c", NOTE_EXIT_CODE, str(self._exit_code), *map(str, command)],
        )

    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.tmux("capture-pane", "-p").split("\n")[:-1]]

    def press(self, *keys: str) -> None:
        """Press keys one after another, see ``key_bytes``."""
        for key in keys:
            if key in TMUX_KEYS:
                self.tmux("send-keys", TMUX_KEYS[key])
            elif re.fullmatch(r"ctrl\+[a-z]", key):
                self.tmux("send-keys", f"C-{key[-1]}")
            else:
                self.type_text(key)

    def type_text(self, text: str) -> None:
        """Type text."""
        # At the end of a word a semicolon would end tmux's command.
        word = f"{text[:-1]}\\;" if text.endswith(";") else text
        self.tmux("send-keys", "-l", "--", word)

    def ask(self, variable: str) -> str:
        """The value of one of tmux's own variables, such as ``alternate_on``."""
        return self.tmux("display-message", "-p", f"#{{{variable}}}").strip()

    def buffer(self) -> str:
        """The newest paste buffer, which holds what a program has sent to the clipboard."""
        return self.tmux("show-buffer")

    def pause(self) -> None:
        time.sleep(0.05)

    def ended(self) -> bool:
        return self._exit_code.exists()

    def wait_for_exit(self, *, timeout: float = 30) -> int:
        """Wait until the program has ended by itself; return its exit code as a shell sees it."""
        deadline = time.monotonic() + timeout
        while not self.ended():
            if time.monotonic() > deadline:
                raise AssertionError(f"still running after {timeout:g} s\n{_framed(self.text())}")
            self.pause()
        return int(self._exit_code.read_text())

    def assert_restored(self, *, timeout: float = 30) -> None:
        """The terminal is as a shell expects it: own screen, cursor shown, no mouse reports."""
        wanted = {"alternate_on": "0", "cursor_flag": "1", "mouse_any_flag": "0"}
        # tmux reads what a program wrote a moment after the program has ended.
        deadline = time.monotonic() + timeout
        while (state := {name: self.ask(name) for name in wanted}) != wanted:
            assert time.monotonic() < deadline, f"tmux says {state}"
            self.pause()

    def close(self) -> None:
        """End the server and what runs in it."""
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"], capture_output=True, check=False
        )
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def tmux(self, *arguments: str) -> str:
        # -f: the settings of whoever runs the tests must not matter. -u: UTF-8 in any locale.
        done = subprocess.run(
            ["tmux", "-u", "-f", os.devnull, "-L", self._socket, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=self._variables,
            timeout=60,
        )
        if done.returncode != 0:
            raise AssertionError(f"tmux {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout


def _environment(changes: Mapping[str, str | None] | None) -> dict[str, str]:
    wanted = dict(os.environ) | {"TERM": "xterm-256color"} | dict(changes or {})
    return {name: value for name, value in wanted.items() if value is not None}


def _satisfied(wanted: str | re.Pattern[str] | Callable[[str], bool], text: str) -> bool:
    if isinstance(wanted, str):
        return wanted in text
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return wanted(text)


def _framed(text: str) -> str:
    width = max((len(line) for line in text.split("\n")), default=0)
    rule = "+" + "-" * width
    return "\n".join([rule, *(f"|{line}" for line in text.split("\n")), rule])
