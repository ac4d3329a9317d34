"""The reader's library, as one browser has it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.workers.library_changes import LibraryChanges

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Papers

PATIENCE: Final = 5.0
"""Seconds in which all that is left must be done at the end of the browser."""

_VISIT: Final = "visit"
"""The change that takes note of the end."""


class OwnLibrary:
    """What the reader did, joined to the index that is browsed. Guests have none.

    Args:
        address: The index.
        lasting: Whether the index outlives the browser. In one that does not, nothing is new.
        keeps_marks: Whether marks outlive the browser; where papers are chosen they must not.
        path: Of the library's file; by default the user's own.

    Attributes:
        asked: What queries ask.
        changes: Changes it.
    """

    def __init__(
        self, address: str, *, lasting: bool, keeps_marks: bool = True, path: str | None = None
    ) -> None:
        from index import default_library_path, open_library
        from tui.workers.held_library import HeldLibrary

        path = path or default_library_path()
        self.keeps_marks = keeps_marks
        self.asked = HeldLibrary(path, index=address)
        # Whoever asks must not wait for a change that takes long.
        changed = open_library(path, index=address)
        changed.visits = self.asked.visits
        self.changes = LibraryChanges(changed)
        self._address = address
        self._lasting = lasting

    def open_index(self, address: str = "") -> Papers:
        """Open the index for queries that ask for what the reader did.

        Args:
            address: Of an index that does not outlive the browser, in place of the usual one.

        Raises:
            QuireError: It can't be opened.
        """
        from index import open_index

        papers = open_index(address or self._address, overlay=self.asked)
        if address or not self._lasting:
            self._lasting = False
            self.asked.visits.hold(papers.build)
        return papers

    def end_visit(self, papers: Papers | None, waiting: Callable[[], None] = lambda: None) -> str:
        """Finish what is to be changed, and take note that the browser is closed.

        Args:
            papers: The newest generation that it had; None where no visit counts.
            waiting: Called where that takes longer than a moment.

        Returns:
            What was not kept and why, in a sentence without a full stop; "" where all is well.
        """
        build = papers.build if papers is not None and self._lasting else None
        if build:
            self.changes.ask(
                lambda _: self.asked.visits.end(build), _nothing, _nothing, what=_VISIT
            )
        unkept = self.changes.finish(PATIENCE, waiting)
        if not unkept.what:
            return ""
        why = str(unkept.error or f"your library took no more changes in {PATIENCE:g} seconds")
        told = [why]
        if lost := [what for what in unkept.what if what != _VISIT]:
            told.append(f"not kept: {', '.join(lost)}")
        if _VISIT in unkept.what:
            told.append("what is new now is new again next time")
        return "; ".join(told)


def _nothing(_: object) -> None:
    """What is asked for at the end has no screen to get to."""
