"""The query at hand over time, beside others, and who and what is most frequent in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from textual.containers import Vertical
from textual.screen import ModalScreen

from index import PERIODS, QueryError
from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.hints import hints_of
from tui.panes.lines import LinePage, inks_for
from tui.panes.search_box import TextLine
from tui.rendering.trend_lines import (
    BESIDE,
    Trends,
    column_at,
    line_of_cursor,
    picture_of,
    trend_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from index import FrequentNames, Papers, Trend, TrendPicture
    from tui.screens.search_controller import SearchController

MOST_QUERIES: Final = 4
"""Queries in one picture: more can't be told apart."""

NAMES: Final = 10
READ: Final = 1_000
"""Papers whose authors are read: the newest."""

FEW, MANY = 3, 180
"""Months from which on weeks, or years, say more."""

HINTS: Final = (
    ("trends.narrow", "narrows"), ("trends.period", "period"), ("trends.share", "share"),
    ("trends.add", "compares"), ("trends.close", "closes"),
)  # fmt: skip


COUNTED_BY: Final = {
    "date": "",
    "featured": " on Daily Papers",
    "added": " when added",
}
"""What the heading says of the days that papers are counted by."""


def count_trends(
    queries: tuple[str, ...], period: str, days: str, papers: Papers
) -> tuple[Trend, ...]:
    """Count what queries find by period, of a field of dates; for the search thread."""
    return tuple(papers.trend(query, by=period, days_by=days, fuzzy=True) for query in queries)


def find_names(query: str, days: str, papers: Papers) -> FrequentNames:
    """Find the most frequent names of a query; for the search thread."""
    return papers.frequent_names(query, most=NAMES, days_by=days, read=READ, fuzzy=True)


