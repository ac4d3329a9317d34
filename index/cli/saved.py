"""``quire saved``: the saved searches: list them, add one, take some away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.cli.arguments import add_library
from index.errors import UsageError
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import narrate, print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.library.library import Library

ACTIONS: Final = ("list", "add", "remove")


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.add_argument("action", choices=ACTIONS, help="what to do")
    parser.add_argument(
        "words", nargs="*", metavar="NAME", help="of `add`: a name and a query; of `remove`: names"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.library.library import open_library

    action = {"list": _list, "add": _add, "remove": _remove}[options.action]
    with open_library(options.library) as library:
        return action(library, options)


def _list(library: Library, options: argparse.Namespace) -> int:
    if options.words:
        raise UsageError("`quire saved list` takes no names")
    saved = library.saved()
    if options.json:
        print_json([{"name": one.name, "query": one.query} for one in saved])
    else:
        width = max((len(one.name) for one in saved), default=0)
        print_text("".join(f"{one.name:<{width}}  {one.query}\n" for one in saved))
    return EXIT_DONE if saved else EXIT_NO_RESULTS


def _add(library: Library, options: argparse.Namespace) -> int:
    if len(options.words) < 2:
        raise UsageError("`quire saved add NAME QUERY` takes a name and a query")
    name, query = options.words[0], " ".join(options.words[1:])
    is_new = library.save(name, query)
    if options.json:
        print_json({"name": name, "query": query, "changed": is_new})
    else:
        narrate(f"saved:{name} finds {query}" if is_new else f"saved:{name} is that already")
    return EXIT_DONE


def _remove(library: Library, options: argparse.Namespace) -> int:
    if not options.words:
        raise UsageError("`quire saved remove NAME...` takes the names of saved searches")
    missing = [name for name in options.words if not library.forget(name)]
    if options.json:
        print_json({"removed": len(options.words) - len(missing), "missing": missing})
    else:
        narrate(*(f"quire: there is no saved search {name!r}" for name in missing))
    return EXIT_NO_RESULTS if missing else EXIT_DONE
