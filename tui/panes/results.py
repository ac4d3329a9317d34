"""The list of papers: one or two lines each, over all matches, fetched as one gets near."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from tui.commands.bindings import bindings
from tui.panes.lines import Scrolled, inks_for
from tui.panes.result_painter import ResultPainter
from tui.panes.results_heading import ResultsHeading
from tui.panes.results_window import Listing
from tui.rendering.result_columns import Holds, columns_for, held_by
from tui.rendering.result_row import cuts_title, no_matches
from tui.session.motions import Motion, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from index import Hit, Page, Paper
    from tui.panes.result_lines import ResultLines
    from tui.rendering.result_columns import Columns
    from tui.rendering.result_row import Matches
    from tui.session.standing import Standing

NEAR, FAR = 40, 120
"""Hits beyond the screen: where fewer than ``NEAR`` are at hand, ``FAR`` are asked for."""


class ResultList(Scrolled, inherit_bindings=False):
    """All matches. Knows nothing of searching: it says what it needs and is given it.

    Args:
        moved: Called when the cursor is on another paper, or on none. A call and not a message, so
            that a move and the abstract it brings are painted in one go.
        standing: What was done with papers.

    Attributes:
        going_to: The hit that the cursor goes to as soon as it is at hand.
        first_row: How many papers stand above the cursor's at first; None for half a page.
        covered: Tells how many cells at the right another pane lies over.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("list")]

    class Wanted(Message):
        """Hits are about to be seen that are not at hand."""

        def __init__(self, first: int, last: int) -> None:
            self.first = first
            self.last = last
            super().__init__()

    class Picked(Message):
        """A paper was pointed at: it is meant, wherever it stands."""

    class Chosen(Message):
        """A paper is to be opened."""

    def __init__(self, moved: Callable[[Paper | None], None], standing: Standing) -> None:
        super().__init__(id="results")
        self._moved = moved
        self.heading = ResultsHeading(lambda: self.columns)
        self.listing = Listing()
        self.cursor = 0
        self._sort = "date"
        self._holds = Holds()
        self._laid_out = self.columns
        self.going_to: int | None = None
        self._motions: list[Motion] | None = None
        self.first_row: int | None = None
        self.covered: Callable[[], int] = int
        self._begun = False
        self._pinned = 0
        self._painter = ResultPainter(standing)

    # What is shown

    @property
    def hit(self) -> Hit | None:
        """The hit under the cursor, None when there is none or it is on its way."""
        return self.listing.at(self.cursor)

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor."""
        hit = self.hit
        return hit.paper if hit else None

    @property
    def columns(self) -> Columns:
        """The columns that there is room for, and papers to fill them."""
        width, height = self.scrollable_content_region.width, self.size.height
        return columns_for(width, self._holds, self._sort, height=height)

    @property
    def lines(self) -> ResultLines:
        """The lines that the papers stand on."""
        return self.listing.lines(self.columns.lines, pinned=self._pinned)

    @property
    def cursor_line(self) -> int | None:
        """The line in view that the cursor's paper begins on; None where it is not in view."""
        above = self.lines.first_of(self.cursor) - self.scroll_offset.y
        return above if self._begun and 0 <= above < self.page_height else None

    @property
    def row(self) -> int | None:
        """How many papers in view stand above the cursor's; None where that is not in view."""
        above = self.cursor_line
        return None if above is None else above // self.lines.height

    def cuts_title(self, paper: Paper) -> bool:
        """Whether a paper's title is seen here only in part."""
        return cuts_title(paper, self.columns)

    @property
    def page_height(self) -> int:
        """Lines in view."""
        return max(self.size.height, 1)

    @property
    def papers_in_view(self) -> int:
        """Papers that there is room for."""
        return max(self.page_height // self.columns.lines, 1)

    @property
    def motions(self) -> tuple[Motion, ...]:
        """The moves since another answer has been awaited."""
        return tuple(self._motions or ())

    def await_answer(self) -> None:
        """Remember the moves from now on, to make them again in the answer that is under way.

        Who presses keys faster than answers come means the papers that are going to be there.
        """
        self._motions = []

    def await_no_more(self) -> None:
        """Go on with the answer that is shown: the other one does not come."""
        self._motions = None

    def show(
        self,
        listing: Listing,
        *,
        cursor: int = 0,
        sort: str = "date",
        matches: Matches = no_matches,
        empty: Sequence[str] = (),
        row: int | None = None,
        line: int | None = None,
    ) -> None:
        """Show another answer.

        Args:
            listing: The matches.
            cursor: The hit to stand on, but for moves since the answer was awaited.
            sort: The order.
            matches: Gives the character ranges of a text that the query matched.
            empty: What to say where there are no matches.
            row: How many papers to have above the cursor's, by default what takes least scrolling.
            line: The line in view to have the cursor's paper on, in the place of a row.
        """
        self.listing = listing
        self._sort = sort
        self._holds |= held_by(listing.papers)
        self.going_to = None
        self._painter.show(listing, sort, matches, empty)
        motions, self._motions = self.motions, None
        target = moved(motions, cursor, listing.count)
        around = self.papers_in_view
        if not listing.missing(target - around, target + around):
            cursor = target
        self.cursor = min(max(cursor, 0), max(listing.count - 1, 0))
        self._laid_out = self.columns
        self.heading.refresh()
        self._pinned = 0
        if line is not None:
            self._pinned = max(self.lines.first_of(self.cursor) - line, 0)
        self.set_line_count(self.lines.extent(self.page_height))
        self._begin()
        if row is not None:
            self._put_on_row(row)
        if line is not None:
            # Rather than that it moves by a line, the paper at the top is cut.
            self._scroll(self._pinned)
        self._scroll_into_view(centre=True)
        self.refresh()
        self._want()
        self._moved(self.paper)
        if target != cursor:
            self.move_to(target)

    def say_instead(self, empty: Sequence[str] | None = None) -> None:
        """Say something else where there are no matches; None for the same in other room."""
        if empty is not None:
            self._painter.empty = empty
        if not self.listing.count:
            self.refresh()

    def want_again(self) -> None:
        """Ask once more for what is awaited: an answer may have been given up for another."""
        if self.going_to is not None:
            self.move_to(self.going_to)
        else:
            self._want()

    def fetched(self, page: Page, offset: int) -> None:
        """Take hits that were wanted: draw those in view, finish a move that waited for them."""
        top, lines = self.scroll_offset.y, self.lines
        hits = {line: lines.hit_on(line) for line in range(top, top + self.page_height)}
        blank = [
            line for line, hit in hits.items() if hit is not None and self.listing.at(hit) is None
        ]
        arrived = self.hit is None
        self.listing.add(page, offset)
        self._holds |= held_by(hit.paper for hit in page.hits)
        self._lay_out()
        for line in blank:
            self.refresh_lines(line)
        if self.going_to is not None and self._reachable(self.going_to):
            self._go(self.going_to)
        elif arrived and self.hit is not None:
            self._moved(self.paper)

    def forget_drawn(self) -> None:
        """Draw everything anew: the theme is another one."""
        self._painter.forget()
        self.refresh()

    # Moving

    def move(self, lines: int) -> None:
        """Move the cursor down, or up where ``lines`` is negative."""
        self.make(Motion("cursor", lines))

    def make(self, motion: Motion) -> None:
        """Make a move, from where the last one is still on its way to."""
        if self._motions is not None:
            self._motions.append(motion)
        start = self.cursor if self.going_to is None else self.going_to
        self.move_to(motion.target(start, self.listing.count))

    def move_to(self, hit: int) -> None:
        """Move the cursor to a hit; at once where it is at hand, else as soon as it is."""
        if not self.listing.count:
            return
        hit = min(max(hit, 0), self.listing.count - 1)
        if self._reachable(hit):
            self._go(hit)
        else:
            # The old lines stay until the new ones are here.
            self.going_to = hit
            self.post_message(self.Wanted(hit - FAR, hit + FAR))

    def _go(self, hit: int) -> None:
        self.going_to = None
        before, self.cursor = self.cursor, hit
        if before == hit:
            return
        if not self._scroll_into_view():
            for number in (before, hit):
                self._draw_again(number)
        self._want()
        self._moved(self.paper)

    def _draw_again(self, hit: int) -> None:
        lines = self.lines.of(hit)
        self.refresh_lines(lines[0], len(lines))

    def _reachable(self, hit: int) -> bool:
        """Whether all papers that would be in view with the cursor there are at hand."""
        around = self.papers_in_view
        if 0 <= self.lines.first_of(hit) - self.scroll_offset.y < self.page_height:
            around = 0
        return not self.listing.missing(hit - around, hit + around)

    def _scroll_into_view(self, *, centre: bool = False) -> bool:
        """Bring the cursor into view; whether that scrolled."""
        top = self.scroll_offset.y
        return self._scroll(self.lines.top_for(self.cursor, top, self.page_height, centre=centre))

    def _scroll(self, top: int) -> bool:
        """Have a line be the first in view; whether another one was."""
        if top == self.scroll_offset.y:
            return False
        self.scroll_to(y=top, animate=False, force=True)
        return True

    def _begin(self) -> None:
        """Scroll to where the cursor is to stand at first, as soon as there are papers and room."""
        height = self.size.height
        if self._begun or not height or not self.listing.count:
            return
        self._begun = True
        row = self.first_row
        if row is None or not 0 <= row < self.papers_in_view:
            row = self.papers_in_view // 2
        self._put_on_row(row)

    def _put_on_row(self, row: int) -> None:
        """Scroll so that so many papers stand above the cursor's, as far as there are any."""
        lines = self.lines
        self._scroll(lines.top_with_row(self.cursor, row * lines.height, self.page_height))

    def _lay_out(self) -> None:
        """Draw other columns where there are such now, with the cursor on the line it was on."""
        before, now = self._laid_out, self.columns
        if now == before:
            return
        self._laid_out = now
        self._painter.forget()
        self.heading.refresh()
        self.refresh()
        if now.lines != before.lines and self._begun:
            lines = self.listing.lines(before.lines)
            above = lines.first_of(self.cursor) - self.scroll_offset.y
            self.set_line_count(self.lines.extent(self.page_height))
            self._scroll(self.lines.top_with_row(self.cursor, above, self.page_height))
        if self.paper is not None:
            # What is shown of it beside the list depends on what the list shows.
            self._moved(self.paper)

    def _want(self) -> None:
        """Ask for what is in view or near and not at hand."""
        if not self.listing.count:
            return
        first = self.lines.nearest(self.scroll_offset.y)
        last = first + self.papers_in_view
        if self.listing.missing(first - NEAR, last + NEAR):
            self.post_message(self.Wanted(first - FAR, last + FAR))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Fetch what the wheel or the scroll bar brings into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._want()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the list."""
        return self._painter.draw(
            y + self.scroll_offset.y,
            self.columns,
            inks_for(self),
            cursor=self.cursor,
            focused=self.has_focus,
            covered=self.covered,
        )

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._lay_out()
        self.set_line_count(self.lines.extent(self.page_height))
        self._begin()
        if not self._scroll_into_view():
            self._want()

    def on_focus(self) -> None:
        """Draw the cursor's line louder."""
        self._draw_again(self.cursor)

    def on_blur(self) -> None:
        """Draw the cursor's line quieter."""
        self._draw_again(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked; a second click opens it."""
        number = self.lines.hit_on(event.y + self.scroll_offset.y)
        if number is None:
            return
        if number == self.cursor and event.chain >= 2:
            self.post_message(self.Chosen())
        else:
            self.move_to(number)
            self.post_message(self.Picked())
