"""The base of the screens that papers are looked at on; others lie over them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Event
    from textual.geometry import Size

    from tui.commands.conditions import Situation


class BaseScreen(Screen[None], inherit_bindings=False):
    """A screen that does commands, says how that went, and paints when told to.

    It ignores resize events that are out of date. Being laid out for a size, Textual tells the
    screen of that size once more. Where a terminal is resized while nothing is painted yet, two
    sizes are told of in turns, for ever, and nothing else gets done.

    Attributes:
        controllers: What does the commands that the screen has no method for itself.
        painting: Whether what changes is painted, also while another screen lies over this one.
    """

    controllers: Sequence[object] = ()
    painting = False
    _to_do_once_painted: Sequence[Callable[[], object]] = ()

    @abstractmethod
    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""

    @abstractmethod
    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""

    def key_pressed(self) -> None:
        """Called before a key or a click does what it does."""

    def begin_painting(self) -> None:
        """Paint the whole screen, and from now on whatever changes."""
        self.painting = True
        if self._layout_required:
            # Asked for by parts that came one after the other; it paints as well.
            self._layout_required = False
            self._refresh_layout()
        else:
            self._compositor_refresh()
        # All is painted now, and nothing is left to be done a second time.
        self._repaint_required = False

        # The thread that writes has its turn first.
        self.call_later(self._run_what_waited)

    def _run_what_waited(self) -> None:
        while self._to_do_once_painted:
            call, *self._to_do_once_painted = self._to_do_once_painted
            call()

    def once_painted(self, call: Callable[[], object]) -> None:
        """Do what nobody waits for: now, or as soon as the first screen is painted."""
        if self.painting and not self._to_do_once_painted:
            call()
        else:
            self._to_do_once_painted = [*self._to_do_once_painted, call]

    def _compositor_refresh(self) -> None:
        # Nobody would see it, and it takes as long as what they are waiting for.
        if self.painting:
            super()._compositor_refresh()

    def _screen_resized(self, size: Size) -> None:
        # What has been laid out for a size is laid out once more before it is painted.
        if self.painting or size != self.outer_size:
            super()._screen_resized(size)

    async def on_event(self, event: Event) -> None:
        """Pass on everything, but the terminal's own size instead of any other."""
        size = self.app.size
        if isinstance(event, events.Resize) and event.size != size:
            if self.outer_size == size:
                return
            # Waiting together, the one that was over has taken the place of the right one.
            event = events.Resize(size, size)
        if isinstance(event, events.ScreenResume) and not self.painting:
            # Every part has been given its styles just now.
            event.refresh_styles = False
        await super().on_event(event)
