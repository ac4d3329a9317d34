"""The last line: as many keys as fit, or a word about what has just been done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

from tui.commands.key_names import key_label
from tui.panes.lines import Line
from tui.text import clean, fit, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from tui.commands.command import Command
    from tui.rendering.themes import Inks


MOST_LINES = 3
"""Lines of a word at most; what is longer is cut."""

SHARE = 4
"""A word takes no more than one line in so many of the screen."""


class Footer(Line):
    """The keys that do something here, or a word about what has just been done.

    A word that is too long for one line gets more of them until the next key: what it advises
    stands at its end.
    """

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
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        """Break the word anew for another width."""
        self._make_room()

    def _make_room(self) -> None:
        """Be as high as the word needs."""
        if not self.is_attached:
            return
        most = max(1, min(MOST_LINES, self.screen.size.height // SHARE)) if self._word else 1
        height = min(len(self._broken(self.size.width)), most)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def _broken(self, width: int) -> list[str]:
        """The word in lines that fit beside a blank at the left; one line at least."""
        lines = [self._word[start:end] for start, end in wrap(self._word, max(width - 1, 1))]
        return lines if width and lines else [self._word]

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw as many keys as fit, or the word."""
        if self._word:
            ink = inks.error if self._bad else inks.accent
            lines = self._broken(width)
            last = self.size.height - 1
            text = " ".join(lines[last:]) if y == last else "".join(lines[y : y + 1])
            return Strip([Segment(fit(" " + text, width), ink)], width)
        if y:
            return Strip.blank(width, inks.muted)
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
