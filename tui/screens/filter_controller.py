"""The filters' pane: when it is made and shown, what it counts, and the ways to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from index import QueryError, UsageError, clear_filters, filters_of
from tui.commands.bindings import label_of
from tui.commands.methods import does
from tui.panes.filter_strip import FilterStrip
from tui.rendering.filter_strip import DATES, FACETS, OWN_FIELDS, part_of
from tui.workers.coverage import COVERED, cover
from tui.workers.requests import count_choices, count_mine

if TYPE_CHECKING:
    from textual.widget import Widget

    from index import Facets, Mine, Papers
    from tui.commands.command import Context
    from tui.panes.filters import Edit, Filters
    from tui.panes.lines import Holder
    from tui.panes.results import ResultList
    from tui.rendering.filter_strip import Field
    from tui.screens.base import BaseScreen
    from tui.screens.search_controller import SearchController
    from tui.workers.coverage import Coverage


NOTHING_DONE: Final = "You have read, starred, tagged, noted or marked nothing yet."


class FilterController:
    """Makes the filters when they are first asked for: many do without, and start sooner.

    Args:
        screen: Holds the filters.
        search: Counts, and takes another query.
        body: The part of the screen that the filters are put into.
        results: The list, which has the focus again after the filters.

    Attributes:
        strip: Says in one line what is filtered by.
    """

    def __init__(
        self,
        screen: BaseScreen,
        search: SearchController,
        body: Holder,
        results: ResultList,
    ) -> None:
        self._screen = screen
        self._search = search
        self._body = body
        self._results = results
        results.covered = partial(_cells_over, results, self)
        self._pane: Filters | None = None
        self._stay = False
        self._columns = 0
        self.strip = FilterStrip()
        self._counted: tuple[object, ...] | None = None
        self._coverage: Coverage | None = None
        self._covered: Papers | None = None
        self._field: Field = "org"
        self._has_mine = False
        self._mine_counted: tuple[str, bool] | None = None

    # The pane

    @property
    def pane(self) -> Filters:
        """The filters' pane, made now if it is not."""
        if self._pane is None:
            from tui.panes.filters import Filters

            self._pane = Filters()
            self._pane.styles.width = self._columns or None
            self._offer()
            self.mount()
        return self._pane

    @property
    def made(self) -> bool:
        """Whether there is a pane already."""
        return self._pane is not None

    @property
    def shown(self) -> bool:
        """Whether the filters are in view."""
        return self._pane is not None and self._pane.display

    @property
    def counted(self) -> bool:
        """Whether the counts of what is listed are shown."""
        return self._counted is not None

    def mount(self) -> None:
        """Put the filters on the screen, if they are asked for and there is a screen already."""
        if self._pane is not None and self._body.is_attached and not self._pane.is_attached:
            # Where the other panes are still to come, they come after it.
            self._body.mount(self._pane, before=0 if self._body.children else None)
            self._pane.fill()

    def give_room(self, beside: int, over: int) -> None:
        """Have the filters stay beside the list, or come over the other panes when asked for.

        Args:
            beside: Columns of theirs beside the list; 0 where they don't stay.
            over: Columns that they may cover; 0 where that is theirs to choose.
        """
        self._stay, self._columns = beside > 0, beside or over
        if self._stay:
            self._screen.remove_class("-filters")
        if self._stay and self._screen.is_mounted:
            self.pane.attend()
        if self._pane is not None:
            self._pane.styles.width = self._columns or None

    @property
    def stays(self) -> bool:
        """Whether the filters have a place beside the list."""
        return self._stay

    def attend(self) -> None:
        """Tell the headings which of them has the focus."""
        if self._pane is not None:
            self._pane.attend()

    def context_of(self, widget: Widget | None) -> Context | None:
        """Whose keys work while a part of the filters has the focus; None for what is not of it."""
        return self._pane.context_of(widget) if self._pane is not None else None

    # What there is to filter by

    @property
    def mostly_featured(self) -> bool:
        """Whether the day on Daily Papers is known of most papers."""
        return self._coverage is not None and self._coverage.mostly_featured

    def cover(self, coverage: Coverage) -> None:
        """Take note of what is known of the papers that are listed."""
        self._coverage, self._covered = coverage, self._search.papers
        self._offer()

    @property
    def known(self) -> frozenset[str]:
        """The fields that some paper has, or may have."""
        coverage = self._coverage
        return frozenset(field for field in COVERED if coverage is None or coverage.has(field))

    def _has(self, field: str) -> bool:
        """Whether there is anything to filter by a field."""
        if field in OWN_FIELDS:
            return self._has_mine
        return self._coverage is not None and self._coverage.has(field)

    def _offer(self) -> None:
        """Show the filters that have something to choose, and those that the query has."""
        coverage = self._coverage
        filters = filters_of(self._search.inquiry.answered.query) or {}
        if coverage is None:
            return
        offered = [
            facet
            for facet in FACETS
            if any(self._has(field) or field in filters for field in facet.fields)
        ]
        self.strip.show([part_of(facet, label_of(facet.command), filters) for facet in offered])
        if self._pane is not None:
            self._pane.follow(filters)
            self._pane.offer([facet.field for facet in offered], featured=coverage.mostly_featured)

    def _own(self, has_mine: bool) -> None:
        """Take note whether the reader did anything with papers yet."""
        if has_mine != self._has_mine:
            self._has_mine = has_mine
            self._offer()

    def own_changed(self) -> None:
        """Count anew what the reader did: something was done."""
        self._mine_counted = None
        self._search.ask_about_list("own", lambda papers: papers.has_mine(), self._own)
        self.count()

    # Counting

    def answered(self) -> None:
        """Count anew: there is another answer."""
        self._counted = None
        if self._covered is not self._search.papers:
            self._search.ask_about_list("coverage", cover, self.cover)
        self._offer()
        self.own_changed()

    def count(self) -> None:
        """Ask for the filters' counts, if the filters are in view and show something older."""
        pane, inquiry = self._pane, self._search.inquiry
        if pane is None or not self._screen.is_mounted or not pane.display:
            return
        # A near spelling that was searched for instead is found once more by counting.
        query = inquiry.answered.query
        self._count_mine(pane, query, inquiry.answered_typing)
        dates, within = pane.dates, pane.dates.within
        wanted = (query, inquiry.answered_typing, pane.sought, within, pane.days_by)
        if self._counted == wanted:
            return

        def counted(facets: Facets) -> None:
            self._counted = wanted
            opened = dates.opened
            pane.show(facets, query, within)
            if opened and dates.choice is not None and dates.choice.refusal:
                self._screen.say(dates.choice.refusal)

        self._search.ask_about_list("facets", partial(count_choices, *wanted), counted)

    def _count_mine(self, pane: Filters, query: str, typing: bool) -> None:
        """Ask for counts by what the reader did, if that filter is open."""
        if not pane.wants_mine or self._mine_counted == (query, typing):
            return

        def counted(mine: Mine | None) -> None:
            if mine is not None:
                self._mine_counted = query, typing
                pane.show_mine(mine, query)
                return
            self._has_mine = False
            self._offer()
            if self._screen.focused is pane.mine:
                self._do_choice_leave()
                self._screen.say(NOTHING_DONE)

        count = partial(count_mine, query, typing)
        self._search.ask_about_list("mine", count, counted)

    # Editing the query

    def edit(self, edit: Edit) -> None:
        """Change the query's text."""
        try:
            query = edit(self._search.session.view.query)
        except QueryError as error:
            self._screen.say(f"The query can't be changed from here: {error.reason}", bad=True)
        except UsageError as error:
            self._screen.say(str(error))
        else:
            if query == self._search.session.view.query:
                self._screen.say("The query says that already.")
            self._search.put(query)

    @property
    def is_filtering(self) -> bool:
        """Whether the query has filters."""
        query = self._search.session.view.query
        return without_filters(query) != query

    @does("filter.clear")
    def _do_filter_clear(self) -> None:
        self._search.put(without_filters(self._search.session.view.query))

    # Ways to the filters and back

    def open(self, field: Field | None = None) -> None:
        """Show the filters, if they are not in view, and go to one of them.

        Args:
            field: Which; None for the one that was opened last, or the first.
        """
        if not self._body.is_attached:
            # Typed ahead, the panes come first; typed after the end, there are none any more.
            if self._body.parent is None:
                self._screen.call_later(self.open, field)
            return
        self.show()
        self._field = field or self._field
        self.pane.enter(self._field)

    def show(self) -> None:
        """Show the filters: over the other panes where they have no place beside the list."""
        self._screen.set_class(not self._stay, "-filters")
        self.pane.attend()
        self.count()

    def hide(self) -> None:
        """Put the filters away that came over the other panes."""
        self._screen.remove_class("-filters")
        focused = self._screen.focused
        if focused is not None and self._pane in focused.ancestors:
            self._screen.set_focus(self._results)

    @does("filter.organisations")
    def _do_filter_organisations(self) -> None:
        self.open("org")

    @does("filter.categories")
    def _do_filter_categories(self) -> None:
        self.open("cat")

    @does("filter.venues")
    def _do_filter_venues(self) -> None:
        self.open("venue")

    @does("filter.dates")
    def _do_filter_dates(self) -> None:
        asked = filters_of(self._search.session.view.query)
        if self._pane is not None and asked is not None and asked.keys().isdisjoint(DATES):
            # Nothing of what was opened is chosen any more.
            self._pane.zoom("")
        self.open("date")

    @does("filter.authors")
    def _do_filter_authors(self) -> None:
        self.open("authors")

    @does("filter.mine")
    def _do_filter_mine(self) -> None:
        # Something may have been done since it was asked: what is counted tells.
        self._has_mine = True
        self._offer()
        self.open("mine")
        self.count()

    @does("list.to-filters")
    def _do_list_to_filters(self) -> None:
        self.open()

    @does("choice.leave")
    def _do_choice_leave(self) -> None:
        if self.pane.give_up_mark():
            return
        self._screen.remove_class("-filters")
        self._screen.set_focus(self._results)

    @does("dates.mark")
    def _do_dates_mark(self) -> None:
        from tui.screens.choice_ranges import mark

        mark(self.pane.dates, self._screen)

    @does("authors.mark")
    def _do_authors_mark(self) -> None:
        from tui.screens.choice_ranges import mark

        mark(self.pane.authors, self._screen)

    @does("dates.zoom-in")
    def _do_dates_zoom_in(self) -> None:
        from tui.screens.choice_ranges import zoom_in

        zoom = partial(zoom_in, self.pane, self._screen, self._do_choice_leave)
        self.pane.dates.once_counted(zoom)

    @does("dates.zoom-out")
    def _do_dates_zoom_out(self) -> None:
        self.pane.dates.once_counted(self._zoom_out, needs_counts=False)

    def _zoom_out(self) -> None:
        if not self.pane.zoom(self.pane.dates.outer):
            self._do_choice_leave()

    @does("dates.leave")
    def _do_dates_leave(self) -> None:
        if not self.pane.give_up_mark():
            self._zoom_out()


def _cells_over(results: ResultList, filtering: FilterController) -> int:
    """Cells of the list that the filters lie over."""
    if not filtering.shown:
        return 0
    return filtering.pane.region.intersection(results.region).width


def without_filters(query: str) -> str:
    """A query without its filters; one that is wrong stays as it is."""
    try:
        return clear_filters(query)
    except QueryError:
        return query
