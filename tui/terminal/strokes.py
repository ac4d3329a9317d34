"""Writes text to places of the terminal in the fewest bytes. Pure.

Many blanks are cells that the terminal erases (ECH: ECMA-48, 8.3.38), where these take the
background that is chosen then; the cursor stays in front of them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tui.terminal.pens import PLAIN, Pen, change, for_blanks

_BLANKS: Final = re.compile(" {12,}")
"""So many blanks take more bytes than erasing them and going over them."""

_LEAST_BLANKS: Final = " " * 6
"""The same where there is nothing to go to."""


_MOST_LOOKED_AT: Final = 12
"""Strokes of which the next one is looked for one by one: as many times as their number squared."""


class Stroke(NamedTuple):
    """Text of one pen to be written from a cell on."""

    row: int
    column: int
    text: str
    pen: Pen
    sure: bool
    """Whether every terminal draws it equally wide."""


def written(strokes: list[Stroke], *, erases: bool) -> str:
    """The strokes in the cheapest order that is tried.

    Args:
        strokes: What is to be written.
        erases: Whether cells that are erased take the background.
    """
    orders = [strokes]
    pens: dict[Pen, int] = {}
    backgrounds: dict[str, int] = {}
    for stroke in strokes:
        pens.setdefault(stroke.pen, len(pens))
        backgrounds.setdefault(stroke.pen.background, len(backgrounds))
    # What is drawn too wide must be drawn before what stands to the right of it.
    if len(pens) > 1 and all(stroke.sure for stroke in strokes):
        orders.append(sorted(strokes, key=lambda stroke: pens[stroke.pen]))
        if len(backgrounds) > 1:
            orders.append(sorted(strokes, key=lambda stroke: backgrounds[stroke.pen.background]))
        if len(strokes) <= _MOST_LOOKED_AT:
            orders.append(_nearest_first(strokes))
    return min((_in_order(order, erases=erases) for order in orders), key=len)


def _nearest_first(strokes: list[Stroke]) -> list[Stroke]:
    """The strokes in an order in which each is the cheapest to come to from the one before it."""
    left = strokes[:]
    ordered = []
    pen, row, column = PLAIN, 0, 0
    while left:
        stroke = min(
            left,
            key=lambda stroke: len(_way(stroke, row, column) + change(pen, _needed(stroke, pen))),
        )
        left.remove(stroke)
        ordered.append(stroke)
        pen, row, column = _needed(stroke, pen), stroke.row, stroke.column + len(stroke.text)
    return ordered


def _way(stroke: Stroke, row: int, column: int) -> str:
    """What brings the cursor to a stroke from a row and a column, 0 where that is not known."""
    if stroke.row == row and stroke.column >= column > 0:
        steps = stroke.column - column
        return "" if not steps else "\x1b[C" if steps == 1 else f"\x1b[{steps}C"
    if stroke.column == 1 and row and stroke.row == row + 1:
        return "\r\n"
    return address_of((stroke.row, stroke.column))


def _needed(stroke: Stroke, pen: Pen) -> Pen:
    """The pen that a stroke is written with after another one."""
    wanted = stroke.pen
    if not wanted.attributes and not wanted.link and not stroke.text.strip(" "):
        return for_blanks(pen, wanted)
    return wanted


def _in_order(strokes: list[Stroke], *, erases: bool) -> str:
    parts: list[str] = []
    pen = PLAIN
    row = column = 0
    for stroke in strokes:
        parts.append(_way(stroke, row, column))
        wanted = _needed(stroke, pen)
        if wanted is not pen:
            parts.append(change(pen, wanted))
            pen = wanted
        text, cells = stroke.text, len(stroke.text)
        if erases and _LEAST_BLANKS in text and stroke.sure and wanted.is_ground:
            text, cells = _erasing(text)
        row = stroke.row
        column = stroke.column + cells if stroke.sure else 0
        parts.append(text)
    if pen is not PLAIN:
        parts.append(change(pen, PLAIN))
    return "".join(parts)


def _erasing(text: str) -> tuple[str, int]:
    """The text with its many blanks erased, and how many cells the cursor goes on by it."""
    kept = text.rstrip(" ")
    at_end = len(text) - len(kept)
    if at_end < len(_LEAST_BLANKS):
        kept, at_end = text, 0
    shown = _BLANKS.sub(lambda found: "\x1b[{0}X\x1b[{0}C".format(len(found[0])), kept)
    return (f"{shown}\x1b[{at_end}X" if at_end else shown), len(kept)


def address_of(place: tuple[int, int] | None) -> str:
    """What brings the cursor to a row and a column, which count from 1; nothing for no place."""
    return "\x1b[{};{}H".format(*place) if place else ""
