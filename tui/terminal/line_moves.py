"""Which lines of the terminal have only moved, so that the terminal can move them itself. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.terminal.pens import Pen

_WORTH_MOVING: Final = 3
"""So many lines that have moved are worth looking whether moving them is cheaper."""

LEAST_LINES: Final = 2 * _WORTH_MOVING
"""Lines that have changed, from which on it is worth looking whether some have moved."""


class Row(NamedTuple):
    """What is known of a line of the terminal, cell by cell."""

    characters: list[str]
    pens: list[Pen | None]

    def is_whole(self, columns: int) -> bool:
        """Whether all of a line of so many columns is known."""
        return len(self.pens) == columns and None not in self.pens


class Move(NamedTuple):
    """Lines of the terminal that move up, or down where ``lines`` is negative.

    The first and the last line count from 1; as many lines as move out of these are blank then.
    """

    first: int
    last: int
    lines: int

    @property
    def sequence(self) -> str:
        """What has the terminal do it: lines are taken out, or put in, within margins."""
        how = f"{self.lines}M" if self.lines > 0 else f"{-self.lines}L"
        return f"\x1b[{self.first};{self.last}r\x1b[{self.first};1H\x1b[{how}\x1b[r"


def move_of(before: Mapping[int, Row], after: Mapping[int, Row]) -> Move | None:
    """The move that most lines seem to have made; None where hardly any have.

    Args:
        before: Lines by their numbers, as they were.
        after: The same lines as they are to be.
    """
    stood: dict[str, int] = {}
    for row, line in before.items():
        text = "".join(line.characters)
        # Lines that look alike could have come from anywhere.
        stood[text] = 0 if text in stood else row
    moves: dict[int, list[int]] = {}
    for row, line in after.items():
        text = "".join(line.characters)
        if text.strip() and (place := stood.get(text, 0)):
            moves.setdefault(place - row, []).append(row)
    lines, rows = max(moves.items(), key=lambda move: len(move[1]), default=(0, []))
    if not lines or len(rows) < _WORTH_MOVING:
        return None
    return Move(min(*rows, min(rows) + lines), max(*rows, max(rows) + lines), lines)
