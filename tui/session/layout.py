"""How the panes share the terminal out: what is chosen, and what comes of it at a size. Pure.

Titles come first: the list gets what nine of ten titles need, and the abstract what is left.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from tui.settings import LEAST_SPLIT, MOST_SPLIT, Layout, Settings, Split

Place = Literal["beside", "below", "list"]
"""Where the abstract stands: at the right of the list, below it, or nowhere."""

FRAME: Final = 3
"""Lines of the search box, of the status and of the keys."""
STRIP_FROM: Final = 20
"""Lines from which on one says what is filtered by: in fewer, papers are worth more."""

BESIDE: Final = 110
"""Columns from which on the abstract stands beside the list."""
BELOW: Final = 13
"""Lines of list and abstract together from which on the abstract stands below the list."""

ONE_LINE_LIST: Final = 141
"""Columns of a list that has its papers on one line each and shows nine titles of ten whole."""
LEAST_ABSTRACT, MOST_ABSTRACT = 52, 84
"""Columns of an abstract beside such a list: wider lines are hard to read."""
SHARE: Final = 0.62
"""What of columns and lines is the list's otherwise."""

LEAST_BESIDE, LEAST_BELOW = 20, 3
"""Columns and lines that each of the two panes has at least."""

FILTERS_BESIDE: Final = 120
"""Columns from which on the filters may stay beside the list."""
PEEK: Final = 3
"""Lines of the list that stay while one peeks at an abstract: its heading and one paper."""

STEP: Final = 5
"""Percent that the list gains by one key press."""


class Panes(msgspec.Struct, frozen=True, kw_only=True):
    """Which panes are shown, and how they share the room.

    Attributes:
        layout: Where the abstract stands; ``auto`` is where the terminal has room for it.
        split: Percent of the room that is the list's; ``auto`` is what its titles need.
        filters: Whether the filters stay beside the list, where there is room.
        preview: Whether the abstract is shown.
    """

    layout: Layout = "auto"
    split: Split = "auto"
    filters: bool = False
    preview: bool = True


class Arrangement(msgspec.Struct, frozen=True, kw_only=True):
    """The panes at one size of the terminal.

    Attributes:
        place: Where the abstract stands.
        abstract: Its columns beside the list, border included, or its lines below it.
        filters: Columns of the filters beside the list, border included; 0 where they don't stay.
    """

    place: Place
    abstract: int = 0
    filters: int = 0


def frame(height: int) -> int:
    """Lines of a terminal of this height that are neither list nor abstract."""
    return FRAME + (height >= STRIP_FROM)


def panes_of(settings: Settings) -> Panes:
    """What the settings say of the panes."""
    return Panes(
        layout=settings.layout,
        split=settings.split,
        filters=settings.filters,
        preview=settings.preview,
    )


def arranged(panes: Panes, width: int, height: int, *, peeking: bool = False) -> Arrangement:
    """Share a terminal out.

    Args:
        panes: What is chosen.
        width: Columns of the terminal.
        height: Its lines.
        peeking: Whether the abstract is looked at for a moment where it has no place.
    """
    filters = (32 if width >= 160 else 26) if panes.filters and width >= FILTERS_BESIDE else 0
    columns, lines = width - filters, height - frame(height)
    place: Place
    if not panes.preview:
        place = "list"
    elif panes.layout != "auto":
        place = panes.layout
    else:
        place = "beside" if columns >= BESIDE else "below" if lines >= BELOW else "list"
    if place == "beside" and columns >= 2 * LEAST_BESIDE:
        abstract = columns - _list_columns(columns, panes.split)
    elif place == "below" and lines >= 2 * LEAST_BELOW:
        abstract = lines - _list_lines(lines, panes.split)
    elif peeking and lines > PEEK:
        place, abstract = "below", lines - PEEK
    else:
        place, abstract = "list", 0
    return Arrangement(place=place, abstract=abstract, filters=filters)


def _list_columns(columns: int, split: Split) -> int:
    if split != "auto":
        wanted = columns * split // 100
    elif columns >= ONE_LINE_LIST + LEAST_ABSTRACT - 5:
        abstract = min(max(columns - ONE_LINE_LIST, LEAST_ABSTRACT), MOST_ABSTRACT)
        wanted = columns - abstract
    else:
        wanted = round(columns * SHARE)
    return min(max(wanted, LEAST_BESIDE), columns - LEAST_BESIDE)


def _list_lines(lines: int, split: Split) -> int:
    share = SHARE if split == "auto" else split / 100
    # A heading and whole papers of two lines.
    wanted = 1 + 2 * max(round((lines * share - 1) / 2), 1)
    return min(max(wanted, LEAST_BELOW), lines - LEAST_BELOW)


def resized(panes: Panes, arrangement: Arrangement, room: int, steps: int) -> Panes:
    """Give the list more of the room, or less where ``steps`` is negative.

    Args:
        panes: What was chosen so far.
        arrangement: What has come of it.
        room: Columns, or lines, that list and abstract have together.
        steps: How many times `STEP` percent.
    """
    split = panes.split
    if split == "auto":
        share = 100 * (room - arrangement.abstract) / max(room, 1)
        split = STEP * round(share / STEP)
    return msgspec.structs.replace(
        panes, split=min(max(split + STEP * steps, LEAST_SPLIT), MOST_SPLIT)
    )
