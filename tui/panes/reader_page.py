"""One paper on the whole screen, at a width that is easy to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.panes.lines import Line, LinePage, inks_for
from tui.rendering.paper_lines import is_same, no_highlight, reader_lines
from tui.rendering.result_row import MARKED
from tui.text import fit, width_of

if TYPE_CHECKING:
    from textual.geometry import Region

    from index import Paper
    from tui.rendering.paper_lines import Highlight
    from tui.rendering.themes import Inks

MEASURE = 88
"""Most cells of a line of text; longer ones tire the eye on its way back."""

LEAST_MARGIN = 2

ROOMY = 28
"""Lines of the screen from which on the parts of a paper stand apart."""


def margin_for(width: int) -> int:
    """Cells to leave on either side."""
    return max((width - MEASURE) // 2, LEAST_MARGIN if width >= 40 else 1)


class ReaderPage(LinePage):
    """The paper, to scroll through."""

    def __init__(self, place: ReaderPlace) -> None:
        super().__init__(id="reader")
        self._place = place
        self._paper: Paper | None = None
        self._highlight: Highlight = no_highlight
        self._all_names = False
        self._laid_out: tuple[Paper, Highlight, int, bool, bool, Inks] | None = None

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.scroll_offset.y >= self.max_scroll_y

    def show(self, paper: Paper, highlight: Highlight) -> None:
        """Show a paper from its beginning, or go on with the one that is here."""
        self._paper, self._highlight = paper, highlight
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if self._paper is None or width < 4:
            return
        inks = inks_for(self)
        roomy = self.size.height >= ROOMY
        wanted = (self._paper, self._highlight, width, roomy, self._all_names, inks)
        if wanted == self._laid_out:
            return
        same = self._laid_out is not None and is_same(self._laid_out[0], self._paper)
        self._laid_out = wanted
        lines = reader_lines(
            self._paper,
            width,
            inks,
            self._highlight,
            margin=margin_for(width),
            roomy=roomy,
            all_names=self._all_names,
        )
        self.show_lines(lines, keep_place=same)
        self._tell()

    def _tell(self) -> None:
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        above, below = top > 0, bottom < len(self._lines)
        self._place.show(more="↕ more" if above and below else "↓ more" if below else "")

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Say where there is more from here."""
        super().watch_scroll_y(old_value, new_value)
        self._tell()

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self._lay_out()
        self._tell()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines; where the width is another one, the text is laid out for it first."""
        self._lay_out()
        return super().render_lines(crop)


class ReaderPlace(Line):
    """Which paper of how many, whether it is marked, and whether there is more of it."""

    def __init__(self) -> None:
        super().__init__(id="reader-place")
        self._where = ""
        self._marked = False
        self._more = ""

    def show(
        self, *, where: str | None = None, marked: bool | None = None, more: str | None = None
    ) -> None:
        """Show another place; what is None stays."""
        before = (self._where, self._marked, self._more)
        self._where = self._where if where is None else where
        self._marked = self._marked if marked is None else marked
        self._more = self._more if more is None else more
        if before != (self._where, self._marked, self._more):
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the line."""
        mark = f" {MARKED} marked" if self._marked else ""
        left = f" {self._where}"
        rest = fit(self._more + " ", max(width - width_of(left) - width_of(mark), 0), right=True)
        segments = [
            Segment(left, inks.strong), Segment(mark, inks.accent), Segment(rest, inks.muted)
        ]  # fmt: skip
        return Strip(segments).adjust_cell_length(width, inks.muted)
