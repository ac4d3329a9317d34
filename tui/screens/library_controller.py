"""What is done with the paper at hand and kept, in the list as in the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.methods import does

if TYPE_CHECKING:
    from tui.screens.contracts import PapersAtHand


class LibraryController:
    """Stars the paper at hand, and takes it for read.

    Args:
        papers: Has the paper at hand.
    """

    def __init__(self, papers: PapersAtHand) -> None:
        self._papers = papers

    @does("paper.star")
    def _do_paper_star(self) -> None:
        if paper := self._papers.paper:
            self._papers.own.star(paper)

    def toggle_read(self) -> None:
        """Take the paper at hand for read, or for unread."""
        if paper := self._papers.paper:
            self._papers.own.toggle_read(paper)
