"""How far fetching is, as one line on a terminal that is written over, or as lines where asked."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from index.process.streams import narrate, printable

if TYPE_CHECKING:
    from index.fetching.report import Progress, TellProgress

_OFTEN: Final = 0.1
"""Seconds between two lines, but for what is waited for."""


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
        """Show a state, unless another was shown just now."""
        now = time.monotonic()
        if progress.feed != self._feed:
            self._feed, self._started = progress.feed, now
        elif now - self._shown < _OFTEN and not progress.waiting:
            return
        self._shown = now
        line = progress_text(progress, now - self._started)
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
        seconds: How long the feed has been fetched.
    """
    from index.cli.text import size_text

    count = f"{progress.done:,}"
    if progress.total:
        count += f" of {progress.total:,}"
    parts = [f"{count} {progress.unit}"]
    if progress.bytes:
        parts.append(size_text(progress.bytes))
        if seconds >= 1:
            parts.append(f"{size_text(int(progress.bytes / seconds))}/s")
    if progress.waiting:
        parts.append(progress.waiting)
    return f"{progress.feed}: {', '.join(parts)}"


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
