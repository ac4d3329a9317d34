"""A program in a pseudo-terminal whose output is timed and counted, and drawn only afterwards.

What an emulator costs would be a good part of the times that are measured here.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

import msgspec
import pyte

from tests.support.terminal import UNFINISHED, UNKNOWN_TO_EMULATOR

FRAME_END = b"\x1b[?2026l"
_ASKED, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether the terminal can show a whole frame at once; it says that it can."""


QUIET = 0.05
"""Seconds without a byte after which what has come is looked at."""


class Frame(msgspec.Struct, frozen=True):
    """One repaint: when its last byte came, in seconds after the key, and where that stands."""

    seconds: float
    end: int


class Repaint(msgspec.Struct, frozen=True):
    """All that a key brought to the screen."""

    frames: list[Frame]
    size: int

    @property
    def seconds(self) -> float:
        """From the key to the last byte."""
        return self.frames[-1].seconds if self.frames else 0.0


class Watch:
    """Runs a program in a pseudo-terminal of its own.

    Args:
        command: The program and its arguments.
        size: Columns and lines.
        environment: The whole environment of the program.
        folder: Where it runs.
    """

    def __init__(
        self,
        command: list[str],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str],
        folder: str,
    ) -> None:
        self.data = bytearray()
        self._answered = False
        self._drawn = 0
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self.started = time.perf_counter()
        self.process, self._terminal = pty.fork()
        if not self.process:
            # The size is set before the program starts to look at it.
            columns, lines = size
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.chdir(folder)
            try:
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)

    def read(self, patience: float) -> bytes:
        """What comes within ``patience`` seconds, as soon as anything comes; empty if nothing."""
        if not select.select([self._terminal], [], [], max(patience, 0))[0]:
            return b""
        try:
            chunk = os.read(self._terminal, 65536)
        except OSError as error:
            # Linux's way of saying that nobody holds the other side any more.
            raise EOFError(bytes(self.data[-2000:]).decode(errors="replace")) from error
        self.data += chunk
        if not self._answered and _ASKED in self.data:
            self._answered = True
            os.write(self._terminal, _ANSWER)
        return chunk

    def until(self, part: str, timeout: float = 60) -> float:
        """Seconds from the start of the program until ``part`` is on the screen.

        Raises:
            TimeoutError: It does not come.
        """
        deadline = time.perf_counter() + timeout
        arrivals = [(self.started, len(self.data))]
        while True:
            # To emulate a terminal takes time, in which what comes would be met too late.
            while self.read(QUIET):
                arrivals.append((time.perf_counter(), len(self.data)))
            for now, end in arrivals:
                if any(part in line for line in self.lines(end)):
                    return now - self.started
            arrivals.clear()
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{part!r} is not to be seen:\n" + "\n".join(self.lines()))

    def lines(self, end: int | None = None) -> list[str]:
        """The screen as it was after so many bytes, not fewer than before; by default after all."""
        if end is None:
            end = len(self.data)
        end = max(end, self._drawn)
        cut = UNFINISHED.search(self.data, self._drawn, end)
        end = cut.start() if cut else end
        self._stream.feed(UNKNOWN_TO_EMULATOR.sub(b"", bytes(self.data[self._drawn : end])))
        self._drawn = end
        return list(self._screen.display)

    def settle(self, quiet: float = 0.4) -> None:
        """Read until nothing has come for ``quiet`` seconds."""
        while self.read(quiet):
            pass

    def press(self, keys: bytes, *, quiet: float = 0.06) -> Repaint:
        """Send keys and read until nothing has come for ``quiet`` seconds."""
        begun = len(self.data)
        started = time.perf_counter()
        os.write(self._terminal, keys)
        frames = []
        # Where nothing comes at all one has to wait for longer than between two frames.
        patience = 1.0
        done = begun
        seconds = 0.0
        while self.read(patience):
            seconds = time.perf_counter() - started
            patience = quiet
            place = self.data.rfind(FRAME_END, done)
            if place >= 0:
                done = place + len(FRAME_END)
                frames.append(Frame(seconds, done))
        if done < len(self.data):
            frames.append(Frame(seconds, len(self.data)))
        return Repaint(frames, len(self.data) - begun)

    def send(self, keys: bytes) -> None:
        """Send keys and read nothing."""
        os.write(self._terminal, keys)

    def anonymous_memory(self) -> int:
        """Bytes of memory that belong to no file (Linux; 0 elsewhere)."""
        try:
            with open(f"/proc/{self.process}/status") as status:
                lines = [line.split() for line in status]
        except OSError:
            return 0
        return next((int(line[1]) * 1024 for line in lines if line[0] == "RssAnon:"), 0)

    def processor_seconds(self) -> float:
        """Processor time that was used so far (Linux; 0 elsewhere)."""
        try:
            with open(f"/proc/{self.process}/stat") as status:
                fields = status.read().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._terminal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
