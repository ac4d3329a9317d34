"""Bars that show on a terminal how far a build is: reading and merging, then embedding."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from index.cli.forecast import embedding_text, reading_text
from index.process.streams import narrate, printable

if TYPE_CHECKING:
    from index.building.report import Progress
    from index.semantic.making import Progress as EmbeddingProgress


class Bars(NamedTuple):
    """What is told how far a build is; None where nothing shows it.

    Attributes:
        reading: Of reading and merging.
        embedding: Of embedding.
        say: Told sentences, each of which is a line of its own.
    """

    reading: Progress | None
    embedding: EmbeddingProgress | None
    say: Callable[[str], object]


@contextmanager
def progress_bars(*, is_asked_for: bool = False) -> Iterator[Bars]:
    """Bars on standard error, only where that is a terminal; one of them is there at a time.

    Args:
        is_asked_for: Tell it in lines instead, wherever they go.
    """
    if is_asked_for:
        from index.cli.progress import build_lines, embedding_lines

        yield Bars(build_lines(), embedding_lines(), narrate)
        return
    if sys.stderr is None or not sys.stderr.isatty():
        yield Bars(None, None, narrate)
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

    def say(sentence: str) -> None:
        with suppress(OSError):
            bar.console.print(printable(sentence), markup=False, highlight=False, soft_wrap=True)

    # A terminal that is gone is no reason for a build to fail.
    with suppress(OSError):
        bar.start()
    try:
        yield Bars(read, embed, say)
    finally:
        with suppress(OSError):
            bar.stop()
