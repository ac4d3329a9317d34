"""The list of papers: one line each, over all matches, fetched as one gets near."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.cache import LRUCache
from textual.message import Message
from textual.strip import Strip

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.lines import Line, Scrolled, inks_for
from tui.panes.results_window import Listing
from tui.rendering.readable import shown
from tui.rendering.result_row import columns_for, divider, heading, row, waiting
from tui.session.generations import Spot
from tui.session.motions import Motion, moved
from tui.text import clean, fit, plural, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType

    from index import Hit, Page, Paper
    from tui.rendering.themes import Inks
    from tui.session.marks import Marks
    from tui.text import Range

    MatchesInTitle = Callable[[str], Sequence[Range]]

NEAR, FAR = 40, 120
"""Hits beyond the screen: where fewer than ``NEAR`` are at hand, ``FAR`` are asked for."""


NEIGHBOURS = 20
"""Papers above and below one that the cursor may go to where that one is gone."""


def no_matches(title: str) -> Sequence[Range]:
    """Highlights nothing."""
    del title
    return ()


class ResultsHeading(Line):
    """The names of the columns, and the order."""

    def __init__(self) -> None:
        super().__init__(id="results-heading")
        self._order = ("date", False)
        self._focused = False

    def show(self, *, sort: str, reverse: bool, focused: bool) -> None:
        """Show another order or focus."""
        if ((sort, reverse), focused) != (self._order, self._focused):
            self._order, self._focused = (sort, reverse), focused
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the names of the columns."""
        sort, reverse = self._order
        # One cell less: the list below has its scroll bar there.
        columns = columns_for(width - 1)
        return heading(columns, inks, sort=sort, reverse=reverse, focused=self._focused)


