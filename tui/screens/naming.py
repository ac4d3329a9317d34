"""The name and the query of a saved search, to be typed; in the last lines of the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import on
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from index import QueryError
from tui.commands.bindings import bindings, footer_commands
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.panes.search_box import QueryTrouble, TextLine
from tui.screens.search_controller import TOLD
from tui.text import as_sentence, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from index import Library, Saved
    from tui.workers.own_library import OwnLibrary

_INDENT = 9
"""Cells before what is typed."""


class Say(Protocol):
    """Says something on another screen."""

    def __call__(self, word: str, *, bad: bool = False) -> None:
        """Say it; ``bad`` where something went wrong."""


class Named(Protocol):
    """Is told of a saved search that was kept."""

    def __call__(self, name: str, word: str, searches: Sequence[Saved]) -> None:
        """Take note of it, of what to say, and of all saved searches as they are now."""


class NamingScreen(ModalScreen[None], inherit_bindings=False):
    """Asks for a name and a query, has them kept, and ends when they are on the disk.

    It may be left before that: then what became of them is said elsewhere.

    Args:
        say: Says what became of them if this was left.
        library: Keeps them.
        name: What to offer as a name.
        query: What to offer as a query.
        named: Is told when they are kept.
        changed: The name of the saved search that is changed; None for a new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("naming")]
    AUTO_FOCUS = "#saved-name"

    def __init__(
        self,
        say: Say,
        library: OwnLibrary,
        name: str,
        query: str,
        named: Named,
        *,
        changed: str | None = None,
    ) -> None:
        super().__init__()
        self._say = say
        self._library = library
        self._named = named
        self._changed = changed
        self._confirmed: str | None = None
        self._is_waiting = False
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
        self.dismiss()

    @does("naming.accept")
    def _do_naming_accept(self) -> None:
        if self._is_waiting:
            return
        name, query = self.name_line.value.strip(), self.query_line.value.strip()
        self._is_waiting = True
        self.keys.say(f"Saving {name}…")
        self._library.changes.ask(
            self._change(name, query),
            partial(self._kept, name, query),
            partial(self._failed, query),
            what=f"the saved search {name} ({query})",
        )

    def _change(self, name: str, query: str) -> Callable[[Library], Sequence[Saved] | None]:
        """What keeps them; it gives all saved searches, None where another one has the name."""
        changed, is_confirmed = self._changed, self._confirmed == name

        def run(library: Library) -> Sequence[Saved] | None:
            if changed is not None:
                library.searches.rename(changed, name, query)
            elif not is_confirmed and _is_among(name, library.saved()):
                return None
            else:
                library.save(name, query)
            return library.saved()

        return run

    def _kept(self, name: str, query: str, searches: Sequence[Saved] | None) -> None:
        self._is_waiting = False
        if searches is not None:
            if self.is_current:
                self.dismiss()
            self._named(name, f"saved:{name} finds {query or 'everything'}", searches)
        elif self.is_current:
            self._confirmed = name
            self.keys.say("There already: Enter again replaces it.")
        else:
            self._say(f"There is a search {name} already: it stays as it is.", bad=True)

    def _failed(self, query: str, error: Exception) -> None:
        if not isinstance(error, TOLD):
            raise error
        self._is_waiting = False
        if not self.is_current:
            self._say(as_sentence(str(error)), bad=True)
        elif isinstance(error, QueryError):
            self.set_focus(self.query_line)
            before = width_of(query[: error.position]) - self.query_line.scroll_offset.x
            self.trouble.show(_INDENT + before, error.reason)
            self.keys.say("")
        else:
            self.keys.say(as_sentence(str(error)), bad=True)


def _is_among(name: str, searches: Sequence[Saved]) -> bool:
    return name.casefold() in {saved.name.casefold() for saved in searches}
