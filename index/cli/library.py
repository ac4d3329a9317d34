"""``quire library``: check a library, export it as JSON lines, merge such lines into it.

It also gives the papers of a bibliography, or of any other list, a tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.cli.arguments import add_library
from index.errors import UsageError
from index.process.exits import EXIT_DONE
from index.process.streams import flush_output, narrate, print_json, write_output
from index.text.counting import counted

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.library.library import Library

ACTIONS: Final = ("check", "export", "import")

_ONE: Final = {"papers": "paper", "marks": "mark", "saved searches": "saved search"}
"""What a library has, in the singular."""


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_argument("action", choices=ACTIONS, help="what to do")
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="of `import`: what `export` wrote; - is input"
    )
    parser.add_argument(
        "--tag",
        metavar="TAG",
        help="of `import`: give the papers of the files this tag; BibTeX, RIS, CSV or any other "
        "list of papers that `quire rebuild` reads, or a folder of them",
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.library.library import open_library

    if options.action == "import" and not options.paths:
        raise UsageError("`quire library import PATH...` takes what `quire library export` wrote")
    if options.action != "import" and options.paths:
        raise UsageError(f"`quire library {options.action}` takes no PATH")
    if options.action != "import" and options.tag is not None:
        raise UsageError(f"`quire library {options.action}` takes no --tag")
    action = {"check": _check, "export": _export, "import": _import}[options.action]
    with open_library(options.library) as library:
        return action(library, options)


def _check(library: Library, options: argparse.Namespace) -> int:
    counts = library.check()
    if options.json:
        print_json({"library": library.path, **counts})
    else:
        told = ", ".join(
            f"{count:,} {_ONE[what] if count == 1 else what}" for what, count in counts.items()
        )
        narrate(f"the library at {library.path} is whole: {told}")
    return EXIT_DONE


def _export(library: Library, options: argparse.Namespace) -> int:
    del options
    write_output(library.export())
    flush_output()
    return EXIT_DONE


def _import(library: Library, options: argparse.Namespace) -> int:
    if options.tag is not None:
        from index.cli.tag_import import import_as_tag

        return import_as_tag(library, options)
    from index.cli.changes import read_file

    changed = sum(library.merge(read_file(path), path) for path in options.paths)
    if options.json:
        print_json({"changed": changed})
    else:
        narrate(f"{counted(changed, 'change')} merged")
    return EXIT_DONE
