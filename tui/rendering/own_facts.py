"""What the reader did with a paper, in one line beside its facts. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.rendering.paper_facts import BETWEEN
from tui.rendering.result_row import STARRED
from tui.text import clean, shorten

if TYPE_CHECKING:
    from index import PaperMarks

LONGEST_NOTE = 200
"""Cells of a note; its whole text is read where it is written."""


def own_facts(marks: PaperMarks | None) -> str:
    """Star, tags and the beginning of the note, and whether the paper is read beside these.

    Empty where nothing was done with the paper but reading it, which its row says.
    """
    if marks is None or not (marks.starred or marks.tags or marks.note):
        return ""
    note = " ".join((marks.note or "").split())
    parts = (
        f"{STARRED} starred" if marks.starred else "",
        "read" if marks.read else "",
        " ".join(f"#{tag}" for tag in marks.tags),
        f"“{shorten(note, LONGEST_NOTE)}”" if note else "",
    )
    return clean(BETWEEN.join(part for part in parts if part))
