"""How the panes share terminals of all sizes out, and what the keys change of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.session.initial_state import initial_state, panes_to_show
from tui.session.layout import (
    LEAST_BELOW,
    LEAST_BESIDE,
    Panes,
    arranged,
    frame,
    panes_of,
    resized,
)
from tui.session.saved_state import PanesChosen, load_panes
from tui.settings import LEAST_SPLIT, MOST_SPLIT, Settings

PANES = st.builds(
    Panes,
    layout=st.sampled_from(["auto", "beside", "below", "list"]),
    split=st.just("auto") | st.integers(LEAST_SPLIT, MOST_SPLIT),
    filters=st.booleans(),
    preview=st.booleans(),
)


@pytest.mark.parametrize(
    ("size", "place", "abstract"),
    [
        ((80, 24), "below", 7),
        ((120, 40), "beside", 46),
        ((200, 50), "beside", 59),
        ((300, 80), "beside", 84),
        ((100, 30), "below", 9),
        ((40, 24), "below", 7),
        ((40, 12), "list", 0),
        ((80, 15), "list", 0),
        ((20, 6), "list", 0),
        ((1, 1), "list", 0),
    ],
)
def test_the_abstract_stands_where_there_is_room(
    size: tuple[int, int], place: str, abstract: int
) -> None:
    arrangement = arranged(Panes(), *size)
    assert (arrangement.place, arrangement.abstract) == (place, abstract)


def test_at_80_columns_six_papers_stand_above_six_lines_of_the_abstract() -> None:
    abstract = arranged(Panes(), 80, 24).abstract
    # One line each is a heading.
    assert 24 - frame(24) - abstract - 1 == 2 * 6
    assert abstract - 1 >= 6


@given(PANES, st.integers(1, 400), st.integers(1, 200), st.booleans())
def test_no_pane_is_left_without_room(panes: Panes, width: int, height: int, peeking: bool) -> None:
    now = arranged(panes, width, height, peeking=peeking)
    columns, lines = width - now.filters, height - frame(height)
    assert columns >= min(width, LEAST_BESIDE)
    if now.place == "beside":
        assert LEAST_BESIDE <= now.abstract <= columns - LEAST_BESIDE
    elif now.place == "below":
        assert 1 <= now.abstract <= lines - LEAST_BELOW
    else:
        assert now.abstract == 0


def test_one_peeks_at_an_abstract_that_has_no_place() -> None:
    for panes in (Panes(preview=False), Panes(layout="list")):
        assert arranged(panes, 80, 24).place == "list"
        assert arranged(panes, 80, 24, peeking=True).abstract == 24 - frame(24) - 3
    assert arranged(Panes(), 40, 12, peeking=True).place == "below"
    # Where there is a place, nothing is there to peek at.
    assert arranged(Panes(), 80, 24, peeking=True) == arranged(Panes(), 80, 24)


def test_the_filters_stay_where_they_are_wanted_and_there_is_room() -> None:
    assert arranged(Panes(), 200, 50).filters == 0
    assert arranged(Panes(filters=True), 119, 50).filters == 0
    wide = arranged(Panes(filters=True), 200, 50)
    assert wide.filters == 32
    # What is left is shared out as in a narrower terminal.
    assert wide.abstract == arranged(Panes(), 168, 50).abstract


@given(PANES, st.integers(40, 300), st.integers(12, 100), st.integers(-30, 30))
def test_a_key_moves_the_split_by_some_percent(
    panes: Panes, width: int, height: int, steps: int
) -> None:
    now = arranged(panes, width, height)
    room = width - now.filters if now.place == "beside" else height - frame(height)
    larger = resized(panes, now, room, steps)
    assert LEAST_SPLIT <= int(larger.split) <= MOST_SPLIT
    if panes.split != "auto":
        wanted = min(max(panes.split + 5 * steps, LEAST_SPLIT), MOST_SPLIT)
        assert larger.split == wanted
    if steps > 0:
        assert arranged(larger, width, height).abstract <= max(now.abstract, LEAST_BESIDE)


def test_what_was_chosen_holds_until_the_settings_say_something_else() -> None:
    chosen = PanesChosen(panes=Panes(layout="below", split=40), instead_of=Panes())
    assert panes_to_show(Settings(), chosen) == chosen.panes
    assert panes_to_show(Settings(layout="beside"), chosen) == Panes(layout="beside")
    assert panes_to_show(Settings(split=30, filters=True), None) == Panes(split=30, filters=True)


def test_what_is_chosen_is_there_at_the_next_start(home: object) -> None:
    def begun(**how: Any) -> Any:
        return initial_state(Settings(), "", {}, index_dir=None, **how)

    state = begun()
    state.saver.save()
    assert load_panes() is None, "nothing was chosen"
    state.session.panes = Panes(preview=False, filters=True, split=35)
    state.saver.save()
    assert begun().session.panes == state.session.panes
    assert begun(kiosk=True).session.panes == panes_of(Settings())
    # Chosen back, it is as the settings say again.
    state = begun()
    state.session.panes = Panes()
    state.saver.save()
    assert begun().session.panes == Panes()
