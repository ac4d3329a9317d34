"""The last line: as many keys as fit, or a word about what has just been done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.commands.key_names import key_label
from tui.panes.lines import Line
from tui.text import clean, fit, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from tui.commands.command import Command
    from tui.rendering.themes import Inks


class Footer(Line):
    """The keys that do something here, or a word about what has just been done."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._commands: Sequence[Command] = ()
        self._word = ""
        self._bad = False

    @property
    def word(self) -> str:
        """What is said at present."""
        return self._word

    def show(self, commands: Sequence[Command]) -> None:
        """Show other keys."""
        if [command.id for command in commands] != [command.id for command in self._commands]:
            self._commands = commands
            if not self._word:
                self.refresh()

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""
        word = clean(word)
        if word != self._word:
            self._word, self._bad = word, bad
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw as many keys as fit, or the word."""
        if self._word:
            ink = inks.error if self._bad else inks.accent
            return Strip([Segment(fit(" " + self._word, width), ink)], width)
        segments = [Segment(" ", inks.muted)]
        for _, key, command in self.fitting(width):
            segments += [Segment(key, inks.key), Segment(f" {command.label}  ", inks.muted)]
        return Strip(segments).adjust_cell_length(width, inks.muted)

    def fitting(self, width: int) -> Iterator[tuple[range, str, Command]]:
        """The commands that there is room for, each with its cells and its key."""
        at = 1
        for command in self._commands:
            key = key_label(command.keys[0])
            end = at + width_of(key) + 1 + width_of(command.label)
            if end <= width:
                yield range(at, end), key, command
                at = end + 2

    async def on_click(self, event: events.Click) -> None:
        """Do the command that was clicked."""
        event.stop()
        if not self._word:
            for cells, _, command in self.fitting(self.size.width):
                if event.x in cells:
                    await self.app.run_action(f"app.command('{command.id}')")
                    return
