"""Asks the library what was done with the papers that are listed, and has it changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from index import Change
from tui.screens.search_controller import TOLD
from tui.session.undo_order import UndoOrder
from tui.text import as_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index import Library, Paper, PaperMarks, Papers
    from tui.panes.results import ResultList
    from tui.screens.search_controller import SearchController
    from tui.session.session import Session
    from tui.session.standing import Standing
    from tui.session.undo_order import Deed
    from tui.workers.own_library import OwnLibrary

MOST_MARKED = 10_000
"""Marked papers that are read when the browser opens."""

NO_LIBRARY = "Nothing is kept of what is done here."


class OwnScreen(Protocol):
    """What shows what the reader did with papers."""

    def announce(self, word: str, *, bad: bool = False) -> None:
        """Say something on every screen where it can be read."""

    def standing_changed(self) -> None:
        """Show what was done with the papers."""


class _Seen(NamedTuple):
    """What the library says of some papers now.

    Attributes:
        version: The version of the library.
        marks_version: The version that the marked papers are of.
        papers: Which.
        marks: What was done with each.
        marked: The marked papers; None where those that are known are as they were.
    """

    version: int
    marks_version: int
    papers: Sequence[Paper]
    marks: Sequence[PaperMarks]
    marked: Sequence[Paper] | None


class LibraryView:
    """Asks the library about the papers that are listed, and has it changed.

    Args:
        library: What the reader did; None for guests.
        screen: Shows it.
        search: Knows what is listed.
        results: Lists it.
        standing: What is known of the papers; changed here.
        session: What is undone in one order with what is done here.

    Attributes:
        undoing: In which order things are undone and redone.
    """

    def __init__(
        self,
        library: OwnLibrary | None,
        screen: OwnScreen,
        search: SearchController,
        results: ResultList,
        standing: Standing,
        session: Session,
    ) -> None:
        self.library = library
        self.screen = screen
        self._search = search
        self.results = results
        self.standing = standing
        self.marks = standing.marks
        self.undoing = UndoOrder(session)
        self._version = -1
        self._marks_version = -1
        self._trouble = ""
        # What papers are to be, by respect and key, until that is on the disk.
        self.wanted: dict[tuple[str, str], tuple[Paper, bool]] = {}
        self._under_way: Counter[str] = Counter()

    @property
    def is_kept(self) -> bool:
        """Whether what is done here is kept."""
        return self.library is not None

    # Asking

    def new_since(self) -> int | None:
        """The number of the build after which papers are new; None where all unread ones are."""
        return None if self.library is None else self.library.asked.visits.since()

    def look(self) -> None:
        """Ask about listed papers of which it is not known, and about all if others did anything.

        To be called when papers come, and now and then.
        """
        library = self.library
        if library is None:
            return
        listed = list(self.results.listing.papers)
        unknown = self.standing.unknown(listed)

        def find(papers: Papers) -> _Seen | Exception | None:
            asked = library.asked
            try:
                version, marks_version = asked.latest_version(), asked.version()
                wanted = listed if version != self._version else unknown
                marked = None
                if library.keeps_marks and self._marks_version != marks_version:
                    hits = papers.search("is:marked", limit=MOST_MARKED).hits
                    marked = [hit.paper for hit in hits]
                if not wanted and marked is None and version == self._version:
                    return None
                return _Seen(version, marks_version, wanted, asked.marks_of(wanted, papers), marked)
            except TOLD as error:
                return error

        self._search.ask_about_list("standing", find, self._seen)

    def _seen(self, seen: _Seen | Exception | None) -> None:
        if isinstance(seen, Exception):
            if str(seen) != self._trouble:
                self._trouble = str(seen)
                self._failed(seen)
            return
        self._trouble = ""
        if seen is None:
            return
        self._version, self._marks_version = seen.version, seen.marks_version
        if seen.marked is not None:
            self.marks.put(seen.marked)
        self._put(seen.papers, seen.marks, shown=seen.marked is not None)

    def _put(
        self, papers: Sequence[Paper], marks: Sequence[PaperMarks], *, shown: bool = False
    ) -> None:
        found = {paper.key: done for paper, done in zip(papers, marks, strict=True)}
        changed = self.standing.put(found)
        if self.library is not None and self.library.keeps_marks:
            for paper in papers:
                self.marks.set(paper, found[paper.key].marked)
        if changed or shown:
            self.screen.standing_changed()

    def ask_tags(self, deliver: Callable[[Sequence[str]], None]) -> None:
        """Ask which tags there are."""
        library = self.library
        if library is not None:
            library.changes.ask(lambda known: known.values("tag"), deliver, self._failed)

    # Changing

    def toggle(self, respect: str, paper: Paper) -> bool:
        """Whether a paper is to be starred, marked or read now, the other way than it is meant."""
        known = self.standing.of(paper.key)
        is_set = paper.key in self.marks if respect == "marked" else False
        if respect != "marked" and known is not None:
            is_set = known.starred if respect == "starred" else known.read
        _, was_wanted = self.wanted.get((respect, paper.key), (paper, is_set))
        self.wanted[respect, paper.key] = paper, not was_wanted
        return not was_wanted

    def change(
        self,
        papers: Sequence[Paper],
        make: Callable[[Library, Papers | None], Change],
        word: Callable[[int], str],
        *,
        undone: str,
        what: str,
        same: str = "",
    ) -> None:
        """Have something done with papers, shown when it is on the disk. It can be redone.

        Args:
            papers: Which, to be shown anew.
            make: Does it.
            word: Gives what to say then for so many papers; empty for nothing.
            same: What to say where all was so already.
            undone: What to say when it was undone.
            what: The change in words, to be told where it can't be kept.
        """
        library, index = self.library, self._search.papers
        if library is None:
            self.screen.announce(NO_LIBRARY)
            return
        done: list[Change] = []

        def run(changed: Library) -> Sequence[PaperMarks]:
            done.append(make(changed, index))
            return changed.marks_of(papers, index)

        deed = self.undoing.done(
            lambda: self._undo(deed, papers, done, undone),
            lambda: self.change(papers, make, word, undone=undone, what=what, same=same),
        )

        def finish(marks: Sequence[PaperMarks]) -> None:
            count = done[0].count
            if not count:
                self.undoing.forget(deed)
            self._settle(papers)
            self._put(papers, marks, shown=True)
            if said := word(count) if count else same:
                self.screen.announce(said)

        def fail(error: Exception) -> None:
            self.undoing.forget(deed)
            self._settle(papers)
            self._failed(error)

        self._under_way.update(paper.key for paper in papers)
        library.changes.ask(run, finish, fail, what)

    def _settle(self, papers: Iterable[Paper]) -> None:
        """Take note that a change is done: after the last of a paper nothing more is wanted."""
        for paper in papers:
            self._under_way[paper.key] -= 1
            if self._under_way[paper.key]:
                continue
            del self._under_way[paper.key]
            for respect in ("starred", "marked", "read"):
                self.wanted.pop((respect, paper.key), None)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, TOLD):
            raise error
        self.screen.announce(as_sentence(str(error)), bad=True)

    def _undo(
        self, deed: Deed, papers: Sequence[Paper], done: Sequence[Change], undone: str
    ) -> None:
        library, index = self.library, self._search.papers
        if library is None:
            return

        def run(changed: Library) -> tuple[int, Sequence[PaperMarks]]:
            count = changed.undo(done[0]) if done else 0
            return count, changed.marks_of(papers, index)

        def finish(answer: tuple[int, Sequence[PaperMarks]]) -> None:
            if not answer[0]:
                self.undoing.forget(deed)
            self._put(papers, answer[1], shown=True)
            self.screen.announce(
                undone if answer[0] else "It has been changed again since: nothing is undone."
            )

        def fail(error: Exception) -> None:
            self.undoing.not_undone(deed)
            self._failed(error)

        library.changes.ask(run, finish, fail, f"undone: {undone}")
