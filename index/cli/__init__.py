"""The scripted commands: ``quire NAME`` is the module of that name in this package.

Each such module has ``add_arguments(parser)`` and ``run(options)``, which returns an exit code;
only that of the command which was called is loaded.

Standard output is data, standard error is narration. Exit codes: 0 done; 1 no results; 2 usage or
query; 3 an input or the index can't be read, output or the index can't be written, memory ran out,
or records were rejected under ``--strict``; 4 index missing, damaged or from another version;
5 busy; 6 a source can't be reached; 70 a defect in Quire; 130 interrupted; 141 the reader of
standard output went away.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.process.exits import EXIT_DONE, EXIT_USAGE, end_process, exit_code_of
from index.process.interrupts import run_interruptibly, terminating_as_interrupt
from index.process.streams import print_text

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from index.cli.arguments import Parser

COMMANDS = {
    "rebuild": "Replace the index with what these files hold.",
    "update": "Add what these files hold and refresh what the index has; the rest stays.",
    "sync": "Fetch what is new of your feeds and update the index with it.",
    "fetch": "Fetch what is new of your feeds, and only keep it.",
    "feeds": "Say how your feeds stand.",
    "push": "Fill an index on a search cluster with what these files hold.",
    "pdf": "Download papers themselves, as PDFs, to a folder.",
    "search": "Print the papers a query finds.",
    "show": "Print one paper, whole.",
    "similar": "Print the papers most like one paper.",
    "facets": "Count what a query finds by year, organisation and number of authors.",
    "trends": "Draw what queries find over time, and count who and what is most frequent.",
    "star": "Star papers; `is:starred` finds them.",
    "read": "Mark papers as read; `is:unread` finds the others.",
    "tag": "Tag papers, or list tags; `tag:NAME` finds them.",
    "note": "Keep a note on papers, or print it; `note:WORD` finds them.",
    "saved": "List, add or remove saved searches; `saved:NAME` finds what they find.",
    "digest": "Tell what is new of your saved searches, in print, in a file or by mail.",
    "library": "Check your library, export it, or merge what was exported elsewhere.",
    "semantic": "Give papers vectors, so that they are found by meaning too.",
    "info": "Say how many papers the index has, from where, how old and how large it is.",
    "check": "Verify that the index is whole: every file, every segment, the counts.",
    "help": "Explain the query language.",
}
"""Every scripted command and what it does, in the order in which help lists them."""


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
    # Nearly nothing here makes cycles; looking for them is a twentieth of a search's time.
    gc.set_threshold(50_000)
    if not arguments or arguments[0] in ("-h", "--help"):
        print_text(overview())
        return EXIT_DONE if arguments else EXIT_USAGE
    if arguments[0] == "--version":
        from index.version import VERSION

        print_text(f"quire {VERSION}\n")
        return EXIT_DONE
    name, rest = arguments[0], arguments[1:]
    if name not in COMMANDS:
        from difflib import get_close_matches

        close = get_close_matches(name, COMMANDS, 1)
        meant = f", did you mean {close[0]!r}?" if close else " (see `quire --help`)"
        raise UsageError(f"there is no command {name!r}{meant}")
    parser = parser_of(name)
    options = parser.parse(rest)
    run: Callable[[Namespace], int] = import_module(f"index.cli.{name}").run
    if parser.cleans_up(options):
        with terminating_as_interrupt():
            return run(options)
    return run_interruptibly(lambda: run(options))


def parser_of(name: str) -> Parser:
    """The parser of a command, with all that the command takes."""
    from index.cli.arguments import Parser, add_common_arguments

    parser = Parser(f"quire {name}", COMMANDS[name])
    import_module(f"index.cli.{name}").add_arguments(parser)
    add_common_arguments(parser)
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
    lines += [f"  {name:<11} {summary}" for name, summary in COMMANDS.items()]
    lines += [
        "  settings    Say where the browser's settings are and what can be set.",
        "  completions Print completion for bash, zsh or fish.",
        "",
        "The browser takes --query, --sort, --config FILE, --no-mouse, --ascii and --print.",
        "All commands take --index DIR (else QUIRE_INDEX, else your data folder) and --json.",
        "`quire COMMAND --help` tells more; `quire help query` explains the query language.",
    ]
    return "\n".join(lines) + "\n"
