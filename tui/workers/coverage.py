"""What an index knows of its papers: whether filters and columns have anything to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from index import FIELDS, SORTS

if TYPE_CHECKING:
    from index import Papers

COVERED = (*("org", "cat", "venue"), *(sort for sort in SORTS if sort in FIELDS))
"""The fields that are looked at: those to filter by, and those to sort by."""


class Coverage(msgspec.Struct, frozen=True):
    """How many papers an index has, and of how many of them it knows each field.

    Attributes:
        total: All papers.
        known: Papers by field.
    """

    total: int
    known: dict[str, int]

    def has(self, field: str) -> bool:
        """Whether any paper has this."""
        return self.known[field] > 0

    @property
    def mostly_featured(self) -> bool:
        """Whether the day on Daily Papers is known of at least half of the papers."""
        return self.total > 0 and 2 * self.known["featured"] >= self.total


def cover(papers: Papers) -> Coverage:
    """Count what is known of the papers of an index: a count of each field's column."""
    known = {
        field: papers.search(f"-{field}:{FIELDS[field].absent}", sort="date", limit=0).total
        for field in COVERED
    }
    return Coverage(papers.count, known)
