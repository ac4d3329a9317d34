"""``quire note``: keep a note on papers, or print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli.arguments import add_keys, add_library
from index.cli.changes import STANDARD_INPUT, change_papers, marks_of_named, read_input
from index.errors import InputError, UsageError
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import narrate, print_json, print_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from index.cli.arguments import Parser
    from index.library.library import Library
    from index.library.marks import Change
    from index.paper import Paper
    from index.papers import Papers


def add_arguments(parser: Parser) -> None:
    """Add what only this command takes."""
    add_keys(parser)
    parser.add_argument("--text", metavar="TEXT", help="the note, in place of the one there was")
    parser.add_argument(
        "--file", metavar="FILE", help="the same, from a file; - reads standard input"
    )
    parser.add_argument("--remove", action="store_true", help="take the note away")
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command. Returns the exit code."""
    if sum((options.text is not None, options.file is not None, options.remove)) > 1:
        raise UsageError("--text, --file and --remove ask for different things: take one of them")
    if options.file == STANDARD_INPUT and STANDARD_INPUT in options.keys:
        raise UsageError("standard input can't hold both the keys and the note")
    if options.remove:
        return _write(options, "")
    if options.file is not None:
        return _write(options, _text_of(options.file))
    return _print(options) if options.text is None else _write(options, options.text)


def _text_of(name: str) -> str:
    if name == STANDARD_INPUT:
        return read_input()
    try:
        with open(name, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError:
        raise InputError(f"the note in {name} is not in UTF-8") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(f"can't read the note in {name}: {reason}") from None


def _write(options: argparse.Namespace, text: str) -> int:
    if not text.strip() and not options.remove:
        raise UsageError("the note is empty: --remove takes one away")

    def change(library: Library, papers: Sequence[Paper], index: Papers) -> Change:
        return library.note(papers, text, index=index)

    return change_papers(options, change, done="noted", undone="took the note from")


def _print(options: argparse.Namespace) -> int:
    found, missing = marks_of_named(options)
    notes = {key: marks.note for key, marks in found.items()}
    for key, note in notes.items():
        if options.json:
            print_json({"key": key, "note": note})
        elif note is None:
            narrate(f"there is no note on {key}")
        else:
            heading = f"{key}\n" if len(notes) > 1 else ""
            print_text(f"{heading}{note}\n")
    if not options.json and not any(notes.values()):
        return EXIT_NO_RESULTS
    return EXIT_NO_RESULTS if missing else EXIT_DONE
