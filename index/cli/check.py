"""``quire check``: whether an index is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Take nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.check import verify

    checked = verify(options.index)
    if options.json:
        print_json(checked)
    else:
        narrate(
            f"{checked.papers:,} papers in {checked.segments:,} "
            f"segment{'s' if checked.segments != 1 else ''}, "
            f"{checked.files:,} files verified, {checked.sampled:,} papers read back: "
            "the index is whole"
        )
    return EXIT_DONE
