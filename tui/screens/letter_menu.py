"""Menus of letters in the last lines of the screen: what can be copied, which orders there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
from rich.segment import Segment
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.commands.bindings import bindings, footer_commands
from tui.commands.key_names import key_label
from tui.panes.lines import Line
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from tui.commands.command import Command, Context
    from tui.rendering.themes import Inks
    from tui.screens.contracts import Host

GAP = 2
LEAVES = ("escape", "q")
"""The keys that lead one level up everywhere."""
IN_FORCE = "•"
"""Stands after the choice that is made already."""


def rows_of(commands: Sequence[Command], width: int) -> list[list[Command]]:
    """Share the choices out among lines of ``width`` cells, under one another."""
    rows: list[list[Command]] = [[]]
    room = width
    for command in commands:
        taken = _width_of(command)
        # The blanks after the last one of a line may hang over.
        if taken - GAP > room and rows[-1]:
            rows.append([])
            room = width
        rows[-1].append(command)
        room -= taken
    return rows


def _width_of(command: Command) -> int:
    return width_of(key_label(command.keys[0])) + 1 + width_of(command.label) + GAP


class Choices(Line):
    """The letters and what they stand for.

    Args:
        menu: Where the letters work.
        heading: What they are about.
        in_force: Id of the choice that is made already, if any is.
        labels: By id of the choices that there are now, what to call each where that is not as
            usual; None for all of them.
    """

    def __init__(
        self,
        menu: Context,
        heading: str,
        in_force: str = "",
        labels: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(id="choices")
        self._commands = [
            msgspec.structs.replace(command, label=(labels or {}).get(command.id) or command.label)
            for command in footer_commands((menu,))
            if labels is None or command.id in labels
        ]
        self._heading = heading
        self._in_force = in_force
        self._indent = 1 + width_of(heading) + GAP

    def _rows(self, width: int) -> list[list[Command]]:
        return rows_of(self._commands, width - self._indent)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as are needed."""
        del container, viewport
        return len(self._rows(width))

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw a line of choices."""
        rows = self._rows(width)
        segments = [Segment(" " * self._indent, inks.text)]
        if y == 0:
            name = Segment(self._heading, inks.heading_focused)
            segments = [Segment(" ", inks.text), name, Segment(" " * GAP, inks.text)]
        for command in rows[y] if y < len(rows) else ():
            key = Segment(key_label(command.keys[0]), inks.key)
            here = command.id == self._in_force
            after = f"{IN_FORCE} " if here else " " * GAP
            ink = inks.strong if here else inks.text
            segments += [key, Segment(f" {command.label}", ink), Segment(after, inks.accent)]
        return Strip(segments).adjust_cell_length(width, inks.text)

    def on_click(self, event: events.Click) -> None:
        """Take the choice that was clicked."""
        event.stop()
        rows = self._rows(self.size.width)
        at = self._indent
        for command in rows[event.y] if event.y < len(rows) else ():
            if at <= event.x < at + _width_of(command) - 1:
                if isinstance(self.screen, LetterMenu):
                    self.screen.action_choose(command.id)
                return
            at += _width_of(command)


class LetterMenu(ModalScreen[None], inherit_bindings=False):
    """Waits for one letter; any other key closes it.

    Args:
        host: Does what is chosen.
        choices: What there is to choose.
    """

    def __init__(self, host: Host, choices: Choices) -> None:
        super().__init__()
        self._host = host
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Put the choices on the screen."""
        yield self._choices

    def action_choose(self, id: str) -> None:
        """Close, and do a command on the screen below."""
        self.dismiss()
        self._host.action_command(id)

    def on_key(self, event: events.Key) -> None:
        """Close at a key that stands for nothing here, and have it do nothing below either."""
        event.stop()
        event.prevent_default()
        # Many keys can come at once: the one before may have closed it.
        if self.is_current:
            self.dismiss()
            if not self.takes(event.key):
                self._host.announce(f"{key_label(event.key)} is none of these letters.")

    def takes(self, key: str) -> bool:
        """Whether a key that is no choice has a meaning here all the same."""
        return key in LEAVES

    def on_click(self) -> None:
        """Close at a click beside the choices."""
        if self.is_current:
            self.dismiss()


class CopyMenu(LetterMenu, inherit_bindings=False):
    """What can be copied.

    Args:
        host: Does what is chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("copy", "screen.choose")]

    def __init__(self, host: Host) -> None:
        super().__init__(host, Choices("copy", "Copy"))


class FetchMenu(LetterMenu, inherit_bindings=False):
    """What can be done while papers are fetched.

    Args:
        host: Does what is chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("fetching", "screen.choose")]

    def __init__(self, host: Host) -> None:
        super().__init__(host, Choices("fetching", "Fetching"))


class OrderMenu(LetterMenu, inherit_bindings=False):
    """Which orders there are.

    Args:
        host: Does what is chosen.
        sort: The order that the list is in.
        offered: The orders that papers can be put into.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("order", "screen.choose")]

    def __init__(self, host: Host, sort: str, offered: Collection[str]) -> None:
        labels = dict.fromkeys((*(f"sort.{one}" for one in offered), "sort.next"), "")
        super().__init__(host, Choices("order", "Sort by", f"sort.{sort}", labels))
