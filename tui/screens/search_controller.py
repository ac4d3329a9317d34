"""Asking for papers and showing the answers: the part of the browser that talks to the search."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from index import FIELDS, QueryError, QuireError, SemanticUnavailable, VectorsUnfit
from tui.panes.results_window import Listing
from tui.panes.status_line import Figures
from tui.session.inquiry import Inquiry
from tui.session.motions import Trail
from tui.text import as_sentence, width_of
from tui.workers.page_request import fetch, request_for
from tui.workers.requests import Found, Marker, find_page, find_settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from index import Page, Paper, Papers
    from tui.panes.results import ResultList
    from tui.panes.search_box import QueryTrouble, SearchBox
    from tui.panes.status_line import StatusLine
    from tui.screens.contracts import SearchScreen
    from tui.session.motions import Keep
    from tui.session.session import Session, View
    from tui.workers.searcher import FirstPage, Lane, Searcher

Answer = TypeVar("Answer")

TOLD = (QuireError, OSError, MemoryError)
"""Errors of a search that are said in a sentence; all others are defects."""

BUSY_AFTER = 0.2
"""Seconds before a search is called slow, and then between looks at whom it waits for."""


class SearchController:
    """Asks for what the session's view says, and lists the answers.

    Args:
        screen: Shows what goes with an answer.
        searcher: Answers.
        session: What to ask for; changed by what is done here.
        search_box: Holds the query's text.
        trouble: Says what is wrong with it.
        results: Lists the papers.
        status: Says how many they are.

    Attributes:
        inquiry: What is asked for and what is listed.
        papers: The generation of the index that what is listed came from.
        marker: Finds what the query of the list matched.
    """

    def __init__(
        self,
        screen: SearchScreen,
        searcher: Searcher,
        session: Session,
        *,
        search_box: SearchBox,
        trouble: QueryTrouble,
        results: ResultList,
        status: StatusLine,
    ) -> None:
        self._screen = screen
        self.searcher = searcher
        self.session = session
        self._search_box = search_box
        self._trouble = trouble
        self._results = results
        self._status = status
        self.inquiry = Inquiry(answered=session.view)
        self.figures = Figures()
        self.papers: Papers | None = None
        self.marker = Marker(None, "")
        self._busy_timer: Timer | None = None

    @property
    def asked_sort(self) -> str:
        """The order that is asked for, whether its answer is here or not."""
        known = self.inquiry.known_sort(self.session.view)
        return known if known is not None else self.natural_sort

    @property
    def natural_sort(self) -> str:
        """The order that what is asked for has by itself."""
        view, papers = self.session.view, self.searcher.papers
        # What is wrong with the query or the index is said where the search itself fails.
        with suppress(*TOLD):
            if papers is not None:
                return papers.natural_sort(view.query, prefix=self.inquiry.typing)
        return self.inquiry.sort

    @property
    def standing(self) -> Keep:
        """The paper under the cursor; while an answer is awaited, the one that will be there."""
        results = self._results
        return self.inquiry.standing(self.session.view.cursor, results.motions, results.going_to)

    # Asking

    def change(self, *, typing: bool = False, keep: bool = False, **changes: object) -> bool:
        """Go to another view and search, if it asks for anything else; whether it does."""
        view = msgspec.structs.replace(self.session.view, **changes)
        changed = self.session.change(view, typing=typing)
        if changed:
            self.search(typing=typing, keep=self.standing if keep else None)
        return changed

    def put(self, query: str) -> None:
        """Take a query that was not typed."""
        self._search_box.put(query)
        self.change(query=self._search_box.value)

    def go_back(self, view: View) -> None:
        """Take a view that was shown before as it was."""
        self._search_box.put(view.query)
        self.change(query=view.query, sort=view.sort, reverse=view.reverse, keep=True)

    def search(
        self,
        *,
        typing: bool = False,
        keep: Keep = None,
        settling: bool = False,
        going_on: bool = False,
        semantic: bool = False,
    ) -> None:
        """Ask for the session's view; the old answer stays until the new one is here.

        Args:
            typing: Whether the last word is still being typed, and so may be a beginning.
            keep: The paper to stay on.
            settling: Whether typing has just ended.
            going_on: Whether this is still the way to the answer that was awaited.
            semantic: Whether meaning has joined already, in what is listed of the same.
        """
        view = self.session.view
        # Where meaning has joined what was typed, words need not go first.
        semantic = semantic or (settling and self._has_joined(view))
        view = msgspec.structs.replace(view, semantic=semantic)
        awaited = Trail(view=view, typing=typing, keep=keep)
        self.inquiry = self.inquiry.request(awaited, settling=settling)
        self._ask(awaited, going_on=going_on)

    def search_again(self, keep: Keep) -> None:
        """Ask once more for what is listed, in the newest generation of the index."""
        if self.papers is None or not self._trouble.display:
            semantic = self._has_joined(self.session.view)
            self.search(typing=self.inquiry.typing, keep=keep, semantic=semantic)
        else:
            # What is typed is no query, and the answer to an earlier one is listed.
            self.inquiry, awaited = self.inquiry.request_again(keep)
            self._ask(awaited)

    def _has_joined(self, view: View) -> bool:
        """Whether what a view asks for is listed by words and meaning."""
        answered = self.inquiry.answered
        return answered.semantic and view.asks_the_same(answered)

    def stay_on_cursor(self) -> None:
        """Stay on a paper of the old answer that was pointed at."""
        if self.inquiry.awaited is not None:
            self.search(typing=self.inquiry.typing, keep=self.session.view.cursor)

    def _ask(self, awaited: Trail, *, going_on: bool = False) -> None:
        view, keep, typing = awaited.view, awaited.keep, awaited.typing
        settling = self.inquiry.settling
        if not going_on:
            self._results.await_answer()
        self.searcher.ask(
            "page",
            partial(find_settled, self.searcher, view, keep)
            if settling
            else partial(find_page, self.searcher, view, keep, typing),
            partial(self._settled if settling else self._found, view, typing),
            partial(self._failed, view),
        )
        if self._busy_timer is None:
            self._busy_timer = self._screen.set_timer(BUSY_AFTER, self._slow)

    def ask_joined(
        self, view: View, typing: bool, keep: Keep, deliver: Callable[[Found], None]
    ) -> None:
        """Ask for what is listed once more, by words and meaning; words stay until then.

        Args:
            view: What is listed, with meaning.
            typing: Whether its last word may be a beginning.
            keep: The paper to stay on.
            deliver: Gets the answer, if nothing else has been asked for by then.
        """

        def failed(error: Exception) -> None:
            if not isinstance(error, TOLD):
                raise error
            self._screen.announce(sentence(error), bad=True)

        self.searcher.ask(
            "page", partial(find_page, self.searcher, view, keep, typing), deliver, failed
        )

    def list_joined(self, view: View, found: Found) -> None:
        """List the same by words and meaning, with the cursor's paper on the line it is on."""
        self.papers = found.papers
        typing = self.inquiry.answered_typing
        self.inquiry = self.inquiry.list_answer(view, typing, found.page)
        self.figures = figures_of(found, view, self.inquiry.sort)
        self._status.show(self.figures)
        self._results.show(
            Listing(found.page, found.offset),
            cursor=found.cursor,
            sort=self.inquiry.sort,
            matches=self.marker,
            line=self._results.cursor_line if self._results.paper is not None else None,
        )
        self._screen.fetched()

    def ask_about_list(
        self, lane: Lane, run: Callable[[Papers], Answer], deliver: Callable[[Answer], None]
    ) -> None:
        """Ask the generation that the list came from; void as soon as another list is shown."""
        papers, listing = self.papers, self._results.listing
        if papers is None:
            return

        def arrived(answer: Answer) -> None:
            if listing is self._results.listing:
                deliver(answer)

        def failed(error: Exception) -> None:
            if not isinstance(error, TOLD):
                raise error
            # Counts and reasons are left as they are: that the list lacks papers is to be seen.
            # Whoever pressed a key waits for what it was to find.
            if listing is self._results.listing and lane in ("window", "seek"):
                self._screen.say(sentence(error), bad=True)
            self._screen.unanswered(error)

        # Papers are painted first: nothing about them is of use before they can be seen.
        self._screen.once_painted(
            partial(self.searcher.ask, lane, lambda _: run(papers), arrived, failed)
        )

    def fetch(self, first: int, last: int) -> None:
        """Fetch papers that are about to be seen.

        Args:
            first: Place of the first one; what is before the list's beginning does not count.
            last: Place of the last one.
        """
        # Of what is listed: the session may be at a query that is wrong or not answered yet.
        view = self.inquiry.answered
        first = max(first, 0)
        request = request_for(
            view, offset=first, limit=last - first + 1, typing=self.inquiry.answered_typing
        )

        def fetched(page: Page) -> None:
            self._results.fetched(page, first)
            self._screen.fetched()

        self.ask_about_list("window", lambda papers: fetch(papers, request), fetched)

    # Answers

    def show_first(self, first: FirstPage) -> None:
        """List the page that was fetched before there was a screen."""
        found = Found(
            page=first.page, papers=first.papers, offset=first.offset, cursor=first.cursor
        )
        self._found(self.session.view, False, found)

    def _slow(self) -> None:
        self._status.busy(True, self.searcher.waits_for())
        self._busy_timer = self._screen.set_timer(BUSY_AFTER, self._slow)

    def _await_no_more(self) -> None:
        self.inquiry = self.inquiry.await_no_more()
        if self._busy_timer is not None:
            self._busy_timer.stop()
            self._busy_timer = None
        self._status.busy(False)

    def _settled(self, view: View, typing: bool, found: Found) -> None:
        """Typing has ended, so the last word counts as it stands, unless that loses most papers.

        Then it was the beginning of a word, and the text says so from now on.
        """
        if found.cut_short and view.query[-1:].isalnum():
            self._search_box.put(f"{view.query}*")
            if self.session.change(
                msgspec.structs.replace(self.session.view, query=f"{view.query}*")
            ):
                self.search(going_on=True, semantic=view.semantic)
        else:
            self._found(view, typing, found)

    def _found(self, view: View, typing: bool, found: Found) -> None:
        self._await_no_more()
        page, results = found.page, self._results
        before, self.papers = self.papers, found.papers
        moved = before is not None and before is not found.papers
        if view.query == self.session.view.query:
            self.session.answered(view)
            self._trouble.hide()
        self.inquiry = self.inquiry.list_answer(view, typing, page)
        self.marker = Marker(found.papers, page.corrected or view.query, typing)
        self.figures = figures_of(found, view, self.inquiry.sort)
        self._status.show(self.figures)
        if found.kept.gone_from is not None:
            self._screen.lost(found.kept)
        results.show(
            Listing(page, found.offset),
            cursor=found.cursor,
            sort=self.inquiry.sort,
            matches=self.marker,
            # At the top of the list what is new comes into view.
            row=results.row if moved and results.scroll_offset.y else None,
        )
        self._screen.answered(found, moved=moved)

    def _failed(self, view: View, error: Exception) -> None:
        self._await_no_more()
        self._results.await_no_more()
        if isinstance(error, QueryError):
            before = view.query[: error.position]
            scrolled = self._search_box.scroll_offset.x
            self._trouble.show(3 + width_of(before) - scrolled, error.reason)
            if self.papers is None:
                self._list_all(view)
                return
            # More of the answer that stays may have been on its way.
            self._results.want_again()
            self._screen.refused()
        elif isinstance(error, TOLD):
            if view.query == self.session.view.query:
                self._trouble.hide()
            self._screen.say(sentence(error), bad=True)
            self._screen.unanswered(error)
            if self.papers is None and isinstance(error, SemanticUnavailable | VectorsUnfit):
                self._list_all(view)
        else:
            raise error

    def _list_all(self, view: View) -> None:
        """List all papers where a view that can't be answered is the first: none was before it."""
        self.inquiry, awaited = self.inquiry.request_everything(view)
        self._ask(awaited)


def figures_of(found: Found, view: View, sort: str) -> Figures:
    """What the status line tells of an answer.

    Args:
        found: A part of it.
        view: What was asked for.
        sort: The order that it is in.
    """
    page = found.page
    first = page.hits[0].paper if page.hits and not found.offset else None
    # What is unknown is last both ways: where the first one's is, that of all others is too.
    unknown = first is not None and sort in FIELDS and _is_unknown(first, sort)
    return Figures(
        total=page.total,
        partial=page.partial_total,
        mixed=page.mixed,
        by_meaning=page.meaning_total,
        sort=sort,
        reverse=view.reverse,
        seconds=page.seconds,
        required=page.required,
        of=page.of,
        query=view.query,
        instead=page.corrected or "",
        absent=page.absent,
        unknown=unknown,
        capped=page.capped,
    )


def _is_unknown(paper: Paper, sort: str) -> bool:
    """Whether that by which an order puts papers is not known of one."""
    return getattr(paper, FIELDS[sort].attribute) is None


def sentence(error: Exception) -> str:
    """What went wrong, for people."""
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    if isinstance(error, OSError):
        return f"The index can't be read ({(error.strerror or str(error)).lower()})."
    return as_sentence(str(error).rstrip("."))
