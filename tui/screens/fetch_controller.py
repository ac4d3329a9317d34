"""What is fetched while one browses: new papers of the feeds, and a paper that is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.bindings import label_of
from tui.commands.methods import does
from tui.workers.task_queue import Task

if TYPE_CHECKING:
    from tui.panes.results import ResultList
    from tui.panes.status_line import StatusLine
    from tui.rendering.fetch_words import Word
    from tui.screens.contracts import Host, LowerScreen
    from tui.screens.index_watch import IndexWatch
    from tui.screens.search_controller import SearchController
    from tui.workers.child import Outcome


class FetchController:
    """Has papers fetched in the background, and says how far that is and what came.

    Args:
        host: Runs tasks, and says what has become of them on every screen.
        screen: Lies under the menu.
        search: Knows the index.
        results: The list.
        index_watch: Moves to the index that has the new papers.
        status: Says how far it is, else how new the papers are.
    """

    def __init__(
        self,
        host: Host,
        screen: LowerScreen,
        search: SearchController,
        results: ResultList,
        index_watch: IndexWatch,
        status: StatusLine,
    ) -> None:
        self._host = host
        self._screen = screen
        self._search = search
        self._results = results
        self._index_watch = index_watch
        self._status = status

    def begin(self) -> None:
        """Show from now on what is under way."""
        self._host.tasks.watch(self._show_progress)
        self._show_progress()
        self._screen.once_painted(self.look_how_new)

    def look_how_new(self) -> None:
        """Find out of which day the newest paper of the index is."""
        from index import newest_told

        self._search.searcher.ask("age", newest_told, self._status.tell_newest, lambda _: None)

    def _show_progress(self) -> None:
        self._status.tell_progress(self._host.tasks.progress)

    # A paper that is missing

    @property
    def missing(self) -> str:
        """The arXiv id of the paper that was asked for, is nowhere and can be fetched; else ""."""
        inquiry, asked = self._search.inquiry, self._search.session.view.query
        is_open = inquiry.awaited is not None or inquiry.answered.query != asked
        if self._results.listing.count or is_open or self._host.target.refusal:
            return ""
        # What knows ids is loaded when there is a list without papers.
        from index import fetchable_id

        return fetchable_id(asked) or ""

    @property
    def key_for_newer(self) -> str:
        """The key that gets newer papers; "" where there are none to be had."""
        return "" if self._host.target.refusal else label_of("fetch.sync")

    def fetch_missing(self) -> None:
        """Fetch the paper that is missing, and list it."""
        name = self.missing
        if not name:
            return
        if "paper" in self._host.tasks.kinds:
            self._host.announce("A paper is being fetched already: try again when it is here.")
            return
        arguments = self._host.target.arguments("show", "--fetch", "--json", "--", name)
        self._host.tasks.add(
            Task(
                kind="paper",
                arguments=arguments,
                doing=f"fetching {name}",
                finished=partial(self._fetched, name),
            )
        )

    def _fetched(self, name: str, outcome: Outcome) -> None:
        from tui.rendering.fetch_words import paper_word

        if outcome.code == 0:
            self._index_watch.follow_change()
        self._say(paper_word(name, outcome.code, outcome.last))

    # New papers

    @does("fetch.sync")
    def _do_fetch_sync(self) -> None:
        if self._host.tasks.kinds:
            from tui.screens.letter_menu import FetchMenu

            self._screen.app.push_screen(FetchMenu(self._host))
        else:
            self._sync()

    @does("fetch.next")
    def _do_fetch_next(self) -> None:
        if "sync" in self._host.tasks.kinds:
            self._host.announce("New papers are being fetched already.")
        else:
            self._sync()

    @does("fetch.stop")
    def _do_fetch_stop(self) -> None:
        self._host.tasks.stop()

    def _sync(self) -> None:
        arguments = self._host.target.arguments("sync", "--json", "--progress")
        self._host.tasks.add(
            Task(kind="sync", arguments=arguments, doing="fetching", finished=self._synced)
        )

    def _synced(self, outcome: Outcome) -> None:
        from tui.rendering.fetch_words import sync_report, sync_word

        report = sync_report(outcome.output)
        if report is not None and report.wrote:
            self._index_watch.follow_change()
        self._say(sync_word(outcome.code, report, outcome.last))

    def _say(self, word: Word) -> None:
        self._host.announce(word.text, bad=word.bad)
