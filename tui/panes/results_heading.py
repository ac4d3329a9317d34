"""The line above the list: the names of its columns, and the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from index import SORTS
from tui.panes.lines import Line
from tui.rendering.result_row import heading, meant_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.strip import Strip

    from tui.rendering.result_columns import Columns
    from tui.rendering.themes import Inks


class ResultsHeading(Line):
    """The names of the columns, and the order.

    Args:
        columns: Gives the columns that the list has now.
    """

    class Pressed(Message):
        """The papers are to be in another order, or in the same one turned around."""

        def __init__(self, sort: str) -> None:
            self.sort = sort
            super().__init__()

    def __init__(self, columns: Callable[[], Columns]) -> None:
        super().__init__(id="results-heading")
        self._columns = columns
        self._order = ("date", False)
        self._focused = False
        self._note = ""

    def tell(self, note: str) -> None:
        """Say something of the papers after the name of the first column."""
        if note != self._note:
            self._note = note
            self.refresh()

    def show(self, *, sort: str, reverse: bool, focused: bool) -> None:
        """Show another order or focus."""
        if ((sort, reverse), focused) != (self._order, self._focused):
            self._order, self._focused = (sort, reverse), focused
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the names of the columns; the list's scroll bar has no heading."""
        sort, reverse = self._order
        line = heading(
            self._columns(),
            inks,
            sort=sort,
            reverse=reverse,
            focused=self._focused,
            note=self._note,
        )
        return line.adjust_cell_length(width, inks.heading)

    async def on_click(self, event: events.Click) -> None:
        """Ask for the order of the column whose name was clicked, or filter by the names in it."""
        meant = meant_at(self._columns(), event.x, self._order[0])
        if meant in SORTS:
            self.post_message(self.Pressed(meant))
        elif meant is not None:
            await self.app.run_action(f"app.command('{meant}')")
