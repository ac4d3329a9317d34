"""One saved search as a line: its name, how many papers it finds, how many are new, its query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from rich.segment import Segment
from textual.strip import Strip

from tui.rendering.choice_line import CURSOR
from tui.text import clean, fit

if TYPE_CHECKING:
    from tui.rendering.themes import Inks

_COUNT_WIDTH: Final = 9
"""Cells of a count."""
_NEW_WIDTH: Final = 11
_LONGEST_NAME: Final = 28


class SavedCount(msgspec.Struct, frozen=True):
    """How many papers a saved search finds.

    Attributes:
        total: All of them; None where it can't be searched for.
        new: Those that are new.
        reason: Why it can't be searched for.
    """

    total: int | None
    new: int = 0
    reason: str = ""


def saved_line(
    name: str,
    query: str,
    count: SavedCount | None,
    inks: Inks,
    *,
    width: int,
    name_width: int,
    cursor: bool,
) -> Strip:
    """Draw a saved search.

    Args:
        name: What it is called.
        query: What it looks for.
        count: What it finds; None where nobody has counted yet.
        inks: The theme's styles.
        width: Cells to fill.
        name_width: Cells of the longest name.
        cursor: Whether the cursor is here.
    """
    name_width = min(name_width, _LONGEST_NAME, max(width - _NEW_WIDTH - 3, 4))
    rest = width - 2 - name_width - _NEW_WIDTH
    new = "" if count is None or count.total is None else f"{count.new:,} new"
    segments = [
        Segment(CURSOR if cursor else " ", inks.accent),
        Segment(fit(clean(name), name_width), inks.strong if cursor else inks.text),
        Segment(
            fit(new, _NEW_WIDTH, right=True),
            inks.include if count is not None and count.new else inks.faint,
        ),
    ]
    if rest >= 2 * _COUNT_WIDTH:
        total = "" if count is None or count.total is None else f"of {count.total:,}"
        segments.append(Segment(" " + fit(total, _COUNT_WIDTH), inks.number))
        said = clean(query) or "everything"
        if count is not None and count.reason:
            said = clean(count.reason)
        ink = inks.error if count is not None and count.reason else inks.muted
        segments.append(Segment(" " + fit(said, rest - _COUNT_WIDTH - 2), ink))
    if cursor:
        segments = [
            Segment(text, style + inks.cursor if style else inks.cursor)
            for text, style, _ in segments
        ]
    return Strip(segments).adjust_cell_length(width, segments[-1].style)
