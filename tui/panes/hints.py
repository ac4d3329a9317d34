"""What the most useful keys do, in the lower edge of a pane with a border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.bindings import label_of
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

EDGE = 6
"""Cells of the edge that a border keeps for itself: corners, lines and blanks."""


def hints_of(commands: Sequence[tuple[str, str]], width: int) -> str:
    """Name keys and what they do, as many as fit; of all, the last is the last to go.

    Args:
        commands: Ids of commands, each with a word for what it does; how to leave comes last.
        width: Cells of the pane with its border; 0 where that is not known yet.
    """
    hints = [f"{key} {word}" for command, word in commands if (key := label_of(command))]
    while len(hints) > 1 and 0 < width < width_of(" · ".join(hints)) + EDGE:
        del hints[-2]
    return " · ".join(hints)
