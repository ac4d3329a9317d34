"""What screens may ask of the application, without knowing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Paper


@runtime_checkable
class Host(Protocol):
    """What the application does for its screens."""

    printing: bool
    """Whether Enter chooses papers, to be printed, and ends."""

    kiosk: bool
    """Whether this is a read-only browser for guests."""

    has_clipboard: bool
    """Whether the terminal is of a kind that may have a clipboard."""

    def choose(self, papers: Sequence[Paper]) -> None:
        """End with these papers chosen."""

    def begin_painting(self) -> None:
        """Paint from now on: the first screen is whole."""

    def next_theme(self) -> str:
        """Change to the next theme; its name."""

    def action_command(self, id: str) -> None:
        """Do a command on the screen that is shown, or say why it can do nothing now."""
