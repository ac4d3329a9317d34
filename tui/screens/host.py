"""What screens may ask of the application, without knowing it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Host(Protocol):
    """What the application does for its screens."""

    def begin_painting(self) -> None:
        """Paint from now on: the first screen is whole."""

    def next_theme(self) -> str:
        """Change to the next theme; its name."""

    def action_command(self, id: str) -> None:
        """Do a command on the screen that is shown, or say why it can do nothing now."""
