"""Thirty guests of one kiosk, of whom one does what costs the host the most.

Each of the others types a letter or moves the cursor every two seconds or so. What is measured is
the time from such a key to the last change on the screen that follows from it.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from index.building.build import rebuild
from tests.bench.corpus import write_records
from tests.bench.table import table

WORDS = ("quantum", "lattice", "graph neural", "dark matter", "spin glass", "stellar wind")
THINKING = 2.0
ANSWERED = 1.5
"""Seconds after a key in which what is shown is taken to follow from it."""


class Guest:
    """One kiosk in a terminal of its own, whose screen nobody draws.

    Args:
        index: The folder of the index.
        seed: Decides what is typed, and when.
    """

    def __init__(self, index: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        command = [sys.executable, "-m", "tui", "--kiosk", "--index", str(index)]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, os.environ | {"TERM": "xterm-256color"})
        self.resize(24, 80)
        os.set_blocking(self.terminal, False)
        self.latencies: list[float] = []
        self.received = 0
        self.due = time.monotonic() + self.chance.uniform(0, THINKING)
        self._sent = 0.0
        self._shown: float | None = None
        self._pending = b""

    def resize(self, lines: int, columns: int) -> None:
        """Change the size of the window."""
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def read(self) -> None:
        """Take what is shown."""
        try:
            data = os.read(self.terminal, 1 << 16)
        except BlockingIOError:
            return
        except OSError as error:
            raise SystemExit("a guest's kiosk has ended") from error
        self.received += len(data)
        now = time.monotonic()
        if now - self._sent < ANSWERED:
            self._shown = now

    def send(self, data: bytes) -> int:
        """Send as much as is taken at the moment; how much that was."""
        try:
            return os.write(self.terminal, data)
        except BlockingIOError:
            return 0

    def act(self) -> None:
        """Do what is due: the next letter of a query, or a move."""
        now = time.monotonic()
        if now < self.due:
            return
        if self._shown is not None:
            self.latencies.append(self._shown - self._sent)
        if not self._pending:
            word = self.chance.choice(WORDS)
            self._pending = b"/\x15" + word.encode() + b"\rjjjj"
        self._sent, self._shown = now, None
        self.send(self._pending[:1])
        self._pending = self._pending[1:]
        self.due = now + self.chance.uniform(0.75, 1.25) * THINKING

    def memory(self) -> int:
        """Bytes of its own that it has, without what is mapped."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return sum(
            int(line.split()[1]) * 1024
            for line in status.splitlines()
            if line.startswith("RssAnon")
        )

    def close(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def hostile_data(kind: str) -> bytes:
    """What a hostile guest sends over and over."""
    if kind == "keys":
        return b"j" * 4096
    if kind == "near words":
        query = " OR ".join(f"m{os.urandom(2).hex()}del~" for _ in range(20))
        return b"/\x15\x1b[200~" + query.encode() + b"\x1b[201~"
    if kind == "phrases":
        return b"/\x15\x1b[200~" + b" OR ".join([b'"of the"'] * 100) + b"\x1b[201~"
    if kind == "noise":
        return b"\x1b]0;" + os.urandom(2048).hex().encode()
    return b""


def run(arguments: list[str]) -> None:
    """Print what the honest guests wait for, by what the hostile one does."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench guests")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--guests", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--index", type=Path, help="an index to use")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quire-bench-") as folder:
        index = options.index
        if index is None:
            index = Path(folder) / "index"
            write_records(Path(folder) / "arxiv.jsonl", options.records)
            rebuild([Path(folder) / "arxiv.jsonl"], index)
        kinds = ("nothing", "keys", "window", "near words", "phrases", "noise")
        rows = [measure(index, kind, options.guests, options.seconds) for kind in kinds]
    headings = ("hostile guest", "answers", "median ms", "p95 ms", "largest ms", "its memory MB")
    print(table(headings, rows))


def measure(index: Path, kind: str, number: int, seconds: float) -> list[object]:
    """One row: the honest guests' times while one guest does ``kind``."""
    guests: list[Guest] = []
    try:
        for seed in range(number):
            guests.append(Guest(index, seed))
            _pass(guests, time.monotonic() + 0.3)
        _pass(guests, time.monotonic() + 3)
        hostile, honest = guests[0], guests[1:]
        left, most = b"", 0
        end, again = time.monotonic() + seconds, 0.0
        while (now := time.monotonic()) < end:
            if kind == "window" and now >= again:
                hostile.resize(65_535 - int(now) % 7, 65_535)
                again = now + 0.2
            elif kind in {"near words", "phrases"} and now >= again:
                left, again = hostile_data(kind), now + 0.5
            elif not left:
                left = hostile_data(kind) if kind in {"keys", "noise"} else b""
            left = left[hostile.send(left) :] if left else b""
            for guest in honest:
                guest.act()
            _pass(guests, time.monotonic() + 0.005)
            most = max(most, hostile.memory())
    finally:
        for guest in guests:
            guest.close()
    times = sorted(1000 * latency for guest in honest for latency in guest.latencies)
    return [
        kind, len(times), times[len(times) // 2], times[int(0.95 * len(times))], times[-1],
        most // 1_000_000,
    ]  # fmt: skip


def _pass(guests: list[Guest], until: float) -> None:
    """Read what all of them show."""
    by_terminal = {guest.terminal: guest for guest in guests}
    while (left := until - time.monotonic()) > 0:
        for terminal in select.select(list(by_terminal), [], [], left)[0]:
            by_terminal[terminal].read()
