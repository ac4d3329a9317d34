"""The scripted commands: their arguments, their output and their exit codes.

Standard output is data, standard error is narration. Exit codes: 0 done; 1 no results; 2 usage or
query; 3 an input or the index can't be read, output or the index can't be written, memory ran out,
or records were rejected under ``--strict``; 4 index missing, damaged or from another version;
5 busy; 70 a defect in Quire; 130 interrupted; 141 the reader of standard output went away.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from index.errors import UsageError
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS, EXIT_USAGE, end_process, exit_code_of
from index.process.interrupts import attentively, terminating_as_interrupt
from index.process.streams import (
    flush_output,
    narrate,
    print_json,
    print_text,
    require_unicode,
    write_output,
)

if TYPE_CHECKING:
    from index.building.build import Progress
    from index.engine.search import Facets, Hit, Page, Papers
    from index.paper import Paper

FORMATS = ("bibtex", "jsonl", "csv", "markdown")
SORTS = ("relevance", "date", "comments", "upvotes", "authors")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and points to the help."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see `{self.prog} --help`)")

    def print_help(self, file: object = None) -> None:
        del file
        print_text(self.format_help())


def main(argv: Sequence[str] | None = None) -> int:
    """Run one scripted command; whatever goes wrong becomes a sentence and an exit code.

    Args:
        argv: The command's name and its arguments; by default the process's own, and then the
            process ends here.

    Returns:
        The exit code.
    """
    if argv is None:
        end_process(lambda: main(sys.argv[1:]))
    arguments = list(argv)
    return exit_code_of(lambda: _run(arguments))


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help"):
        print_text(overview())
        return EXIT_DONE if arguments else EXIT_USAGE
    if arguments[0] == "--version":
        from index.version import version

        print_text(f"quire {version()}\n")
        return EXIT_DONE
    name, rest = arguments[0], arguments[1:]
    command = COMMANDS.get(name)
    if command is None:
        from difflib import get_close_matches

        close = get_close_matches(name, COMMANDS, 1)
        meant = f", did you mean {close[0]!r}?" if close else " (see `quire --help`)"
        raise UsageError(f"there is no command {name!r}{meant}")
    parser = _Parser(
        prog=f"quire {name}",
        description=command.__doc__,
        allow_abbrev=False,
        # With a width of its own argparse need not load what measures terminals.
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=88),
    )
    if name in WRITING:
        with terminating_as_interrupt():
            return command(parser, rest)
    return attentively(lambda: command(parser, rest))


class _Asked(Exception):
    """Thrown where a command would begin to work."""


class _Teller(_Parser):
    def parse_args(self, *_arguments: object, **_options: object) -> NoReturn:
        raise _Asked


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of a command with all that the command takes, to look at."""
    parser = _Teller(prog=f"quire {name}", description=COMMANDS[name].__doc__, allow_abbrev=False)
    with suppress(_Asked):
        COMMANDS[name](parser, [])
    return parser


def overview() -> str:
    """The commands with a line each, as ``quire --help`` prints them."""
    lines = [
        "usage: quire [--query QUERY] [--index DIR]     browse",
        "       quire open PATH...                      browse these files",
        "       quire demo                              browse the bundled papers",
        "       quire --kiosk [--index DIR]             browse read-only, for guests over SSH",
        "       quire COMMAND ...                       one of the commands below",
        "",
    ]
    for name, command in COMMANDS.items():
        lines.append(f"  {name:<11} {(command.__doc__ or '').splitlines()[0]}")
    lines += [
        "  settings    Say where the browser's settings are and what can be set.",
        "  completions Print completion for bash, zsh or fish.",
        "",
        "The browser takes --query, --sort, --config FILE, --no-mouse, --ascii and --print.",
        "All commands take --index DIR (else QUIRE_INDEX, else your data folder) and --json.",
        "`quire COMMAND --help` tells more; `quire help query` explains the query language.",
    ]
    return "\n".join(lines) + "\n"


