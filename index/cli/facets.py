"""``quire facets``: how many papers a query finds by year, organisation and authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_fuzzy, add_library, library_for
from index.cli.output import narrate_notes
from index.process.exits import EXIT_DONE
from index.process.streams import print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_query()
    parser.add_argument(
        "--organisations", type=int, default=20, metavar="N", help="list this many; default: 20"
    )
    add_fuzzy(parser)
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.engine.limits import require_number
    from index.engines import open_index

    require_number("--organisations", options.organisations)
    with open_index(options.index, overlay=library_for(options, options.query)) as papers:
        counted = papers.facets(
            options.query, organisations=options.organisations, fuzzy=options.fuzzy
        )
    narrate_notes(options.query, counted)
    if options.json:
        # What no paper has is told on standard error.
        kept = [name for name in counted.__struct_fields__ if name != "absent"]
        print_json({name: getattr(counted, name) for name in kept})
    else:
        from index.cli.text import facets_text

        print_text(facets_text(counted))
    return EXIT_DONE
