"""``quire update``: what files hold, added to an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.build import add_build_arguments, run_build

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command and its sibling take."""
    add_build_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.building.build import update

    return run_build(update, options)
