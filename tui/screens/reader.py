"""The reader: one paper on the whole screen, and the next one without leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands.bindings import bindings, footer_commands, label_of
from tui.commands.methods import does, does_each
from tui.panes.footer import Footer
from tui.panes.lines import draw_blank
from tui.panes.reader_page import MOST_SIMILAR, ReaderPage, ReaderPlace
from tui.rendering.own_facts import own_facts
from tui.rendering.readable import shown
from tui.screens.base import BaseScreen
from tui.screens.follow_controller import FollowController
from tui.screens.library_controller import LibraryController
from tui.screens.paper_controller import PaperController
from tui.screens.similar_papers import SimilarPapers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App, ComposeResult
    from textual.binding import BindingType

    from index import Paper
    from tui.commands.conditions import Situation
    from tui.screens.contracts import Host, PaperList
    from tui.session.generations import Kept
    from tui.workers.export import Selection


def leave_readers(app: App[int]) -> None:
    """Go back to the list, where a paper is read."""
    for screen in reversed(app.screen_stack):
        # Readers of similar papers lie over each other.
        if isinstance(screen, ReaderScreen):
            screen.dismiss()


class ReaderScreen(BaseScreen, inherit_bindings=False):
    """Reads a list, whose cursor is on the paper that is read.

    Args:
        host: The application.
        papers: The list.
        which: What these papers are, where they are not those of the browser's list.
        also: What does commands of the browser that can be done while reading, too.
    """

    # Papers are on the terminal already: nothing is waited for any more.
    painting = True
    # On the screen, which is there at once, and not on its page: many keys can come together.
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reader"), *bindings("anywhere")]

    def __init__(
        self, host: Host, papers: PaperList, which: str = "", *, also: Sequence[object] = ()
    ) -> None:
        super().__init__()
        draw_blank(self)
        self._host = host
        self._which = which
        self.own = papers.own
        self._paper_commands = PaperController(host, self, self)
        self._also = also
        self._library_commands = LibraryController(self, self)
        self.controllers = (
            self._paper_commands,
            self._library_commands,
            FollowController(host, self, self),
            *also,
        )
        self._list = papers
        self._paper: Paper | None = None
        self._left: Kept | None = None
        self._asked: str | None = None
        self.place = ReaderPlace()
        self.page = ReaderPage(self.place, self._read_similar)
        self.keys = Footer()

    def compose(self) -> ComposeResult:
        """Put the page and what stands below it on the screen."""
        self.follow()
        self.keys.show(footer_commands(("reader", "anywhere")))
        yield self.page
        yield self.place
        yield self.keys

    def follow(self) -> None:
        """Show the paper that the list's cursor is on; what is on its way comes later."""
        if self._left is not None:
            self.place.show(where="no longer listed")
            return
        paper = self._list.paper
        if paper is not None:
            self._paper = paper
            self.page.show(paper, self._list.marker)
            self._ask_similar(paper)
            self.own.take_for_read((paper,))
        cursor, count = self._list.position
        which = f" {self._which}" if self._which else ""
        self.place.show(where=f"{cursor + 1:,}/{count:,}{which}" if count else "")
        self.standing_changed()

    def _ask_similar(self, paper: Paper) -> None:
        if self._asked == paper.key:
            return
        self._asked = paper.key

        def found(papers: Sequence[Paper]) -> None:
            if self._paper is not None and self._paper.key == paper.key:
                self.page.show_similar(papers)

        self._list.ask_similar(paper, MOST_SIMILAR, found)

    def _read_similar(self, number: int) -> None:
        """Read a similar paper; what leads back leads back to this one."""
        paper, similar = self._paper, self.page.similar
        if paper is None or not self.is_current or number >= len(similar):
            return
        papers = SimilarPapers(self._list, paper, similar, number)
        which = f"like “{shown(paper.title)}”"
        reader = ReaderScreen(self._host, papers, which, also=self._also)
        papers.on_move(reader.follow)
        self.app.push_screen(reader, lambda _: self.standing_changed())

    def stay(self, kept: Kept) -> None:
        """Go on with a paper that is listed no more: the cursor is on a neighbour of it now."""
        self._left = kept

    @property
    def paper(self) -> Paper | None:
        """The paper that is read; it stays when another index no longer lists it."""
        return self._paper

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""
        self.keys.say(word, bad=bad)

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""
        return self._list.situation()

    @property
    def search_text(self) -> str:
        """What the papers were found with."""
        return self._list.search_text

    def all_papers(self) -> Selection:
        """All papers that match in full."""
        return self._list.all_papers()

    def show_query(self, query: str) -> None:
        """Search for something else, and show the list."""
        leave_readers(self.app)
        self._list.show_query(query)

    def standing_changed(self) -> None:
        """Show what was done with this paper; the list is drawn anew when it is seen again."""
        paper = self._paper
        self.place.show(marked=paper is not None and paper.key in self.own.marks)
        self.page.show_own(own_facts(self.own.standing.of(paper.key)) if paper else "")

    @does("mark.toggle")
    def _do_mark_toggle(self) -> None:
        self._paper_commands.toggle_mark()

    @does("paper.read")
    def _do_paper_read(self) -> None:
        self._library_commands.toggle_read()

    @does("reader.next")
    def _do_reader_next(self, count: int = 1) -> None:
        self._step(count, "This is the last paper.")

    @does("reader.previous")
    def _do_reader_previous(self, count: int = 1) -> None:
        self._step(-count, "This is the first paper.")

    def _step(self, step: int, refusal: str) -> None:
        cursor, count = self._list.position
        left = self._left
        if left is not None and self._list.paper is not None and step * left.neighbour > 0:
            # The neighbour is the first one on the way.
            self._left = None
            self.follow()
            step -= left.neighbour
            if not step:
                return
        if not count or cursor == (count - 1 if step > 0 else 0):
            self.say(refusal)
        else:
            self._left = None
            self._list.step(step)

    @does("reader.down")
    def _do_reader_down(self, count: int = 1) -> None:
        self.page.scroll_by(count)

    @does("reader.up")
    def _do_reader_up(self, count: int = 1) -> None:
        self.page.scroll_by(-count)

    @does("reader.page-up")
    def _do_reader_page_up(self, count: int = 1) -> None:
        self.page.scroll_pages(-count)

    @does("reader.top")
    def _do_reader_top(self) -> None:
        self.page.scroll_to(y=0, animate=False)

    @does("reader.bottom")
    def _do_reader_bottom(self) -> None:
        self.page.scroll_to(y=self.page.virtual_size.height, animate=False)

    @does("reader.page-down")
    def _do_reader_page_down(self, count: int = 1) -> None:
        if self.page.at_end:
            self.say("This is the end of the paper.")
        else:
            self.page.scroll_pages(count)

    @does("reader.authors")
    def _do_reader_authors(self) -> None:
        named = self.page.toggle_names()
        if named is None:
            self.say("All authors that are known are named.")

    @does("reader.next-similar")
    def _do_reader_next_similar(self) -> None:
        self._choose_similar(1)

    @does("reader.previous-similar")
    def _do_reader_previous_similar(self) -> None:
        self._choose_similar(-1)

    def _choose_similar(self, step: int) -> None:
        count, chosen = len(self.page.similar), self.page.chosen
        if not count:
            self.say("No similar papers are known.")
            return
        before = chosen if chosen is not None else -1 if step > 0 else 0
        self.page.choose((before + step) % count)
        self.say(f"{label_of('reader.enter', 'A click')} reads it.")

    @does("reader.search")
    def _do_reader_search(self) -> None:
        leave_readers(self.app)
        self._host.action_command("search.focus")

    @does_each("list.day-", ("back", "on"))
    def _do_list_day(self, which: str) -> None:
        if self._which:
            self.say("Days are those of papers in the list, and this is one like such a paper.")
            return
        leave_readers(self.app)
        self._host.action_command(f"list.day-{which}")

    @does("reader.enter")
    def _do_reader_enter(self) -> None:
        chosen = self.page.chosen
        if chosen is None:
            self.dismiss()
        else:
            self._read_similar(chosen)

    @does("reader.leave")
    def _do_reader_leave(self) -> None:
        if self.page.chosen is not None:
            self.page.choose(None)
        else:
            self.dismiss()
