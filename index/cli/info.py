"""``quire info``: what an index holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.process.exits import EXIT_DONE
from index.process.streams import print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Take nothing of its own."""


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.engines import describe

    described = describe(options.index)
    if options.json:
        print_json(described)
    else:
        from index.cli.text import info_text

        print_text(info_text(described))
    return EXIT_DONE
