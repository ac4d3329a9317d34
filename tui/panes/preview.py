"""The abstract of the paper under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.keys import bindings
from tui.panes.drawn import Line, Page, inks_for
from tui.reading import lines_of, no_highlight

if TYPE_CHECKING:
    from textual.binding import BindingType

    from index import Paper
    from tui.reading import Highlight
    from tui.themes import Inks


class PreviewHeading(Line):
    """The name of the pane."""

    def __init__(self) -> None:
        super().__init__(id="preview-heading")
        self._focused = False

    def show(self, *, focused: bool) -> None:
        """Show whether the pane has the focus."""
        if focused != self._focused:
            self._focused = focused
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the name."""
        name = inks.heading_focused if self._focused else inks.heading
        return Strip([Segment(" ", inks.heading), Segment("Abstract", name)]).extend_cell_length(
            width, inks.heading
        )


class Preview(Page):
    """The paper under the cursor, laid out when it is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("preview")]

    class Stepped(Message):
        """Another paper is asked for: the next one or the previous one."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    class Left(Message):
        """Somebody is done reading here."""

    def __init__(self) -> None:
        super().__init__(id="preview")
        self._paper: Paper | None = None
        self._highlight: Highlight = no_highlight
        self._shown: tuple[object, ...] = ()

    def show(self, paper: Paper | None, highlight: Highlight = no_highlight) -> None:
        """Show a paper, or an empty pane."""
        self._paper = paper
        self._highlight = highlight
        self._lay_out()

    def forget_drawn(self) -> None:
        """Draw everything anew: the theme is another one."""
        self._shown = ()
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if not self.display or width < 4:
            return
        shown = (self._paper, self._highlight, width)
        if shown == self._shown:
            return
        same_paper = bool(self._shown) and self._shown[0] == self._paper
        self._shown = shown
        if self._paper is None:
            self.show_lines(())
            return
        inks = inks_for(self)
        self.show_lines(
            lines_of(self._paper, width, inks, self._highlight, margin=1),
            keep_place=same_paper,
        )

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """Draw a line; the first one that is drawn in another width has the text laid out."""
        self._lay_out()
        return super().render_line(y)

    def _do_preview_down(self) -> None:
        self.scroll_by(1)

    def _do_preview_up(self) -> None:
        self.scroll_by(-1)

    def _do_preview_page_down(self) -> None:
        self.scroll_pages(1)

    def _do_preview_page_up(self) -> None:
        self.scroll_pages(-1)

    def _do_preview_top(self) -> None:
        self.scroll_to(y=0, animate=False)

    def _do_preview_bottom(self) -> None:
        self.scroll_to(y=self.virtual_size.height, animate=False)

    def _do_preview_next(self) -> None:
        self.post_message(self.Stepped(1))

    def _do_preview_previous(self) -> None:
        self.post_message(self.Stepped(-1))

    def _do_preview_leave(self) -> None:
        self.post_message(self.Left())
