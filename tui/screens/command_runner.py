"""From a key to what it does: numbers before motions, commands, and why a key does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.commands.bindings import unbound
from tui.commands.methods import find_method
from tui.commands.table import BY_ID
from tui.screens.base import BaseScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode

MOST: Final = 9_999_999
"""The largest number that can be typed before a motion."""


class CommandRunner:
    """Does commands on the screen that is shown, and remembers the number typed before one.

    Each method takes the base screen that is shown, or None where another screen lies over it,
    which says nothing here.

    Args:
        is_kiosk: Whether commands that guests can't do are refused.
    """

    def __init__(self, *, is_kiosk: bool) -> None:
        self._is_kiosk = is_kiosk
        self._count = 0

    def counts(self, key: str, screen: BaseScreen | None) -> bool:
        """Take a digit of a number that is typed before a motion, or Esc that takes it back.

        Returns:
            Whether the key is such a one.
        """
        if key == "escape" and self._count:
            self._count = 0
            if screen is not None:
                screen.say("")
            return True
        if not (key in BY_ID["move.count"].keys or (key == "0" and self._count)):
            return False
        if screen is None:
            return False
        self._count = min(self._count * 10 + int(key), MOST)
        screen.say(f"{self._count:,}")
        return True

    def explain(self, key: str, screen: BaseScreen | None) -> None:
        """Say that a key does nothing here, and where it would."""
        self._count = 0
        if screen is not None:
            screen.say(unbound(key))

    def run(self, id: str, focused: DOMNode, screen: BaseScreen | None) -> None:
        """Do a command, or say why it can do nothing now.

        Args:
            id: Of the command.
            focused: The pane that the keys go to, or the screen.
            screen: The base screen.
        """
        count, self._count = self._count, 0
        command = BY_ID[id]
        if screen is not None:
            screen.say("")
            refused = command.kiosk if self._is_kiosk else None
            if not refused and command.refusal is not None:
                refused = command.refusal(screen.situation())
            if refused:
                screen.say(refused)
                return
        method = find_method(_places(focused), id)
        if method is not None:
            # Loaded with the first command, since most browsers have no fence.
            from tui.kiosk import Fenced

            try:
                method(*([count] if count and command.counted else []))
            except Fenced as fenced:
                if screen is not None:
                    screen.say(str(fenced))


def _places(focused: DOMNode) -> Iterator[object]:
    """Where methods of commands are looked for, from the focused pane outwards."""
    for node in focused.ancestors_with_self:
        yield node
        if isinstance(node, BaseScreen):
            yield from node.controllers
