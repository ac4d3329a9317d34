"""A few lines to write a note in, where no editor is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.commands.bindings import bindings, footer_commands
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.text import clean

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType


class NoteArea(TextArea):
    """The note."""

    def paste(self, text: str) -> None:
        """Put a text where the cursor is."""
        self.insert(text)


class NoteBox(ModalScreen[str | None], inherit_bindings=False):
    """Lets a note be written, and ends with it; with None where it stays as it is.

    Args:
        what: Which paper it is about.
        note: The note there is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("noting")]
    AUTO_FOCUS = "#note"

    def __init__(self, what: str, note: str) -> None:
        super().__init__()
        self._what = what
        self._note = note
        self._warned_of: str | None = None
        self.area = NoteArea(note, id="note", show_line_numbers=False, compact=True)
        self.keys = Footer()

    def compose(self) -> ComposeResult:
        """Put the box on the screen."""
        self.keys.show(footer_commands(("noting",)))
        with Vertical(id="naming"):
            yield Static(f" {clean(self._what)}", markup=False, id="tagging-what")
            yield self.area
            yield self.keys

    @does("noting.keep")
    def _do_noting_keep(self) -> None:
        self.dismiss(self.area.text)

    @does("noting.cancel")
    def _do_noting_cancel(self) -> None:
        # Whoever wrote more after the warning was about to keep it, and is warned again.
        if self.area.text in (self._note, self._warned_of):
            self.dismiss(None)
        else:
            self._warned_of = self.area.text
            self.keys.say("Once more drops what was written.")