class TrendsPage(LinePage):
    """The chart, and the names below it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("trends")]

    def __init__(self, view: Trends, *, is_ascii: bool) -> None:
        super().__init__(id="trends")
        self.view = view
        self.picture: TrendPicture | None = None
        self._is_ascii = is_ascii
        self.tell()

    def show(self, view: Trends) -> None:
        """Show something else."""
        self.view = view
        self.lay_out()
        self.tell()

    @property
    def cursor_line(self) -> int | None:
        """The line in view that says what the cursor stands on; None where none does."""
        if self.picture is None or (line := line_of_cursor(self.view, self.picture)) is None:
            return None
        line -= self.scroll_offset.y
        return line if 0 <= line < self.size.height else None

    def tell(self, word: str = "") -> None:
        """Say what is drawn, and what the keys do, or another word."""
        what = "Share of all papers" if self.view.share else "Papers"
        each = self.picture.each if self.picture is not None else 1
        period = self.view.period if each == 1 else f"{each} {self.view.period}s"
        self.border_title = f"{what} by {period}{COUNTED_BY[self.view.days]}"
        hints = hints_of(HINTS, self.outer_size.width)
        self.border_subtitle = word or ("counting…" if not self.view.trends else hints)

    def lay_out(self) -> None:
        """Draw for the size there is."""
        width = self.scrollable_content_region.width
        if not self.view.trends or width <= 0:
            self.show_lines([])
            return
        self.picture = picture_of(self.view, width, self.size.height, is_ascii=self._is_ascii)
        lines = trend_lines(self.view, self.picture, width, inks_for(self))
        self.show_lines(lines, keep_place=True)

    @property
    def column(self) -> int:
        """The column under the cursor, from 0; -1 where there is none."""
        return column_at(self.view, self.picture) if self.picture is not None else -1

    def move_to(self, column: int) -> None:
        """Move the cursor to a column, or to the nearest that there is."""
        if self.picture is not None and self.picture.columns:
            last = len(self.picture.columns) - 1
            cursor = last - min(max(column, 0), last)
            self.show(msgspec.structs.replace(self.view, cursor=cursor))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the column that was clicked."""
        at = event.get_content_offset(self)
        if at is not None and self.picture is not None and at.x >= BESIDE:
            self.move_to((at.x - BESIDE) // self.picture.cells)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.lay_out()
        self.tell()


class QueryLine(TextLine, inherit_bindings=True):
    """Another query to compare."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]


class TrendsScreen(ModalScreen[None], inherit_bindings=False):
    """The chart over everything else.

    Args:
        search: Counts, on the search thread.
        query: The query at hand.
        narrow: Has the list narrowed to some days of a query, of a field of dates.
        days: The fields of dates that some paper has, of which the first is counted at first.
        is_ascii: Whether to draw with ASCII.
    """

    AUTO_FOCUS = "#trends"

    def __init__(
        self,
        search: SearchController,
        query: str,
        narrow: Callable[[str, str, str], None],
        days: Sequence[str],
        *,
        is_ascii: bool,
    ) -> None:
        super().__init__()
        self._search = search
        self._narrow = narrow
        self._days = days
        self._chose_period = False
        self.page = TrendsPage(Trends(queries=(query,), days=days[0]), is_ascii=is_ascii)
        self.line = QueryLine(id="trends-query", placeholder="Another query to compare")
        self.line.display = False

    def compose(self) -> ComposeResult:
        """Put the chart on the screen, and the line for other queries below it."""
        with Vertical(id="trends-around"):
            yield self.page
            yield self.line

    def on_mount(self) -> None:
        """Count."""
        self._count(self.page.view)
        self._find_names()

    # Counting

    def _count(self, view: Trends) -> None:
        """Count for what is to be shown; what is shown stays until then."""
        self._search.searcher.ask(
            "trends",
            partial(count_trends, view.queries, view.period, view.days),
            partial(self._counted, view),
            self._failed,
        )

    def _counted(self, view: Trends, trends: tuple[Trend, ...]) -> None:
        months = sum(1 for period in trends[0].periods if period.count)
        if not self._chose_period and view.period == "month":
            self._chose_period = True
            period = "year" if months > MANY else "week" if 0 < months < FEW else "month"
            if period != "month":
                self._count(msgspec.structs.replace(view, period=period))
                return
        names = self.page.view.names
        self.page.show(msgspec.structs.replace(view, trends=trends, names=names))

    def _find_names(self) -> None:
        view = self.page.view
        self._ask_names(view.queries[view.query], view.days)

    def _ask_names(self, query: str, days: str) -> None:
        self._search.searcher.ask(
            "names", partial(find_names, query, days), self._found_names, self._failed
        )

    def _found_names(self, names: FrequentNames) -> None:
        self.page.show(msgspec.structs.replace(self.page.view, names=names))

    def _failed(self, error: Exception) -> None:
        reason = error.reason if isinstance(error, QueryError) else str(error)
        self.page.tell(reason)

    # Looking around

    @does("trends.left")
    def _do_trends_left(self) -> None:
        self.page.move_to(self.page.column - 1)

    @does("trends.right")
    def _do_trends_right(self) -> None:
        self.page.move_to(self.page.column + 1)

    @does("trends.first")
    def _do_trends_first(self) -> None:
        self.page.move_to(0)

    @does("trends.last")
    def _do_trends_last(self) -> None:
        self.page.move_to(10**9)

    @does("trends.down")
    def _do_trends_down(self) -> None:
        self.page.scroll_by(max(self.page.size.height // 2, 1))

    @does("trends.up")
    def _do_trends_up(self) -> None:
        self.page.scroll_by(-max(self.page.size.height // 2, 1))

    @does("trends.period")
    def _do_trends_period(self) -> None:
        view = self.page.view
        self._chose_period = True
        period = PERIODS[(PERIODS.index(view.period) + 1) % len(PERIODS)]
        self._count(msgspec.structs.replace(view, period=period, cursor=0))

    @does("trends.days")
    def _do_trends_days(self) -> None:
        view, days = self.page.view, self._days
        following = days[(days.index(view.days) + 1) % len(days)]
        if following == view.days:
            self.page.tell("No other days are known of these papers.")
            return
        # Other days may be fewer or more, and another period tells more of them.
        self._chose_period = False
        self._count(msgspec.structs.replace(view, days=following, period="month", cursor=0))
        self._ask_names(view.queries[view.query], following)

    @does("trends.share")
    def _do_trends_share(self) -> None:
        self.page.show(msgspec.structs.replace(self.page.view, share=not self.page.view.share))

    @does("trends.next")
    def _do_trends_next(self) -> None:
        view = self.page.view
        if len(view.queries) > 1:
            self.page.show(
                msgspec.structs.replace(view, query=(view.query + 1) % len(view.queries))
            )
            self._find_names()

    @does("trends.narrow")
    def _do_trends_narrow(self) -> None:
        view, picture, at = self.page.view, self.page.picture, self.page.column
        if picture is None or at < 0:
            self.page.tell("There is no period to narrow to.")
            return
        column = picture.columns[at]
        if not column.counts[view.query]:
            self.page.tell(f"No paper of this query is of {column.label(view.period)}.")
            return
        self.dismiss()
        self._narrow(view.queries[view.query], view.days, column.date_value(view.period))

    @does("trends.close")
    def _do_trends_close(self) -> None:
        self.dismiss()

    # Other queries

    @does("trends.add")
    def _do_trends_add(self) -> None:
        if len(self.page.view.queries) >= MOST_QUERIES:
            self.page.tell(f"{MOST_QUERIES} queries are in the chart: more can't be told apart.")
            return
        self.line.put("")
        self.line.display = True
        self.set_focus(self.line)

    @does("trends.drop")
    def _do_trends_drop(self) -> None:
        view = self.page.view
        if len(view.queries) == 1:
            self.page.tell("This is the only query.")
            return
        queries = (*view.queries[: view.query], *view.queries[view.query + 1 :])
        trends = (*view.trends[: view.query], *view.trends[view.query + 1 :])
        self.page.show(
            msgspec.structs.replace(
                view, queries=queries, trends=trends, query=min(view.query, len(queries) - 1)
            )
        )
        self._find_names()

    def _leave_line(self) -> None:
        self.line.display = False
        self.set_focus(self.page)

    @does("prompt.accept")
    def _do_prompt_accept(self) -> None:
        query = self.line.value.strip()
        self._leave_line()
        view = self.page.view
        if query in view.queries:
            self.page.tell("That query is in the chart already.")
        elif query:
            queries = (*view.queries, query)
            self._count(msgspec.structs.replace(view, queries=queries, query=len(queries) - 1))
            self._ask_names(query, view.days)

    @does("prompt.cancel")
    def _do_prompt_cancel(self) -> None:
        self._leave_line()
