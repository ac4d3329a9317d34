"""Text measured in terminal cells: made safe, fitted into a column, wrapped into lines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from index import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

Range = tuple[int, int]
"""A half-open range of characters."""

LONGEST = 20_000
"""Characters of one text that are shown at most."""

JOINERS = ("\u200c", "\u200d")
SEQUENCES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])"
)
"""Control sequences and strings (ECMA-48, 5.4 and 5.6), which may hold blanks and line ends."""

PARTS_WHILE_TYPING = re.compile(f"([\\s{''.join(JOINERS)}])")
"""Cuts what is typed at characters that only what comes after them may make sense of."""

ELLIPSIS = "…"
NO_BREAK = "\u00a0"
"""A space at which a line is broken only where nothing else fits."""

DASH = "–"
"""What an unknown value looks like."""


def clean(text: str) -> str:
    """Make text inert for a terminal, as one line.

    Paper text is cleaned when it is indexed; a screen does not rely on that, and applies the same
    rules again.
    """
    return one_line(text, LONGEST) if text.isascii() else _clean_slowly(text)


@lru_cache(maxsize=4096)
def _clean_slowly(text: str) -> str:
    return one_line(text, LONGEST)


def typed(text: str) -> str:
    """Make text inert that is being edited: blanks, as spaces, and joiners stay where they are.

    What a terminal would act upon, or nobody could see, is not taken into the line.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if part.isspace() else part if part in JOINERS else one_line(part, LONGEST)
        for part in PARTS_WHILE_TYPING.split(text)
    )


def pasted(text: str) -> str:
    """One line of what was pasted: its lines with a blank between them, and nothing that acts."""
    lines = SEQUENCES.sub("", text).splitlines()
    if len(lines) > 1:
        lines = [line.strip() for line in lines if line.strip()]
    return typed(" ".join(lines))


def width_of(text: str) -> int:
    """Cells the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def take(text: str, width: int) -> int:
    """How many leading characters of ``text`` fit into ``width`` cells, with their marks."""
    if text.isascii():
        return min(len(text), max(width, 0))
    used = 0
    for position, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return position
    return len(text)


def shorten(text: str, width: int) -> str:
    """Cut text to at most ``width`` cells; what was cut shows as an ellipsis."""
    if width_of(text) <= width:
        return text
    if width <= 0:
        return ""
    return text[: take(text, width - 1)].rstrip() + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Cut or pad text to exactly ``width`` cells, padding on the left where ``right`` is set."""
    text = shorten(text, width)
    padding = " " * (width - width_of(text))
    return padding + text if right else text + padding


def wrap(text: str, width: int) -> list[Range]:
    """Break text into lines of at most ``width`` cells, at spaces where there are any.

    Returns:
        The character range of every line, without the spaces it was broken at.
    """
    width = max(width, 2)
    lines: list[Range] = []
    start = end = 0
    used = 0
    for word_start, word_end in _words(text):
        word_width = width_of(text[word_start:word_end])
        gap = word_start - end
        if end > start and used + gap + word_width <= width:
            end = word_end
            used += gap + word_width
            continue
        if end > start:
            lines.append((start, end))
        start = word_start
        while word_width > width:
            cut = start + max(take(text[start:word_end], width), 1)
            # Better after a word that was to stay with the next one than within it.
            space = text.rfind(NO_BREAK, start + 1, cut + 1)
            lines.append((start, cut if space < 0 else space))
            start = cut if space < 0 else space + 1
            word_width = width_of(text[start:word_end])
        end = word_end
        used = word_width
    if end > start:
        lines.append((start, end))
    return lines


def _words(text: str) -> Iterable[Range]:
    """Ranges that are not to be broken: words, and each single wide character."""
    start = -1
    for position, character in enumerate(text):
        if character == " ":
            if start >= 0:
                yield start, position
                start = -1
        elif character > "\u2e7f" and cell_len(character) == 2:
            if start >= 0:
                yield start, position
                start = -1
            yield position, position + 1
        elif start < 0:
            start = position
    if start >= 0:
        yield start, len(text)


def merge_ranges(ranges: Iterable[Range], length: int) -> list[Range]:
    """Sort ranges, join those that touch, and cut them to ``0..length``."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        start, end = max(start, 0), min(end, length)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def plural(count: int, one: str, many: str = "") -> str:
    """``1 paper``, ``1,234 papers``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def as_sentence(reason: str) -> str:
    """What an error says, as a sentence of its own."""
    return f"{reason[:1].upper()}{reason[1:]}."
