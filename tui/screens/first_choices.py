"""What a first run offers, one choice a line."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.panes.lines import Line
from tui.rendering.result_row import CURSOR
from tui.text import fit, width_of

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size

    from tui.rendering.themes import Inks


class FirstChoice(Enum):
    """A way to papers: what is said of it, where there is room and where there is little."""

    DAILY = ("Fetch the last week of Daily Papers (Hugging Face)", "Fetch a week of Daily Papers")
    ARXIV = ("Fetch arXiv categories, the last week of each", "Fetch arXiv categories")
    FILES = ("Read files or folders that you have", "Read files or folders")
    DEMO = ("Look at invented papers", "Look at invented papers")


ALL = tuple(FirstChoice)

PLACEHOLDERS = {
    FirstChoice.DAILY: "Enter fetches them",
    FirstChoice.ARXIV: "cs.LG, hep-th, stat.ML",
    FirstChoice.FILES: "a file or a folder",
    FirstChoice.DEMO: "Enter shows them",
}
"""What stands in the line to type into while nothing is typed."""


class FirstChoices(Line):
    """The choices, one of which is made already."""

    class Pressed(Message):
        """A choice was clicked."""

        def __init__(self, choice: FirstChoice) -> None:
            self.choice = choice
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="first-choices")
        self.choice = FirstChoice.DAILY

    def choose(self, choice: FirstChoice) -> None:
        """Make another choice."""
        self.choice = choice
        self.refresh()

    def move(self, step: int) -> None:
        """Go to the next choice, or the one before; after the last comes the first."""
        self.choose(ALL[(ALL.index(self.choice) + step) % len(ALL)])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each."""
        del container, viewport, width
        return len(ALL)

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw a choice."""
        choice = ALL[y]
        whole, short = choice.value
        is_chosen = choice is self.choice
        text = whole if width_of(whole) + 2 <= width else short
        sign = f"{CURSOR} " if is_chosen else "  "
        ink = inks.strong if is_chosen else inks.text
        return Strip([Segment(sign, inks.accent), Segment(fit(text, width - 2), ink)], width)

    def on_click(self, event: events.Click) -> None:
        """Make the choice that was clicked."""
        event.stop()
        if 0 <= event.y < len(ALL):
            self.post_message(self.Pressed(ALL[event.y]))
