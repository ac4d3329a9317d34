"""The paper under the cursor: a line of facts, and its abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.lines import Line, LinePage, inks_for
from tui.rendering.paper_facts import facts_in
from tui.rendering.paper_lines import facts_segments, is_same, no_highlight, preview_lines
from tui.text import fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Region

    from index import Paper
    from tui.rendering.paper_lines import Highlight
    from tui.rendering.themes import Inks

NAME = "Abstract"

MORE_WIDTH = 3
"""Cells at the end of the heading that say where there is more to read."""


def room_for_facts(width: int) -> int:
    """Cells for facts in a heading of this width."""
    return max(width - 1 - MORE_WIDTH, 0)


ROOMY = 20
"""Lines of the pane from which on its parts stand apart."""


class PreviewHeading(Line):
    """The facts of the paper whose abstract stands below, and where there is more of it."""

    def __init__(self) -> None:
        super().__init__(id="preview-heading")
        self._focused = False
        self._more = ""
        self._paper: Paper | None = None

    def show(self, *, focused: bool | None = None, more: str | None = None) -> None:
        """Show whether the pane has the focus, and where there is more to read; None stays."""
        shown = (self._focused, self._more)
        self._focused = self._focused if focused is None else focused
        self._more = self._more if more is None else more
        if shown != (self._focused, self._more):
            self.refresh()

    def show_paper(self, paper: Paper | None) -> None:
        """Show the facts of another paper, or none."""
        if paper is not self._paper:
            self._paper = paper
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the facts, or the name of the pane where it shows no paper."""
        segments = [Segment(NAME, inks.heading)]
        if self._paper is not None:
            facts = facts_in(self._paper, room_for_facts(width)).shown
            segments = facts_segments(facts, inks)
        if self._focused:
            segments[0] = Segment(segments[0].text, inks.heading_focused)
        line = Strip([Segment(" ", inks.heading), *segments])
        more = Segment(fit(self._more, MORE_WIDTH - 1, right=True) + " ", inks.heading)
        filled = line.adjust_cell_length(max(width - MORE_WIDTH, 0), inks.heading)
        return Strip([*filled, more]).crop(0, width)


class Preview(LinePage):
    """The paper under the cursor, laid out when it is looked at.

    There is no scroll bar, which would be sent again line by line with every other paper; the
    heading says where there is more.

    Args:
        heading: Told where there is more to read.
        is_titled: Whether to begin with a paper's title, which is seen nowhere else as a whole.
        own: What the reader did with a paper.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("preview")]

    def __init__(
        self,
        heading: PreviewHeading,
        is_titled: Callable[[Paper], bool],
        own: Callable[[Paper], str] = lambda paper: "",
    ) -> None:
        super().__init__(id="preview")
        self._is_titled = is_titled
        self._own = own
        self._shows_keys = False
        self._heading = heading
        self._paper: Paper | None = None
        self._highlight: Highlight = no_highlight
        self._shown: tuple[Paper | None, Highlight, int, bool, bool, str] | None = None

    def show(self, paper: Paper | None, highlight: Highlight = no_highlight) -> None:
        """Show a paper, or an empty pane."""
        self._paper = paper
        self._highlight = highlight
        self._lay_out()

    def renew(self) -> None:
        """Show what was done with the paper by now."""
        self._lay_out()

    def show_first_keys(self, wanted: bool) -> None:
        """Show the keys to begin with in place of the abstract, or the abstract again."""
        if wanted != self._shows_keys:
            self._shows_keys = wanted
            self._shown = None
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
        roomy = self.size.height >= ROOMY
        titled = self._paper is not None and self._is_titled(self._paper)
        own = self._own(self._paper) if self._paper is not None else ""
        shown = (self._paper, self._highlight, width, roomy, titled, own)
        if shown == self._shown:
            return
        same_paper = self._shown is not None and is_same(self._shown[0], self._paper)
        self._shown = shown
        self._heading.show_paper(self._paper)
        if self._shows_keys:
            from tui.rendering.first_keys import first_key_lines

            self.show_lines(first_key_lines(width, inks_for(self)))
            self._tell()
            return
        if self._paper is None:
            self.show_lines(())
            self._tell()
            return
        lines = preview_lines(
            self._paper,
            width,
            inks_for(self),
            self._highlight,
            roomy=roomy,
            titled=titled,
            left_out=facts_in(self._paper, room_for_facts(width)).left_out,
            own=own,
        )
        self.show_lines(lines, keep_place=same_paper)
        self._tell()

    def _tell(self) -> None:
        """Say in the heading where there is more to read."""
        top, height = self.scroll_offset.y, self.size.height
        above, below = top > 0, top + height < len(self._lines)
        self._heading.show(more="↕" if above and below else "↓" if below else "↑" if above else "")

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say where there is more from here."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    async def on_click(self, event: events.Click) -> None:
        """Open the page behind the address that was clicked."""
        if event.style.link:
            await self.run_action("app.command('open.page')")

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
