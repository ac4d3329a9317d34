"""The papers like one, as a list that the reader goes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from index import set_filter
from tui.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Paper
    from tui.commands.conditions import Situation
    from tui.screens.contracts import PaperList
    from tui.workers.export import Selection
    from tui.workers.requests import Marker


class SimilarPapers:
    """A list of the papers like one; what it does not know itself, another list does.

    Args:
        origin: The list from which one came to the paper.
        paper: What the others are like.
        papers: The most similar first.
        cursor: Which of them is read first.
    """

    def __init__(
        self, origin: PaperList, paper: Paper, papers: Sequence[Paper], cursor: int
    ) -> None:
        self.own = origin.own
        self._origin = origin
        self._like = paper
        self._papers = papers
        self._cursor = cursor
        self._moved: Callable[[], None] = lambda: None

    def on_move(self, moved: Callable[[], None]) -> None:
        """Have something called whenever another paper is read."""
        self._moved = moved

    @property
    def paper(self) -> Paper | None:
        """The paper that is read."""
        return self._papers[self._cursor]

    @property
    def position(self) -> tuple[int, int]:
        """Where it stands, from 0, and how many there are."""
        return self._cursor, len(self._papers)

    @property
    def marker(self) -> Marker:
        """Finds what the query matched with which the first paper was found."""
        return self._origin.marker

    @property
    def search_text(self) -> str:
        """What would find these papers."""
        return set_filter("", "like", self._like.key)

    def step(self, count: int) -> None:
        """Go so many papers on, or back where the number is negative."""
        self._cursor = min(max(self._cursor + count, 0), len(self._papers) - 1)
        self._moved()

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""
        return msgspec.structs.replace(self._origin.situation(), total=len(self._papers))

    def ask_similar(
        self, paper: Paper, limit: int, deliver: Callable[[Sequence[Paper]], None]
    ) -> None:
        """Ask for the papers that are most like one, to be handed over when they are found."""
        self._origin.ask_similar(paper, limit, deliver)

    def all_papers(self) -> Selection:
        """All of these papers."""
        from tui.workers.export import Selection

        papers = self._papers
        what = plural(len(papers), "similar paper")
        return Selection(len(papers), what, lambda: (paper for paper in papers))

    def show_query(self, query: str) -> None:
        """Search for something else, and show it where one began to read."""
        self._origin.show_query(query)
