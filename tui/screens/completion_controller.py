"""Completes the word at the cursor of the search box, from what the papers have."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.commands.methods import does
from tui.screens.search_controller import TOLD, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.panes.search_box import SearchBox
    from tui.screens.contracts import QueryScreen
    from tui.screens.search_controller import SearchController
    from tui.session.completion import Begun, Choice


class CompletionController:
    """Puts one choice after another into the search box, and shows the others in the last line.

    Args:
        screen: Says what else there is.
        search: Counts, and takes the query.
        search_box: Holds it.
    """

    def __init__(
        self, screen: QueryScreen, search: SearchController, search_box: SearchBox
    ) -> None:
        self._screen = screen
        self._search = search
        self._search_box = search_box
        self._choices: Sequence[Choice] = ()
        self._place = 0
        self._begun: Begun | None = None
        self._stands: tuple[str, int] | None = None
        self._awaited: tuple[str, int] | None = None

    @property
    def _now(self) -> tuple[str, int]:
        return self._search_box.value, self._search_box.cursor_position

    @does("search.complete")
    def _do_search_complete(self) -> None:
        self._step(1)

    @does("search.complete-back")
    def _do_search_complete_back(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        """Take the next choice, or find out which there are."""
        if self._now == self._awaited:
            # The choices are on their way, and this is how far down they are meant.
            self._place += step
        elif self._now == self._stands and len(self._choices) > 1:
            self._take(self._place + step)
        else:
            self._begin(0 if step > 0 else -1)

    def _begin(self, place: int) -> None:
        from tui.session.completion import begun_at, fields_beginning

        text, cursor = self._now
        begun = begun_at(text, cursor)
        self._begun, self._place, self._stands = begun, place, None
        if begun.field is None:
            self._offer(fields_beginning(begun))
            return
        from tui.workers.values import find_choices, has_choices

        if not has_choices(begun.field):
            self._screen.say(f"What stands after {begun.field}: can't be completed.")
            return
        self._awaited = self._now
        rest = f"{text[: begun.start]} {text[begun.end :]}".strip()
        run = partial(find_choices, begun, rest)
        self._search.searcher.ask("values", run, self._found, self._failed)

    def _found(self, choices: Sequence[Choice]) -> None:
        awaited, self._awaited = self._awaited, None
        if self._now == awaited:
            self._offer(choices)

    def _failed(self, error: Exception) -> None:
        self._awaited = None
        if not isinstance(error, TOLD):
            raise error
        self._screen.say(sentence(error), bad=True)

    def _offer(self, choices: Sequence[Choice]) -> None:
        self._choices = choices
        if choices:
            self._take(self._place)
        elif self._begun is not None:
            what = f"{self._begun.field}: " if self._begun.field else ""
            self._screen.say(f"No value of {what}begins so." if what else "No field begins so.")

    def _take(self, place: int) -> None:
        """Put a choice where the word stood that was begun."""
        begun = self._begun
        if begun is None:
            return
        self._place = place % len(self._choices)
        choice, box = self._choices[self._place], self._search_box
        end = begun.end if self._stands is None else self._stands[1]
        text = f"{box.value[: begun.start]}{choice.text}{box.value[end:]}"
        box.put_at(text, begun.start + len(choice.text))
        self._stands = self._now
        self._search.change(query=box.value, typing=True)
        if len(self._choices) > 1 or choice.count is not None:
            from tui.session.completion import menu

            self._screen.say(menu(self._choices, self._place))
