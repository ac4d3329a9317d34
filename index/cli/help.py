"""``quire help query``: the query language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.process.exits import EXIT_DONE
from index.process.streams import print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_argument("topic", nargs="?", default="query", choices=["query"])


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.query.help import QUERY_EXAMPLES, help_text

    if options.json:
        print_json(QUERY_EXAMPLES)
    else:
        print_text(help_text())
    return EXIT_DONE
