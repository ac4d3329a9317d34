"""Asking for papers and showing the answers: the part of the browser that talks to the search."""

from __future__ import annotations

from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec
from textual import on
from textual.containers import Container

from index import IndexMissing, IndexOutdated, QueryError, QuireError, drop_part
from tui.commands.bindings import label_of
from tui.commands.methods import does
from tui.panes.lines import blank
from tui.panes.results import ResultList, ResultsHeading
from tui.panes.results_window import Listing
from tui.panes.search_box import QueryTrouble, SearchBox
from tui.panes.status_line import Figures, StatusLine, new_words
from tui.screens.paper_controller import PaperScreen
from tui.session.generations import find_again
from tui.session.marks import Marks
from tui.session.motions import Motion, Trail
from tui.text import width_of
from tui.workers.requests import Found, Marker, count, explain, find, settle
from tui.workers.searcher import PageRequest, fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.timer import Timer

    from index import Facets, Page, Paper, Papers
    from tui.panes.filters import Filters
    from tui.session.generations import Kept
    from tui.session.motions import Keep
    from tui.session.session import Session, View
    from tui.workers.requests import Blame
    from tui.workers.searcher import Lane, Searcher

Answer = TypeVar("Answer")

LOOK_EVERY = 2.0
"""Seconds between looks for a newer generation of the index; a look is one small read."""

TOLD = (QuireError, OSError, MemoryError)
"""Errors of a search that are said in a sentence; all others are defects."""

