"""The list of years, of the months of one, or of the weeks and days of a month."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.filter_lists import ChoiceList
from tui.rendering.date_choices import is_month, marked_places, one_level_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType


class DateList(ChoiceList):
    """A histogram of years, of the months of one, or of the days of a month.

    Attributes:
        within: The year or month that is opened, as the query writes it; empty for all years.
        outer: What that is in: the year of a month; empty for all years.
        field: Of which days: of publication (``date``) or on Daily Papers (``featured``).
        preferred: Of which days while the query says nothing of either.
        featured: Whether recent papers are those that were on Daily Papers recently.
        opened: Whether a year or a month has been opened, and what is in it was not counted yet.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("dates")]
    LABEL_WIDTH = 7
    DAY_WIDTH = len("2026-11-16 Mon")
    SHARE_OF_DAYS_FROM = 32

    class Recent(Message):
        """The papers of so many days back were asked for."""

        def __init__(self, days: int) -> None:
            self.days = days
            super().__init__()

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.within = self.outer = ""
        self.field = self.preferred = "date"
        self.featured = self.opened = False
        self._later: list[Callable[[], object]] = []

    def open(self, within: str) -> None:
        """Show the months of a year or the days of a month, or years where that is empty."""
        self.opened = len(within) > len(self.within)
        if not self.opened:
            self.forget()
        self.within, self.outer, self.cursor = within, one_level_up(within), 0

    def counted(self) -> None:
        """Take note that what is listed is counted.

        The cursor goes to the latest of what is chosen here, else of what has papers, unless it
        has moved.
        """
        if self.opened:
            self.opened = False
            having = [choice for choice in self.choices if choice.count]
            chosen = (choice for choice in having if choice.state)
            latest = next(chosen, having[0] if having else None)
            if latest is not None and self.cursor == 0:
                self.point_at(latest.value)
        while self._later and not self.opened:
            self._later.pop(0)()

    def once_counted(self, action: Callable[[], object], *, needs_counts: bool = True) -> None:
        """Do something with what the cursor is on as soon as that is known: counts take a while.

        Args:
            action: What to do, after all that waits already.
            needs_counts: Whether it has to wait where nothing else does.
        """
        if self._later or (needs_counts and (self.opened or not self.choices)):
            self._later.append(action)
        else:
            action()

    def take(self, *, out: bool = False) -> None:
        """As ``ChoiceList.take``."""
        self.once_counted(partial(self.take_now, out=out))

    def forget(self) -> None:
        """As ``ChoiceList.forget``."""
        super().forget()
        self._later.clear()

    @property
    def marked_lines(self) -> Sequence[int]:
        """The lines of the range that is being marked; its other end may be in another list."""
        origin, end = self.origin, self.choice
        if origin is None or end is None:
            return ()
        if origin.unknown or end.unknown:
            return (self.cursor,)
        return marked_places(origin.value, end.value, self.choices)

    @property
    def share_from(self) -> int:
        """As ``ChoiceList.share_from``."""
        return self.SHARE_OF_DAYS_FROM if is_month(self.within) else self.SHARE_FROM

    def label_width(self, width: int) -> int:
        """As ``ChoiceList.label_width``."""
        label = self.DAY_WIDTH if is_month(self.within) else self.LABEL_WIDTH
        return min(label, self._room(width))

    @does("dates.week")
    def _do_dates_week(self) -> None:
        self.post_message(self.Recent(7))

    @does("dates.month")
    def _do_dates_month(self) -> None:
        self.post_message(self.Recent(30))

    @does("dates.year")
    def _do_dates_year(self) -> None:
        self.post_message(self.Recent(365))
