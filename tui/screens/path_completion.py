"""Completes the path that is being typed, as shells do: directories, ``~``, blanks, quotes."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from tui.text import plural

MOST_LISTED = 24
"""Names that are listed; more of them nobody reads."""

NEEDS_ESCAPE = re.compile(r"[^\w@%+=:,./~-]")
"""Characters that mean something in a shell, and in the line that is read like one."""


class Completion(NamedTuple):
    """What the key for completing comes to.

    Attributes:
        text: The text up to the cursor, completed as far as it is certain.
        word: What to say: the names that are possible, or that there are none; else empty.
    """

    text: str
    word: str


class _Word(NamedTuple):
    """The last word of a line, which may be the beginning of a path."""

    start: int
    path: str
    escaped: bool
    """Whether it is written with escapes."""


def completed(text: str) -> Completion:
    """Complete the last path of a text.

    Args:
        text: What stands up to the cursor.
    """
    word = _last_word(text)
    names = _names(word.path)
    if not names and word.start:
        # One path with blanks in it, which needs no escapes while it is the only one.
        whole = _Word(0, text, escaped=False)
        names = _names(whole.path)
        word = whole if names else word
    if not names:
        return Completion(text, f"Nothing begins with {word.path}." if word.path else "")
    folder, _, begun = word.path.rpartition("/")
    if word.path == "~":
        return Completion(text + "/", "")
    shared = beginning_of_all(names)
    path = f"{folder}/{shared}" if "/" in word.path else shared
    written = NEEDS_ESCAPE.sub(r"\\\g<0>", path) if word.escaped else path
    if len(shared) > len(begun):
        return Completion(text[: word.start] + written, "")
    return Completion(text, "" if len(names) == 1 else listed(names))


def beginning_of_all(names: list[str]) -> str:
    """What sorted names have in common at their beginnings."""
    first, last = names[0], names[-1]
    same = (place for place, letter in enumerate(first) if last[place : place + 1] != letter)
    return first[: next(same, len(first))]


def listed(names: list[str]) -> str:
    """Names in a line, the first of them where they are many."""
    shown = ", ".join(names[:MOST_LISTED])
    more = len(names) - MOST_LISTED
    return f"{shown} and {plural(more, 'more', 'more')}" if more > 0 else shown


def _names(path: str) -> list[str]:
    """Names in the path's folder that begin as it ends, sorted; folders with a slash after them."""
    if path == "~":
        return ["~/"]
    folder, slash, begun = path.rpartition("/")
    try:
        with os.scandir(os.path.expanduser(folder + slash) or ".") as entries:
            return sorted(
                entry.name + "/" * entry.is_dir()
                for entry in entries
                if entry.name.startswith(begun)
                and entry.name.isprintable()
                and (begun or not entry.name.startswith("."))
            )
    except (OSError, ValueError):
        return []


def _last_word(text: str) -> _Word:
    """The last word as a shell would read it, whatever quotation mark is still open in it."""
    start, path, quote, escape, within = 0, "", "", False, False
    for place, character in enumerate(text):
        if escape:
            path, escape = path + character, False
        elif character == "\\" and quote != "'":
            escape = True
        elif quote:
            if character == quote:
                quote = ""
            else:
                path += character
        elif character in "'\"":
            quote = character
        elif character == " ":
            start, path, within = place + 1, "", False
            continue
        else:
            path += character
        start, within = (start if within else place), True
    return _Word(start if within else len(text), path, escaped=True)
