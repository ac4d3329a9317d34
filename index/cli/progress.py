"""How far a run is: of fetching a line on a terminal that is written over; lines where asked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from index.cli.forecast import embedding_text
from index.process.streams import narrate, printable
from index.text.counting import counted

if TYPE_CHECKING:
    from index.building.report import Progress as BuildProgress
    from index.fetching.report import Progress, TellProgress
    from index.semantic.making import Progress as EmbeddingProgress

_OFTEN: Final = 0.1
"""Seconds between two lines about bytes, which come all the time; each other state is shown."""

_SHARE: Final = 0.1
"""Of the time that a build has taken, what passes until its next line."""

_SELDOM: Final = 10.0
"""Seconds between two lines of a long build."""


class ProgressLine:
    """Shows how far fetching is.

    Args:
        is_lined: Whether each state is a line of its own, for whoever reads them in a pipe.
    """

    def __init__(self, *, is_lined: bool = False) -> None:
        self._is_lined = is_lined
        self._started = time.monotonic()
        self._shown = 0.0
        self._feed = ""
        self._last = ""

    def show(self, progress: Progress) -> None:
        """Show a state."""
        now = time.monotonic()
        if progress.feed != self._feed:
            self._feed, self._started = progress.feed, now
        elif progress.unit == "bytes" and not progress.waiting and now - self._shown < _OFTEN:
            return
        self._shown = now
        line = progress_text(progress, 0 if self._is_lined else now - self._started)
        if line == self._last:
            return
        self._last = line
        if self._is_lined:
            narrate(line)
        else:
            width = max(get_terminal_size().columns - 1, 20)
            _write(f"\r\x1b[K{printable(line)[:width]}")

    def say(self, line: str) -> None:
        """Print a line that stays."""
        self.clear()
        narrate(line)

    def clear(self) -> None:
        """Take the line away."""
        if not self._is_lined and self._last:
            _write("\r\x1b[K")
        self._last = ""


def progress_text(progress: Progress, seconds: float) -> str:
    """A state of fetching in a line.

    Args:
        progress: The state.
        seconds: How long the feed has been fetched; 0 to leave out how much and how fast it comes.
    """
    from index.cli.text import size_text

    parts = [counted(progress.records, "paper")] if progress.records else []
    if progress.unit == "bytes":
        of = f" of {size_text(progress.total)}" if progress.total else ""
        parts.append(size_text(progress.done) + of)
    else:
        of = f"{progress.done:,} of " if progress.total else ""
        unit = progress.unit.removesuffix("s")
        parts.append(f"{of}{counted(progress.total or progress.done, unit)}")
        if progress.bytes and seconds:
            parts.append(size_text(progress.bytes))
    if progress.bytes and seconds >= 1:
        parts.append(f"{size_text(int(progress.bytes / seconds))}/s")
    if progress.waiting:
        parts.append(progress.waiting)
    return f"{progress.feed}: {', '.join(parts)}"


class LineTimes:
    """When a line about a long run is due: often at first, then ever more seldom.

    Whoever looks on sees it move, and what is kept of it stays short.
    """

    def __init__(self) -> None:
        self._started = self._told = time.monotonic()

    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._started

    def is_due(self) -> bool:
        """Whether the next line is due; it is taken for told then."""
        now = time.monotonic()
        wait = min(max(_OFTEN, (now - self._started) * _SHARE), _SELDOM)
        if now - self._told < wait:
            return False
        self._told = now
        return True


def build_lines() -> BuildProgress:
    """Tells how far a build is in lines, for whoever reads them in a pipe or a log."""
    times = LineTimes()

    def tell(records: int, done: int, total: int) -> None:
        if times.is_due():
            share = f", {min(done * 100 // total, 100)}%" if total else ""
            narrate(f"index: {counted(records, 'record')}{share}")

    return tell


def embedding_lines() -> EmbeddingProgress:
    """Tells how far embedding is in lines, as ``build_lines`` does; its end always."""
    times: LineTimes | None = None

    def tell(done: int, total: int) -> None:
        nonlocal times
        times = times or LineTimes()
        if times.is_due() or done == total:
            narrate(f"index: {embedding_text(done, total, times.seconds())}")

    return tell


@contextmanager
def progress_line(*, is_asked_for: bool) -> Iterator[tuple[TellProgress | None, ProgressLine]]:
    """What shows progress: on a terminal, or where it was asked for; else nothing does."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    line = ProgressLine(is_lined=is_asked_for)
    try:
        yield (line.show if is_terminal or is_asked_for else None), line
    finally:
        line.clear()


def _write(text: str) -> None:
    # A terminal that is gone is no reason for a run to fail.
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
