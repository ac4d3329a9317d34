"""Where the panes stand: gives them their places, and takes the keys that change these."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec

from tui.commands.methods import does
from tui.session.layout import STRIP_FROM, Place, arranged, frame, resized
from tui.settings import Layout

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.widget import Widget

    from tui.panes.preview import Preview
    from tui.panes.results import ResultList
    from tui.screens.base import BaseScreen
    from tui.screens.filter_controller import FilterController
    from tui.session.layout import Arrangement
    from tui.session.session import Session

PLACES = {
    "auto": "where there is room for it",
    "beside": "beside the list",
    "below": "below the list",
    "list": "nowhere; Space peeks at it",
}
"""Where the abstract stands, by what the settings call it."""


class LayoutController:
    """Arranges list, abstract and filters for the size of the terminal and as the reader wants.

    What was chosen is in the session, which is kept for the next start.

    Args:
        screen: Holds the panes.
        session: Has what is chosen.
        filtering: Has the filters' pane.
        results: The list.
        preview: The abstract.
        preview_pane: Holds it and its heading.
        size: Of the terminal.
    """

    def __init__(
        self,
        screen: BaseScreen,
        session: Session,
        filtering: FilterController,
        *,
        results: ResultList,
        preview: Preview,
        preview_pane: Widget,
        size: Size,
    ) -> None:
        self._screen = screen
        self._session = session
        self._filtering = filtering
        self._results = results
        self._preview = preview
        self._preview_pane = preview_pane
        self._size = size
        self._peeking = False
        self.arrangement: Arrangement = self._arranged()
        self.arrange()

    @property
    def preview_shown(self) -> bool:
        """Whether the abstract is in view."""
        return self.arrangement.place != "list"

    @property
    def needs_peeking(self) -> bool:
        """Whether the abstract has no place of its own."""
        return self._arranged(False).place == "list"

    @property
    def peeking(self) -> bool:
        """Whether the abstract is looked at where it has no place of its own."""
        return self._peeking and self.preview_shown and self.needs_peeking

    def _arranged(self, peeking: bool | None = None) -> Arrangement:
        peeking = self._peeking if peeking is None else peeking
        return arranged(self._session.panes, *self._size, peeking=peeking)

    def arrange(self, size: Size | None = None) -> None:
        """Give the panes their places, in a terminal of this size from now on."""
        self._size = size or self._size
        self.arrangement = now = self._arranged()
        # All at once: each change gives every widget its styles anew.
        self._screen.update_classes(
            {f"-{place}": place == now.place for place in get_args(Place)}
            | {"-filters-stay": now.filters > 0, "-strip": self._size.height >= STRIP_FROM}
        )
        styles = self._preview_pane.styles
        styles.width = now.abstract if now.place == "beside" else "100%"
        styles.height = now.abstract if now.place == "below" else "100%"
        self._filtering.give_room(now.filters, now.abstract if now.place == "beside" else 0)
        if not self._screen.is_mounted:
            return
        if not self.preview_shown and self._screen.focused is self._preview:
            self._screen.set_focus(self._results)

    def _choose(self, **chosen: object) -> None:
        self._session.panes = msgspec.structs.replace(self._session.panes, **chosen)
        self._peeking = False
        self.arrange()

    def show_preview(self) -> None:
        """Have the abstract in view: where it has no place, for a moment."""
        if not self._session.panes.preview:
            self._choose(preview=True)
        if not self.preview_shown:
            self._peeking = True
            self.arrange()

    def stop_peeking(self) -> bool:
        """Give the list its lines back; whether it had lost any."""
        was, self._peeking = self.peeking, False
        if was:
            self.arrange()
        return was

    @does("list.preview-down")
    def _do_list_preview_down(self, count: int = 1) -> None:
        if not self.preview_shown:
            self._peeking = True
            self.arrange()
        elif self.peeking and self._preview.scroll_offset.y >= self._preview.max_scroll_y:
            self.stop_peeking()
        else:
            self._preview.scroll_pages(count)

    @does("list.preview-up")
    def _do_list_preview_up(self, count: int = 1) -> None:
        self._preview.scroll_pages(-count)

    @does("view.preview")
    def _do_view_preview(self) -> None:
        panes = msgspec.structs.replace(self._session.panes, preview=True)
        if arranged(panes, *self._size).place != "list":
            self._choose(preview=not self._session.panes.preview)
        elif not self.stop_peeking():
            # There is no place to give it or take from it, only a look at it.
            self.show_preview()

    @does("view.filters")
    def _do_view_filters(self) -> None:
        shown = self._filtering.shown
        self._filtering.hide()
        self._choose(filters=not shown)
        if not shown and self._filtering.stays:
            self._filtering.show()
        elif not shown:
            self._filtering.open()

    @does("view.layout")
    def _do_view_layout(self) -> None:
        layouts = get_args(Layout)
        layout = layouts[(layouts.index(self._session.panes.layout) + 1) % len(layouts)]
        self._choose(layout=layout, split="auto", preview=True)
        self._screen.say(f"The abstract stands {PLACES[layout]}.")

    @does("view.list-larger")
    def _do_view_list_larger(self, count: int = 1) -> None:
        self._resize(count)

    @does("view.list-smaller")
    def _do_view_list_smaller(self, count: int = 1) -> None:
        self._resize(-count)

    def _resize(self, steps: int) -> None:
        now, size = self.arrangement, self._size
        beside = now.place == "beside"
        room = size.width - now.filters if beside else size.height - frame(size.height)
        panes = resized(self._session.panes, now, room, steps)
        self._choose(split=panes.split)
        self._screen.say(f"The list has {panes.split}% of the room.")
