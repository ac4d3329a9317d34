"""``quire pdf``: download papers themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_config, add_keys
from index.cli.changes import read_keys
from index.cli.output import report_no_paper
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS, EXIT_UNREACHABLE
from index.process.streams import flush_output, narrate, print_json, write_output

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.fetching.pdf import PdfReport


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_keys(parser)
    parser.add_argument(
        "--to",
        metavar="DIR",
        help="the folder; without it pdf_folder of your settings, else the one you are in",
    )
    parser.add_argument("--wait", action="store_true", help="wait while another process fetches")
    parser.add_argument(
        "--progress", action="store_true", help="say how far it is, also where no terminal is"
    )
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    import os

    from index.cli.progress import progress_line
    from index.engines import open_index
    from index.fetching.feeds import base_of, load_fetch_settings
    from index.fetching.pdf import download_pdfs

    settings = load_fetch_settings(options.config)
    folder = options.to or os.path.expanduser(settings.pdf_folder) or os.curdir
    found = {}
    missing: list[str] = []
    keys = read_keys(options.keys)
    with open_index(options.index) as papers:
        for key in keys:
            paper = papers.get(key)
            if paper is None:
                report_no_paper(papers, key)
                missing.append(key)
            else:
                found[paper.key] = paper
    reports: list[PdfReport] = []
    with progress_line(is_asked_for=options.progress) as (tell, line):
        for report in download_pdfs(
            list(found.values()),
            folder,
            base=base_of(settings.feeds, "arxiv", "arxiv-query"),
            ca_file=settings.ca_file,
            wait=options.wait,
            progress=tell or (lambda _: None),
        ):
            reports.append(report)
            line.clear()
            _say(report, is_data=not options.json)
    failed = sum(report.outcome == "failed" for report in reports)
    if options.json:
        print_json({"folder": folder, "papers": reports, "failed": failed, "missing": missing})
    if failed:
        return EXIT_UNREACHABLE
    return EXIT_NO_RESULTS if missing else EXIT_DONE


def _say(report: PdfReport, *, is_data: bool) -> None:
    """Say what became of a PDF, and print where it is."""
    import os

    if report.outcome == "failed":
        narrate(f"quire: {report.key} failed: {report.error}")
        return
    if not is_data:
        return
    write_output(os.fsencode(report.path) + b"\n")
    flush_output()
    if report.outcome == "existing":
        narrate(f"{report.key}: the file was there already, and stays as it is")
