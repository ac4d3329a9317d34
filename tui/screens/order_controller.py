"""The commands that put the papers into another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import FIELDS, SORTS
from tui.commands.conditions import not_understood
from tui.commands.methods import does, does_each
from tui.session.motions import Motion
from tui.session.session import sort_label

if TYPE_CHECKING:
    from tui.panes.results import ResultList
    from tui.screens.base import BaseScreen
    from tui.screens.contracts import Host
    from tui.screens.search_controller import SearchController


class OrderController:
    """Chooses an order and goes to its first paper: who sorts wants to see what comes first.

    Args:
        host: Does what is chosen in the menu.
        screen: Says what was done.
        search: Asks.
        results: The list.
    """

    def __init__(
        self, host: Host, screen: BaseScreen, search: SearchController, results: ResultList
    ) -> None:
        self._host = host
        self._screen = screen
        self._search = search
        self._session = search.session
        self._results = results
        self._claimed = ""

    def answered(self) -> None:
        """Take back that papers are in an order by what is known of none of them."""
        sort, self._claimed = self._claimed, ""
        figures = self._search.figures
        if sort and sort == figures.sort and figures.unknown:
            self._screen.say(f"Nothing is known to sort these papers by {sort}: newest first.")

    def order_by(self, sort: str, *, reverse: bool = False) -> None:
        """Put the papers into an order.

        Args:
            sort: One of ``SORTS``.
            reverse: The other way around.
        """
        if sort == "relevance" and self._search.natural_sort != "relevance":
            self._screen.say("The query has no words that papers could match better or worse.")
            return
        if self._search.change(sort=sort, reverse=reverse):
            self._claimed = sort
        else:
            self._results.make(Motion("first"))
        self._screen.say(f"Sorted: {sort_label(sort, reverse)}.")

    def order_or_turn(self, sort: str) -> None:
        """Put the papers into an order; those that are in it already, the other way around."""
        refused = not_understood(self._screen.situation())
        if refused:
            self._screen.say(refused)
        elif sort == self._search.asked_sort:
            self._do_sort_reverse()
        else:
            self.order_by(sort)

    @does("sort.menu")
    def _do_sort_menu(self) -> None:
        from tui.screens.letter_menu import OrderMenu

        now = self._search.asked_sort
        offered = [sort for sort in SORTS if sort == now or self._is_known(sort)]
        self._screen.app.push_screen(OrderMenu(self._host, now, offered))

    @does("sort.next")
    def _do_sort_next(self) -> None:
        # Of what is asked for: each of two quick presses counts, though only one answer comes.
        here = SORTS.index(self._search.asked_sort)
        following = (*SORTS[here + 1 :], *SORTS[:here])
        passed_over = "" if self._search.natural_sort == "relevance" else "relevance"
        offered = (sort for sort in following if sort != passed_over and self._is_known(sort))
        self.order_by(next(offered, SORTS[here]))

    def _is_known(self, sort: str) -> bool:
        """Whether that by which an order puts papers is known of any paper of the index."""
        return sort not in FIELDS or sort in self._screen.situation().known

    @does("sort.reverse")
    def _do_sort_reverse(self) -> None:
        self.order_by(self._search.asked_sort, reverse=not self._session.view.reverse)

    @does_each("sort.", SORTS)
    def _do_sort(self, sort: str) -> None:
        self.order_by(sort)
