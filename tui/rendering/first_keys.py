"""The keys to begin with, for somebody who has never been here. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip

from tui.commands.bindings import label_of
from tui.text import fit, shorten

if TYPE_CHECKING:
    from tui.rendering.themes import Inks

FIRST_KEYS: Final = {
    "search.focus": "search",
    "list.read": "read the paper",
    "filter.dates": "narrow by date",
    "copy.menu": "copy BibTeX, link, ...",
    "app.help": "all other keys",
}
"""The commands that matter most, and what they are for in two or three words."""

KEY_WIDTH: Final = 8


def first_key_lines(width: int, inks: Inks) -> list[Strip]:
    """A card with the keys to begin with.

    Args:
        width: Cells of a line; each line comes out exactly this wide.
        inks: The theme's styles.
    """
    room = max(width - KEY_WIDTH - 1, 0)
    lines = [Strip([Segment(shorten(" Keys to begin with", width), inks.strong)])]
    for command, purpose in FIRST_KEYS.items():
        if key := label_of(command):
            text = Segment(shorten(purpose, room), inks.text)
            lines.append(Strip([Segment(f" {fit(key, KEY_WIDTH)}", inks.key), text]))
    lines.append(Strip([Segment(shorten(" Any key hides this.", width), inks.faint)]))
    return [line.adjust_cell_length(width, inks.text) for line in lines]
