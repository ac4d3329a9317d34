"""Which pane has the focus, the ways from one to the next, and whose keys work there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.methods import does

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from tui.commands.command import Context
    from tui.panes.preview import Preview
    from tui.panes.results import ResultList
    from tui.panes.search_box import SearchBox
    from tui.screens.base import BaseScreen
    from tui.screens.contracts import Host
    from tui.screens.filter_controller import FilterController
    from tui.screens.layout_controller import LayoutController


class PaneController:
    """Goes from pane to pane.

    Args:
        host: Has the themes.
        screen: Holds the panes and has the focus.
        filtering: Has the filters' pane.
        layout: Shows and hides the others.
        search_box: The first pane.
        results: The list.
        preview: The abstract.
    """

    def __init__(
        self,
        host: Host,
        screen: BaseScreen,
        filtering: FilterController,
        layout: LayoutController,
        *,
        search_box: SearchBox,
        results: ResultList,
        preview: Preview,
    ) -> None:
        self._host = host
        self._screen = screen
        self._filtering = filtering
        self._layout = layout
        self._search_box = search_box
        self._results = results
        self._preview = preview

    def contexts(self) -> Sequence[Context]:
        """Whose keys work in the focused pane, from there outwards."""
        focused = self._screen.focused
        if focused is self._search_box:
            return ("search",)
        if focused is self._preview:
            return ("preview", "browse", "anywhere")
        context = self._filtering.context_of(focused)
        if context == "prompt":
            return (context,)
        if context is not None:
            return (context, "filters", "browse", "anywhere")
        return ("list", "browse", "anywhere")

    def _panes(self) -> list[Widget]:
        """The panes that Tab goes through, in their order on the screen."""
        shown: list[Widget] = [self._search_box]
        if self._filtering.shown:
            shown += self._filtering.pane.lists
        shown.append(self._results)
        if self._layout.preview_shown:
            shown.append(self._preview)
        return shown

    @does("pane.next")
    def _do_pane_next(self) -> None:
        self._to_pane(1)

    @does("pane.previous")
    def _do_pane_previous(self) -> None:
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        panes = self._panes()
        here = next((n for n, pane in enumerate(panes) if pane is self._screen.focused), 0)
        target = panes[(here + step) % len(panes)]
        if target is self._search_box:
            self._search_box.begin_at_end()
        self._screen.set_focus(target)
        if target in {self._search_box, self._results, self._preview}:
            self._screen.remove_class("-filters")

    # The abstract

    @does("list.to-preview")
    def _do_list_to_preview(self) -> None:
        self._layout.show_preview()
        self._screen.set_focus(self._preview)

    @does("preview.leave")
    def _do_preview_leave(self) -> None:
        self._layout.stop_peeking()
        self._screen.set_focus(self._results)

    @does("preview.next")
    def _do_preview_next(self, count: int = 1) -> None:
        self._results.move(count)

    @does("preview.previous")
    def _do_preview_previous(self, count: int = 1) -> None:
        self._results.move(-count)

    # Colours

    @does("view.theme")
    def _do_view_theme(self) -> None:
        name = self._host.next_theme()
        self._results.forget_drawn()
        self._preview.forget_drawn()
        self._screen.say(f"Theme: {name}.")
