"""Moving to a newer generation of the index while the browser is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from index import IndexMissing, IndexOutdated, IndexUnreachable
from tui.screens.search_controller import TOLD
from tui.session.generations import find_again

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index import Paper, Papers
    from tui.panes.results import ResultList
    from tui.panes.status_line import StatusLine
    from tui.screens.contracts import SearchScreen
    from tui.screens.search_controller import SearchController
    from tui.session.generations import Kept
    from tui.session.marks import Marks

LOOK_EVERY = 2.0
"""Seconds between looks for a newer generation of the index; a look is one small read."""


class IndexWatch:
    """Looks for a newer generation of the index, and has the query asked once more in it.

    Args:
        screen: Tells the user.
        search: Asks.
        results: The list.
        marks: The marked papers.
        status: Says whether the list is what could be had last.
        is_fetching: Whether papers are on their way, which will be told of when they are here.
    """

    def __init__(
        self,
        screen: SearchScreen,
        search: SearchController,
        results: ResultList,
        marks: Marks,
        status: StatusLine,
        is_fetching: Callable[[], bool],
    ) -> None:
        self._screen = screen
        self._search = search
        self._results = results
        self._marks = marks
        self._status = status
        self._trouble = ""
        self._is_unanswered = False
        self._is_fetching = is_fetching
        self._expects = False

    def follow_change(self) -> None:
        """Move to the index that is there now; what has changed in it is said already."""
        self._expects = True
        self.look()

    def look(self) -> None:
        """Move to a newer generation of the index, keeping the query and the paper."""
        self._search.searcher.renew(self._renewed, self._not_renewed)

    def unanswered(self, error: Exception) -> None:
        """Take note of a question that got no answer: one that may get one later is asked again."""
        if isinstance(error, IndexMissing):
            # It has gone, perhaps since there is a newer one.
            self.look()
        elif isinstance(error, IndexUnreachable):
            self._is_unanswered = True
            self._trouble = trouble_with_index(error)
            self._status.tell_offline(True)

    def answered(self) -> None:
        """Take note of an answer: what comes from elsewhere is there again."""
        if self._is_unanswered:
            self._is_unanswered = False
            self._back()

    def _back(self) -> None:
        self._trouble = ""
        self._status.tell_offline(False)
        self._screen.announce("The index is as it was again.")

    def _renewed(self, newer: bool) -> None:
        if self._is_unanswered:
            # Its answer tells whether all is well.
            if self._search.inquiry.awaited is None:
                self._ask_again()
        elif self._trouble and newer:
            # What is asked next tells of the newer one.
            self._status.tell_offline(False)
        elif self._trouble:
            self._back()
        self._trouble = self._trouble if self._is_unanswered else ""
        # Where the list is of it already, the change has been followed before.
        search = self._search
        self._expects = self._expects and search.papers is not search.searcher.papers
        self.catch_up()

    def _not_renewed(self, error: Exception) -> None:
        """The earlier generation stays and answers, which is said once."""
        if not isinstance(error, TOLD):
            raise error
        self._status.tell_offline(isinstance(error, IndexUnreachable))
        trouble = trouble_with_index(error)
        if trouble != self._trouble:
            self._trouble = trouble
            self._screen.announce(trouble, bad=True)

    def catch_up(self) -> None:
        """Ask once more for what is listed, where an earlier generation of the index gave it."""
        search = self._search
        if search.inquiry.awaited is None and search.papers is not search.searcher.papers:
            self._ask_again()

    def _ask_again(self) -> None:
        results = self._results
        spot = results.listing.spot(results.cursor) if results.going_to is None else None
        self._search.search_again(spot or self._search.standing)

    def moved(self, kept: Kept) -> None:
        """Say that the list is from a newer generation now, and keep the marks on their papers."""
        if kept.gone_from is not None:
            self._screen.announce(
                "The index has changed, and the paper you were on is not in it any more."
                if kept.gone_from == "index"
                else "The index has changed, and the paper you were on does not match any more."
            )
        elif not self._expects and not self._is_fetching():
            self._screen.announce("The index has changed; this is the new one.")
        self._expects = False
        marked = self._marks.papers
        if marked:
            self._search.ask_about_list("marks", partial(_find_marked, marked), self._renew_marks)

    def _renew_marks(self, papers: dict[str, Paper]) -> None:
        self._marks.renew(papers)
        self._screen.standing_changed()


def trouble_with_index(error: Exception) -> str:
    """Why an open browser can't move to the index that is there now, and what it shows."""
    if isinstance(error, IndexMissing):
        return "The index is gone; this is still what was in it."
    if isinstance(error, IndexOutdated):
        return "The index is now another version's; this is still the one from before."
    if isinstance(error, IndexUnreachable):
        return "You are offline: the cluster can't be reached, and this is the last answer."
    return "The index can't be read any more; this is still the one from before."


def _find_marked(marked: Sequence[Paper], papers: Papers) -> dict[str, Paper]:
    """Marked papers as this generation has them, by the keys that they are marked under."""
    found = ((paper.key, find_again(paper, papers)) for paper in marked)
    return {key: paper for key, paper in found if paper is not None}
