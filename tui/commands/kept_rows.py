"""The rows of what is done with papers and kept, which `tui.commands.table` puts in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import NO_LIBRARY, no_paper_to_keep, no_results
from tui.commands.rows import ALLOWED, FILTER, KEEP, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

KEPT_COMMANDS: tuple[Command, ...] = (
    *under(
        FILTER, "browse", ALLOWED,
        Row("list.day-back", "left_square_bracket", "day back",
            "Narrow to the day of this paper; again, to the day before with papers",
            refusal=no_results),
        Row("list.day-on", "right_square_bracket", "day on",
            "Narrow to the day of this paper; again, to the next day with papers",
            refusal=no_results),
    ),
    *under(
        KEEP, "anywhere", NO_LIBRARY,
        Row("paper.star", "asterisk", "star",
            "Star the paper, or take the star back", footer=17, refusal=no_paper_to_keep),
        Row("paper.read", "full_stop", "read or not",
            "Take the paper for read without reading it, or for unread again",
            refusal=no_paper_to_keep),
    ),
    *under(
        KEEP, "list", NO_LIBRARY,
        Row("list.next-new", "n", "next new",
            "Next new paper: added since the last visit, and not read", footer=18,
            refusal=no_paper_to_keep, counted=True),
        Row("list.previous-new", "N", "previous new",
            "The new paper before", refusal=no_paper_to_keep, counted=True),
    ),
    *under(
        KEEP, "browse", NO_LIBRARY,
        Row("list.read-all", "A", "all read",
            "Take all papers that match for read", refusal=no_paper_to_keep),
    ),
)  # fmt: skip
