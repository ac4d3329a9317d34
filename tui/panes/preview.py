"""The abstract of the paper under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.lines import Line, Page, inks_for
from tui.rendering.paper_lines import NAMES_IN_PREVIEW, is_same, lines_of, no_highlight
from tui.text import fit

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.geometry import Region

    from index import Paper
    from tui.rendering.paper_lines import NAMES_IN_PREVIEW, Highlight
    from tui.rendering.themes import Inks


class PreviewHeading(Line):
    """The name of the pane."""

    def __init__(self) -> None:
        super().__init__(id="preview-heading")
        self._focused = False
        self._more = ""

    def show(self, *, focused: bool | None = None, more: str | None = None) -> None:
        """Show whether the pane has the focus, and where there is more to read."""
        shown = (self._focused, self._more)
        self._focused = self._focused if focused is None else focused
        self._more = self._more if more is None else more
        if shown != (self._focused, self._more):
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the name."""
        name = inks.heading_focused if self._focused else inks.heading
        rest = fit(self._more + " ", max(width - 9, 0), right=True)
        segments = [Segment(" ", inks.heading), Segment("Abstract", name)]
        return Strip([*segments, Segment(rest, inks.heading)]).crop(0, width)


class Preview(Page):
    """The paper under the cursor, laid out when it is looked at.

    There is no scroll bar, which would be sent again line by line with every other paper; the
    heading says where there is more.

    Args:
        heading: Told where there is more to read.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("preview")]

    def __init__(self, heading: PreviewHeading) -> None:
        super().__init__(id="preview")
        self._heading = heading
        self._paper: Paper | None = None
        self._highlight: Highlight = no_highlight
        self._shown: tuple[Paper | None, Highlight, int] | None = None

    def show(self, paper: Paper | None, highlight: Highlight = no_highlight) -> None:
        """Show a paper, or an empty pane."""
        self._paper = paper
        self._highlight = highlight
        self._lay_out()

    def forget_drawn(self) -> None:
        """Draw everything anew: the theme is another one."""
        self._shown = None
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if not self.display or width < 4:
            return
        shown = (self._paper, self._highlight, width)
        if shown == self._shown:
            return
        same_paper = self._shown is not None and is_same(self._shown[0], self._paper)
        self._shown = shown
        if self._paper is None:
            self.show_lines(())
            self._tell()
            return
        inks = inks_for(self)
        self.show_lines(
            lines_of(self._paper, width, inks, self._highlight, margin=1, names=NAMES_IN_PREVIEW),
            keep_place=same_paper,
        )
        self._tell()

    def _tell(self) -> None:
        """Say in the heading where there is more to read."""
        top, height = self.scroll_offset.y, self.size.height
        above, below = top > 0, top + height < len(self._lines)
        self._heading.show(more="↕ more" if above and below else "↓ more" if below else "")

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say where there is more from here."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self._lay_out()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; where the width is another one, the text is laid out for it first."""
        self._lay_out()
        return super().render_lines(crop)

    @does("preview.down")
    def _do_preview_down(self, count: int = 1) -> None:
        self.scroll_by(count)

    @does("preview.up")
    def _do_preview_up(self, count: int = 1) -> None:
        self.scroll_by(-count)

    @does("preview.page-down")
    def _do_preview_page_down(self, count: int = 1) -> None:
        self.scroll_pages(count)

    @does("preview.page-up")
    def _do_preview_page_up(self, count: int = 1) -> None:
        self.scroll_pages(-count)

    @does("preview.top")
    def _do_preview_top(self) -> None:
        self.scroll_to(y=0, animate=False)

    @does("preview.bottom")
    def _do_preview_bottom(self) -> None:
        self.scroll_to(y=self.virtual_size.height, animate=False)
