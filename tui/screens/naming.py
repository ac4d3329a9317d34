"""The name and the query of a saved search, to be typed; in the last lines of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from index import QueryError, QuireError
from tui.commands.bindings import bindings, footer_commands
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.panes.search_box import QueryTrouble, TextLine
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from index import Library

_INDENT = 9
"""Cells before what is typed."""


class NamingScreen(ModalScreen[str], inherit_bindings=False):
    """Asks for a name and a query, keeps them, and ends with a word about it.

    Args:
        library: Keeps them.
        name: What to offer as a name.
        query: What to offer as a query.
        changed: The name of the saved search that is changed; None for a new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("naming")]
    AUTO_FOCUS = "#saved-name"

    def __init__(
        self, library: Library, name: str, query: str, *, changed: str | None = None
    ) -> None:
        super().__init__()
        self._library = library
        self._changed = changed
        self._confirmed: str | None = None
        self.name_line = TextLine(id="saved-name")
        self.query_line = TextLine(id="saved-query")
        self.name_line.put(name)
        self.query_line.put(query)
        self.trouble = QueryTrouble(id="naming-trouble")
        self.keys = Footer()

    def compose(self) -> ComposeResult:
        """Put the question on the screen."""
        self.keys.show(footer_commands(("naming",)))
        with Vertical(id="naming"):
            for label, line in (("Name", self.name_line), ("Query", self.query_line)):
                with Horizontal(classes="naming-line"):
                    yield Static(f" {label:<5} › ", markup=False)
                    yield line
            yield self.trouble
            yield self.keys

    @on(Input.Changed)
    def _typed(self) -> None:
        self._confirmed = None
        self.trouble.hide()
        self.keys.say("")

    @does("naming.other")
    def _do_naming_other(self) -> None:
        other = self.query_line if self.name_line.has_focus else self.name_line
        self.set_focus(other)

    @does("naming.cancel")
    def _do_naming_cancel(self) -> None:
        self.dismiss("")

    @does("naming.accept")
    def _do_naming_accept(self) -> None:
        name, query = self.name_line.value.strip(), self.query_line.value.strip()
        try:
            if self._would_replace(name, [saved.name for saved in self._library.saved()]):
                self._confirmed = name
                self.keys.say(f"There is a search {name} already: Enter once more replaces it.")
                return
            self._keep(name, query)
        except QueryError as error:
            self.set_focus(self.query_line)
            before = width_of(query[: error.position]) - self.query_line.scroll_offset.x
            self.trouble.show(_INDENT + before, error.reason)
        except QuireError as error:
            self.keys.say(f"{str(error)[:1].upper()}{str(error)[1:]}.", bad=True)
        else:
            self.dismiss(f"saved:{name} finds {query or 'everything'}")

    def _would_replace(self, name: str, names: Collection[str]) -> bool:
        """Whether a new search would take the place of another one, which was not said yet."""
        return (
            self._changed is None
            and self._confirmed != name
            and name.casefold() in {one.casefold() for one in names}
        )

    def _keep(self, name: str, query: str) -> None:
        if self._changed is None:
            self._library.save(name, query)
        else:
            self._library.searches.rename(self._changed, name, query)
