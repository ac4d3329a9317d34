"""The filters as one line: what each of them is, and the key that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.panes.lines import Line
from tui.rendering.filter_strip import GAP, fitted
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from tui.rendering.filter_strip import Part
    from tui.rendering.themes import Inks


class FilterStrip(Line):
    """What the query filters by; empty until it is known what the index can be filtered by."""

    def __init__(self) -> None:
        super().__init__(id="filter-strip")
        self._parts: Sequence[Part] = ()

    def show(self, parts: Sequence[Part]) -> None:
        """Show other filters."""
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw as many words as fit."""
        segments = [Segment(" ", inks.muted)]
        for part, text in fitted(self._parts, width):
            if len(segments) > 1:
                segments.append(Segment(" " * GAP, inks.muted))
            segments.append(Segment(part.key, inks.key))
            if text:
                segments.append(Segment(f" {text}", inks.include if part.narrows else inks.muted))
        return Strip(segments).adjust_cell_length(width, inks.muted)

    def _places(self) -> Iterator[tuple[range, Part]]:
        """The cells of each filter."""
        at = 1
        for part, text in fitted(self._parts, self.size.width):
            end = at + width_of(part.key) + (1 + width_of(text) if text else 0)
            yield range(at, end), part
            at = end + GAP

    async def on_click(self, event: events.Click) -> None:
        """Open the filter that was clicked."""
        event.stop()
        for cells, part in self._places():
            if event.x in cells:
                await self.app.run_action(f"app.command('{part.facet.command}')")
