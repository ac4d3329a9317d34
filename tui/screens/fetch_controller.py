"""What is fetched while one browses: new papers of the feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.methods import does
from tui.workers.coverage import newest_day
from tui.workers.task_queue import Task

if TYPE_CHECKING:
    import datetime

    from tui.panes.status_line import StatusLine
    from tui.rendering.fetch_words import Word
    from tui.screens.contracts import FetchScreen, Host
    from tui.screens.index_watch import IndexWatch
    from tui.screens.search_controller import SearchController
    from tui.workers.child import Outcome


class FetchController:
    """Has papers fetched in the background, and says how far that is and what came.

    Args:
        host: Runs tasks, and says what has become of them on every screen.
        screen: Lies under the menu.
        search: Knows the index.
        index_watch: Moves to the index that has the new papers.
        status: Says how far it is, else how new the papers are.
    """

    def __init__(
        self,
        host: Host,
        screen: FetchScreen,
        search: SearchController,
        index_watch: IndexWatch,
        status: StatusLine,
    ) -> None:
        self._host = host
        self._screen = screen
        self._search = search
        self._index_watch = index_watch
        self._status = status

    def begin(self) -> None:
        """Show from now on what is under way."""
        self._host.tasks.watch(self._show_progress)
        self._show_progress()
        self.look_how_new()

    def look_how_new(self) -> None:
        """Find out of which day the newest paper of the index is."""
        self._search.searcher.ask("age", newest_day, self._show_age, lambda _: None)

    def _show_age(self, day: datetime.date | None) -> None:
        self._status.tell_newest(day)

    def _show_progress(self) -> None:
        self._status.tell_progress(self._host.tasks.progress)

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
            self._renew()
        self._say(sync_word(outcome.code, report, outcome.last))

    def _renew(self) -> None:
        """Move to the index that has the papers; what they are is said already."""
        self._index_watch.expect_change()
        self._index_watch.look()

    def _say(self, word: Word) -> None:
        self._host.announce(word.text, bad=word.bad)