NARROW = 80
"""Cells below which the status line may lack room for a near spelling that was searched for."""

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
        self._papers: Papers | None = None
        self._marker = Marker(None, "")
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
        self._amiss = ""

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
        except TOLD:
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
    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something that no key has asked for, on every screen where it can be read."""

    @abstractmethod
    def _moved(self, paper: Paper | None) -> None:
        """Called when the cursor is on another paper, or on none."""

    @abstractmethod
    def _lost(self, kept: Kept) -> None:
        """Called when the cursor's paper is in the list no more, before another one is shown."""

    @abstractmethod
    def _attend(self) -> None:
        """Update headings and footer for the focused pane."""

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
        self.change(query=self.search_box.value)

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
        self._ask_for(Trail(view=view, typing=typing, keep=keep), going_on=going_on)

    def _ask_for(self, awaited: Trail, *, going_on: bool = False) -> None:
        """Ask for a list, in the newest generation of the index."""
        self._awaited = awaited
        view, keep, typing = awaited.view, awaited.keep, awaited.typing
        if not going_on:
            self.results.await_answer()
        self.searcher.ask(
            "page",
            partial(settle, self.searcher, view, keep)
            if self._settling
            else partial(find, self.searcher, view, keep, typing),
            partial(self._settled if self._settling else self._found, view, typing),
            partial(self._failed, view),
        )
        if self._busy_timer is None:
            self._busy_timer = self.set_timer(BUSY_AFTER, self._slow)

    def _ask_about_list(
        self, lane: Lane, run: Callable[[Papers], Answer], deliver: Callable[[Answer], None]
    ) -> None:
        """Ask the generation that the list came from; void as soon as another list is shown."""
        papers, listing = self._papers, self.results.listing
        if papers is None:
            return

        def arrived(answer: Answer) -> None:
            if listing is self.results.listing:
                deliver(answer)

        def failed(error: Exception) -> None:
            if not isinstance(error, TOLD):
                raise error
            # Counts and reasons are left as they are: that the list lacks papers is to be seen.
            if listing is self.results.listing and lane == "window":
                self.say(sentence(error), bad=True)

        self.searcher.ask(lane, lambda _: run(papers), arrived, failed)

    # Another generation of the index

    def _look_for_news(self) -> None:
        """Move to a newer generation of the index, keeping the query and the paper."""
        self.searcher.renew(self._renewed, self._not_renewed)

    def _renewed(self, newer: bool) -> None:
        if self._amiss and not newer:
            self.announce("The index is as it was again.")
        self._amiss = ""
        self._catch_up()

    def _not_renewed(self, error: Exception) -> None:
        """The earlier generation stays and answers, which is said once."""
        if not isinstance(error, TOLD):
            raise error
        amiss = trouble_with_index(error)
        if amiss != self._amiss:
            self._amiss = amiss
            self.announce(amiss, bad=True)

    def _catch_up(self) -> None:
        """Ask once more for what is listed, where an earlier generation of the index gave it."""
        if self._awaited is not None or self._papers is self.searcher.papers:
            return
        spot = self.results.spot() if self.results.going_to is None else None
        keep = spot or self.standing
        if self._papers is None or not self.trouble.display:
            self.search(typing=self._typing, keep=keep)
        else:
            # What is typed is no query, and the answer to an earlier one is listed.
            self._ask_for(Trail(view=self._answered, typing=self._marker.typing, keep=keep))

    def _tell_of_move(self, kept: Kept) -> None:
        """Say that the list is from a newer generation now, and keep the marks on their papers."""
        if kept.gone_from is not None:
            self.announce(
                "The index has changed, and the paper you were on is not in it any more."
                if kept.gone_from == "index"
                else "The index has changed, and the paper you were on does not match any more."
            )
        else:
            self.announce("The index has changed; this is the new one.")
        marked = self.marks.papers
        if marked:

            def found(papers: dict[str, Paper]) -> None:
                self.marks.renew(papers)
                self.marks_changed()

            self._ask_about_list("marks", partial(_find_marked, marked), found)

    def _slow(self) -> None:
        self.status.busy(True)

    def _rested(self) -> None:
        self._awaited, self._settling = None, False
        if self._busy_timer is not None:
            self._busy_timer.stop()
            self._busy_timer = None
        self.status.busy(False)

    def _settled(self, view: View, typing: bool, found: Found) -> None:
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
            self._found(view, typing, found)

    def _found(self, view: View, typing: bool, found: Found) -> None:
        self._rested()
        page = found.page
        before, self._papers = self._papers, found.papers
        moving = before is not None and before is not found.papers
        if view.query == self.session.view.query:
            self.session.answered(view)
            self.trouble.hide()
        self._answered = view
        self._marker = Marker(found.papers, page.corrected or view.query, typing)
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
            required=page.required,
            of=page.of,
            query=view.query,
            instead=page.corrected or "",
        )
        self.status.show(self._figures)
        self._blame = None
        if found.kept.gone_from is not None:
            self._lost(found.kept)
        self.results.show(
            Listing(page, found.offset),
            cursor=found.cursor,
            matches=self._marker.title,
            empty=self._nothing_found(),
            # At the top of the list what is new comes into view.
            row=self.results.row if moving and self.results.scroll_offset.y else None,
        )
        if page.corrected and self.app.size.width < NARROW:
            self.say(f"Searched “{new_words(page.corrected, view.query)}” instead.")
        if moving:
            self._tell_of_move(found.kept)
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

        self._ask_about_list("facets", partial(count, *wanted), counted)

    # Nothing found

    def _explain(self) -> None:
        """Ask which part of a query that finds nothing is to blame."""
        if self.results.listing.count or not self._answered.query.strip():
            return
        self._ask_about_list(
            "why", partial(explain, self._answered.query, self._marker.typing), self._explained
        )

    def _explained(self, blame: Blame) -> None:
        self._blame = blame
        self.results.say_instead(self._nothing_found())

    def _nothing_found(self) -> Sequence[str]:
        """What stands where papers would."""
        if not self._answered.query.strip():
            return ("The index holds no papers.",)
        keys = [_key(command) for command in ("history.undo", "filter.clear", "search.reset")]
        ways_out = "{} undoes the last change, {} clears all filters, {} everything.".format(*keys)
        blame = self._blame
        if blame is None:
            return ("No paper matches.", ways_out)
        way = f" {_key('search.drop')} drops it." if blame.drop is not None else ""
        reasons = [reason + way * (not number) for number, reason in enumerate(blame.reasons)]
        return ("No paper matches.", *reasons, ways_out)

    @does("search.drop")
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
            self._catch_up()
        elif isinstance(error, TOLD):
            self.say(sentence(error), bad=True)
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

        def fetched(page: Page) -> None:
            self.results.fetched(page, first)

        self._ask_about_list("window", lambda papers: fetch(papers, request), fetched)


def sentence(error: Exception) -> str:
    """What went wrong, for people."""
    if isinstance(error, MemoryError):
        return "There is not enough memory for this."
    if isinstance(error, OSError):
        return f"The index can't be read ({(error.strerror or str(error)).lower()})."
    return str(error)


def trouble_with_index(error: Exception) -> str:
    """Why an open browser can't move to the index that is there now, and what it shows."""
    if isinstance(error, IndexMissing):
        return "The index is gone; this is still what was in it."
    if isinstance(error, IndexOutdated):
        return "The index is now another version's; this is still the one from before."
    return "The index can't be read any more; this is still the one from before."


def _key(command: str) -> str:
    """The key of a command in a sentence; its id where the user left it without a key."""
    return label_of(command, f"[{command}]")


def _find_marked(marked: Sequence[Paper], papers: Papers) -> dict[str, Paper]:
    """Marked papers as this generation has them, by the keys that they are marked under."""
    found = ((paper.key, find_again(paper, papers)) for paper in marked)
    return {key: paper for key, paper in found if paper is not None}
