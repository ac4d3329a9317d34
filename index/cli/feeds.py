"""``quire feeds``: how each feed stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.fetching import add_feed_arguments
from index.process.exits import EXIT_DONE
from index.process.streams import print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_feed_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.cli.text import feeds_text
    from index.fetching.downloads import downloads_folder
    from index.fetching.feeds import chosen, load_fetch_settings
    from index.fetching.standing import standings

    settings = load_fetch_settings(options.config)
    found = standings(chosen(settings.feeds, options.feeds), downloads_folder())
    if options.json:
        print_json({"feeds": found})
    else:
        print_text(feeds_text(found))
    return EXIT_DONE
