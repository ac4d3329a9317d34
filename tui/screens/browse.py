"""The browser: search box, filters, results, abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec
from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from index import QueryError, clear_filters, set_filter
from tui.commands.bindings import bindings, footer_commands
from tui.commands.conditions import Situation
from tui.commands.methods import does
from tui.panes.lines import blank
from tui.panes.preview import Preview, PreviewHeading
from tui.panes.results import ResultList
from tui.panes.search_box import PromptSign
from tui.panes.status_line import KeyLine, Place
from tui.screens.breakpoints import classes_for, has_three_columns
from tui.screens.contracts import host_of
from tui.screens.search_controller import LOOK_EVERY, AnsweringScreen
from tui.session.session import next_sort, sort_label
from tui.text import plural
from tui.workers.requests import Found, Marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size
    from textual.widget import Widget

    from index import Paper
    from tui.commands.command import Context
    from tui.panes.filters import Filters
    from tui.screens.reader import ReaderScreen
    from tui.session.generations import Kept
    from tui.session.session import Session
    from tui.workers.export import Selection
    from tui.workers.searcher import Searcher

FIRST_PATIENCE = 0.1
"""Seconds to wait for the first answer, so that the first thing on the screen is papers."""


class BrowseScreen(AnsweringScreen, inherit_bindings=False):
    """Everything one does with papers but for reading a single one.

    Args:
        searcher: Answers.
        session: What to show first; changed by what is done here.
        greeting: What to say first.
        size: Of the terminal.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("browse"), *bindings("anywhere")]
    AUTO_FOCUS = "#results"

    def __init__(
        self, searcher: Searcher, session: Session, greeting: str = "", *, size: Size
    ) -> None:
        super().__init__(searcher, session, classes_for(size))
        self._greeting = greeting
        self.preview_heading = PreviewHeading()
        self.preview = Preview(self.preview_heading)
        self.place = Place()
        self.keys = KeyLine()
        self.reader: ReaderScreen | None = None
        self._begun = False

    def compose(self) -> ComposeResult:
        """Put the panes together, with papers in them where those are here already."""
        view = self.session.view
        self.search_box.put(view.query)
        self.results.begin_on_row(self.session.row)
        first = self.searcher.take_first_page(FIRST_PATIENCE)
        self._begun = first is not None
        if first is not None:
            found = Found(
                page=first.page, papers=first.papers, offset=first.offset, cursor=first.cursor
            )
            self._found(view, False, found)
        with blank(Horizontal(id="top")):
            yield PromptSign()
            yield self.search_box
        yield self.trouble
        with self.body:
            if self._filters_beside(self.app.size):
                yield self.filters
            with blank(Vertical(id="results-pane")):
                yield self.results_heading
                yield self.results
            with Vertical(id="preview-pane"):
                yield self.preview_heading
                yield self.preview
        with blank(Horizontal(id="bottom")):
            yield self.status
            yield self.place
        yield self.keys

    def on_mount(self) -> None:
        """Show the session's view."""
        self._mount_filters()
        if self._begun:
            self._count()
        else:
            self.search(keep=self.session.view.cursor)
        self._attend()
        self.say(self._greeting)
        self.set_interval(LOOK_EVERY, self._look_for_news)
        self.call_after_refresh(host_of(self).begin_painting)

    # Saying things

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something in the last line until the next key."""
        self.keys.say(word, bad=bad)

    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something that no key has asked for, also to those who are reading."""
        self.say(word, bad=bad)
        if self.reader is not None:
            self.reader.say(word, bad=bad)

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""
        query = self.session.view.query
        return Situation(
            total=self.results.listing.count,
            awaiting=self._awaited is not None,
            query=query,
            filtered=self._without_filters(query) != query,
            understood=not self.trouble.display,
            blamed=self._blame is not None and self._blame.drop is not None,
            can_undo=self.session.can_undo,
            can_redo=self.session.can_redo,
            preview_scrolls=self.preview.scrolls,
            marked=len(self.marks),
        )

    @staticmethod
    def _without_filters(query: str) -> str:
        try:
            return clear_filters(query)
        except QueryError:
            return query

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor."""
        return self.results.paper

    @property
    def position(self) -> tuple[int, int]:
        """Where the cursor is, from 0, and how many papers are listed."""
        return self.results.cursor, self.results.listing.count

    def step(self, count: int) -> None:
        """Move the cursor so many papers down, or up where the number is negative."""
        self.results.move(count)

    @property
    def marker(self) -> Marker:
        """Finds what the query of the list matched."""
        return self._marker

    @does("mark.toggle")
    def _do_mark_toggle(self) -> None:
        super()._do_mark_toggle()
        if self.focused is self.results:
            # The next one may be wanted too.
            self.results.move(1)

    def marks_changed(self) -> None:
        """Show which papers are marked now."""
        self.results.refresh()
        self.status.mark(len(self.marks))
        if self.reader is not None:
            self.reader.marks_changed()

    @property
    def search_text(self) -> str:
        """What the papers in the list were found with."""
        return self._answered.query

    def all_papers(self) -> Selection:
        """All papers that match in full."""
        from tui.workers.export import Selection, all_results

        total, papers = self.results.listing.full, self._papers
        view, typing = self._answered, self._marker.typing
        return Selection(
            total,
            f"all {plural(total, 'paper')}" if total > 1 else "the one paper",
            lambda: all_results(papers, view, typing=typing),
        )

    def show_similar(self, paper: Paper) -> None:
        """Search for the papers like one, the most similar first."""
        query = set_filter("", "like", paper.key)
        self.search_box.put(query)
        self.change(query=query, sort=None, reverse=False)
        self.set_focus(self.results)

    @on(ResultList.Chosen)
    @does("list.read")
    def _do_list_read(self) -> None:
        paper = self.results.paper
        host = host_of(self)
        if not host.printing:
            self._do_reader_open()
        elif paper is not None:
            host.choose(self.marks.papers or (paper,))

    @does("reader.open")
    def _do_reader_open(self) -> None:
        if self.reader is None and self.results.paper is not None:
            from tui.screens.reader import ReaderScreen

            self.reader = ReaderScreen(self)
            self.app.push_screen(self.reader, self._read)

    def _read(self, done: None) -> None:
        """Be seen again after reading."""
        self.reader = None
        self.set_focus(self.results)
        self.marks_changed()

    def _lost(self, kept: Kept) -> None:
        if self.reader is not None:
            self.reader.stay(kept)

    # What the panes say

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        # The box may hold more by now than this message knows of: many keys can come at once.
        del event
        if self.search_box.value == self.session.view.query:
            # Nothing is new, and what was done since may have said a word.
            return
        self.say("")
        self.session.recall.typed(self.search_box.value)
        self.change(query=self.search_box.value, typing=True)

    def _moved(self, paper: Paper | None) -> None:
        self.session.at(paper.key if paper else None, self.results.row)
        self.place.show(self.results.cursor, self.results.listing.count)
        if paper is not None or not self.results.listing.count:
            self.preview.show(paper, self._marker)
        if self.reader is not None:
            self.reader.follow()

    # Named as Textual wants it: the pane's messages are loaded with the pane.

    def on_filters_edited(self, event: Filters.Edited) -> None:
        """Change the query's text."""
        try:
            query = event.edit(self.session.view.query)
        except QueryError as error:
            self.say(f"The query can't be changed from here: {error.reason}", bad=True)
        else:
            self._put(query)

    def on_filters_recount(self) -> None:
        """Count again."""
        self._count()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Update headings and footer for the focused pane."""
        del event
        self._attend()

    def _attend(self) -> None:
        if not self.is_mounted:
            return
        focused = self.focused
        self.results_heading.show(
            sort=self._sort,
            reverse=self._answered.reverse,
            focused=focused is self.results,
        )
        self.preview_heading.show(focused=focused is self.preview)
        if self._filters is not None:
            self._filters.attend()
        printing = host_of(self).printing
        self.keys.show(footer_commands(self._contexts(), printing=printing))

    def _contexts(self) -> Sequence[Context]:
        focused = self.focused
        if focused is self.search_box:
            return ("search",)
        if focused is self.preview:
            return ("preview", "browse", "anywhere")
        context = self._filters.context_of(focused) if self._filters is not None else None
        if context == "prompt":
            return (context,)
        if context is not None:
            return (context, "filters", "browse", "anywhere")
        return ("list", "browse", "anywhere")

    # Commands

    @does("search.focus")
    def _do_search_focus(self) -> None:
        self.set_focus(self.search_box)

    @does("history.older")
    def _do_history_older(self) -> None:
        typed = self.search_box.value
        query = self.session.recall.older(typed)
        if query is not None:
            self._recalled(query)
        elif self.session.recall.walking or not typed.strip():
            self.say("There is no earlier query.")
        else:
            self.say("There is no earlier query with these words.")

    @does("history.newer")
    def _do_history_newer(self) -> None:
        query = self.session.recall.newer()
        if query is None:
            self._do_search_leave()
        else:
            self._recalled(query)

    def _recalled(self, query: str) -> None:
        """Take a query from before; a walk through several is one step to undo."""
        self.search_box.put(query)
        if self.session.change(
            msgspec.structs.replace(self.session.view, query=query), typing=True
        ):
            self.search()

    @does("search.leave")
    def _do_search_leave(self) -> None:
        self.session.recall.add(self.search_box.value)
        self.change(query=self.search_box.value, typing=True)
        self.session.rest()
        self.set_focus(self.results)
        if self._typing:
            view = self.session.view
            shown = self._marker.query == view.query
            self.search(keep=view.cursor if shown else None, settling=True)

    @does("search.reset")
    def _do_search_reset(self) -> None:
        self._put("")

    @does("history.undo")
    def _do_history_undo(self) -> None:
        self.session.undo()
        self._restore()

    @does("history.redo")
    def _do_history_redo(self) -> None:
        self.session.redo()
        self._restore()

    def _restore(self) -> None:
        view = self.session.view
        self.search_box.put(view.query)
        self.search(keep=view.cursor)

    def _panes(self) -> list[Widget]:
        """The panes that Tab goes through, in their order on the screen."""
        shown: list[Widget] = [self.search_box]
        if self.filters_shown:
            shown += self.filters.lists
        shown.append(self.results)
        if not self.has_class("-no-preview"):
            shown.append(self.preview)
        return shown

    @does("pane.next")
    def _do_pane_next(self) -> None:
        self._to_pane(1)

    @does("pane.previous")
    def _do_pane_previous(self) -> None:
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        panes = self._panes()
        here = next((n for n, pane in enumerate(panes) if pane is self.focused), 0)
        target = panes[(here + step) % len(panes)]
        self.set_focus(target)
        if target in {self.search_box, self.results, self.preview}:
            self.remove_class("-filters")

    def _open_filters(self, field: Literal["org", "date", "authors"]) -> None:
        """Show the filters, if they are not in view, and go to one of them."""
        if not self.body.is_attached:
            # Typed ahead, the panes come first; typed after the end, there are none any more.
            if self.body.parent is None:
                self.call_later(self._open_filters, field)
            return
        self.remove_class("-no-filters")
        self.add_class("-filters")
        self.filters.enter(field)
        self._count()

    @does("filter.organisations")
    def _do_filter_organisations(self) -> None:
        self._open_filters("org")

    @does("filter.dates")
    def _do_filter_dates(self) -> None:
        self._open_filters("date")

    @does("filter.authors")
    def _do_filter_authors(self) -> None:
        self._open_filters("authors")

    @does("list.to-filters")
    def _do_list_to_filters(self) -> None:
        self._open_filters("org")

    @does("filter.clear")
    def _do_filter_clear(self) -> None:
        self._put(self._without_filters(self.session.view.query))

    @does("view.filters")
    def _do_view_filters(self) -> None:
        if not self.filters_shown:
            self._open_filters("org")
            return
        self.remove_class("-filters")
        self.add_class("-no-filters")
        if self.focused is not None and self.filters in self.focused.ancestors:
            self.set_focus(self.results)

    def _filters_beside(self, size: Size) -> bool:
        """Whether a terminal of this size shows the filters without being asked."""
        return has_three_columns(size) and not self.has_class("-no-filters")

    @does("view.theme")
    def _do_view_theme(self) -> None:
        name = host_of(self).next_theme()
        self.results.forget_drawn()
        self.preview.forget_drawn()
        self.say(f"Theme: {name}.")

    def on_resize(self, event: events.Resize) -> None:
        """Have the filters, and count for them, when they come into view."""
        if self._filters is None and self._filters_beside(event.size):
            self.filters.attend()
        self.call_after_refresh(self._count)

    @does("choice.leave")
    def _do_choice_leave(self) -> None:
        if not self.filters.give_up_mark():
            self.remove_class("-filters")
            self.set_focus(self.results)

    @does("dates.zoom-out")
    def _do_dates_zoom_out(self) -> None:
        if not self.filters.zoom(None):
            self._do_choice_leave()

    @does("preview.leave")
    def _do_preview_leave(self) -> None:
        self.set_focus(self.results)

    @does("preview.next")
    def _do_preview_next(self, count: int = 1) -> None:
        self.results.move(count)

    @does("preview.previous")
    def _do_preview_previous(self, count: int = 1) -> None:
        self.results.move(-count)

    @does("list.to-preview")
    def _do_list_to_preview(self) -> None:
        self.remove_class("-no-preview")
        self.set_focus(self.preview)

    @does("list.preview-down")
    def _do_list_preview_down(self, count: int = 1) -> None:
        self.preview.scroll_pages(count)

    @does("list.preview-up")
    def _do_list_preview_up(self, count: int = 1) -> None:
        self.preview.scroll_pages(-count)

    @does("sort.next")
    def _do_sort_next(self) -> None:
        # Of what is asked for: each of two quick presses counts, though only one answer comes.
        sort = next_sort(self.asked_sort)
        self.change(sort=sort, keep=True)
        self.say(f"Sorted: {sort_label(sort, self.session.view.reverse)}.")

    @does("sort.reverse")
    def _do_sort_reverse(self) -> None:
        reverse = not self.session.view.reverse
        self.change(reverse=reverse, keep=True)
        self.say(f"Sorted: {sort_label(self.asked_sort, reverse)}.")

    @does("view.preview")
    def _do_view_preview(self) -> None:
        self.toggle_class("-no-preview")
        if self.has_class("-no-preview") and self.focused is self.preview:
            self.set_focus(self.results)

    @does("app.quit")
    def _do_app_quit(self) -> None:
        self.app.exit(0)
