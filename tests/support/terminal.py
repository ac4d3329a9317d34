"""Drives a program in a pseudo-terminal and looks at its screen, which an emulator draws.

Nothing here sleeps for a fixed time: one waits for what the screen must show.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

from tests.support.watched import Watched, environment_of, framed

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
# A new session has no controlling terminal; this takes the one on standard input and becomes the
# program. Done in a process of its own: forking inside a test process with threads is unsafe.
TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)

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
        self._shown: tuple[object, list[str]] | None = None
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
                env=environment_of(environment),
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
        # To read an emulated screen takes milliseconds; most of those who wait find it unchanged.
        drawn = self.received, self._size
        if self._shown is None or self._shown[0] != drawn:
            self._shown = drawn, [line.rstrip() for line in self.screen.display]
        return list(self._shown[1])

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
                raise AssertionError(f"still writing after {timeout:g} s\n{framed(self.text())}")

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
                raise AssertionError(f"still running after {timeout:g} s\n{framed(self.text())}")
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

    def __exit__(self, *_: object) -> None:
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
