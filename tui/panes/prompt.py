"""A line to type into inside a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.commands.bindings import bindings
from tui.panes.search_box import TextLine

if TYPE_CHECKING:
    from textual.binding import BindingType


class Prompt(TextLine, inherit_bindings=True):
    """A line of text that is hidden until it is asked for.

    Args:
        id: Its name in styles and messages.
        placeholder: What to type, said while nothing is typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]

    def __init__(self, id: str, placeholder: str) -> None:
        super().__init__(id=id, placeholder=placeholder)
        self.display = False

    def offer(self, text: str) -> None:
        """Put a text there that typing replaces, and the arrows keep."""
        self.put(text)
        self.begin_anew()

    @property
    def typed(self) -> str:
        """What has been typed; nothing while it is hidden."""
        return self.value.strip() if self.display else ""
