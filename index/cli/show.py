"""``quire show``: one paper, whole; with ``--fetch`` one that the index lacks, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_config, add_key, add_progress
from index.cli.output import report_no_paper
from index.errors import IndexMissing
from index.paper import printed
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import narrate, print_json, print_text
from index.storage.location import index_folder

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.paper import Paper


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_key(parser)
    parser.add_argument(
        "--fetch",
        action="store_true",
        help="fetch a paper that the index lacks, by its arXiv id or address, and add it",
    )
    parser.add_argument(
        "--wait", action="store_true", help="wait while another process fetches or writes"
    )
    add_progress(parser)
    add_config(parser)
    parser.clean_up(after="fetch")


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    arxiv_id = None
    if options.fetch:
        from index.fetching.fetchable_id import fetchable_id

        arxiv_id = fetchable_id(options.key)
    paper = _indexed(options, arxiv_id)
    if paper is None and arxiv_id is not None:
        paper = _fetched(options, arxiv_id)
    if paper is None:
        return EXIT_NO_RESULTS
    if options.json:
        print_json(printed(paper))
    else:
        from index.cli.text import paper_text

        print_text(paper_text(paper))
    return EXIT_DONE


def _indexed(options: argparse.Namespace, arxiv_id: str | None) -> Paper | None:
    """The paper as the index has it; where it has none that can be fetched, that is told."""
    from index.engines import open_index

    try:
        with open_index(options.index) as papers:
            paper = papers.get(options.key)
            if paper is None and arxiv_id is None:
                report_no_paper(papers, options.key)
                if options.fetch:
                    narrate("quire: only an arXiv id, or a paper's address there, can be fetched")
            return paper
    except IndexMissing:
        if arxiv_id is None:
            raise
        return None


def _fetched(options: argparse.Namespace, arxiv_id: str) -> Paper | None:
    """The paper as it was fetched; where there is none, that is told.

    Raises:
        QuireError: It can't be fetched, or not be put into the index.
    """
    from index.cli.progress import progress_line
    from index.fetching.feeds import load_fetch_settings
    from index.fetching.report import Progress
    from index.fetching.single_paper import fetch_paper

    # What could not be added is not fetched.
    index_folder(options.index)
    settings = load_fetch_settings(options.config)
    with progress_line(is_asked_for=options.progress) as (show, _):

        def tell(waiting: str, done: int = 0) -> None:
            if show is not None:
                show(Progress(feed=arxiv_id, unit="papers", done=done, total=1, waiting=waiting))

        tell("")
        paper = fetch_paper(
            arxiv_id, options.index, settings=settings, wait=options.wait, tell=tell
        )
        if paper is not None:
            tell("", 1)
    if paper is None:
        narrate(f"quire: there is no paper {arxiv_id!r} in the index, at arXiv or in Daily Papers")
        return None
    from index.cli.learnt_names import learn_names

    # It may be one that something was done with under another name.
    learn_names(options.index)
    return paper
