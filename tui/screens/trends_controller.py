"""From the list to its chart over time, and back to a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index import FIELDS, filters_of, set_filter
from tui.commands.methods import does

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tui.screens.contracts import Host, LowerScreen
    from tui.screens.search_controller import SearchController


DAYS: Final = tuple(name for name, field in FIELDS.items() if field.kind == "date" and field.order)
"""The fields of dates that papers can be counted by, as filters and orders have them."""


class TrendsController:
    """Opens the chart of what is listed, and narrows the list to a period of it.

    Args:
        host: Knows whether the terminal shows more than ASCII.
        screen: Lies under the chart.
        search: Counts, and takes another query.
        known: Tells the fields that some paper has.
    """

    def __init__(
        self,
        host: Host,
        screen: LowerScreen,
        search: SearchController,
        known: Callable[[], Collection[str]],
    ) -> None:
        self._host = host
        self._screen = screen
        self._search = search
        self._known = known

    @does("trends.show")
    def _do_trends_show(self) -> None:
        from tui.screens.trends import TrendsScreen

        query = self._search.inquiry.answered.query
        asked = filters_of(query) or {}
        known = [field for field in DAYS if field in self._known()] or list(DAYS[:1])
        # Days that the query speaks of are those that whoever asked has in mind.
        days = sorted(known, key=lambda field: field not in asked)
        is_ascii = not self._host.abilities.utf8
        self._screen.app.push_screen(
            TrendsScreen(self._search, query, self._narrow, days, is_ascii=is_ascii)
        )

    def _narrow(self, query: str, field: str, days: str) -> None:
        from tui.screens.reader import leave_readers

        leave_readers(self._screen.app)
        self._search.put(set_filter(query, field, days))
