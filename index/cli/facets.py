"""``quire facets``: how many papers a query finds by year, organisation, tag and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from index.cli.arguments import add_fuzzy, add_library
from index.cli.output import narrate_notes
from index.errors import LibraryBusy, LibraryDamaged, LibraryUnusable
from index.process.exits import EXIT_DONE
from index.process.streams import narrate, print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.papers import Papers
    from index.results import Mine


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
    from index.library.library import open_library

    require_number("--organisations", options.organisations)
    with (
        open_library(options.library, index=options.index) as library,
        open_index(options.index, overlay=library) as papers,
    ):
        counted = papers.facets(
            options.query, organisations=options.organisations, fuzzy=options.fuzzy
        )
        mine = _mine(papers, options)
    narrate_notes(options.query, counted)
    if options.json:
        # What no paper has is told on standard error.
        kept = [name for name in counted.__struct_fields__ if name != "absent"]
        own = {} if mine is None else {"mine": mine}
        print_json({name: getattr(counted, name) for name in kept} | own)
    else:
        from index.cli.text import facets_text

        print_text(facets_text(counted, mine))
    return EXIT_DONE


def _mine(papers: Papers, options: argparse.Namespace) -> Mine | None:
    """Counts by what the reader did, as many tags as organisations; whatever is wrong is told."""
    try:
        mine = papers.mine(options.query, fuzzy=options.fuzzy)
    except (LibraryUnusable, LibraryDamaged, LibraryBusy) as error:
        narrate(f"quire: {error}")
        return None
    return mine and replace(mine, tags=mine.tags[: options.organisations])
