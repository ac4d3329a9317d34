"""What the application looks for in panes and drivers while it runs; see also `contracts.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from textual.geometry import Offset


@runtime_checkable
class Repaints(Protocol):
    """What draws on a terminal, and can begin with a blank one."""

    def repaint(self) -> None:
        """Clear the terminal, and know nothing of what it shows."""


@runtime_checkable
class Pastes(Protocol):
    """What one types into, and takes text that is pasted."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the screen the cursor is."""

    def paste(self, text: str) -> None:
        """Put a text where the cursor is."""
