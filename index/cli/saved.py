"""``quire saved``: the saved searches: list, add, rename and remove them, or edit them as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.cli.arguments import add_library
from index.errors import UsageError
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import flush_output, narrate, print_json, print_text, write_output
from index.query.saved_searches import asked_for

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser
    from index.library.library import Library

ACTIONS: Final = ("list", "add", "rename", "remove", "export", "import")


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    parser.take_query_words()
    parser.add_argument("action", choices=ACTIONS, help="what to do")
    parser.add_argument(
        "words",
        nargs="*",
        metavar="NAME",
        help="of `add`: a name and a query; of `rename`: a name and another one; of `remove`: "
        "names; of `import`: files of lines NAME: QUERY, as `export` prints them; - is input",
    )
    parser.add_argument("--names", action="store_true", help="of `list`: print only the names")
    parser.add_argument(
        "--replace", action="store_true", help="of `import`: take away all that it does not name"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    from index.library.library import open_library

    if options.names and options.action != "list":
        raise UsageError("--names says what `quire saved list` prints")
    if options.replace and options.action != "import":
        raise UsageError("--replace says how `quire saved import` treats all other saved searches")
    action = {
        "list": _list,
        "add": _add,
        "rename": _rename,
        "remove": _remove,
        "export": _export,
        "import": _import,
    }[options.action]
    with open_library(options.library) as library:
        return action(library, options)


def _list(library: Library, options: argparse.Namespace) -> int:
    if options.words:
        raise UsageError("`quire saved list` takes no names")
    saved = library.saved()
    if options.json:
        print_json([{"name": one.name, "query": one.query} for one in saved])
    elif options.names:
        print_text("".join(f"{one.name}\n" for one in saved))
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


def _rename(library: Library, options: argparse.Namespace) -> int:
    if len(options.words) != 2:
        raise UsageError("`quire saved rename NAME NEW` takes a name and another one")
    name, new = options.words
    followed = library.searches.rename(name, new)
    if options.json:
        print_json({"name": new, "followed": followed})
    else:
        also = f"; renamed in what others ask for, too: {', '.join(followed)}" if followed else ""
        narrate(f"saved:{name} is saved:{new} now{also}")
    return EXIT_DONE


def _remove(library: Library, options: argparse.Namespace) -> int:
    if not options.words:
        raise UsageError("`quire saved remove NAME...` takes the names of saved searches")
    missing = [name for name in options.words if not library.forget(name)]
    if options.json:
        print_json({"removed": len(options.words) - len(missing), "missing": missing})
    else:
        narrate(*(f"quire: there is no saved search {name!r}" for name in missing))
        gone = {name.casefold(): name for name in options.words if name not in missing}
        narrate(
            *(
                f"saved:{one.name} still asks for saved:{gone[name]}, which finds nothing now"
                for one in library.saved()
                for name in asked_for(one.query)
                if name in gone
            )
        )
    return EXIT_NO_RESULTS if missing else EXIT_DONE


def _export(library: Library, options: argparse.Namespace) -> int:
    from index.library.saved_text import written

    if options.words:
        raise UsageError("`quire saved export` prints all of them, and takes no names")
    saved = sorted(library.saved(), key=lambda one: one.made)
    if options.json:
        print_json([{"name": one.name, "query": one.query} for one in saved])
    else:
        write_output(written(saved).encode())
        flush_output()
    return EXIT_DONE


def _import(library: Library, options: argparse.Namespace) -> int:
    from index.cli.changes import read_file
    from index.library.saved_text import searches_in

    if not options.words:
        raise UsageError("`quire saved import PATH...` takes what `quire saved export` wrote")
    searches = [search for path in options.words for search in searches_in(read_file(path), path)]
    if options.replace and not searches:
        # As it comes from a command before a pipe that failed, and there is no undoing it.
        raise UsageError("no search is named, so none was taken away: `quire saved remove` does it")
    done = library.searches.keep_all(searches, replace=options.replace)
    if options.json:
        print_json(done)
    else:
        removed = f", {len(done.removed):,} removed" if options.replace else ""
        narrate(
            f"saved searches: {len(done.added):,} added, {len(done.changed):,} changed, "
            f"{len(done.unchanged):,} unchanged{removed}"
        )
    return EXIT_DONE
