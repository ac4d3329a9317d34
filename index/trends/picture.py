"""Columns of numbers as cells of a terminal: bars, and the axis below them.

The command line and the browser draw with this; which colour a cell has is theirs to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from index.results import Period
from index.trends.columns import Column
from index.trends.periods import label_of

_WIDEST: Final = 8
_SPACED: Final = 3
"""Cells from which on a bar leaves one of them blank."""


class Glyphs(msgspec.Struct, frozen=True):
    """What bars and axes are drawn with.

    Attributes:
        levels: A cell that is filled from below, from not at all to wholly.
        side: The vertical axis.
        corner: Where the axes meet.
        rule: The horizontal axis.
        tick: The horizontal axis where a label begins.
    """

    levels: str
    side: str
    corner: str
    rule: str
    tick: str


BLOCKS: Final = Glyphs(" ▁▂▃▄▅▆▇█", "│", "└", "─", "┴")
ASCII: Final = Glyphs(" .:#", "|", "+", "-", "'")


def bar_width(columns: int, width: int) -> int:
    """Cells of each column where so many stand in a width; at least one."""
    return max(1, min(_WIDEST, width // max(columns, 1)))


def bars(values: Sequence[float], top: float, rows: int, cells: int, glyphs: Glyphs) -> list[str]:
    """Bars as rows of text, the highest row first.

    Args:
        values: Of each column, from 0 on. What is above 0 is seen, however little it is.
        top: What fills all rows.
        rows: How many there are.
        cells: Of each column.
        glyphs: What to draw with.
    """
    steps = len(glyphs.levels) - 1
    heights = [
        max(1, round(rows * steps * min(value / top, 1))) if value > 0 and top > 0 else 0
        for value in values
    ]
    bar, gap = (cells - 1, " ") if cells >= _SPACED else (cells, "")
    return [
        "".join(
            glyphs.levels[max(0, min(steps, height - steps * below))] * bar + gap
            for height in heights
        )
        for below in reversed(range(rows))
    ]


def axis(columns: Sequence[Column], period: Period, cells: int, glyphs: Glyphs) -> tuple[str, str]:
    """The rule below bars, with a tick for each label, and the labels.

    Labels are years where these are many, and else the periods themselves, as many as fit.
    """
    width = len(columns) * cells
    rule, labels = [glyphs.rule] * width, ""
    for at, text in _labels(columns, period):
        place = at * cells
        # A label at the end may hang over by some letters.
        if place and (place < len(labels) + 2 or place + len(text) > width + 2):
            continue
        labels = labels.ljust(place) + text
        rule[place] = glyphs.tick
    return "".join(rule), labels


def _labels(columns: Sequence[Column], period: Period) -> list[tuple[int, str]]:
    begun: list[tuple[int, str]] = []
    for at, column in enumerate(columns):
        year = f"{column.last.year:04}"
        if not begun or begun[-1][1] != year:
            begun.append((at, year))
    if len(begun) > 2:
        return begun
    return [(at, label_of(column.first, period)) for at, column in enumerate(columns)]
