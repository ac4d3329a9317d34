"""Marks a range of dates or numbers of authors, and opens dates into what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.bindings import label_of
from tui.rendering.date_choices import is_month

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.panes.filter_lists import ChoiceList
    from tui.panes.filters import Filters
    from tui.screens.base import BaseScreen


def mark(choices: ChoiceList, screen: BaseScreen) -> None:
    """Begin to mark a range, or give it up, and say which."""
    choices.mark()
    if choices.origin is None:
        screen.say("No range is being marked any more.")
    else:
        take = label_of("choice.toggle", "choosing")
        screen.say(f"A range begins here: {take} at its other end takes it.")


def zoom_in(pane: Filters, screen: BaseScreen, leave: Callable[[], object]) -> None:
    """Open what the cursor is on among the dates.

    Args:
        pane: Has the dates.
        screen: Says why something can't be opened.
        leave: Goes to the list.
    """
    dates, choice = pane.dates, pane.dates.choice
    if choice is None or choice.unknown:
        lacking = "day" if is_month(dates.within) else "month" if dates.within else "year"
        screen.say(f"That is no {lacking}, so there is nothing in it.")
    elif not is_month(dates.within):
        pane.zoom(choice.value)
    else:
        # In a day are its papers, as those of any other filter are beyond it.
        if dates.origin is not None or choice.state != "in":
            dates.take_now()
        leave()
