"""Which classes a screen has at which size; the stylesheet says what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.geometry import Size

WIDTHS = [(0, "-narrow"), (80, "-wide")]
"""Where there is room for a margin, and for filters that leave a part of the list in view."""

HEIGHTS = [(0, "-low"), (32, "-high")]
"""Whether the filters are open one at a time, or all of them."""


def classes_for(size: Size) -> str:
    """The classes of a size, as Textual gives them on the first resize.

    A screen that has them from its beginning is laid out, and sent to the terminal, only once.
    """
    width = next(name for least, name in reversed(WIDTHS) if size.width >= least)
    height = next(name for least, name in reversed(HEIGHTS) if size.height >= least)
    return f"{width} {height}"