def _parse(parser: _Parser, arguments: list[str]) -> argparse.Namespace:
    parser.add_argument("--index", metavar="DIR", help="the index folder")
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    options = parser.parse_args(arguments)
    for name, value in vars(options).items():
        if name not in PATHS:
            require_unicode(f"the {name}" if name in ("query", "key") else f"--{name}", value)
    return options


PATHS = ("paths", "index")
"""Arguments that name files, and so may be any bytes."""


# Building


def _build(parser: _Parser, arguments: list[str], name: str) -> int:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="a file, a folder or - for standard input; plain, .gz, .xz, .zst or .zip",
    )
    parser.add_argument("--format", help="read every input as this format")
    parser.add_argument("--year", type=int, help="year in which the saved pages were saved")
    parser.add_argument(
        "--strict", action="store_true", help="change nothing when a record is rejected"
    )
    parser.add_argument(
        "--wait", action="store_true", help="wait while another process writes the index"
    )
    parser.add_argument(
        "--allow-empty", action="store_true", help="write an index even if no paper is found"
    )
    options = _parse(parser, arguments)
    import index
    from index.cli.text import note_lines, passed_over_lines, rejected_lines, report_summary

    build = index.rebuild if name == "rebuild" else index.update
    try:
        with _progress() as progress:
            report = build(
                options.paths,
                options.index,
                format=options.format,
                year=options.year,
                strict=options.strict,
                wait=options.wait,
                allow_empty=options.allow_empty,
                progress=progress,
            )
    except index.BuildRefused as error:
        if options.json:
            print_json(error.report)
        else:
            narrate(*rejected_lines(error.report))
        raise
    if options.json:
        print_json(report)
    else:
        narrate(*rejected_lines(report), *note_lines(report), *passed_over_lines(report))
        narrate(report_summary(report), f"index: {report.index}")
    return EXIT_DONE


def rebuild(parser: _Parser, arguments: list[str]) -> int:
    """Replace the index with what these files hold."""
    return _build(parser, arguments, "rebuild")


def update(parser: _Parser, arguments: list[str]) -> int:
    """Add what these files hold and refresh what the index has; the rest stays."""
    return _build(parser, arguments, "update")


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Progress on standard error, only where that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[records]:,} records  {task.fields[rate]:,.0f}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    from time import monotonic

    started = monotonic()
    task = bar.add_task("", total=None, records=0, rate=0.0)

    def tell(records: int, done: int, total: int) -> None:
        elapsed = max(monotonic() - started, 1e-9)
        bar.update(
            task, completed=done, total=total or None, records=records, rate=records / elapsed
        )

    # A terminal that is gone is no reason for a build to fail.
    with suppress(OSError):
        bar.start()
    try:
        yield tell
    finally:
        with suppress(OSError):
            bar.stop()


# Asking


