"""The commands that change what is asked for: the search box, earlier queries, undo, the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tui.commands.conditions import not_understood
from tui.commands.methods import does
from tui.session.session import next_sort, sort_label

if TYPE_CHECKING:
    from tui.panes.results import ResultList
    from tui.panes.search_box import SearchBox
    from tui.screens.base import BaseScreen
    from tui.screens.search_controller import SearchController


class QueryController:
    """Takes what is typed, and steps through what was asked for before.

    Args:
        screen: Has the focus, and says what was done.
        search: Asks.
        search_box: Holds the query's text.
        results: The list, which has the focus after the search box.
    """

    def __init__(
        self,
        screen: BaseScreen,
        search: SearchController,
        search_box: SearchBox,
        results: ResultList,
    ) -> None:
        self._screen = screen
        self._search = search
        self._session = search.session
        self._search_box = search_box
        self._results = results

    # The search box

    def typed(self) -> None:
        """Search for what stands in the box, if it is new."""
        # The box may hold more by now than the message knows of: many keys can come at once.
        typed = self._search_box.value
        if typed == self._session.view.query:
            # Nothing is new, and what was done since may have said a word.
            return
        self._screen.say("")
        self._session.recall.typed(typed)
        self._search.change(query=typed, typing=True)

    @does("search.focus")
    def _do_search_focus(self) -> None:
        self._screen.set_focus(self._search_box)

    @does("search.leave")
    def _do_search_leave(self) -> None:
        search = self._search
        self._session.recall.add(self._search_box.value)
        search.change(query=self._search_box.value, typing=True)
        self._session.rest()
        self._screen.set_focus(self._results)
        if search.inquiry.typing:
            view = self._session.view
            shown = search.marker.query == view.query
            search.search(keep=view.cursor if shown else None, settling=True)

    @does("search.reset")
    def _do_search_reset(self) -> None:
        self._search.put("")

    # Earlier queries

    @does("history.older")
    def _do_history_older(self) -> None:
        typed = self._search_box.value
        query = self._session.recall.older(typed)
        if query is not None:
            self._recalled(query)
        elif self._session.recall.walking or not typed.strip():
            self._screen.say("There is no earlier query.")
        else:
            self._screen.say("There is no earlier query with these words.")

    @does("history.newer")
    def _do_history_newer(self) -> None:
        query = self._session.recall.newer()
        if query is None:
            self._do_search_leave()
        else:
            self._recalled(query)

    def _recalled(self, query: str) -> None:
        """Take a query from before; a walk through several is one step to undo."""
        self._search_box.put(query)
        view = msgspec.structs.replace(self._session.view, query=query)
        if self._session.change(view, typing=True):
            self._search.search()

    @does("history.undo")
    def _do_history_undo(self) -> None:
        self._session.undo()
        self._restore()

    @does("history.redo")
    def _do_history_redo(self) -> None:
        self._session.redo()
        self._restore()

    def _restore(self) -> None:
        view = self._session.view
        self._search_box.put(view.query)
        self._search.search(keep=view.cursor)

    # The order

    @does("sort.next")
    def _do_sort_next(self) -> None:
        # Of what is asked for: each of two quick presses counts, though only one answer comes.
        self._sort(next_sort(self._search.asked_sort))

    def order_by(self, sort: str) -> None:
        """Put the papers into an order; those that are in it already, the other way around."""
        refused = not_understood(self._screen.situation())
        if refused:
            self._screen.say(refused)
        elif sort == self._search.asked_sort:
            self._do_sort_reverse()
        else:
            self._sort(sort)

    def _sort(self, sort: str) -> None:
        self._search.change(sort=sort, keep=True)
        self._screen.say(f"Sorted: {sort_label(sort, self._session.view.reverse)}.")

    @does("sort.reverse")
    def _do_sort_reverse(self) -> None:
        reverse = not self._session.view.reverse
        self._search.change(reverse=reverse, keep=True)
        self._screen.say(f"Sorted: {sort_label(self._search.asked_sort, reverse)}.")