class ResultList(Scrolled, inherit_bindings=False):
    """All matches. Knows nothing of searching: it says what it needs and is given it.

    Args:
        moved: Called when the cursor is on another paper, or on none. A call and not a message, so
            that a move and the abstract it brings are painted in one go.
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

    def __init__(self, moved: Callable[[Paper | None], None], marks: Marks) -> None:
        super().__init__(id="results")
        self._moved = moved
        self._marks = marks
        self.listing = Listing()
        self.cursor = 0
        self._going_to: int | None = None
        self._motions: list[Motion] | None = None
        self._first_row: int | None = None
        self._begun = False
        self._matches: MatchesInTitle = no_matches
        self._empty: Sequence[str] = ()
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(512)

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
    def row(self) -> int | None:
        """The row that the cursor stands on; None where it is not in view, or nothing is."""
        row = self.listing.line_of(self.cursor) - self.scroll_offset.y
        return row if self._begun and 0 <= row < self.page_height else None

    def begin_on_row(self, row: int | None) -> None:
        """Have the cursor stand on a row at first, by default on the one in the middle."""
        self._first_row = row

    @property
    def page_height(self) -> int:
        """Lines in view."""
        return max(self.size.height, 1)

    @property
    def going_to(self) -> int | None:
        """The hit that the cursor goes to as soon as it is at hand."""
        return self._going_to

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
        matches: MatchesInTitle = no_matches,
        empty: Sequence[str] = (),
        row: int | None = None,
    ) -> None:
        """Show another answer.

        Args:
            listing: The matches.
            cursor: The hit to stand on, but for moves since the answer was awaited.
            matches: Gives the character ranges of a title that the query matched.
            empty: What to say where there are no matches.
            row: The row to have the cursor on, by default the one that takes least scrolling.
        """
        self.listing = listing
        self._matches = matches
        self._empty = empty
        self._going_to = None
        self._strips.clear()
        motions, self._motions = self.motions, None
        target = moved(motions, cursor, listing.count)
        around = self.page_height
        if not listing.missing(target - around, target + around):
            cursor = target
        self.cursor = min(max(cursor, 0), max(listing.count - 1, 0))
        self.set_line_count(listing.lines)
        self._begin()
        if row is not None:
            self._put_on_row(row)
        self._scroll_into_view(centre=True)
        self.refresh()
        self._want()
        self._moved(self.paper)
        if target != cursor:
            self.move_to(target)

    def spot(self) -> Spot | None:
        """The paper under the cursor and those around it, to be found again in another index."""
        paper = self.paper
        if paper is None:
            return None

        def those_on(numbers: Iterable[int]) -> tuple[Paper, ...]:
            hits = (self.listing.at(number) for number in numbers)
            return tuple(hit.paper for hit in hits if hit is not None)

        cursor = self.cursor
        return Spot(
            paper=paper,
            place=cursor,
            following=those_on(range(cursor + 1, cursor + 1 + NEIGHBOURS)),
            preceding=those_on(range(cursor - 1, cursor - 1 - NEIGHBOURS, -1)),
        )

    def say_instead(self, empty: Sequence[str]) -> None:
        """Say something else where there are no matches."""
        self._empty = empty
        if not self.listing.count:
            self.refresh()

    def want_again(self) -> None:
        """Ask once more for what is awaited: an answer may have been given up for another."""
        if self._going_to is not None:
            self.move_to(self._going_to)
        else:
            self._want()

    def fetched(self, page: Page, offset: int) -> None:
        """Take hits that were wanted: draw those in view, finish a move that waited for them."""
        top = self.scroll_offset.y
        view = range(top, min(top + self.page_height, self.listing.lines))
        numbers = {line: self.listing.hit_on(line) for line in view}
        blank = [
            line
            for line, number in numbers.items()
            if number is not None and self.listing.at(number) is None
        ]
        arrived = self.hit is None
        self.listing.add(page, offset)
        for line in blank:
            self.refresh_line(line)
        if self._going_to is not None and self._reachable(self._going_to):
            self._go(self._going_to)
        elif arrived and self.hit is not None:
            self._moved(self.paper)

    def forget_drawn(self) -> None:
        """Draw everything anew: the theme is another one."""
        self._strips.clear()
        self.refresh()

    # Moving

    def move(self, lines: int) -> None:
        """Move the cursor down, or up where ``lines`` is negative."""
        self._move(Motion("cursor", lines))

    def _move(self, motion: Motion) -> None:
        if self._motions is not None:
            self._motions.append(motion)
        start = self.cursor if self._going_to is None else self._going_to
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
            self._going_to = hit
            self.post_message(self.Wanted(hit - FAR, hit + FAR))

    def _go(self, hit: int) -> None:
        self._going_to = None
        before, self.cursor = self.cursor, hit
        if before == hit:
            return
        if not self._scroll_into_view():
            self.refresh_line(self.listing.line_of(before))
            self.refresh_line(self.listing.line_of(hit))
        self._want()
        self._moved(self.paper)

    def _reachable(self, hit: int) -> bool:
        """Whether all lines that would be in view with the cursor there are at hand."""
        around = self.page_height
        if 0 <= self.listing.line_of(hit) - self.scroll_offset.y < self.page_height:
            around = 0
        return not self.listing.missing(hit - around, hit + around)

    def _scroll_into_view(self, *, centre: bool = False) -> bool:
        """Bring the cursor into view, half a page at a time; whether that scrolled."""
        line = self.listing.line_of(self.cursor)
        height = self.page_height
        top = self.scroll_offset.y
        if top <= line < top + height and top <= max(self.listing.lines - height, 0):
            return False
        step = max(height // 2, 1)
        if centre:
            target = line - step if line >= height else 0
        elif line < top:
            target = min(line, max(top - step, 0)) if top - line <= step else line - step
        else:
            beyond = line - (top + height) + 1
            target = top + step if beyond <= step else line - step
        if self.cursor == 0:
            target = 0
        # Half of a single line would be a line too far.
        target = min(max(target, line - height + 1), line)
        target = min(max(target, 0), max(self.listing.lines - height, 0))
        if target == top:
            return False
        self.scroll_to(y=target, animate=False, force=True)
        return True

    def _begin(self) -> None:
        """Scroll to where the cursor is to stand at first, as soon as there are papers and room."""
        height = self.size.height
        if self._begun or not height or not self.listing.count:
            return
        self._begun = True
        row = self._first_row
        if row is None or not 0 <= row < height:
            row = height // 2
        self._put_on_row(row)

    def _put_on_row(self, row: int) -> None:
        """Scroll so that the cursor stands on a row, as far as there are lines."""
        top = self.listing.line_of(self.cursor) - row
        top = min(max(top, 0), max(self.listing.lines - self.page_height, 0))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _want(self) -> None:
        """Ask for what is in view or near and not at hand."""
        if not self.listing.count:
            return
        first = self.listing.nearest(self.scroll_offset.y)
        last = first + self.page_height
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
        inks = inks_for(self)
        width = self.line_width
        columns = columns_for(width)
        line = y + self.scroll_offset.y
        if line >= self.listing.lines:
            return Strip.blank(width, inks.text) if self.listing.lines else self._instead(y, width)
        number = self.listing.hit_on(line)
        if number is None:
            label = f"{plural(self.listing.partial, 'paper')} with only some of the words"
            return divider(label, columns, inks)
        hit = self.listing.at(number)
        if hit is None:
            return waiting(columns, inks)
        cursor = number == self.cursor
        focused = cursor and self.has_focus
        marked = hit.paper.key in self._marks
        key = (hit.paper.key, hit.partial, cursor, focused, marked, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = row(
                hit.paper,
                columns,
                inks,
                matches=self._matches(shown(hit.paper.title)),
                cursor=cursor,
                focused=focused,
                marked=marked,
                faded=hit.partial,
            )
        return strip

    def _instead(self, y: int, width: int) -> Strip:
        """Draw a line of what is said where there are no papers."""
        inks = inks_for(self)
        lines = [("", inks.text)]
        for number, said in enumerate(self._empty):
            text = clean(said)
            ink = inks.strong if not number else inks.muted
            lines += [(text[start:end], ink) for start, end in wrap(text, width - 4)]
        text, ink = lines[y] if y < len(lines) else lines[0]
        return Strip([Segment(fit("  " + text, width), ink)], width)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._strips.clear()
        self._begin()
        if not self._scroll_into_view():
            self._want()

    def on_focus(self) -> None:
        """Draw the cursor's line louder."""
        self.refresh_line(self.listing.line_of(self.cursor))

    def on_blur(self) -> None:
        """Draw the cursor's line quieter."""
        self.refresh_line(self.listing.line_of(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to the line that was clicked; a second click opens it."""
        number = self.listing.hit_on(event.y + self.scroll_offset.y)
        if number is None:
            return
        if number == self.cursor and event.chain >= 2:
            self.post_message(self.Chosen())
        else:
            self.move_to(number)
            self.post_message(self.Picked())

    # Commands

    @does("list.down")
    def _do_list_down(self, count: int = 1) -> None:
        self.move(count)

    @does("list.up")
    def _do_list_up(self, count: int = 1) -> None:
        self.move(-count)

    @does("list.half-down")
    def _do_list_half_down(self, count: int = 1) -> None:
        self.move(count * max(self.page_height // 2, 1))

    @does("list.half-up")
    def _do_list_half_up(self, count: int = 1) -> None:
        self.move(-count * max(self.page_height // 2, 1))

    @does("list.page-down")
    def _do_list_page_down(self, count: int = 1) -> None:
        self.move(count * max(self.page_height - 1, 1))

    @does("list.page-up")
    def _do_list_page_up(self, count: int = 1) -> None:
        self.move(-count * max(self.page_height - 1, 1))

    @does("list.first")
    def _do_list_first(self, count: int = 1) -> None:
        self._move(Motion("first", count - 1))

    @does("list.last")
    def _do_list_last(self, count: int = 0) -> None:
        self._move(Motion("first", count - 1) if count else Motion("last"))

    @does("list.middle")
    def _do_list_middle(self) -> None:
        self._move(Motion("middle"))
