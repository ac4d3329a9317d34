"""In which order things are undone: what was done with papers, among the queries. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Deed:
    """Something that was done with papers.

    Args:
        step: How many steps of the session could be undone when it was done.
        undo: Undoes it.
    """

    def __init__(self, step: int, undo: Callable[[], None]) -> None:
        self.step = step
        self.undo = undo


class UndoOrder:
    """What was done with papers, the latest last.

    Args:
        steps: Tells how many steps of the session can be undone.
    """

    def __init__(self, steps: Callable[[], int]) -> None:
        self._steps = steps
        self._deeds: list[Deed] = []

    def done(self, undo: Callable[[], None]) -> Deed:
        """Take note of something that was done."""
        deed = Deed(self._steps(), undo)
        self._deeds.append(deed)
        return deed

    def forget(self, deed: Deed) -> None:
        """Take note that something was not done after all."""
        if deed in self._deeds:
            self._deeds.remove(deed)

    @property
    def is_next(self) -> bool:
        """Whether something that was done with papers is undone before the session's last step."""
        return bool(self._deeds) and self._deeds[-1].step >= self._steps()

    def undo(self) -> None:
        """Undo what was done last."""
        self._deeds.pop().undo()
