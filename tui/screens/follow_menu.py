"""The menu of what can be followed from a paper: letters, and digits for its authors."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands.bindings import bindings
from tui.screens.letter_menu import Choices, LetterMenu
from tui.text import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.binding import BindingType

    from tui.screens.contracts import Host
    from tui.session.follow import Lead

_LONGEST = 26
"""Cells of a name."""


class FollowMenu(LetterMenu, inherit_bindings=False):
    """What can be followed.

    Args:
        host: Does what is chosen.
        leads: What there is, by the id of the command that follows it.
        saving: Whether the search will be saved, too.
        author: Follows the author of a number.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("follow", "screen.choose")]

    def __init__(
        self,
        host: Host,
        leads: Mapping[str, Lead],
        author: Callable[[int], None],
        *,
        saving: bool,
    ) -> None:
        labels = {command: shorten(one.label, _LONGEST) for command, one in leads.items()}
        if not saving:
            labels["follow.save"] = ""
        super().__init__(host, Choices("follow", "Save" if saving else "Follow", labels=labels))
        self._author = author

    def takes(self, key: str) -> bool:
        """As in all menus; a digit is an author's."""
        return super().takes(key) or key.isdigit()

    def on_key(self, event: events.Key) -> None:
        """Follow the author whose number was typed; any other key closes the menu."""
        super().on_key(event)
        if event.key.isdigit():
            self._author(int(event.key))
