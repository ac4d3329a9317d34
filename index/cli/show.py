"""``quire show``: one paper, whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_key
from index.cli.output import report_no_paper
from index.paper import printed
from index.process.exits import EXIT_DONE
from index.process.streams import print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_key(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.engine.search import open_index

    with open_index(options.index) as papers:
        paper = papers.get(options.key)
        if paper is None:
            return report_no_paper(papers, options.key)
    if options.json:
        print_json(printed(paper))
    else:
        from index.cli.text import paper_text

        print_text(paper_text(paper))
    return EXIT_DONE
