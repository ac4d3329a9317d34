"""Asking for papers and showing the answers: the part of the browser that talks to the search."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from textual import on
from textual.containers import Container

from index import QueryError, QuireError, drop_part
from tui.answers import Found, Marker, count, explain, find, settle
from tui.keys import key_of
from tui.listing import Listing
from tui.marks import Marks
from tui.motions import Motion, Trail
from tui.panes.drawn import blank
from tui.panes.results import ResultList, ResultsHeading
from tui.panes.search import QueryTrouble, SearchBox
from tui.panes.status import Figures, StatusLine
from tui.screens.paper_screen import PaperScreen
from tui.searching import PageRequest, fetch
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from index import Facets, Page, Paper
    from tui.answers import Blame
    from tui.motions import Keep
    from tui.panes.filters import Filters
    from tui.searching import Searcher
    from tui.session import Session, View

LOOK_EVERY = 2.0
"""Seconds between looks for a newer generation of the index; a look is one small read."""

BUSY_AFTER = 0.2
"""Seconds before a search is called slow."""


class AnsweringScreen(PaperScreen, inherit_bindings=False):
    """A screen that shows what the session's view asks for.

    Args:
        searcher: Answers.
        session: What to show first; changed by what is done here.
        classes: Of the screen.
    """

    def __init__(self, searcher: Searcher, session: Session, classes: str) -> None:
        super().__init__(Marks(), classes=classes)
        self.searcher = searcher
        self.session = session
        self.body = blank(Container(id="body"))
        self.search_box = SearchBox()
        self.trouble = QueryTrouble()
        self.results_heading = ResultsHeading()
        self.results = ResultList(self._moved, self.marks)
        self.status = StatusLine()
        self._marker = Marker(searcher, "")
        self._answered = session.view
        self._figures = Figures()
        self._sort = "date"
        self._typing = False
        self._settling = False
        self._awaited: Trail | None = None
        self._filters: Filters | None = None
        self._blame: Blame | None = None
        self._busy_timer: Timer | None = None
        self._counted: tuple[str, bool, str, int | None] | None = None

    @property
    def asked_sort(self) -> str:
        """The order that is asked for, whether its answer is here or not."""
        view, papers = self.session.view, self.searcher.papers
        if view.sort is not None:
            return view.sort
        if papers is None or (view.query, view.sort) == (self._answered.query, self._answered.sort):
            return self._sort
        try:
            return papers.natural_sort(view.query, prefix=self._typing)
        except QuireError:
            # What is wrong is said where the search itself fails.
            return self._sort

    # The filters

    @property
    def filters(self) -> Filters:
        """The filters' pane, made when it is first asked for: many do without, and start sooner."""
        if self._filters is None:
            from tui.panes.filters import Filters

            self._filters = Filters()
            self._mount_filters()
        return self._filters

    def _mount_filters(self) -> None:
        """Put the filters on the screen, if they are asked for and there is a screen already."""
        if self._filters is not None and self.body.is_attached and not self._filters.is_attached:
            # Where the other panes are still to come, they come after it.
            self.body.mount(self._filters, before=0 if self.body.children else None)
            self._filters.fill()

    @property
    def filters_shown(self) -> bool:
        """Whether the filters are in view."""
        return self._filters is not None and self._filters.display

    @abstractmethod
    def _moved(self, paper: Paper | None) -> None:
        """Called when the cursor is on another paper, or on none."""

    @abstractmethod
    def _attend(self) -> None:
        """Tell the headings and the footer where one is."""

    # Asking

    def change(self, *, typing: bool = False, keep: bool = False, **changes: object) -> None:
        """Go to another view and search, if it asks for anything else."""
        view = msgspec.structs.replace(self.session.view, **changes)
        if self.session.change(view, typing=typing):
            self.search(typing=typing, keep=self.standing if keep else None)

    @property
    def standing(self) -> Keep:
        """The paper under the cursor; while an answer is awaited, the one that will be there."""
        awaited, motions = self._awaited, self.results.motions
        if awaited is not None:
            if awaited.keep is not None and not motions:
                return awaited.keep
            return msgspec.structs.replace(awaited, motions=motions)
        target = self.results.going_to
        if target is None:
            return self.session.view.cursor
        return Trail(
            view=self._answered, typing=self._marker.typing, motions=(Motion("first", target),)
        )

    def _put(self, query: str) -> None:
        """Take a query that was not typed."""
        self.search_box.put(query)
        self.change(query=query)

    def search(
        self,
        *,
        typing: bool = False,
        keep: Keep = None,
        settling: bool = False,
        going_on: bool = False,
    ) -> None:
        """Ask for the session's view; the old answer stays until the new one is here.

        Args:
            typing: Whether the last word is still being typed, and so may be a beginning.
            keep: The paper to stay on.
            settling: Whether typing has just ended.
            going_on: Whether this is still the way to the answer that was awaited.
        """
        view, awaited = self.session.view, self._awaited
        if self._settling and awaited is not None and awaited.view.query == view.query:
            # The same words in another order: whether they are whole is still to be found out.
            settling = settling or not typing
        self._typing, self._settling = typing, settling
        self._awaited = Trail(view=view, typing=typing, keep=keep)
        if not going_on:
            self.results.await_answer()
        self.searcher.ask(
            "page",
            partial(settle, self.searcher, view, keep)
            if settling
            else partial(find, self.searcher, view, keep, typing),
            partial(self._settled if settling else self._found, view),
            partial(self._failed, view),
        )
        if self._busy_timer is None:
            self._busy_timer = self.set_timer(BUSY_AFTER, self._slow)

    def _look_for_news(self) -> None:
        """Move to a newer generation of the index, keeping the query and the paper."""
        papers = self.searcher.papers
        if papers is not None and papers.is_stale():
            self.searcher.reopen()
            self.search(typing=self._typing, keep=self.standing)
            self.say("The index has changed; this is the new one.")

    def _slow(self) -> None:
        self.status.busy(True)

    def _rested(self) -> None:
        self._awaited, self._settling = None, False
        if self._busy_timer is not None:
            self._busy_timer.stop()
            self._busy_timer = None
        self.status.busy(False)

    def _settled(self, view: View, found: Found) -> None:
        """Typing has ended, so the last word counts as it stands, unless that loses most papers.

        Then it was the beginning of a word, and the text says so from now on.
        """
        if found.cut_short and view.query[-1:].isalnum():
            self.search_box.put(f"{view.query}*")
            if self.session.change(
                msgspec.structs.replace(self.session.view, query=f"{view.query}*")
            ):
                self.search(going_on=True)
        else:
            self._found(view, found)

    def _found(self, view: View, found: Found) -> None:
        self._rested()
        page = found.page
        self.session.answered(view)
        self.trouble.hide()
        self._answered = view
        self._marker = Marker(self.searcher, page.corrected or view.query, self._typing)
        if view.sort is not None:
            self._sort = view.sort
        elif page.hits:
            self._sort = "date" if page.hits[0].score is None else "relevance"
        self._figures = Figures(
            total=page.total,
            partial=page.partial_total,
            sort=self._sort,
            reverse=view.reverse,
            seconds=page.seconds,
            note=f"searched “{page.corrected}” instead" if page.corrected else "",
        )
        self.status.show(self._figures)
        self._blame = None
        self.results.show(
            Listing(page, found.offset),
            cursor=found.cursor,
            matches=self._marker.title,
            empty=self._nothing_found(),
        )
        self._explain()
        self._attend()
        self._counted = None
        self._count()

    def _count(self) -> None:
        """Ask for the filters' counts, if the filters are in view and show something older."""
        filters = self._filters
        if filters is None or not self.is_mounted or not filters.display:
            return
        # A near spelling that was searched for instead is found once more by counting.
        query = self._answered.query
        wanted = (query, self._marker.typing, filters.sought, filters.dates.year)
        if self._counted == wanted:
            return

        def counted(facets: Facets) -> None:
            self._counted = wanted
            filters.show(facets, query)

        self.searcher.ask("facets", partial(count, *wanted), counted, self._uncounted)

    @staticmethod
    def _uncounted(error: Exception) -> None:
        """The old counts stay; what is wrong is said where the search itself fails."""
        if not isinstance(error, QuireError):
            raise error

    # Nothing found

    def _explain(self) -> None:
        """Ask which part of a query that finds nothing is to blame."""
        if self.results.listing.count or not self._answered.query.strip():
            return
        self.searcher.ask(
            "why",
            partial(explain, self._answered.query, self._typing),
            self._explained,
            self._uncounted,
        )

    def _explained(self, blame: Blame) -> None:
        self._blame = blame
        self.results.say_instead(self._nothing_found())

    def _nothing_found(self) -> Sequence[str]:
        """What stands where papers would."""
        if not self._answered.query.strip():
            return ("The index holds no papers.",)
        keys = [key_of(command) for command in ("history.undo", "filter.clear", "search.reset")]
        ways_out = "{} undoes the last change, {} clears all filters, {} everything.".format(*keys)
        blame = self._blame
        if blame is None:
            return ("No paper matches.", ways_out)
        way = f" {key_of('search.drop')} drops it." if blame.drop is not None else ""
        reasons = [reason + way * (not number) for number, reason in enumerate(blame.reasons)]
        return ("No paper matches.", *reasons, ways_out)

    def _do_search_drop(self) -> None:
        """Take the part away that is to blame."""
        if self._blame is not None and self._blame.drop is not None:
            self._put(drop_part(self._answered.query, self._blame.drop))

    @on(ResultList.Picked)
    def _picked(self) -> None:
        """Stay on a paper of the old answer that was pointed at."""
        if self._awaited is not None:
            self.search(typing=self._typing, keep=self.session.view.cursor)

    def _failed(self, view: View, error: Exception) -> None:
        self._rested()
        self.results.await_no_more()
        if isinstance(error, QueryError):
            before = view.query[: error.position]
            self.trouble.show(3 + width_of(before) - self.search_box.scroll_offset.x, error.reason)
            # More of the answer that stays may have been on its way.
            self.results.want_again()
            self._count()
        elif isinstance(error, QuireError):
            self.say(str(error), bad=True)
        else:
            raise error

    @on(ResultList.Wanted)
    def _fetch(self, event: ResultList.Wanted) -> None:
        # Of what is listed: the session may be at a query that is wrong or not answered yet.
        view = self._answered
        first = max(event.first, 0)
        request = PageRequest(
            query=view.query,
            sort=view.sort,
            reverse=view.reverse,
            offset=first,
            limit=event.last - first + 1,
            typing=self._marker.typing,
        )
        listing = self.results.listing
        self.searcher.ask(
            "window",
            lambda papers: fetch(papers, request),
            partial(self._fetched, listing, first),
            self._unfetched,
        )

    def _fetched(self, listing: Listing, offset: int, page: Page) -> None:
        if listing is self.results.listing:
            self.results.fetched(page, offset)

    def _unfetched(self, error: Exception) -> None:
        if not isinstance(error, QuireError):
            raise error
        self.say(str(error), bad=True)
