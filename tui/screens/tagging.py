"""Tags to be typed for papers; in the last lines of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands.bindings import bindings, footer_commands
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.panes.search_box import TextLine
from tui.session.typed_tags import TypedTags, complete_tag, read_tags
from tui.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType


class TagScreen(ModalScreen[TypedTags], inherit_bindings=False):
    """Asks for tags, and ends with what is to be done with them.

    Args:
        what: Which papers they are for, and the tags these have.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("tagging")]
    AUTO_FOCUS = "#tags"

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self.known: Sequence[str] = ()
        self.line = TextLine(id="tags")
        self.keys = Footer()

    def know(self, tags: Sequence[str]) -> None:
        """Complete these tags from now on."""
        self.known = tags

    def compose(self) -> ComposeResult:
        """Put the question on the screen."""
        self.keys.show(footer_commands(("tagging",)))
        with Vertical(id="naming"):
            yield Static(f" {clean(self._what)}", markup=False, id="tagging-what")
            with Horizontal(classes="naming-line"):
                yield Static(" Tags  › ", markup=False)
                yield self.line
            yield self.keys

    def on_key(self, event: events.Key) -> None:
        """Take what is typed before the line is there."""
        if not self.is_mounted and event.is_printable and event.character:
            self.line.type_in(event.character)

    @does("tagging.accept")
    def _do_tagging_accept(self) -> None:
        self.dismiss(read_tags(self.line.value))

    @does("tagging.complete")
    def _do_tagging_complete(self) -> None:
        completed, choices = complete_tag(self.line.value, self.known)
        if not choices:
            self.keys.say("No tag begins like this; it would be a new one.")
        else:
            self.line.put(completed)
            self.keys.say("  ".join(choices) if len(choices) > 1 else "")

    @does("tagging.cancel")
    def _do_tagging_cancel(self) -> None:
        self.dismiss(TypedTags((), ()))
