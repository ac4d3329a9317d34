"""One paper on the whole screen, at a width that is easy to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from tui.panes.lines import Line, LinePage, inks_for
from tui.rendering.paper_facts import FEW_NAMES, has_more_names
from tui.rendering.paper_lines import is_same, no_highlight, reader_lines, similar_lines
from tui.rendering.result_row import MARKED
from tui.text import fit, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.geometry import Region

    from index import Paper
    from tui.rendering.paper_lines import Highlight
    from tui.rendering.themes import Inks

MEASURE = 88
"""Most cells of a line of text; longer ones tire the eye on its way back."""

LEAST_MARGIN = 2

LEAST_SIMILAR = 3
MOST_SIMILAR = 10
"""Similar papers that are shown even where the paper fills the screen, and at most."""

ROOMY = 28
"""Lines of the screen from which on the parts of a paper stand apart."""


def margin_for(width: int) -> int:
    """Cells to leave on either side."""
    return max((width - MEASURE) // 2, LEAST_MARGIN if width >= 40 else 1)


class _Shown(NamedTuple):
    """What the lines of the page are made of."""

    paper: Paper
    highlight: Highlight
    all_names: bool
    own: str
    similar: tuple[Paper, ...]
    chosen: int | None
    width: int
    height: int
    inks: Inks


class ReaderPage(LinePage):
    """The paper, to scroll through, and the papers like it.

    Args:
        place: Told where there is more to read.
        pointed_at: Called with a similar paper that was clicked.
    """

    def __init__(self, place: ReaderPlace, pointed_at: Callable[[int], None]) -> None:
        super().__init__(id="reader")
        self._place = place
        self._pointed_at = pointed_at
        self._paper: Paper | None = None
        self._highlight: Highlight = no_highlight
        self._all_names = False
        self._own = ""
        self._similar: tuple[Paper, ...] = ()
        self._chosen: int | None = None
        self._first_similar = 0
        self._shown: _Shown | None = None

    @property
    def at_end(self) -> bool:
        """Whether the last line is in view."""
        return self.scroll_offset.y >= self.max_scroll_y

    @property
    def similar(self) -> tuple[Paper, ...]:
        """The papers like this one, as many as there is room for."""
        return self._similar[: max(self.line_count - self._first_similar, 0)]

    @property
    def chosen(self) -> int | None:
        """The similar paper that the cursor is on."""
        return self._chosen

    @property
    def cursor_line(self) -> int | None:
        """The line in view of the similar paper that the cursor is on; None where it is on none."""
        if self._chosen is None:
            return None
        line = self._first_similar + self._chosen - self.scroll_offset.y
        return line if 0 <= line < self.size.height else None

    def show(self, paper: Paper, highlight: Highlight) -> None:
        """Show a paper from its beginning, or go on with the one that is here."""
        if not is_same(self._paper, paper):
            self._all_names, self._similar, self._chosen = False, (), None
        self._paper, self._highlight = paper, highlight
        self._lay_out()

    def show_own(self, own: str) -> None:
        """Show what the reader did with the paper."""
        self._own = own
        self._lay_out()

    def toggle_names(self) -> bool | None:
        """Name all authors, or few of them again.

        Returns:
            Whether all are named now; None where they always are.
        """
        if self._paper is None or not has_more_names(self._paper, FEW_NAMES):
            return None
        self._all_names = not self._all_names
        self._lay_out()
        return self._all_names

    def show_similar(self, papers: Sequence[Paper]) -> None:
        """Show the papers that are most like this one."""
        self._similar = tuple(papers)
        self._lay_out()

    def choose(self, number: int | None) -> None:
        """Put the cursor on a similar paper and bring that into view, or on none."""
        self._chosen = number
        self._lay_out()
        if number is not None:
            line, top = self._first_similar + number, self.scroll_offset.y
            if not top <= line < top + self.size.height:
                self.scroll_to(y=line - self.size.height + 1, animate=False)

    def _lay_out(self) -> None:
        width, height = self.scrollable_content_region.width, self.size.height
        if self._paper is None or width < 4:
            return
        shown = _Shown(
            self._paper, self._highlight, self._all_names, self._own, self._similar, self._chosen,
            width, height, inks_for(self),
        )  # fmt: skip
        if shown == self._shown:
            return
        same = self._shown is not None and is_same(self._shown.paper, self._paper)
        self._shown = shown
        margin, roomy = margin_for(width), height >= ROOMY
        lines = reader_lines(
            self._paper,
            width,
            shown.inks,
            self._highlight,
            margin=margin,
            roomy=roomy,
            all_names=self._all_names,
            own=self._own,
        )
        if self._similar:
            if roomy:
                lines.append(Strip.blank(width, shown.inks.text))
            room = max(height - len(lines) - 1, LEAST_SIMILAR)
            lines += similar_lines(
                self._similar[:room], width, shown.inks, margin=margin, chosen=self._chosen
            )
            self._first_similar = len(lines) - len(self._similar[:room])
        else:
            self._first_similar = len(lines)
        self.show_lines(lines, keep_place=same)
        self._tell()

    async def on_click(self, event: events.Click) -> None:
        """Open the similar paper, or the page behind the address, that was clicked."""
        offset = event.get_content_offset(self)
        if event.style.link:
            await self.run_action("app.command('open.page')")
        elif offset is not None:
            number = offset.y + self.scroll_offset.y - self._first_similar
            if 0 <= number < len(self.similar):
                self._pointed_at(number)

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
