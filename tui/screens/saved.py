"""The saved searches, each with how many papers it finds and how many of them are new."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from rich.segment import Segment
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip

from index import QuireError
from tui.commands.bindings import bindings, footer_commands, label_of
from tui.commands.methods import does
from tui.panes.footer import Footer
from tui.panes.lines import Scrolled, inks_for
from tui.rendering.saved_line import SavedCount, saved_line
from tui.screens.search_controller import TOLD, sentence
from tui.session.follow import name_of
from tui.text import as_sentence, fit, width_of, wrap
from tui.workers.saved_counts import count_saved, query_for_new

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from index import Library, Papers, Saved
    from tui.screens.contracts import Host
    from tui.workers.own_library import OwnLibrary


Answer = TypeVar("Answer")


class Ask(Protocol):
    """Queues a request for the search thread."""

    def __call__(
        self,
        run: Callable[[Papers], Answer],
        deliver: Callable[[Answer], None],
        fail: Callable[[Exception], None],
    ) -> None:
        """Have ``deliver`` called with the answer, or ``fail`` with the error."""


class SavedList(Scrolled, inherit_bindings=False):
    """The saved searches, a line each.

    Attributes:
        searches: In the order in which they were made.
        counts: Of those that were counted, by name.
        cursor: The place of the chosen one.
        read: Whether it is known which there are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("saved")]

    def __init__(self) -> None:
        super().__init__(id="saved")
        self.searches: Sequence[Saved] = ()
        self.counts: dict[str, SavedCount] = {}
        self.cursor = 0
        self.read = False
        self.border_title = "Saved searches"

    @property
    def chosen(self) -> Saved | None:
        """The one under the cursor."""
        return self.searches[self.cursor] if self.cursor < len(self.searches) else None

    @property
    def cursor_line(self) -> int | None:
        """The line in view that the cursor stands on."""
        return self.cursor - self.scroll_offset.y if self.searches else None

    def show(self, searches: Sequence[Saved], at: str = "") -> None:
        """Show other searches, with the cursor on the one of a name if it is among them."""
        self.searches, self.read = searches, True
        names = [saved.name.casefold() for saved in searches]
        place = names.index(at.casefold()) if at.casefold() in names else self.cursor
        self.set_line_count(len(searches))
        self.go(place)

    def go(self, place: int) -> None:
        """Put the cursor on a line."""
        self.cursor = min(max(place, 0), max(len(self.searches) - 1, 0))
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= self.cursor < top + height:
            self.scroll_to(y=max(self.cursor - height // 2, 0), animate=False, force=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one saved search, or a line of how the first one is made."""
        inks, width = inks_for(self), self.line_width
        line = y + self.scroll_offset.y
        if line < len(self.searches):
            saved = self.searches[line]
            return saved_line(
                saved.name,
                saved.query,
                self.counts.get(saved.name),
                inks,
                width=width,
                name_width=max(width_of(one.name) for one in self.searches),
                cursor=line == self.cursor,
            )
        said = _how_to_begin(width) if self.read and not self.searches else []
        return Strip([Segment(fit(said[line] if line < len(said) else "", width), inks.text)])

    def on_click(self, event: events.Click) -> None:
        """Choose the search that was clicked."""
        self.go(event.y + self.scroll_offset.y)


def _how_to_begin(width: int) -> list[str]:
    text = (
        f"No search is saved yet. {label_of('saved.add')} saves the one that is in the search box, "
        f"and in the list {label_of('follow.menu')} {label_of('follow.save')} those that a paper "
        "leads to: its author, its organisation, its category."
    )
    return [text[start:end] for start, end in wrap(text, width)]


class SavedScreen(ModalScreen[str | None], inherit_bindings=False):
    """The saved searches over everything else; ends with the query to search for, if any.

    What is changed is shown when it is on the disk. The screen may be left before that: then what
    became of it is announced.

    Args:
        host: Announces.
        library: Has them.
        ask: Counts them.
        query: What is in the search box.
    """

    AUTO_FOCUS = "#saved"

    def __init__(self, host: Host, library: OwnLibrary, ask: Ask, query: str) -> None:
        super().__init__()
        self._host = host
        self._library = library
        self._ask = ask
        self._query = query
        self._removals: list[list[Saved]] = []
        self._being_removed: set[str] = set()
        self._put_off: list[Callable[[], None]] = []
        self.list = SavedList()
        self.keys = Footer()

    def compose(self) -> ComposeResult:
        """Put the searches on the screen."""
        self.keys.show(footer_commands(("saved",)))
        with Vertical(id="saved-around"):
            yield self.list
            yield self.keys

    def on_mount(self) -> None:
        """Read what is saved: not here, since a disk may be slow, nor after those who write."""
        self._ask(lambda papers: self._library.asked.saved(), self._read, self._failed)

    def _read(self, searches: Sequence[Saved]) -> None:
        if self.list.read or not self.is_attached:
            # What was changed meanwhile has shown newer ones.
            return
        self._show(searches)
        put_off, self._put_off = self._put_off, []
        for command in put_off:
            command()

    def _waits(self, command: Callable[[], None]) -> bool:
        """Put a command off that was typed before there is a list; whether that is so."""
        if not self.list.read:
            self._put_off.append(command)
        return not self.list.read

    def _show(self, searches: Sequence[Saved], at: str = "") -> None:
        self.list.show(sorted(searches, key=lambda saved: saved.made), at)
        self._count()

    def _say(self, word: str, *, bad: bool = False) -> None:
        """Say something here, or elsewhere if this was left."""
        if self.is_attached:
            self.keys.say(word, bad=bad)
        else:
            self._host.announce(word, bad=bad)

    def _changed(self, word: str, searches: Sequence[Saved], at: str = "") -> None:
        """Show what is saved now."""
        # Others may ask for what was changed, and find something else now.
        self.list.counts.clear()
        if self.is_attached:
            self._show(searches, at)
        self._say(word)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, TOLD):
            raise error
        self._say(as_sentence(str(error)), bad=True)

    def _count(self) -> None:
        """Count those that were not counted yet, one after the other."""
        counts = self.list.counts
        left = [saved.name for saved in self.list.searches if saved.name not in counts]
        if not left or not self.is_attached:
            return
        name = left[0]

        def counted(count: SavedCount) -> None:
            counts[name] = count
            self.list.refresh()
            self._count()

        def failed(error: Exception) -> None:
            if not isinstance(error, TOLD):
                raise error
            counted(SavedCount(None, reason=sentence(error)))

        self._ask(partial(count_saved, name), counted, failed)

    def on_key(self) -> None:
        """Say nothing any longer; the key does what it does."""
        self.keys.say("")

    # Commands

    @does("saved.run")
    def _do_saved_run(self) -> None:
        if self._waits(self._do_saved_run):
            return
        saved = self.list.chosen
        if saved is not None:
            self.dismiss(saved.query)

    @does("saved.run-new")
    def _do_saved_run_new(self) -> None:
        if self._waits(self._do_saved_run_new):
            return
        saved = self.list.chosen
        if saved is None:
            return
        try:
            self.dismiss(query_for_new(saved.query))
        except QuireError as error:
            self.keys.say(str(error), bad=True)

    @does("saved.add")
    def _do_saved_add(self) -> None:
        self._ask_name(name_of(self._query) or "everything", self._query)

    @does("saved.edit")
    def _do_saved_edit(self) -> None:
        if self._waits(self._do_saved_edit):
            return
        saved = self.list.chosen
        if saved is not None:
            self._ask_name(saved.name, saved.query, changed=saved.name)

    def _ask_name(self, name: str, query: str, changed: str | None = None) -> None:
        from tui.screens.naming import NamingScreen

        def named(name: str, word: str, searches: Sequence[Saved]) -> None:
            self._changed(word, searches, at=name)

        self.app.push_screen(
            NamingScreen(self._say, self._library, name, query, named, changed=changed)
        )

    @does("saved.remove")
    def _do_saved_remove(self) -> None:
        if self._waits(self._do_saved_remove):
            return
        saved = self.list.chosen
        if saved is None or saved.name in self._being_removed:
            return
        removal: list[Saved] = []

        def run(library: Library) -> Sequence[Saved]:
            removed = library.searches.remove(saved.name)
            removal.extend([removed] if removed is not None else ())
            return library.saved()

        def finish(searches: Sequence[Saved]) -> None:
            self._being_removed.discard(saved.name)
            if removal:
                word = f"Deleted {saved.name}; {label_of('saved.undo')} brings it back."
            else:
                self._forget(removal)
                word = f"{saved.name} was deleted already."
            self._changed(word, searches)

        def fail(error: Exception) -> None:
            self._being_removed.discard(saved.name)
            self._forget(removal)
            self._failed(error)

        self._removals.append(removal)
        self._being_removed.add(saved.name)
        self.keys.say(f"Deleting {saved.name}…")
        self._library.changes.ask(run, finish, fail, f"{saved.name} deleted")

    def _forget(self, removal: list[Saved]) -> None:
        """Take note that nothing was deleted; it may have been taken back meanwhile."""
        self._removals = [one for one in self._removals if one is not removal]

    @does("saved.undo")
    def _do_saved_undo(self) -> None:
        if not self._removals:
            self.keys.say("Nothing was deleted here.")
            return
        removal = self._removals.pop()

        def run(library: Library) -> Sequence[Saved]:
            # Changes are made one after the other: what was deleted is known by now.
            for saved in removal:
                library.searches.restore(saved)
            return library.saved()

        def finish(searches: Sequence[Saved]) -> None:
            for saved in removal:
                self._changed(f"{saved.name} is here again.", searches, at=saved.name)

        def fail(error: Exception) -> None:
            if removal:
                self._removals.append(removal)
            self._failed(error)

        self.keys.say("Bringing it back…")
        self._library.changes.ask(run, finish, fail, "a saved search brought back")

    @does("saved.close")
    def _do_saved_close(self) -> None:
        self.dismiss(None)

    @does("saved.down")
    def _do_saved_down(self) -> None:
        if self._waits(self._do_saved_down):
            return
        self.list.go(self.list.cursor + 1)

    @does("saved.up")
    def _do_saved_up(self) -> None:
        if self._waits(self._do_saved_up):
            return
        self.list.go(self.list.cursor - 1)

    @does("saved.first")
    def _do_saved_first(self) -> None:
        if self._waits(self._do_saved_first):
            return
        self.list.go(0)

    @does("saved.last")
    def _do_saved_last(self) -> None:
        if self._waits(self._do_saved_last):
            return
        self.list.go(len(self.list.searches) - 1)
