"""What the application looks for in panes and drivers while it runs; see also `contracts.py`."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Repaints(Protocol):
    """What draws on a terminal, and can begin with a blank one."""

    def repaint(self) -> None:
        """Clear the terminal, and know nothing of what it shows."""


@runtime_checkable
class Pastes(Protocol):
    """What takes text that is pasted."""

    def paste(self, text: str) -> None:
        """Put a text where the cursor is."""