def search(parser: _Parser, arguments: list[str]) -> int:
    """Print the papers a query finds."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="see `quire help query`")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="default: 20; 0 is all")
    parser.add_argument("--offset", type=int, default=0, metavar="N", help="skip this many")
    parser.add_argument("--sort", choices=SORTS, help="default: date without words, else relevance")
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    parser.add_argument("--count", action="store_true", help="print only the number of papers")
    parser.add_argument(
        "--explain", action="store_true", help="how many papers each part of the query matches"
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="export the papers that match in full, in this format"
    )
    _add_fuzzy(parser)
    options = _parse(parser, _shield(arguments))
    query = " ".join(map(_unshield, options.query))
    for name in ("json", "count", "explain"):
        if options.format and getattr(options, name):
            raise UsageError(f"--format and --{name} ask for different things: take one of them")
    from index.engine.search import open_index, require_number

    require_number("--limit", options.limit)
    require_number("--offset", options.offset)

    with open_index(options.index) as papers:
        if options.explain:
            page = papers.search(query, sort="date", limit=0, fuzzy=options.fuzzy)
            _note(query, page)
            explanation = papers.explain(page.corrected or query)
            if options.json:
                print_json(explanation)
            else:
                from index.cli.text import explanation_text

                print_text(explanation_text(explanation))
            return EXIT_DONE if explanation.total else EXIT_NO_RESULTS
        if options.count:
            page = papers.search(query, sort="date", limit=0, fuzzy=options.fuzzy)
            _note(query, page)
            if options.json:
                enough = {"required": page.required, "of": page.of} if page.required else {}
                print_json({"total": page.total, **enough})
            else:
                print_text(f"{page.total}\n")
            return EXIT_DONE if page.total else EXIT_NO_RESULTS
        if options.format:
            return _export_hits(papers, query, options)
        return _print_hits(papers, query, options)


def _add_fuzzy(parser: _Parser) -> None:
    parser.add_argument(
        "--fuzzy", action="store_true", help="where nothing matches, answer for a near spelling"
    )


def _note(query: str, answer: Page | Facets) -> None:
    """Say how a query was answered that nothing matches as it is, or could have been."""
    from index.cli.text import notes

    narrate(*notes(query, answer))


def _pages(
    papers: Papers, query: str, options: argparse.Namespace, *, partial: bool = True
) -> Iterator[Page]:
    """An answer in parts of bounded size, at least one, until its end or the limit."""
    seen = 0
    while True:
        window = _WINDOW if options.limit == 0 else min(_WINDOW, options.limit - seen)
        page = papers.search(
            query,
            sort=options.sort,
            reverse=options.reverse,
            limit=window,
            offset=options.offset + seen,
            fuzzy=options.fuzzy,
            partial=partial,
        )
        if not seen:
            _note(query, page)
        yield page
        seen += len(page.hits)
        if len(page.hits) < window or seen == options.limit:
            return


def _export_hits(papers: Papers, query: str, options: argparse.Namespace) -> int:
    """Export what matches in full: in a bibliography nothing marks what matches in part."""
    from index.cli.text import page_summary
    from index.exporting import export

    page: Page | None = None
    exported = 0

    def found() -> Iterator[Paper]:
        nonlocal page, exported
        for page in _pages(papers, query, options, partial=False):
            for hit in page.hits:
                exported += 1
                yield hit.paper

    for text in export(found(), options.format):
        write_output(text.encode("utf-8", "replace"))
    flush_output()
    if page is not None:
        narrate(page_summary(page, exported))
    return EXIT_DONE if exported else EXIT_NO_RESULTS


def _print_hits(papers: Papers, query: str, options: argparse.Namespace) -> int:
    import msgspec

    from index.cli.text import hit_line
    from index.text.terminal_safe_json import inert_json

    encode = msgspec.json.Encoder().encode
    printed = 0
    for page in _pages(papers, query, options):
        if options.json:
            lines = (encode(_hit_object(hit)) + b"\n" for hit in page.hits)
            write_output(inert_json(b"".join(lines)))
        else:
            print_text("".join(hit_line(hit) for hit in page.hits))
        printed += len(page.hits)
    flush_output()
    if not options.json:
        from index.cli.text import page_summary

        narrate(page_summary(page, printed))
    return EXIT_DONE if printed else EXIT_NO_RESULTS


def _hit_object(hit: Hit) -> dict[str, object]:
    from msgspec.structs import asdict

    return {**asdict(hit.paper), "score": hit.score, "partial": hit.partial}


def show(parser: _Parser, arguments: list[str]) -> int:
    """Print one paper, whole."""
    parser.add_argument("key", metavar="KEY", help="a paper's key, arXiv id or address")
    options = _parse(parser, arguments)
    from index.engine.search import open_index

    with open_index(options.index) as papers:
        paper = papers.get(options.key)
        if paper is None:
            return _no_paper(papers, options.key)
    if options.json:
        print_json(paper)
    else:
        from index.cli.text import paper_text

        print_text(paper_text(paper))
    return EXIT_DONE


def _no_paper(papers: Papers, key: str) -> int:
    """Say that no paper has a key, and the keys of those between which it does not tell."""
    apart = papers.keys_apart(key)
    if apart:
        narrate(f"quire: several papers have the title that {key!r} stands for: {', '.join(apart)}")
    else:
        narrate(f"quire: there is no paper {key!r} in the index")
    return EXIT_NO_RESULTS


def similar(parser: _Parser, arguments: list[str]) -> int:
    """Print the papers most like one paper."""
    parser.add_argument("key", metavar="KEY", help="a paper's key, arXiv id or address")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="default: 10")
    options = _parse(parser, arguments)
    from index.cli.text import hit_line
    from index.engine.search import open_index, require_number

    require_number("--limit", options.limit)
    with open_index(options.index) as papers:
        if papers.get(options.key) is None:
            return _no_paper(papers, options.key)
        hits = papers.similar(options.key, limit=options.limit)
    for hit in hits:
        if options.json:
            print_json(_hit_object(hit))
        else:
            print_text(hit_line(hit))
    return EXIT_DONE if hits else EXIT_NO_RESULTS


def facets(parser: _Parser, arguments: list[str]) -> int:
    """Count what a query finds by year, organisation and number of authors."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="see `quire help query`")
    parser.add_argument(
        "--organisations", type=int, default=20, metavar="N", help="list this many; default: 20"
    )
    _add_fuzzy(parser)
    options = _parse(parser, _shield(arguments))
    query = " ".join(map(_unshield, options.query))
    from index.engine.search import open_index, require_number

    require_number("--organisations", options.organisations)
    with open_index(options.index) as papers:
        counted = papers.facets(query, organisations=options.organisations, fuzzy=options.fuzzy)
    _note(query, counted)
    if options.json:
        print_json(counted)
    else:
        from index.cli.text import facets_text

        print_text(facets_text(counted))
    return EXIT_DONE


