"""Bars that show on a terminal how far a build is: reading and merging, then embedding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from index.text.counting import counted

if TYPE_CHECKING:
    from index.building.report import Progress
    from index.semantic.making import Progress as EmbeddingProgress


class Bars(NamedTuple):
    """What is told how far a build is; None where nothing shows it."""

    reading: Progress | None
    embedding: EmbeddingProgress | None


@contextmanager
def progress_bars() -> Iterator[Bars]:
    """Bars on standard error, only where that is a terminal; one of them is there at a time."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield Bars(None, None)
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    bar = Progress(
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[said]}"),
        console=Console(stderr=True),
        transient=True,
    )
    reading = bar.add_task("", total=None, said="", visible=False)
    embedding = bar.add_task("", total=None, said="", visible=False)
    started: dict[int, float] = {}

    def seconds(task: int) -> float:
        """How long a bar is shown; the other one goes when it is shown first."""
        if task not in started:
            started[task] = monotonic()
            for one in (reading, embedding):
                bar.update(one, visible=one == task)
        return monotonic() - started[task]

    def read(records: int, done: int, total: int) -> None:
        said = reading_text(records, done, total, seconds(reading))
        bar.update(reading, completed=done, total=total or None, said=said)

    def embed(done: int, total: int) -> None:
        said = embedding_text(done, total, seconds(embedding))
        bar.update(embedding, completed=done, total=total or None, said=said)

    # A terminal that is gone is no reason for a build to fail.
    with suppress(OSError):
        bar.start()
    try:
        yield Bars(read, embed)
    finally:
        with suppress(OSError):
            bar.stop()


def reading_text(records: int, done: int, total: int, seconds: float) -> str:
    """How far reading is: ``12,000 records  3,000/s  8 s left``.

    Args:
        records: Records that were read.
        done: What is done of the work.
        total: All of it; 0 where that is not known.
        seconds: How long it has taken.
    """
    said = counted(records, "record")
    if seconds <= 0:
        return said
    said += f"  {records / seconds:,.0f}/s"
    return f"{said}  {_left(done, total, seconds)}" if done and total else said


def embedding_text(done: int, total: int, seconds: float) -> str:
    """How far embedding is, and how long it will take as fast as it was so far.

    Args:
        done: Papers that were embedded.
        total: Papers to be embedded, those included.
        seconds: How long it has taken.
    """
    said = f"{done:,} of {counted(total, 'paper')} embedded"
    if not done or seconds <= 0:
        return said
    return f"{said}  {done / seconds:,.0f}/s  {_left(done, total, seconds)}"


def _left(done: int, total: int, seconds: float) -> str:
    return f"{duration_text(max(0, total - done) * seconds / done)} left"


def duration_text(seconds: float) -> str:
    """A duration as people say it: ``3 h 20 min``, ``4 min``, ``20 s``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
