"""The list of the browser, as the reader and what is done with papers know it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.text import plural
from tui.workers.requests import find_similar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Paper
    from tui.commands.conditions import Situation
    from tui.panes.results import ResultList
    from tui.panes.search_box import SearchBox
    from tui.screens.contracts import ListScreen, Own
    from tui.screens.search_controller import SearchController
    from tui.workers.export import Selection
    from tui.workers.requests import Marker


class ListedPapers:
    """The papers that were found, with the cursor on one of them.

    Args:
        screen: Knows the situation, and has the focus.
        search: Knows what they were found with.
        search_box: Holds the query's text.
        results: Lists them.
        own: What is done with papers.
    """

    def __init__(
        self,
        screen: ListScreen,
        search: SearchController,
        search_box: SearchBox,
        results: ResultList,
        own: Own,
    ) -> None:
        self.own = own
        self._screen = screen
        self._search = search
        self._search_box = search_box
        self._results = results

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor."""
        return self._results.paper

    @property
    def position(self) -> tuple[int, int]:
        """Where the cursor is, from 0, and how many papers are listed."""
        return self._results.cursor, self._results.listing.count

    @property
    def marker(self) -> Marker:
        """Finds what the query of the list matched."""
        return self._search.marker

    @property
    def search_text(self) -> str:
        """What the papers in the list were found with."""
        return self._search.inquiry.answered.query

    def step(self, count: int) -> None:
        """Move the cursor so many papers down, or up where the number is negative."""
        self._results.move(count)

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""
        return self._screen.situation()

    def all_papers(self) -> Selection:
        """All papers that match in full."""
        from tui.workers.export import Selection, all_results

        search = self._search
        total, papers, inquiry = self._results.listing.full, search.papers, search.inquiry
        return Selection(
            total,
            f"all {plural(total, 'paper')}" if total > 1 else "the one paper",
            lambda: all_results(papers, inquiry.answered, typing=inquiry.answered_typing),
        )

    def show_query(self, query: str) -> None:
        """Search for something else, in the order that it has by itself."""
        self._search_box.put(query)
        self._search.change(query=query, sort=None, reverse=False)
        self._screen.set_focus(self._results)

    def ask_similar(
        self, paper: Paper, limit: int, deliver: Callable[[Sequence[Paper]], None]
    ) -> None:
        """Ask for the papers that are most like one, to be handed over when they are found."""
        self._search.ask_about_list("similar", partial(find_similar, paper.key, limit), deliver)
