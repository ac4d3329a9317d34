"""The rows of what is done with papers and kept, which `tui.commands.table` puts in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import NO_LIBRARY, no_paper_to_keep, no_results
from tui.commands.rows import ALLOWED, FILTER, KEEP, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

KEPT_COMMANDS: tuple[Command, ...] = (
    *under(
        FILTER, "anywhere", ALLOWED,
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
        KEEP, "anywhere", NO_LIBRARY,
        Row("paper.tag", "T", "tags",
            "Give the paper, or the marked ones, tags, or take them off",
            footer=19, refusal=no_paper_to_keep),
        Row("paper.note", "E", "note",
            "Write a note on the paper, in the editor that VISUAL or EDITOR names",
            footer=20, refusal=no_paper_to_keep),
    ),
    *under(
        KEEP, "tagging", NO_LIBRARY,
        Row("tagging.accept", "enter", "tag",
            "Give the tags between commas or spaces; -tag takes one off", footer=1),
        Row("tagging.complete", "tab", "complete", "Complete a tag that there is", footer=2),
        Row("tagging.cancel", "escape", "cancel", "Leave the tags as they are", footer=3),
    ),
    *under(
        KEEP, "noting", NO_LIBRARY,
        Row("noting.keep", "ctrl+s", "keep", "Keep the note; an empty one is none", footer=1),
        Row("noting.cancel", "escape", "cancel", "Leave the note as it is", footer=2),
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
