"""What the commands share that do something with papers: ``star``, ``read``, ``tag``, ``note``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from index.errors import InputError, UsageError
from index.process.exits import EXIT_DONE, EXIT_NO_RESULTS
from index.process.streams import narrate, print_json
from index.text.counting import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from index.library.library import Library
    from index.library.marks import Change, PaperMarks
    from index.paper import Paper
    from index.papers import Papers

STANDARD_INPUT: Final = "-"

_LONGEST_INPUT: Final = 64_000_000
"""Bytes of standard input; a million keys are some twenty."""


def change_papers(
    options: argparse.Namespace,
    change: Callable[[Library, Sequence[Paper], Papers], Change],
    *,
    done: str,
    undone: str,
) -> int:
    """Change something about the papers that are named, all of them in one go.

    Args:
        options: With ``keys``, ``remove``, ``index``, ``library`` and ``json``.
        change: Makes the change.
        done: What was done then: ``starred``.
        undone: The same for ``--remove``.

    Returns:
        The exit code: 1 where one of the papers is nowhere; the others are changed.
    """
    from index.engines import open_index
    from index.library.library import open_library

    keys = read_keys(options.keys)
    with (
        open_library(options.library, index=options.index) as library,
        open_index(options.index, overlay=library) as index,
    ):
        papers, missing = find_papers(keys, index, library if options.remove else None)
        changed = change(library, papers, index)
    if options.json:
        print_json({"changed": changed.count, "unchanged": changed.unchanged, "missing": missing})
    else:
        _tell_missing(missing)
        those = counted(changed.count, "paper")
        were = "was" if changed.unchanged == 1 else "were"
        already = f"; {changed.unchanged:,} {were} so already" if changed.unchanged else ""
        narrate(f"{undone if options.remove else done} {those}{already}")
    return EXIT_NO_RESULTS if missing else EXIT_DONE


def marks_of_named(options: argparse.Namespace) -> tuple[dict[str, PaperMarks], list[str]]:
    """What the reader did with the papers that are named.

    Args:
        options: With ``keys``, ``index`` and ``library``.

    Returns:
        The marks by the papers' keys, and the keys that no paper has, which are told.
    """
    from index.engines import open_index
    from index.library.library import open_library

    with (
        open_library(options.library) as library,
        open_index(options.index, overlay=library) as index,
    ):
        papers, missing = find_papers(read_keys(options.keys), index, library)
        keys = [paper.key for paper in papers]
        marks = dict(zip(keys, library.marks_of(papers, index), strict=True))
    _tell_missing(missing)
    return marks, missing


def _tell_missing(keys: Sequence[str]) -> None:
    narrate(*(f"quire: there is no paper {key!r} in the index" for key in keys))


def read_keys(arguments: Sequence[str]) -> list[str]:
    """The keys that are named, each once, ``-`` standing for those of standard input.

    Raises:
        InputError: Standard input can't be read.
        UsageError: There are none.
    """
    keys: dict[str, None] = {}
    for argument in arguments:
        for key in _keys_of_input() if argument == STANDARD_INPUT else [argument.strip()]:
            if key:
                keys[key] = None
    return list(keys)


def _keys_of_input() -> list[str]:
    return [_key_of(line) for line in read_input().splitlines() if line.strip()]


def read_input() -> str:
    """All of standard input as text. Raises ``InputError`` where that can't be read."""
    if sys.stdin is None:
        raise InputError("can't read standard input: it is closed")
    try:
        data = sys.stdin.buffer.read(_LONGEST_INPUT + 1)
        if len(data) > _LONGEST_INPUT:
            raise InputError(f"standard input has more than {_LONGEST_INPUT:,} bytes")
        return data.decode()
    except UnicodeDecodeError:
        raise InputError("standard input is not in UTF-8") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"can't read standard input: {reason}") from None


def read_file(path: str) -> bytes:
    """A file as it is, ``-`` standing for standard input. Raises ``InputError`` as that does."""
    if path == STANDARD_INPUT:
        return read_input().encode()
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(f"can't read {path}: {reason}") from None


def _key_of(line: str) -> str:
    """The key in a line: alone, or as ``quire search`` prints it, with ``--json`` or without."""
    if line.lstrip().startswith("{"):
        import msgspec

        try:
            found = msgspec.json.decode(line).get("key")
        except (msgspec.DecodeError, UnicodeEncodeError):
            found = None
        if not isinstance(found, str):
            raise UsageError(f"this line of standard input is no JSON with a key: {line[:60]}")
        return found
    columns = line.split()
    # Keys and addresses have no spaces; before them stands a date there.
    return columns[1] if len(columns) > 1 else columns[0]


def find_papers(
    keys: Sequence[str], index: Papers, library: Library | None = None
) -> tuple[list[Paper], list[str]]:
    """The papers with some keys, and the keys that no paper has.

    Args:
        keys: Keys, arXiv ids, DOIs or addresses.
        index: Where to look first.
        library: Where to look for those that the index does not have, if it may be such.
    """
    found: dict[str, Paper] = {}
    missing = []
    for key in keys:
        paper = index.get(key)
        if paper is None and library is not None:
            paper = library.remembered(key)
        if paper is None:
            missing.append(key)
        else:
            found[paper.key] = paper
    return list(found.values()), missing
