"""``quire star``: papers that are starred, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_keys, add_library
from index.cli.changes import change_papers

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_keys(parser)
    parser.add_argument("--remove", action="store_true", help="take the star away")
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    return change_papers(
        options,
        lambda library, papers, index: library.star(papers, remove=options.remove, index=index),
        done="starred",
        undone="took the star from",
    )
