"""``quire similar``: the papers most like one paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_key, add_semantic, use_meaning
from index.cli.output import hit_object, report_no_paper
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import narrate, print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_key(parser)
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="default: 10")
    add_semantic(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.cli.text import hit_line
    from index.engine.limits import require_number
    from index.engines import open_index

    require_number("--limit", options.limit)
    with open_index(options.index) as papers:
        use_meaning(papers, options)
        if papers.get(options.key) is None:
            return report_no_paper(papers, options.key)
        if papers.meaning.is_on and (refusal := papers.meaning.refusal()) is not None:
            narrate(f"quire: {refusal}")
        hits = papers.similar(options.key, limit=options.limit)
    for hit in hits:
        if options.json:
            print_json(hit_object(hit))
        else:
            print_text(hit_line(hit))
    return EXIT_DONE if hits else EXIT_NO_RESULTS
