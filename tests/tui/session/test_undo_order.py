"""What was done with papers is undone and redone in one order with the searches."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tui.session.session import Session, View
from tui.session.undo_order import UndoOrder


class Desk:
    """A session, and what was done among its searches: the queries and deeds that stand."""

    def __init__(self) -> None:
        self.session = Session()
        self.order = UndoOrder(self.session)
        self.standing: list[str] = []

    def search(self, query: str) -> None:
        self.session.change(View(query=query))

    def do(self, name: str) -> None:
        self.standing.append(name)
        self.order.done(partial(self.standing.remove, name), partial(self.do, name))

    def undo(self) -> bool:
        if self.order.is_next:
            self.order.undo()
            return True
        return self.session.undo()

    def redo(self) -> bool:
        if self.order.is_next_again:
            self.order.redo()
            return True
        return self.session.redo()

    @property
    def state(self) -> tuple[str, tuple[str, ...]]:
        return self.session.view.query, tuple(self.standing)


@given(st.lists(st.booleans(), max_size=12), st.data())
def test_all_that_is_undone_is_redone_through_the_same_states(
    kinds: list[bool], data: st.DataObject
) -> None:
    desk = Desk()
    states = [desk.state]
    for number, is_search in enumerate(kinds):
        (desk.search if is_search else desk.do)(str(number))
        states.append(desk.state)
    at = len(kinds)
    for is_undo in data.draw(st.lists(st.booleans(), max_size=30)):
        moved = desk.undo() if is_undo else desk.redo()
        assert moved == (at > 0 if is_undo else at < len(kinds))
        at += (-1 if is_undo else 1) if moved else 0
        assert desk.state == states[at]


def test_what_was_undone_is_not_redone_after_something_else() -> None:
    for do_another in (Desk.search, Desk.do):
        desk = Desk()
        desk.do("star")
        assert desk.undo()
        do_another(desk, "other")
        assert not desk.redo()
        assert "star" not in desk.standing


def test_a_search_that_was_undone_is_redone_after_something_was_done_with_papers() -> None:
    desk = Desk()
    desk.search("moss")
    desk.undo()
    desk.do("read")
    assert desk.redo()
    assert (desk.session.view.query, desk.standing) == ("moss", ["read"])
    assert desk.undo()
    assert desk.undo()
    assert (desk.session.view.query, desk.standing) == ("", [])


def test_what_could_not_be_undone_is_next_again() -> None:
    session = Session()
    order = UndoOrder(session)
    deed = order.done(lambda: order.not_undone(deed), lambda: None)
    order.undo()
    assert order.is_next
    assert not order.is_next_again
    order.forget(deed)
    assert not order.is_next
