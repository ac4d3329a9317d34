"""``quire semantic``: vectors of the papers of an index, by which they are found by meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_model, add_progress
from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json
from index.text.counting import counted

if TYPE_CHECKING:
    import argparse

    from index.building.add_vectors import SemanticReport
    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.clean_up()
    what = parser.add_mutually_exclusive_group()
    add_model(what)
    what.add_argument(
        "--drop", action="store_true", help="remove the vectors; the papers stay as they are"
    )
    add_progress(parser)
    parser.add_argument(
        "--wait", action="store_true", help="wait while another process writes the index"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.building.add_vectors import add_vectors, drop_vectors
    from index.cli.progress_bars import progress_bars

    if options.drop:
        report = drop_vectors(options.index, wait=options.wait)
    else:
        with progress_bars(is_asked_for=options.progress) as bars:
            report = add_vectors(
                options.index, model=options.model, wait=options.wait, progress=bars.embedding
            )
    if options.json:
        print_json(report)
    else:
        narrate(_summary(report), f"index: {report.index}")
    return EXIT_DONE


def _summary(report: SemanticReport) -> str:
    from index.cli.text import size_text

    if not report.model:
        return "the vectors were removed" if report.wrote else "there were no vectors"
    return (
        f"{counted(report.papers, 'paper')} with a vector of {report.model}, "
        f"{report.embedded:,} of them embedded now in {report.seconds:.1f} s; "
        f"{size_text(report.bytes)} on disk"
    )
