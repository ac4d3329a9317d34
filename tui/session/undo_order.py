"""In which order things are undone and redone: what was done with papers, among the queries. Pure.

What was undone can be redone until something else is done with papers, or searched for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.session.session import Session


class Deed:
    """Something that was done with papers.

    Args:
        step: How many steps of the session could be undone when it was done.
        undo: Undoes it.
        redo: Does it again, and takes note of that as of anything that is done.

    Attributes:
        searches: How many searches of the session there had been when it was undone.
    """

    def __init__(self, step: int, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        self.step = step
        self.undo = undo
        self.redo = redo
        self.searches = 0


class UndoOrder:
    """What was done with papers, the latest last.

    Args:
        session: Tells how many of its steps can be undone.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._deeds: list[Deed] = []
        self._undone: list[Deed] = []

    def done(self, undo: Callable[[], None], redo: Callable[[], None]) -> Deed:
        """Take note of something that was done."""
        deed = Deed(self._session.steps, undo, redo)
        self._deeds.append(deed)
        self._undone = []
        return deed

    def forget(self, deed: Deed) -> None:
        """Take note that something was not done after all, or that it can't be undone."""
        for deeds in (self._deeds, self._undone):
            if deed in deeds:
                deeds.remove(deed)

    def not_undone(self, deed: Deed) -> None:
        """Take note that something could not be undone now, and may be later."""
        self.forget(deed)
        self._deeds.append(deed)
        self._deeds.sort(key=lambda one: one.step)

    @property
    def is_next(self) -> bool:
        """Whether something that was done with papers is undone before the session's last step."""
        return bool(self._deeds) and self._deeds[-1].step >= self._session.steps

    def undo(self) -> None:
        """Undo what was done last."""
        deed = self._deeds.pop()
        deed.searches = self._session.searches
        self._undone.append(deed)
        deed.undo()

    @property
    def is_next_again(self) -> bool:
        """Whether something that was done with papers is redone before a step of the session."""
        if not self._undone or self._undone[-1].searches != self._session.searches:
            return False
        return self._undone[-1].step <= self._session.steps

    def redo(self) -> None:
        """Redo what was undone last."""
        deed, *left = reversed(self._undone)
        deed.redo()
        self._undone = left[::-1]
