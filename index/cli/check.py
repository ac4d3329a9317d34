"""``quire check``: whether an index is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json
from index.text.counting import counted

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
            f"{counted(checked.papers, 'paper')} in {counted(checked.segments, 'segment')}, "
            f"{counted(checked.files, 'file')} verified, "
            f"{counted(checked.sampled, 'paper')} read back: "
            "the index is whole"
        )
    return EXIT_DONE
