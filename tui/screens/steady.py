"""A screen that is laid out for the size of the terminal, and never for one that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.events import Event


class SteadyScreen(Screen[None], inherit_bindings=False):
    """Takes no notice of a size that is over.

    Being laid out for a size, Textual tells the screen of that size once more. Where a terminal is
    resized while nothing is painted yet, two sizes are told of in turns, for ever, and nothing else
    gets done.
    """

    _painting = False

    def begin_painting(self) -> None:
        """Paint the whole screen, and from now on whatever changes."""
        self._painting = True
        self._compositor_refresh()

    def _compositor_refresh(self) -> None:
        # Nobody would see it, and it takes as long as what they are waiting for.
        if self._painting:
            super()._compositor_refresh()

    async def on_event(self, event: Event) -> None:
        """Pass on everything but other sizes than the terminal's."""
        if isinstance(event, events.Resize) and event.size != self.app.size:
            return
        await super().on_event(event)
