"""The commands that change what is asked for: the search box, earlier queries, undo, the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from index import QueryError, clear_words, filters_of
from tui.commands.methods import does

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.panes.results import ResultList
    from tui.panes.search_box import SearchBox
    from tui.screens.contracts import QueryScreen
    from tui.screens.search_controller import SearchController
    from tui.session.undo_order import UndoOrder


class QueryController:
    """Takes what is typed, and steps through what was asked for before.

    Args:
        screen: Has the focus, and says what was done.
        search: Asks.
        search_box: Holds the query's text.
        results: The list, which has the focus after the search box.
        undoing: What was done with papers, which is undone in one order with the queries.
        fetch_missing: Fetches the paper that was asked for, if it is missing.
        stop_peeking: Closes an abstract that is peeked at; whether there was one.
    """

    def __init__(
        self,
        screen: QueryScreen,
        search: SearchController,
        search_box: SearchBox,
        results: ResultList,
        undoing: UndoOrder,
        fetch_missing: Callable[[], None],
        stop_peeking: Callable[[], bool],
    ) -> None:
        self._screen = screen
        self._undoing = undoing
        self._fetch_missing = fetch_missing
        self._stop_peeking = stop_peeking
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
            return
        self._session.recall.typed(typed)
        self._take(typed)

    def _take(self, typed: str) -> None:
        """Search for what was typed; an order that was chosen for other words goes with these."""
        if typed != self._session.view.query and self._search_box.take_new():
            usual = self._session.usual_sort
            self._search.change(query=typed, sort=usual, reverse=False, typing=True)
        else:
            self._search.change(query=typed, typing=True)

    @does("search.focus")
    def _do_search_focus(self) -> None:
        self._search_box.begin_anew()
        self._screen.set_focus(self._search_box)

    @does("search.edit")
    def _do_search_edit(self) -> None:
        self._search_box.begin_at_end()
        self._screen.set_focus(self._search_box)

    @does("search.leave")
    def _do_search_leave(self) -> None:
        search = self._search
        self._session.recall.add(self._search_box.value)
        self._take(self._search_box.value)
        self._session.rest()
        self._screen.set_focus(self._results)
        if search.inquiry.typing:
            view = self._session.view
            shown = search.marker.query == view.query
            search.search(keep=view.cursor if shown else None, settling=True)

    @does("search.accept")
    def _do_search_accept(self) -> None:
        # Going to the list may ask once more, and then nobody knows yet what is missing.
        self._fetch_missing()
        self._do_search_leave()

    @does("search.broaden")
    def _do_search_broaden(self) -> None:
        if self._stop_peeking():
            return
        search = self._search
        query = self._session.view.query
        if self._session.can_undo and "like" in (filters_of(query) or {}):
            # The list that one came from.
            self._do_history_undo()
            return
        try:
            broader = clear_words(query)
        except QueryError:
            # Of a text that is no query, one level up is what is listed.
            search.go_back(search.inquiry.answered)
        else:
            search.put(broader if broader != query else "")

    @does("search.reset")
    def _do_search_reset(self) -> None:
        self._search.put("")

    # Earlier queries

    @does("history.older")
    def _do_history_older(self) -> None:
        # What would be replaced by typing is not what is looked for.
        typed = "" if self._search_box.anew else self._search_box.value
        query = self._session.recall.older(typed, shown=self._search_box.value)
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
        self._search_box.begin_at_end()
        view = msgspec.structs.replace(self._session.view, query=query)
        if self._session.change(view, typing=True):
            self._search.search()

    @does("history.undo")
    def _do_history_undo(self) -> None:
        if self._undoing.is_next:
            self._undoing.undo()
            return
        self._session.undo()
        self._restore()

    @does("history.redo")
    def _do_history_redo(self) -> None:
        if self._undoing.is_next_again:
            self._undoing.redo()
            return
        self._session.redo()
        self._restore()

    def _restore(self) -> None:
        view = self._session.view
        self._search_box.put(view.query)
        self._search.search(keep=view.cursor)
