"""How far fetching is, as one line on a terminal that is written over, or as lines where asked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from index.process.streams import narrate, printable
from index.text.counting import counted

if TYPE_CHECKING:
    from index.building.report import Progress as BuildProgress
    from index.fetching.report import Progress, TellProgress
    from index.semantic.making import Progress as EmbeddingProgress

_OFTEN: Final = 0.1
"""Seconds between two lines about bytes, which come all the time; each other state is shown."""


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


def build_lines() -> BuildProgress:
    """Tells how far a build is in lines, for whoever reads them in a pipe."""
    narrate("index: reading what was fetched")
    told = time.monotonic()

    def tell(records: int, done: int, total: int) -> None:
        nonlocal told
        if (now := time.monotonic()) - told >= _OFTEN:
            told = now
            share = f", {min(done * 100 // total, 100)}%" if total else ""
            narrate(f"index: {counted(records, 'record')}{share}")

    return tell


def embedding_lines() -> EmbeddingProgress:
    """Tells how far embedding is in lines, as ``build_lines`` does."""
    from index.cli.progress_bars import embedding_text

    started: float | None = None
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal started, told
        now = time.monotonic()
        started = now if started is None else started
        if now - told >= _OFTEN:
            told = now
            narrate(f"index: {embedding_text(done, total, now - started)}")

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
