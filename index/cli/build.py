"""What ``quire rebuild`` and ``quire update`` share: arguments, progress bars and report."""

from __future__ import annotations

import argparse
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.cli.arguments import add_input_arguments, add_model, add_progress
from index.errors import UsageError
from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.building.report import Report
    from index.cli.arguments import Parser
    from index.cli.progress_bars import Bars


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
    parser.add_argument(
        "--semantic",
        action=argparse.BooleanOptionalAction,
        help="give papers vectors, so that they are found by meaning too; default: as the index is",
    )
    add_model(parser)
    add_progress(parser)


def run_build(build: Callable[..., Report], options: argparse.Namespace) -> int:
    """Run a build and report it. Returns the exit code.

    Args:
        build: ``index.rebuild`` or ``index.update``.
        options: What ``add_build_arguments`` added.
    """
    from index.cli.text import note_lines, passed_over_lines, rejected_lines, report_summary

    if options.model is not None and not options.semantic:
        raise UsageError("--model says what makes the vectors: give --semantic with it")
    with followed(options, is_asked_for=options.progress) as bars:
        report = build(
            options.paths,
            options.index,
            format=options.format,
            year=options.year,
            strict=options.strict,
            wait=options.wait,
            allow_empty=options.allow_empty,
            semantic=options.semantic,
            model=options.model,
            progress=bars.reading,
            embedding_progress=bars.embedding,
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
def followed(options: argparse.Namespace, *, is_asked_for: bool = False) -> Iterator[Bars]:
    """Show how far a build is, and report what it rejected where it is refused for that.

    Args:
        options: Those of the command; ``json`` says how to report.
        is_asked_for: Tell how far it is in lines, also where no terminal is.
    """
    from index.building.report import BuildRefused
    from index.cli.progress_bars import progress_bars
    from index.cli.text import rejected_lines

    try:
        with progress_bars(is_asked_for=is_asked_for) as bars:
            yield bars
    except BuildRefused as error:
        if options.json:
            print_json(error.report)
        else:
            narrate(*rejected_lines(error.report))
        raise
