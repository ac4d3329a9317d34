"""From the list to the reader and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.methods import does

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.panes.results import ResultList
    from tui.screens.contracts import Host, PaperList, ReadingScreen
    from tui.screens.reader import ReaderScreen
    from tui.session.generations import Kept


class ReadingController:
    """Opens the reader over the list, and tells it what changes there.

    Args:
        host: The application.
        screen: Lies under the reader.
        papers: The list that is read.
        results: Shows it.
        fetch_missing: Fetches the paper that was asked for, if it is missing.
        also: What does commands of the list that can be done while reading, too.
    """

    def __init__(
        self,
        host: Host,
        screen: ReadingScreen,
        papers: PaperList,
        results: ResultList,
        *,
        fetch_missing: Callable[[], None],
        also: Sequence[object],
    ) -> None:
        self._host = host
        self._screen = screen
        self._papers = papers
        self._results = results
        self._fetch_missing = fetch_missing
        self._also = also
        self._reader: ReaderScreen | None = None

    @property
    def is_open(self) -> bool:
        """Whether a paper is read."""
        return self._reader is not None

    @does("list.read")
    def read_or_choose(self) -> None:
        """Read the paper under the cursor, or choose papers where these are to be printed."""
        paper = self._papers.paper
        if paper is None:
            self._fetch_missing()
        elif not self._host.printing:
            self._do_reader_open()
        else:
            self._host.choose(self._papers.own.marked or (paper,))

    @does("reader.open")
    def _do_reader_open(self) -> None:
        if self._reader is None and self._papers.paper is not None:
            from tui.screens.reader import ReaderScreen

            # Before, since what is done there may have the keys go elsewhere afterwards.
            self._screen.set_focus(self._results)
            self._reader = ReaderScreen(self._host, self._papers, also=self._also)
            self._screen.app.push_screen(self._reader, self._closed)

    def _closed(self, done: None) -> None:
        """Have the list seen again."""
        self._reader = None
        self._screen.standing_changed()

    # What the reader is told

    def follow(self) -> None:
        """Show the paper that the cursor has moved to."""
        if self._reader is not None:
            self._reader.follow()

    def stay(self, kept: Kept) -> None:
        """Keep a paper that is not in the answer that is about to be listed."""
        if self._reader is not None:
            self._reader.stay(kept)

    def standing_changed(self) -> None:
        """Show what was done with the paper."""
        if self._reader is not None:
            self._reader.standing_changed()
