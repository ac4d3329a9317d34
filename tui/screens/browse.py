"""The browser: search box, filters, results, abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.widgets import Input

from tui.commands.bindings import bindings, footer_commands
from tui.commands.conditions import Situation
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.panes.lines import Holder, draw_blank
from tui.panes.preview import Preview, PreviewHeading
from tui.panes.results import ResultList
from tui.panes.results_heading import ResultsHeading
from tui.panes.search_box import PromptSign, QueryTrouble, SearchBox
from tui.panes.status_line import Place, StatusLine
from tui.rendering.own_facts import own_facts
from tui.screens.base import BaseScreen
from tui.screens.blame_controller import BlameController
from tui.screens.breakpoints import classes_for
from tui.screens.completion_controller import CompletionController
from tui.screens.fetch_controller import FetchController
from tui.screens.filter_controller import FilterController
from tui.screens.follow_controller import FollowController, SavedController
from tui.screens.index_watch import LOOK_EVERY, IndexWatch
from tui.screens.layout_controller import LayoutController
from tui.screens.library_controller import LibraryController
from tui.screens.listed_papers import ListedPapers
from tui.screens.meaning_controller import MeaningController
from tui.screens.motion_controller import MotionController
from tui.screens.order_controller import OrderController
from tui.screens.own_papers import OwnPapers
from tui.screens.pane_controller import PaneController
from tui.screens.paper_controller import PaperController
from tui.screens.query_controller import QueryController
from tui.screens.reading_controller import ReadingController
from tui.screens.search_controller import SearchController
from tui.screens.trends_controller import TrendsController
from tui.screens.triage_controller import TriageController
from tui.session.marks import Marks
from tui.session.standing import Standing

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Event
    from textual.geometry import Size

    from index import Paper
    from tui.panes.filters import Filters
    from tui.screens.contracts import Host
    from tui.session.generations import Kept
    from tui.session.session import Session
    from tui.workers.requests import Found
    from tui.workers.searcher import Searcher

FIRST_PATIENCE = 0.1
"""Seconds to wait for the first answer, so that the first thing on the screen is papers."""


class BrowseScreen(BaseScreen, inherit_bindings=False):
    """Everything one does with papers but for reading a single one.

    Args:
        host: The application.
        searcher: Answers.
        session: What to show first; changed by what is done here.
        greeting: What to say first.
        size: Of the terminal.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("browse"), *bindings("anywhere")]
    AUTO_FOCUS = "#results"

    def __init__(
        self,
        host: Host,
        searcher: Searcher,
        session: Session,
        greeting: str = "",
        *,
        size: Size,
    ) -> None:
        super().__init__(classes=classes_for(size))
        draw_blank(self)
        self._host = host
        self._greeting = greeting
        self.session = session
        self.marks = Marks()
        self.standing = Standing(self.marks)
        self.body = Holder(id="body")
        self.search_box = SearchBox()
        self.trouble = QueryTrouble()
        self.results = ResultList(self._moved, self.standing)
        self.status = StatusLine()
        self.preview_heading = PreviewHeading()
        self.preview = Preview(
            self.preview_heading,
            self.results.cuts_title,
            lambda paper: own_facts(self.standing.of(paper.key)),
        )
        self.preview_pane = Holder(id="preview-pane")
        self.place, self.keys = Place(), Footer()
        self._begun = False
        self.search = SearchController(
            self,
            searcher,
            session,
            search_box=self.search_box,
            trouble=self.trouble,
            results=self.results,
            status=self.status,
        )
        self.own = OwnPapers(host.library, self, self.search, self.results, self.standing, session)
        self.meaning = MeaningController(self, self.search, self.results)
        self.ordering = OrderController(host, self, self.search, self.results)
        self.filtering = FilterController(self, self.search, self.body, self.results)
        self.index_watch = IndexWatch(
            self, self.search, self.results, self.marks, self.status,
            lambda: host.tasks.brings_papers,
        )  # fmt: skip
        self.papers = ListedPapers(self, self.search, self.search_box, self.results, self.own)
        self.fetching = FetchController(
            host, self, self.search, self.results, self.index_watch, self.status
        )
        self.blame = BlameController(self, self.search, self.results, self.status, self.fetching)
        self.queries = QueryController(
            self,
            self.search,
            self.search_box,
            self.results,
            self.own.undoing,
            self.fetching.fetch_missing,
            lambda: self.layout_commands.stop_peeking(),
        )
        self.paper_commands = PaperController(host, self, self.papers)
        self.library_commands = LibraryController(self, self.papers)
        self.triage = TriageController(self, self.search, self.results, self.filtering, self.papers)
        trends = TrendsController(host, self, self.search, lambda: self.filtering.known)
        self.reading = ReadingController(
            host,
            self,
            self.papers,
            self.results,
            fetch_missing=self.fetching.fetch_missing,
            also=(self.fetching, trends),
        )
        self.layout_commands = LayoutController(
            self,
            session,
            self.filtering,
            results=self.results,
            preview=self.preview,
            preview_pane=self.preview_pane,
            size=size,
        )
        self.panes = PaneController(
            host,
            self,
            self.filtering,
            self.layout_commands,
            search_box=self.search_box,
            results=self.results,
            preview=self.preview,
        )
        self.controllers = (
            self.queries, self.meaning, CompletionController(self, self.search, self.search_box),
            self.ordering, self.filtering, self.blame, self.paper_commands, self.reading,
            self.fetching, self.layout_commands, self.library_commands, self.triage,
            MotionController(self.results), self.panes, FollowController(host, self, self.papers),
            SavedController(host, self, self.search, self.papers),
            trends,
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Put the panes together, with papers in them where those are here already."""
        self.search_box.put(self.session.view.query)
        self.results.first_row = self.session.row
        first = self.search.searcher.take_first_page(FIRST_PATIENCE)
        self._begun = first is not None
        if first is not None:
            self.search.show_first(first)
        with Holder(id="top"):
            yield PromptSign()
            yield self.search_box
        yield self.trouble
        yield self.filtering.strip
        with self.body:
            if self.filtering.stays:
                yield self.filtering.pane
            with Holder(id="results-pane"):
                yield self.results.heading
                yield self.results
            with self.preview_pane:
                yield self.preview_heading
                yield self.preview
        with Holder(id="bottom"):
            yield self.status
            yield self.place
        yield self.keys

    def on_mount(self) -> None:
        """Show the session's view."""
        self.preview.show_first_keys(self._host.first_start)
        self.filtering.mount()
        if self._begun:
            self.filtering.count()
        else:
            self.search.search(keep=self.session.view.cursor)
        self._attend()
        self.say(self._greeting)
        if self._begun and not self._greeting:
            # The status has its place on the screen only then.
            self.call_after_refresh(self.blame.tell)
        self.fetching.begin()
        self.set_interval(LOOK_EVERY, self.index_watch.look)
        self.set_interval(LOOK_EVERY, self.own.look)
        self.call_after_refresh(self._host.begin_painting, self)

    def key_pressed(self) -> None:
        """Put the keys to begin with away; the key does what it does."""
        if self._host.first_start:
            self._host.started()
            self.preview.show_first_keys(False)

    # Saying things

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something in the last line until the next key."""
        self.keys.say(word, bad=bad)

    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something that no key has asked for where it is seen: in the reader that is open."""
        seen = [screen for screen in self.app.screen_stack if isinstance(screen, BaseScreen)]
        # Not on those below as well: there it would still stand after keys that were for others.
        (seen or [self])[-1].say(word, bad=bad)

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""
        return Situation(
            total=self.results.listing.count,
            awaiting=self.search.inquiry.awaited is not None,
            query=self.session.view.query,
            filtered=self.filtering.is_filtering,
            understood=not self.trouble.display,
            blamed=self.blame.blamed,
            can_undo=self.session.can_undo or self.own.undoing.is_next,
            can_redo=self.session.can_redo or self.own.undoing.is_next_again,
            preview_scrolls=self.preview.scrolls or self.layout_commands.needs_peeking,
            preview_shown=self.layout_commands.preview_shown,
            peeking=self.layout_commands.peeking,
            rejected=self._host.report.rejected.count if self._host.report else 0,
            known=self.filtering.known,
            kept=self.own.is_kept,
            marked=len(self.own.marked),
            unfetchable=self._host.target.refusal,
            without_pdf=self._host.target.pdf_refusal,
            missing=self.fetching.missing,
            without_vectors=self.meaning.without_vectors,
        )

    # What the search tells

    def answered(self, found: Found, *, moved: bool) -> None:
        """Show what goes with an answer that is listed now.

        Args:
            found: The answer.
            moved: Whether it is of another generation of the index than the one before.
        """
        if moved:
            self.index_watch.moved(found.kept)
            self.fetching.look_how_new()
        self.index_watch.answered()
        self.ordering.answered()
        self.blame.answered()
        self._attend()
        self.filtering.answered()
        self.own.look()
        self.triage.count()
        self.meaning.answered()

    def fetched(self) -> None:
        """Ask what was done with more papers of the list."""
        self.own.look()

    def unanswered(self, error: Exception) -> None:
        """Keep the last answer, and ask again once there may be another."""
        self.index_watch.unanswered(error)

    def refused(self) -> None:
        """Go on with the answer that is listed: what was asked for is no query."""
        self.blame.refused()
        self.filtering.count()
        self.index_watch.catch_up()

    def lost(self, kept: Kept) -> None:
        """Have the reader keep its paper, which is not in the answer that is about to be listed."""
        self.reading.stay(kept)

    # Marks

    @does("mark.toggle")
    def _do_mark_toggle(self) -> None:
        self.paper_commands.toggle_mark()
        if self.focused is self.results:
            # The next one may be wanted too.
            self.results.move(1)

    @does("paper.read")
    def _do_paper_read(self) -> None:
        self.library_commands.toggle_read()
        if self.focused is self.results:
            self.results.move(1)

    def standing_changed(self) -> None:
        """Show what was done with the papers."""
        self.results.refresh()
        self.preview.renew()
        self.status.mark(len(self.marks))
        self.reading.standing_changed()
        self.triage.count()
        self.filtering.own_changed()

    @on(ResultList.Chosen)
    def _chosen(self) -> None:
        self.reading.read_or_choose()

    # What the panes tell

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.queries.typed()

    def _moved(self, paper: Paper | None) -> None:
        self.session.at(paper.key if paper else None, self.results.row)
        self.place.show(self.results.cursor, self.results.listing.count)
        if paper is not None or not self.results.listing.count:
            self.preview.show(paper, self.search.marker)
        self.reading.follow()

    @on(ResultsHeading.Pressed)
    def _heading_pressed(self, event: ResultsHeading.Pressed) -> None:
        self.ordering.order_or_turn(event.sort)

    @on(ResultList.Picked)
    def _picked(self) -> None:
        self.search.stay_on_cursor()

    @on(ResultList.Wanted)
    def _wanted(self, event: ResultList.Wanted) -> None:
        self.search.fetch(event.first, event.last)

    # Named as Textual wants it: the pane's messages are loaded with the pane.

    def on_filters_edited(self, event: Filters.Edited) -> None:
        """Change the query's text."""
        self.filtering.edit(event.edit)

    def on_filters_recount(self) -> None:
        """Count again."""
        self.filtering.count()

    def on_filters_placed(self) -> None:
        """Have the list say what it says beside the filters, not below them."""
        self.results.say_instead()

    def on_descendant_focus(self) -> None:
        """Update headings and footer for the focused pane."""
        self._attend()

    def _attend(self) -> None:
        if not self.is_mounted:
            return
        focused = self.focused
        inquiry = self.search.inquiry
        self.results.heading.show(
            sort=inquiry.sort, reverse=inquiry.answered.reverse, focused=focused is self.results
        )
        self.preview_heading.show(focused=focused is self.preview)
        self.filtering.attend()
        self.keys.show(footer_commands(self.panes.contexts(), printing=self._host.printing))

    async def on_event(self, event: Event) -> None:
        """Give the panes their places before they are laid out for another size."""
        if isinstance(event, events.Resize):
            self.layout_commands.arrange(self.app.size)
        await super().on_event(event)

    def on_resize(self) -> None:
        """Count for the filters when they come into view."""
        self.call_after_refresh(self.filtering.count)

    @does("app.quit")
    def _do_app_quit(self) -> None:
        if not self.layout_commands.stop_peeking():
            self.app.exit(0)