def info(parser: _Parser, arguments: list[str]) -> int:
    """Say how many papers the index has, from where, how old and how large it is."""
    options = _parse(parser, arguments)
    from index.check import describe

    described = describe(options.index)
    if options.json:
        print_json(described)
    else:
        from index.cli.text import info_text

        print_text(info_text(described))
    return EXIT_DONE


def check(parser: _Parser, arguments: list[str]) -> int:
    """Verify that the index is whole: every file, every segment, the counts."""
    options = _parse(parser, arguments)
    from index.check import verify

    checked = verify(options.index)
    if options.json:
        print_json(checked)
    else:
        narrate(
            f"{checked.papers:,} papers in {checked.segments:,} "
            f"segment{'s' if checked.segments != 1 else ''}, "
            f"{checked.files:,} files verified, {checked.sampled:,} papers read back: "
            "the index is whole"
        )
    return EXIT_DONE


def explain_help(parser: _Parser, arguments: list[str]) -> int:
    """Explain the query language."""
    parser.add_argument("topic", nargs="?", default="query", choices=["query"])
    options = _parse(parser, arguments)
    from index.query.help import EXAMPLES, help_text

    if options.json:
        print_json(EXAMPLES)
    else:
        print_text(help_text())
    return EXIT_DONE


COMMANDS: dict[str, Callable[[_Parser, list[str]], int]] = {
    "rebuild": rebuild,
    "update": update,
    "search": search,
    "show": show,
    "similar": similar,
    "facets": facets,
    "info": info,
    "check": check,
    "help": explain_help,
}
"""Every scripted command by name, in the order in which help lists them."""

WRITING = ("rebuild", "update")
"""Commands that have something to take back when they are interrupted."""


# Plumbing

_WINDOW = 10_000
_SHIELD = "\0"


def _shield(arguments: list[str]) -> list[str]:
    """Keep argparse from taking a query such as ``-survey`` for an option."""
    return [
        _SHIELD + argument
        if argument.startswith("-")
        and not argument.startswith("--")
        and argument != "-h"
        and not argument[1:].isdigit()
        else argument
        for argument in arguments
    ]


def _unshield(argument: str) -> str:
    return argument.removeprefix(_SHIELD)
