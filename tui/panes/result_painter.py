"""Draws the lines of the result list, and keeps those that were drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.strip import Strip

from index import today
from tui.rendering.result_row import divider, message, no_matches, row, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.panes.results_window import Listing
    from tui.rendering.result_columns import Columns
    from tui.rendering.result_row import Matches
    from tui.rendering.themes import Inks
    from tui.session.standing import Standing

KEPT = 512
"""Papers whose lines are kept: many screens full."""


class ResultPainter:
    """What the lines of one answer look like.

    Args:
        standing: What was done with papers.

    Attributes:
        empty: What is said where there are no papers.
    """

    def __init__(self, standing: Standing) -> None:
        self.empty: Sequence[str] = ()
        self._standing = standing
        self._listing: Listing | None = None
        self._sort = "date"
        self._matches: Matches = no_matches
        self._today = today()
        self._drawn: LRUCache[tuple[object, ...], tuple[Strip, ...]] = LRUCache(KEPT)

    def show(self, listing: Listing, sort: str, matches: Matches, empty: Sequence[str]) -> None:
        """Draw another answer from now on; see `ResultList.show`."""
        self._listing, self._sort, self._matches, self.empty = listing, sort, matches, empty
        self._today = today()
        self.forget()

    def forget(self) -> None:
        """Draw everything anew: the theme or the columns are others."""
        self._drawn.clear()

    def draw(
        self,
        line: int,
        columns: Columns,
        inks: Inks,
        *,
        cursor: int,
        focused: bool,
        covered: Callable[[], int],
    ) -> Strip:
        """Draw one line of the list, exactly ``columns.width`` cells wide.

        Args:
            line: Which one, from 0.
            columns: The columns of the list.
            inks: The theme's styles.
            cursor: The paper that the cursor is on.
            focused: Whether the list has the focus.
            covered: Tells how many cells at the right another pane lies over.
        """
        listing = self._listing
        if listing is None or not listing.count:
            return message(self.empty, line, columns, inks, covered=covered())
        lines = listing.lines(columns.lines)
        if line >= lines.total:
            return Strip.blank(columns.width, inks.text)
        if (number := lines.divider_on(line)) is not None:
            return divider(listing.label(number), columns, inks)
        found = lines.at(line)
        assert found is not None
        number, part = found
        hit = listing.at(number)
        if hit is None:
            return waiting(columns, inks)[part]
        here = number == cursor
        signs = self._standing.signs(hit.paper.key)
        faded = hit.partial or hit.by_meaning
        key = (hit.paper.key, faded, here, here and focused, signs, columns)
        strips = self._drawn.get(key)
        if strips is None:
            strips = self._drawn[key] = row(
                hit.paper,
                columns,
                inks,
                now=self._today,
                sort=self._sort,
                matches=self._matches,
                cursor=here,
                focused=here and focused,
                new=signs.new,
                starred=signs.starred,
                marked=signs.marked,
                read=signs.read,
                faded=faded,
            )
        return strips[part]
