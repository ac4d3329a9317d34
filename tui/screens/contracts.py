"""What screens may ask of the application and of each other, without knowing more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.dom import DOMNode

    from index import Paper
    from tui.commands.conditions import Situation
    from tui.session.marks import Marks
    from tui.workers.export import Selection
    from tui.workers.requests import Marker


class Host(Protocol):
    """What the application does for its screens."""

    printing: bool
    """Whether Enter chooses papers, to be printed, and ends."""

    kiosk: bool
    """Whether this is a read-only browser for guests."""

    @property
    def has_clipboard(self) -> bool:
        """Whether the terminal is of a kind that may have a clipboard."""

    def choose(self, papers: Sequence[Paper]) -> None:
        """End with these papers chosen."""

    def begin_painting(self) -> None:
        """Paint from now on: the first screen is whole."""

    def next_theme(self) -> str:
        """Change to the next theme; its name."""

    def action_command(self, id: str) -> None:
        """Do a command on the screen that is shown, or say why it can do nothing now."""


def host_of(node: DOMNode) -> Host:
    """The application that a screen belongs to. mypy holds `tui.app.QuireApp` to the contract."""
    return cast("Host", node.app)


@runtime_checkable
class Speaker(Protocol):
    """A screen that can say a word and knows what can be done on it."""

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""


class PaperList(Protocol):
    """What the reader asks of the list whose papers it shows, one at a time."""

    marks: Marks

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor; None where there is none or it is on its way."""

    @property
    def position(self) -> tuple[int, int]:
        """Where the cursor is, from 0, and how many papers are listed."""

    @property
    def marker(self) -> Marker:
        """Finds what the query of the list matched."""

    @property
    def search_text(self) -> str:
        """What the papers in the list were found with."""

    def step(self, count: int) -> None:
        """Move the cursor so many papers down, or up where the number is negative."""

    def situation(self) -> Situation:
        """What decides whether a command can do anything at this moment."""

    def all_papers(self) -> Selection:
        """All papers that match in full."""

    def show_similar(self, paper: Paper) -> None:
        """Search for the papers like one, the most similar first."""
