"""Which records a build rejected and why, to read in full: the last line cuts what is long."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.screen import ModalScreen

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.hints import hints_of
from tui.panes.lines import LinePage, inks_for
from tui.rendering.paper_lines import flowing
from tui.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from index import Report

MARGIN = 2
"""Cells before a reason, so that where it stood is found."""


def rejected_paragraphs(report: Report) -> list[tuple[str, str]]:
    """What to say of the rejected records of a build, each paragraph with the name of its ink."""
    rejected = report.rejected
    paragraphs = [(f"{rejected.count:,} of {plural(report.records, 'record')} rejected", "strong")]
    for record in rejected.first:
        paragraphs += [(f"{record.file}:{record.line}", "key"), (record.reason, "text")]
    more = rejected.count - len(rejected.first)
    if more:
        paragraphs.append((f"and {more:,} more, of which no more than the number is kept", "muted"))
    return paragraphs


HINTS: Final = (("rejected.down", "scrolls"), ("rejected.close", "closes"))


class RejectedPage(LinePage):
    """Paragraphs to scroll through.

    Args:
        title: What they are about.
        paragraphs: Each with the name of its ink.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rejected")]

    def __init__(self, title: str, paragraphs: Sequence[tuple[str, str]]) -> None:
        super().__init__(id="rejected")
        self._paragraphs = paragraphs
        self.border_title = title
        self.border_subtitle = hints_of(HINTS, 0)

    def on_resize(self) -> None:
        """Wrap everything to the new width: nothing is cut at the edge."""
        width, inks = self.scrollable_content_region.width, inks_for(self)
        lines = []
        for text, name in self._paragraphs:
            margin = MARGIN if name == "text" and width > 4 * MARGIN else 0
            lines += flowing(clean(text), width, getattr(inks, name), inks.match, margin=margin)
        self.show_lines(lines, keep_place=True)

    @does("rejected.down")
    def _do_rejected_down(self) -> None:
        self.scroll_by(1)

    @does("rejected.up")
    def _do_rejected_up(self) -> None:
        self.scroll_by(-1)

    @does("rejected.page-down")
    def _do_rejected_page_down(self) -> None:
        self.scroll_pages(1)

    @does("rejected.page-up")
    def _do_rejected_page_up(self) -> None:
        self.scroll_pages(-1)

    @does("rejected.top")
    def _do_rejected_top(self) -> None:
        self.scroll_to(y=0, animate=False)

    @does("rejected.bottom")
    def _do_rejected_bottom(self) -> None:
        self.scroll_to(y=self.virtual_size.height, animate=False)

    @does("rejected.close")
    def _do_rejected_close(self) -> None:
        self.screen.dismiss()


class RejectedScreen(ModalScreen[None], inherit_bindings=False):
    """The page over everything else.

    Args:
        title: What the paragraphs are about.
        paragraphs: Each with the name of its ink.
    """

    AUTO_FOCUS = "#rejected"

    def __init__(self, title: str, paragraphs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.page = RejectedPage(title, paragraphs)

    def compose(self) -> ComposeResult:
        """Put the page on the screen."""
        yield self.page
