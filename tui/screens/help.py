"""Every key there is, those of the pane one is in first, and the query language."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.commands.bindings import bindings, label_of
from tui.commands.methods import does
from tui.panes.hints import hints_of
from tui.panes.lines import LinePage, inks_for
from tui.panes.search_box import TextLine
from tui.rendering.help_lines import help_lines, keys_by_place, query_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.commands.command import Context

TITLES = ("Keys", "Query language")


class HelpPage(LinePage):
    """Two pages to look through: the keys, and the query language.

    Args:
        here: Where one is, from the focused pane outwards.

    Attributes:
        sought: What is looked for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def __init__(self, here: Sequence[Context]) -> None:
        super().__init__(id="help")
        self.sought = ""
        self._pages = (keys_by_place(here), query_language())
        self._turned = 0
        self._found: Sequence[int] = ()
        self._current = 0

    def on_mount(self) -> None:
        """Say which page this is."""
        self._tell()

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        self._lay_out(keep_place=True)
        self._tell()

    def _lay_out(self, *, keep_place: bool) -> None:
        width = self.scrollable_content_region.width
        lines = help_lines(self._pages[self._turned], width, inks_for(self), self.sought)
        self._found = lines.found
        self.show_lines(lines.strips, keep_place=keep_place)

    def _tell(self) -> None:
        """Say which page this is, and what the most useful keys do, or that nothing is found."""
        other = TITLES[1 - self._turned]
        self.border_title = f"{TITLES[self._turned]} ({self._turned + 1} of {len(TITLES)})"
        if self.sought and not self._found:
            self.border_subtitle = "neither page has that"
            return
        hints = [("help.turn", other.lower()), ("help.find", "find"), ("help.close", "closes")]
        self.border_subtitle = hints_of(hints, self.outer_size.width)

    def _turn(self, page: int) -> None:
        self._turned = page
        self._lay_out(keep_place=False)
        self._tell()

    def find(self, sought: str) -> None:
        """Show where something stands, from the line on that is in view; on either page."""
        self.sought = sought
        self._lay_out(keep_place=True)
        if self.sought and not self._found:
            other = self._pages[1 - self._turned]
            width = self.scrollable_content_region.width
            if help_lines(other, width, inks_for(self), self.sought).found:
                self._turn(1 - self._turned)
        top = self.scroll_offset.y
        self._current = next((n for n, line in enumerate(self._found) if line >= top), 0)
        self.step(0)
        self._tell()

    def step(self, step: int) -> None:
        """Go to the next place that has what was found, or the one before; round the ends."""
        if self._found:
            self._current = (self._current + step) % len(self._found)
            self.scroll_to(y=self._found[self._current], animate=False)

    @does("help.turn")
    def _do_help_turn(self) -> None:
        self._turn(1 - self._turned)

    @does("help.next")
    def _do_help_next(self) -> None:
        self._to_found(1)

    @does("help.previous")
    def _do_help_previous(self) -> None:
        self._to_found(-1)

    def _to_found(self, step: int) -> None:
        if self.sought:
            self.step(step)
        else:
            find = label_of("help.find", "help.find")
            self.border_subtitle = f"nothing is looked for: {find} finds"

    @does("help.down")
    def _do_help_down(self) -> None:
        self.scroll_by(1)

    @does("help.up")
    def _do_help_up(self) -> None:
        self.scroll_by(-1)

    @does("help.page-down")
    def _do_help_page_down(self) -> None:
        self.scroll_pages(1)

    @does("help.page-up")
    def _do_help_page_up(self) -> None:
        self.scroll_pages(-1)

    @does("help.top")
    def _do_help_top(self) -> None:
        self.scroll_to(y=0, animate=False)

    @does("help.bottom")
    def _do_help_bottom(self) -> None:
        self.scroll_to(y=self.virtual_size.height, animate=False)

    @does("help.close")
    def _do_help_close(self) -> None:
        self.screen.dismiss()


class FindLine(TextLine, inherit_bindings=True):
    """What to find in the help, below it while one types."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt")]


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """The help over everything else.

    Args:
        here: Where one is, from the focused pane outwards.
    """

    AUTO_FOCUS = "#help"

    def __init__(self, here: Sequence[Context] = ()) -> None:
        super().__init__()
        self.page = HelpPage(here)
        self.line = FindLine(id="help-find", placeholder="Find in the help")
        self.line.display = False

    def compose(self) -> ComposeResult:
        """Put the page on the screen, and the line to find with below it."""
        with Vertical(id="help-around"):
            yield self.page
            yield self.line

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find()

    def _find(self) -> None:
        # Many keys can come at once, and the message about the last ones be on its way.
        if self.line.display and self.line.value != self.page.sought:
            self.page.find(self.line.value)

    def _leave_line(self) -> None:
        self.line.display = False
        self.set_focus(self.page)

    @does("help.find")
    def _do_help_find(self) -> None:
        self.line.put("")
        self.line.display = True
        self.set_focus(self.line)

    @does("prompt.accept")
    def _do_prompt_accept(self) -> None:
        self._find()
        self._leave_line()

    @does("prompt.cancel")
    def _do_prompt_cancel(self) -> None:
        self.line.put("")
        self.page.find("")
        self._leave_line()

    @does("prompt.down")
    def _do_prompt_down(self) -> None:
        self._find()
        self.page.step(1)

    @does("prompt.up")
    def _do_prompt_up(self) -> None:
        self._find()
        self.page.step(-1)
