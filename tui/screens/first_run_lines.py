"""The lines of the first run's screen: its text, the line to type into, and the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.strip import Strip

from tui.commands.bindings import bindings
from tui.panes.lines import Line, inks_for
from tui.panes.search_box import TextLine
from tui.rendering.paper_lines import flowing
from tui.text import clean, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType
    from textual.geometry import Size

    from tui.rendering.themes import Inks


class Prose(Line):
    """Text of several lines, wrapped to the width there is.

    Args:
        text: Paragraphs, each with the name of its ink.
    """

    def __init__(self, text: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._text = text

    def lines(self, width: int, inks: Inks) -> list[Strip]:
        """The text, wrapped to a width."""
        lines: list[Strip] = []
        for text, name in self._text:
            ink = getattr(inks, name)
            lines += flowing(text, width, ink, inks.match) or [Strip.blank(width, ink)]
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text needs."""
        return len(self.lines(width, inks_for(self)))

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw a line of the text."""
        lines = self.lines(width, inks)
        return lines[y] if y < len(lines) else Strip.blank(width, inks.text)


class WordLine(Line):
    """What is going on, or went wrong."""

    def __init__(self) -> None:
        super().__init__(id="word")
        self.text = ""
        self._bad = False

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say something else."""
        self.text, self._bad = clean(text), bad
        self.refresh()

    @property
    def fits(self) -> bool:
        """Whether there is room for all of it."""
        return len(wrap(self.text, self.size.width)) <= self.size.height

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw it, wrapped."""
        ink = inks.error if self._bad else inks.accent
        lines = flowing(self.text, width, ink, inks.match) if self.text else []
        return lines[y] if y < len(lines) else Strip([Segment(" " * width, inks.text)], width)


class PathLine(TextLine, inherit_bindings=True):
    """The path to index.

    Args:
        move: Goes to another choice, so many further down, with a letter that means nothing here;
            whether it does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("welcome")]

    def __init__(self, move: Callable[[int], bool], *, placeholder: str) -> None:
        super().__init__(id="path", placeholder=placeholder)
        self._move = move

    def type_in(self, text: str) -> None:
        """Go to another choice with the letters that do so in every other list, or take them."""
        step = {"j": 1, "k": -1}.get(text)
        if step is None or not self._move(step):
            super().type_in(text)
