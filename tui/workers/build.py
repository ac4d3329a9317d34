"""Building an index for the browser: progress for people, and what came of it in a sentence."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.commands.bindings import label_of
from tui.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Report

QUIET = 0.7
"""Seconds before a build says how far it is."""


def build_for_browsing(
    paths: Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    *,
    format: str | None = None,
    year: int | None = None,
) -> Report:
    """Build an index before there is a screen; a long build tells how far it is, on one line.

    Raises:
        QuireError: What `index.rebuild` raises.
    """
    from index import rebuild

    started = time.monotonic()
    told = False

    def tell(records: int, done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - started > QUIET and os.isatty(2):
            told = True
            _draw(progress_text(records, done, total))

    try:
        return rebuild(paths, folder, format=format, year=year, progress=tell)
    finally:
        if told:
            _draw("")


def _draw(text: str) -> None:
    """Replace what stands on the terminal's line; a terminal that is gone stops no build."""
    with suppress(OSError):
        os.write(2, f"\r{text}\x1b[K".encode())


def progress_text(records: int, done: int, total: int) -> str:
    """How far a build is, in records and, where that is known, in percent of its bytes."""
    share = f" ({min(done * 100 // total, 100)}%)" if total else ""
    return f"reading: {plural(records, 'record')}{share}"


def build_summary(report: Report) -> str:
    """What a build came to, in a sentence or two."""
    read = f"Read {plural(report.papers, 'paper')}"
    rejected = report.rejected.count
    if not rejected:
        return f"{read} from {plural(report.records, 'record')}."
    # The key first: where there is little room, the end of a word is cut.
    key = label_of("rejected.show")
    why = f" ({key} tells why)" if key else ""
    return f"{rejected:,} of {plural(report.records, 'record')} rejected{why}. {read}."


def demo_word() -> str:
    """What to know about the demonstration."""
    return "These papers are invented. Press ? for all keys, q to quit."
