"""``quire tag``: tag papers, take tags away, or list those that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_keys, add_library
from index.cli.changes import change_papers, marks_of_named
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import print_json, print_text

if TYPE_CHECKING:
    import argparse

    from index.cli.arguments import Parser


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_keys(parser, nargs="*")
    parser.add_argument(
        "--tag", action="append", metavar="TAG", help="a tag; may be given several times"
    )
    parser.add_argument("--remove", action="store_true", help="take the tags away")
    parser.add_argument("--names", action="store_true", help="of all tags: print only the names")
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    if options.names and (options.tag or options.keys or options.remove):
        from index.errors import UsageError

        raise UsageError("--names says what `quire tag` prints of all tags")
    if not options.tag:
        if options.remove:
            from index.errors import UsageError

            raise UsageError("--remove takes away the tags that --tag names")
        return _print_tags_of(options) if options.keys else _print_tags(options)
    if not options.keys:
        from index.errors import UsageError

        raise UsageError("name the papers to tag, or - to read their keys from standard input")
    tags = ", ".join(options.tag)
    return change_papers(
        options,
        lambda library, papers, index: library.tag(
            papers, options.tag, remove=options.remove, index=index
        ),
        done=f"tagged {tags}:",
        undone=f"took the tag {tags} from",
    )


def _print_tags(options: argparse.Namespace) -> int:
    from index.library.library import open_library

    with open_library(options.library) as library:
        counts = library.tag_counts()
    if options.json:
        print_json([{"tag": tag, "papers": count} for tag, count in counts])
    elif options.names:
        print_text("".join(f"{tag}\n" for tag, _ in counts))
    else:
        width = max((len(f"{count:,}") for _, count in counts), default=0)
        print_text("".join(f"{count:>{width},}  {tag}\n" for tag, count in counts))
    return EXIT_DONE if counts else EXIT_NO_RESULTS


def _print_tags_of(options: argparse.Namespace) -> int:
    found, missing = marks_of_named(options)
    for key, marks in found.items():
        if options.json:
            print_json({"key": key, "tags": marks.tags})
        else:
            print_text(f"{key}  {', '.join(marks.tags)}".rstrip() + "\n")
    return EXIT_NO_RESULTS if missing else EXIT_DONE
