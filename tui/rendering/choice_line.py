"""One choice of a filter as a line: its name, a bar and a count. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.text import fit

if TYPE_CHECKING:
    from rich.style import Style

    from tui.rendering.filter_choices import Choice
    from tui.rendering.themes import Inks

CURSOR = "▌"
ENDED = "┃"
"""Marks the lines of a range that is being marked."""

BAR, HALF_BAR = "━", "╸"


def bar(count: int, most: int, width: int) -> str:
    """A bar of ``count`` against ``most``, in halves of a cell; something is never nothing."""
    if not count or not most or width <= 0:
        return " " * max(width, 0)
    whole, half = divmod(max(count * width * 2 // most, 1), 2)
    return (BAR * whole + HALF_BAR * half).ljust(width)


SHARE_WIDTH = 5
"""Cells of a share, with one after it."""


def share_of(count: int, of: int) -> str:
    """A count in percent of another one: ``12%``; something is never nothing."""
    percent = round(100 * count / max(of, 1))
    return "<1%" if count and not percent else f"{percent}%"


def choice_line(
    choice: Choice,
    inks: Inks,
    *,
    width: int,
    label_width: int,
    count_width: int,
    most: int,
    of: int = 0,
    cursor: bool = False,
    focused: bool = False,
    marking: bool = False,
) -> Strip:
    """Draw one choice: cursor, ``+`` or ``-``, label, bar, count, share.

    Args:
        choice: What to draw.
        inks: The theme's styles.
        width: Cells to fill.
        label_width: Cells of the label; the bar takes what is left.
        count_width: Cells of the largest count.
        most: The largest count of what is known; unknown has no bar to be compared with it.
        of: Papers of which the count is also told as a share; 0 for no share.
        cursor: Whether the cursor is here.
        focused: Whether the pane has the focus.
        marking: Whether the line belongs to a range that is being marked.
    """
    width -= SHARE_WIDTH if of else 0
    sign, sign_ink = {
        "": (" ", inks.muted),
        "in": ("+", inks.include),
        "out": ("-", inks.exclude),
    }[choice.state]
    lead = CURSOR if cursor and focused else ENDED if marking else " "
    label_ink = _label_ink(choice, inks, cursor=cursor and focused)
    count = "" if choice.count is None else f"{choice.count:,}"
    if choice.unknown:
        # Without a bar the count may be longer than the others.
        count_width = max(count_width, len(count))
        label_width = width - 3 - 1 - count_width - 2
    bar_width = width - 3 - label_width - 1 - count_width - 2
    segments = [
        Segment(lead, inks.accent),
        Segment(sign + " ", sign_ink),
        Segment(fit(choice.label, label_width) + " ", label_ink),
    ]
    if bar_width > 0:
        bar_ink = inks.bar_chosen if choice.state == "in" else inks.bar
        counted = 0 if choice.heads else choice.count or 0
        segments.append(Segment(bar(counted, most, bar_width), bar_ink))
    number_ink = inks.faint if not choice.count else inks.number
    segments.append(Segment(" " + fit(count, count_width, right=True) + " ", number_ink))
    if of:
        share = "" if choice.count is None else share_of(choice.count, of)
        segments.append(Segment(fit(share, SHARE_WIDTH - 1, right=True) + " ", inks.muted))
        width += SHARE_WIDTH
    if cursor and focused:
        segments = [
            Segment(text, style + inks.cursor if style else inks.cursor)
            for text, style, _ in segments
        ]
    return Strip(segments).adjust_cell_length(width, segments[-1].style)


def _label_ink(choice: Choice, inks: Inks, *, cursor: bool) -> Style:
    if choice.state == "in":
        return inks.include
    if choice.state == "out":
        return inks.exclude
    if cursor:
        return inks.strong
    if choice.heads:
        return inks.heading_focused
    return inks.muted if choice.unknown or not choice.count else inks.text
