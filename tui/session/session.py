"""What the browser shows, as plain values: the query, its order, the cursor, the history."""

from __future__ import annotations

import msgspec

from index import ORDER_LABELS
from tui.session.layout import Panes
from tui.session.query_history import Recall

HISTORY = 200
"""How many steps can be undone."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a session: everything that decides which papers are shown, and in which order.

    Attributes:
        query: The text of the search box, which is the whole filter.
        sort: One of ``SORTS``, or None for the natural order: best match first with words, newest
            first without.
        reverse: Whether the order is turned around.
        cursor: Key of the paper under the cursor, None before there is one.
        semantic: Whether meaning has joined the words in what is listed: a while after them, so
            that nobody waits for it.
    """

    query: str = ""
    sort: str | None = None
    reverse: bool = False
    cursor: str | None = None
    semantic: bool = False

    def asks_the_same(self, other: View) -> bool:
        """Whether both show the same papers in the same order."""
        return (self.query, self.sort, self.reverse) == (other.query, other.sort, other.reverse)


class Session:
    """The present view, those before and after it, and the queries of earlier sessions.

    Args:
        view: What to begin with.
        recall: Earlier queries.
        row: The row of the list that the cursor is to stand on.
        panes: Which panes are shown, and how they share the room.
        usual_sort: The order of a new query, None for the natural one.

    Attributes:
        panes: The same, as it is now.
        row: The row of the list that the cursor stands on, None where that is not known.
        searches: How often there was something else to search for that was not undone or redone.
    """

    def __init__(
        self,
        view: View | None = None,
        recall: Recall | None = None,
        row: int | None = None,
        panes: Panes | None = None,
        usual_sort: str | None = None,
    ) -> None:
        self.usual_sort = usual_sort
        self.view = view or View()
        self.recall = recall or Recall()
        self.row = row
        self.panes = panes or Panes()
        self.searches = 0
        self._answered = View()
        self._past: list[View] = []
        self._forgotten = 0
        self._future: list[View] = []
        self._typing = False

    @property
    def steps(self) -> int:
        """How many steps have been made and not undone, with those that are forgotten by now."""
        return self._forgotten + len(self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier view."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a view was undone."""
        return bool(self._future)

    def change(self, view: View, *, typing: bool = False) -> bool:
        """Go to another view.

        Args:
            view: Where to go.
            typing: Whether this is one letter of a text that is still being typed: a whole run of
                typing is undone in one step.

        Returns:
            Whether other papers, or another order, are to be shown.
        """
        if view.asks_the_same(self.view):
            self.view = view
            return False
        if not (typing and self._typing):
            self._past.append(self.view)
            self._forgotten += max(len(self._past) - HISTORY, 0)
            del self._past[:-HISTORY]
        self._typing = typing
        self.searches += 1
        self._future.clear()
        self.view = view
        return True

    def rest(self) -> None:
        """End a run of typing: what is typed next is a step of its own."""
        self._typing = False

    def at(self, key: str | None, row: int | None = None) -> None:
        """Remember the paper under the cursor, and its row where the list is on the screen."""
        if row is not None:
            self.row = row
        if key != self.view.cursor:
            self.view = msgspec.structs.replace(self.view, cursor=key)

    def answered(self, view: View) -> None:
        """Remember that a view has been shown, and so makes sense."""
        self._answered = msgspec.structs.replace(view, semantic=False)

    @property
    def lasting(self) -> View:
        """The view to come back to another day: the present one, if it could be shown."""
        return self.view if self.view.asks_the_same(self._answered) else self._answered

    def undo(self) -> bool:
        """Go back one view; False where there is none."""
        if not self._past:
            return False
        self._future.append(self.view)
        self.view = self._past.pop()
        self._typing = False
        return True

    def redo(self) -> bool:
        """Take one undo back; False where there is none."""
        if not self._future:
            return False
        self._past.append(self.view)
        self.view = self._future.pop()
        self._typing = False
        return True


def sort_label(sort: str, reverse: bool) -> str:
    """How an order is called on the screen."""
    return ORDER_LABELS[sort][reverse]
