"""Getting through what is new, without leaving the list."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

from index import FIELDS, MONTHS, filters_of
from tui.commands.methods import does

if TYPE_CHECKING:
    from index import Papers
    from tui.panes.results import ResultList
    from tui.screens.contracts import PaperList, QueryScreen
    from tui.screens.filter_controller import FilterController
    from tui.screens.search_controller import SearchController
    from tui.session.session import View
    from tui.workers.new_papers import NewPlace


class TriageController:
    """Goes from one new paper to the next and from day to day, and takes whole lists for read.

    Args:
        screen: Says how it went.
        search: Finds new papers and days.
        results: The list.
        filtering: Knows by which days the papers are counted.
        papers: The same list, as others know it.
    """

    def __init__(
        self,
        screen: QueryScreen,
        search: SearchController,
        results: ResultList,
        filtering: FilterController,
        papers: PaperList,
    ) -> None:
        self._screen = screen
        self._search = search
        self._results = results
        self._filtering = filtering
        self._papers = papers

    @does("list.read-all")
    def _do_list_read_all(self) -> None:
        selection = self._papers.all_papers()
        if selection.count:
            self._papers.own.read_all(selection.papers, selection.count)
        else:
            self._screen.say("No paper has all of the words, so none is taken for read.")

    # New papers

    @does("list.next-new")
    def _do_list_next_new(self, count: int = 1) -> None:
        for _ in range(count):
            self._to_new(1)

    @does("list.previous-new")
    def _do_list_previous_new(self, count: int = 1) -> None:
        for _ in range(count):
            self._to_new(-1)

    def _to_new(self, step: int) -> None:
        results = self._results
        start = results.cursor if results.going_to is None else results.going_to
        here = start + step
        while (hit := results.listing.at(here)) is not None:
            known = self._papers.own.standing.of(hit.paper.key)
            if known is None:
                break
            if known.new:
                results.move_to(here)
                return
            here += step
        from tui.workers.new_papers import find_new

        inquiry = self._search.inquiry
        find = partial(find_new, inquiry.answered, inquiry.answered_typing, start, step)
        self._search.ask_about_list("seek", find, self._found)

    def _found(self, found: NewPlace) -> None:
        if found.place is None:
            self._screen.say("No paper in this list is new.")
            return
        if found.place == self._results.cursor:
            self._screen.say("This is the only new paper in this list.")
        elif found.wrapped:
            self._screen.say("From the other end of the list.")
        self._results.move_to(found.place)

    def count(self) -> None:
        """Count the new papers of the list for its heading."""
        if not self._papers.own.is_kept:
            return
        inquiry = self._search.inquiry
        count = partial(self._counted, inquiry.answered, inquiry.answered_typing)
        self._search.ask_about_list("new", count, self._results.heading.tell)

    def _counted(self, view: View, typing: bool, papers: Papers) -> str:
        # Loaded with the first count, which comes after the first screen.
        from tui.workers.new_papers import count_new

        found = count_new(view, typing, papers)
        since = self._papers.own.new_since()
        if not found:
            return ""
        return f"{found:,} new" + (f" since {day_said(since)}" if since is not None else "")

    # Days

    @does("list.day-back")
    def _do_list_day_back(self) -> None:
        self._to_day(-1)

    @does("list.day-on")
    def _do_list_day_on(self) -> None:
        self._to_day(1)

    def _to_day(self, step: int) -> None:
        sort, query = self._search.inquiry.sort, self._search.inquiry.answered.query
        usual = "featured" if self._filtering.mostly_featured else "date"
        field = _days_asked(query) or (sort if sort in ("featured", "added") else usual)
        shown = _one_day(query)
        if shown is not None:
            field, day = shown
        else:
            # At first the day on which one is looking.
            paper = self._papers.paper
            found = getattr(paper, FIELDS[field].attribute) if paper is not None else None
            if found is None:
                self._screen.say("The day of this paper is not known.")
                return
            day, step = found, 0
        from tui.workers.new_papers import day_in

        self._search.ask_about_list(
            "seek", partial(day_in, query, field, day, step), partial(self._narrowed, step)
        )

    def _narrowed(self, step: int, query: str | None) -> None:
        if query is None:
            self._screen.say(f"There is no {'later' if step > 0 else 'earlier'} day with papers.")
        else:
            self._search.put(query)


def _days_asked(query: str) -> str | None:
    """The field of dates that a query is narrowed by, where it is one alone."""
    from tui.workers.new_papers import DAYS

    filters = filters_of(query) or {}
    asked = [field for field in DAYS if field in filters]
    return asked[0] if len(asked) == 1 else None


def _one_day(query: str) -> tuple[str, datetime.date] | None:
    """The field and the day that a query is narrowed to; None where it is not."""
    from tui.workers.new_papers import DAYS

    filters = filters_of(query) or {}
    for field in DAYS:
        if field in filters and len(values := filters[field].values) == 1:
            try:
                return field, datetime.date.fromisoformat(values[0])
            except ValueError:
                continue
    return None


def day_said(build: int) -> str:
    """When a build began, as people say it: ``14:05``, ``Monday`` in the last week, ``19 Nov``."""
    begun = datetime.datetime.fromtimestamp(build).astimezone()
    day = begun.date()
    now = datetime.datetime.now().astimezone().date()
    if 0 <= (now - day).days < 7:
        return f"{begun:%H:%M}" if day == now else f"{day:%A}"
    year = f" {day.year}" if day.year != now.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"
