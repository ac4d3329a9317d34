"""What the reader did with the papers that are or were listed, as far as it was asked for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index import Paper, PaperMarks
    from tui.session.marks import Marks

MOST_KNOWN: Final = 20_000
"""Papers that are remembered; those that were asked for first are forgotten first."""


class Signs(NamedTuple):
    """What a row of the list says of its paper."""

    new: bool = False
    starred: bool = False
    marked: bool = False
    read: bool = False


class Standing:
    """What was done with papers, by their keys.

    Args:
        marks: The marked papers.
    """

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self._known: dict[str, PaperMarks] = {}

    def of(self, key: str) -> PaperMarks | None:
        """What was done with a paper; None while that is not known."""
        return self._known.get(key)

    def signs(self, key: str) -> Signs:
        """What the row of a paper says."""
        known = self._known.get(key)
        if known is None:
            return Signs(marked=key in self.marks)
        return Signs(known.new, known.starred, key in self.marks, known.read)

    def unknown(self, papers: Iterable[Paper]) -> list[Paper]:
        """Those of some papers of which it is not known yet."""
        return [paper for paper in papers if paper.key not in self._known]

    def put(self, found: Mapping[str, PaperMarks]) -> bool:
        """Take note of what was done with papers; whether anything is otherwise than was known."""
        changed = False
        for key, marks in found.items():
            changed = changed or self._known.get(key) != marks
            self._known[key] = marks
        for key in list(self._known)[: len(self._known) - MOST_KNOWN]:
            del self._known[key]
        return changed
