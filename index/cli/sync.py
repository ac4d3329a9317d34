"""``quire sync``: fetch what feeds bring, and update the index with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.fetching import add_fetch_arguments, run_fetch

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command and its sibling take."""
    add_fetch_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    return run_fetch(options, "sync")
