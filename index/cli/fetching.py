"""What ``quire fetch``, ``sync`` and ``feeds`` share: arguments, progress and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.cli.arguments import add_config, add_progress
from index.errors import UsageError
from index.process.exits import EXIT_DONE, EXIT_UNREACHABLE
from index.process.streams import narrate, print_json
from index.text.counting import counted

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.fetching.job import Span
    from index.fetching.report import FeedReport, FetchReport

_REJECTED: Final = 5
"""How many rejected records of what was fetched are named; archives delete many."""


def add_feed_arguments(parser: Parser) -> None:
    """Add what names feeds and where their settings are."""
    parser.add_argument("feeds", nargs="*", metavar="FEED", help="only these of your feeds")
    add_config(parser)


def add_fetch_arguments(parser: Parser) -> None:
    """Add what both commands that fetch take."""
    add_feed_arguments(parser)
    parser.clean_up()
    parser.add_argument(
        "--since", metavar="DAY", help="from this day on (2024-05-17, 2024-05, 30d), not a week"
    )
    parser.add_argument("--until", metavar="DAY", help="up to this day; today where none is named")
    parser.add_argument("--all", action="store_true", help="everything there is; that takes long")
    parser.add_argument(
        "--wait", action="store_true", help="wait while another process fetches or writes"
    )
    add_progress(parser)


def run_fetch(options: argparse.Namespace, command: str) -> int:
    """Fetch, for ``sync`` update the index too, and report. Returns the exit code."""
    from index.cli.progress import progress_line
    from index.fetching.feeds import chosen, load_fetch_settings
    from index.fetching.fetch import fetch_feeds
    from index.storage.location import index_folder

    if command == "sync":
        # Nothing is fetched for an index that can't be updated.
        index_folder(options.index)
    span = _span(options)
    settings = load_fetch_settings(options.config)
    feeds = chosen(settings.feeds, options.feeds)
    with progress_line(is_asked_for=options.progress) as (tell, line):
        report = fetch_feeds(
            feeds,
            span=span,
            ca_file=settings.ca_file,
            wait=options.wait,
            announce=(lambda _: None) if options.json else line.say,
            progress=tell,
        )
    report.command = command
    if not options.json:
        narrate(*(feed_line(feed) for feed in report.feeds))
    if command == "sync":
        _update(report, options)
    if options.json:
        print_json(report)
    if not report.failed:
        return EXIT_DONE
    failed = [feed for feed in report.feeds if feed.error is not None]
    if options.json or len(failed) < len(report.feeds):
        narrate(*(f"quire: {feed.name} failed: {feed.error}" for feed in failed))
    return EXIT_UNREACHABLE


def _span(options: argparse.Namespace) -> Span:
    """The days that the arguments ask for.

    Raises:
        UsageError: They are no days, or make no sense together.
    """
    from index.fetching.feeds import day_of
    from index.fetching.job import Span

    days = {}
    for name in ("since", "until"):
        written = getattr(options, name)
        days[name] = None if written is None else day_of(written, last=name == "until")
        if written is not None and days[name] is None:
            raise UsageError(f"--{name} takes a day such as 2024-05-17, 2024-05 or 30d: {written}")
    since, until = days["since"], days["until"]
    if options.all and since is not None:
        raise UsageError("--all is everything there is: leave --since out")
    if since is not None and until is not None and since > until:
        raise UsageError(f"--since {since} is later than --until {until}")
    return Span(since=since, until=until, everything=options.all)


def _update(report: FetchReport, options: argparse.Namespace) -> None:
    """Update the index with all that is kept of the feeds, and of papers asked for one by one.

    Raises:
        QuireError: The index can't be updated.
    """
    from index.building.build import update
    from index.building.report import BuildRefused
    from index.cli.progress_bars import progress_bars
    from index.cli.text import note_lines, rejected_lines, report_summary
    from index.fetching.downloads import downloads_folder, kept_files, papers_folder

    folders = [*(feed.folder for feed in report.feeds), papers_folder(downloads_folder())]
    folders = [folder for folder in folders if kept_files(folder)]
    if not folders:
        return
    try:
        if options.progress:
            narrate("index: reading what was fetched")
        with progress_bars(is_asked_for=options.progress) as bars:
            report.update = update(
                folders,
                options.index,
                wait=options.wait,
                progress=bars.reading,
                embedding_progress=bars.embedding,
            )
    except BuildRefused as error:
        # Where there is an index, deletions alone change nothing and are no error.
        if not error.report.generation:
            raise
        report.update = error.report
    if report.update.wrote:
        from index.cli.learnt_names import learn_names

        learn_names(options.index)
    if not options.json:
        update_report = report.update
        narrate(*rejected_lines(update_report, _REJECTED), *note_lines(update_report))
        narrate(report_summary(update_report), f"index: {update_report.index}")


def feed_line(feed: FeedReport) -> str:
    """What was fetched of a feed, in a line."""
    from index.cli.text import size_text

    if feed.files or not feed.error:
        parts = [f"{counted(feed.records, 'record')} in {counted(feed.files, 'file')}"]
        if feed.unchanged:
            parts.append(f"{feed.unchanged:,} unchanged")
        parts.append(f"{size_text(feed.bytes)} in {counted(feed.requests, 'request')}")
        if feed.through is not None:
            parts.append(f"up to {feed.through}")
        done = f"{', '.join(parts)} ({feed.seconds:.1f} s)"
    else:
        done = ""
    if feed.error:
        return f"{feed.name}: failed: {feed.error}" + (f"; {done}" if done else "")
    return f"{feed.name}: {done}"
