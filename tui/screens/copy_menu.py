"""What can be copied: a letter each, in the last lines of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.commands.bindings import bindings, footer_commands
from tui.commands.key_names import key_label
from tui.panes.lines import Line
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.geometry import Size

    from tui.commands.command import Command
    from tui.rendering.themes import Inks
    from tui.screens.contracts import Host

HEADING = "Copy"
GAP = 2
INDENT = 1 + len(HEADING) + GAP


def rows_of(commands: Sequence[Command], width: int) -> list[list[Command]]:
    """Share the choices out among lines of ``width`` cells, under one another."""
    rows: list[list[Command]] = [[]]
    room = width - INDENT
    for command in commands:
        taken = _width_of(command)
        # The blanks after the last one of a line may hang over.
        if taken - GAP > room and rows[-1]:
            rows.append([])
            room = width - INDENT
        rows[-1].append(command)
        room -= taken
    return rows


def _width_of(command: Command) -> int:
    return width_of(key_label(command.keys[0])) + 1 + width_of(command.label) + GAP


class Choices(Line):
    """The letters and what they stand for."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self._commands = footer_commands(("copy",))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as are needed."""
        del container, viewport
        return len(rows_of(self._commands, width))

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw a line of choices."""
        rows = rows_of(self._commands, width)
        segments = [Segment(" " * INDENT, inks.text)]
        if y == 0:
            name = Segment(HEADING, inks.heading_focused)
            segments = [Segment(" ", inks.text), name, Segment(" " * GAP, inks.text)]
        for command in rows[y] if y < len(rows) else ():
            key = Segment(key_label(command.keys[0]), inks.key)
            segments += [key, Segment(f" {command.label}{' ' * GAP}", inks.text)]
        return Strip(segments).adjust_cell_length(width, inks.text)

    def on_click(self, event: events.Click) -> None:
        """Take the choice that was clicked."""
        event.stop()
        rows = rows_of(self._commands, self.size.width)
        at = INDENT
        for command in rows[event.y] if event.y < len(rows) else ():
            if at <= event.x < at + _width_of(command) - 1:
                if isinstance(self.screen, CopyMenu):
                    self.screen.action_choose(command.id)
                return
            at += _width_of(command)


class CopyMenu(ModalScreen[None], inherit_bindings=False):
    """Waits for one letter; any other key closes it.

    Args:
        host: Does what is chosen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("copy", "screen.choose")]

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    def compose(self) -> ComposeResult:
        """Put the choices on the screen."""
        yield Choices()

    def action_choose(self, id: str) -> None:
        """Close, and do a command on the screen below."""
        self.dismiss()
        self._host.action_command(id)

    def on_key(self) -> None:
        """Close at a key that stands for nothing here."""
        # Many keys can come at once: the one before may have closed it.
        if self.is_current:
            self.dismiss()

    def on_click(self) -> None:
        """Close at a click beside the choices."""
        if self.is_current:
            self.dismiss()
