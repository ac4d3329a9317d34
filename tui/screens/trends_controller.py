"""From the list to its chart over time, and back to a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import set_filter
from tui.commands.methods import does

if TYPE_CHECKING:
    from tui.screens.contracts import Host, LowerScreen
    from tui.screens.search_controller import SearchController


class TrendsController:
    """Opens the chart of what is listed, and narrows the list to a period of it.

    Args:
        host: Knows whether the terminal shows more than ASCII.
        screen: Lies under the chart.
        search: Counts, and takes another query.
    """

    def __init__(self, host: Host, screen: LowerScreen, search: SearchController) -> None:
        self._host = host
        self._screen = screen
        self._search = search

    @does("trends.show")
    def _do_trends_show(self) -> None:
        from tui.screens.trends import TrendsScreen

        query = self._search.inquiry.answered.query
        is_ascii = not self._host.abilities.utf8
        self._screen.app.push_screen(
            TrendsScreen(self._search, query, self._narrow, is_ascii=is_ascii)
        )

    def _narrow(self, query: str, days: str) -> None:
        self._search.put(set_filter(query, "date", days))
