"""What ``quire rebuild`` and ``quire update`` share: arguments, progress bar and report."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from index.cli.arguments import add_input_arguments
from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from index.building.report import Progress, Report
    from index.cli.arguments import Parser


def add_build_arguments(parser: Parser) -> None:
    """Add what both commands take."""
    add_input_arguments(parser)
    parser.clean_up()
    parser.add_argument(
        "--wait", action="store_true", help="wait while another process writes the index"
    )
    parser.add_argument(
        "--allow-empty", action="store_true", help="write an index even if no paper is found"
    )


def run_build(build: Callable[..., Report], options: argparse.Namespace) -> int:
    """Run a build and report it. Returns the exit code.

    Args:
        build: ``index.rebuild`` or ``index.update``.
        options: What ``add_build_arguments`` added.
    """
    from index.cli.text import note_lines, passed_over_lines, rejected_lines, report_summary

    with followed(options) as progress:
        report = build(
            options.paths,
            options.index,
            format=options.format,
            year=options.year,
            strict=options.strict,
            wait=options.wait,
            allow_empty=options.allow_empty,
            progress=progress,
        )
    if report.wrote:
        from index.cli.learnt_names import learn_names

        learn_names(options.index)
    if options.json:
        print_json(report)
    else:
        narrate(*rejected_lines(report), *note_lines(report), *passed_over_lines(report))
        narrate(report_summary(report), f"index: {report.index}")
    return EXIT_DONE


@contextmanager
def followed(options: argparse.Namespace) -> Iterator[Progress | None]:
    """Show how far a build is, and report what it rejected where it is refused for that.

    Args:
        options: Those of the command; ``json`` says how to report.
    """
    from index.building.report import BuildRefused
    from index.cli.text import rejected_lines

    try:
        with progress_bar() as progress:
            yield progress
    except BuildRefused as error:
        if options.json:
            print_json(error.report)
        else:
            narrate(*rejected_lines(error.report))
        raise


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress bar on standard error, only where that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[records]:,} records  {task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    from time import monotonic

    started = monotonic()
    task = bar.add_task("", total=None, records=0, rate=0.0)

    def advance(records: int, done: int, total: int) -> None:
        elapsed = max(monotonic() - started, 1e-9)
        bar.update(
            task, completed=done, total=total or None, records=records, rate=records / elapsed
        )

    # A terminal that is gone is no reason for a build to fail.
    with suppress(OSError):
        bar.start()
    try:
        yield advance
    finally:
        with suppress(OSError):
            bar.stop()
