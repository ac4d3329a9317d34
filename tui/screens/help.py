"""Every key there is, from the registry."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.commands.bindings import bindings, label_of
from tui.commands.command import CONTEXT_NAMES
from tui.commands.key_names import key_labels
from tui.commands.keymap import commands_in_force
from tui.commands.methods import does
from tui.commands.table import GROUPS
from tui.panes.lines import Page, inks_for
from tui.text import fit, shorten, width_of, wrap

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.rendering.themes import Inks

KEYS_WIDTH = 24
LONGEST_KEY = len("Alt+Backspace")

QUERY_HELP = (
    ("two words", "papers with both"),
    ('"a phrase"', "the words in this order"),
    ("a OR b, -c, NOT c", "either; without"),
    ("trans*, word~", "beginnings; near spellings"),
    ("title: abstract: author:", "where to look"),
    ("org:nvidia, org:none", "an organisation; unknown"),
    ("date:2024, date:2023-05..", "a year; from a month on"),
    ("date:7d, date:unknown", "the last 7 days; unknown"),
    ("authors:>10, authors:2..5", "how many authors"),
    ("comments: upvotes: stars:", "counts, the same way"),
    ("cat:cs.CL, id:, source:", "category, arXiv id, source"),
)


def help_lines(width: int, inks: Inks) -> list[Strip]:
    """All commands by group, then what can be typed into the search box."""
    keys_width = min(KEYS_WIDTH, max(width // 3, LONGEST_KEY))
    lines: list[Strip] = []

    def heading(text: str) -> None:
        if lines:
            lines.append(Strip.blank(width, inks.text))
        name = Segment(shorten(text, width), inks.heading_focused)
        lines.append(Strip([name]).adjust_cell_length(width, inks.text))

    def entry(left: str, right: str, where: str) -> None:
        room = max(width - keys_width - 2, 1)
        typed = [left[start:end] for start, end in wrap(left, keys_width)]
        described = [right[start:end] for start, end in wrap(right, room)]
        for number, (keys, part) in enumerate(zip_longest(typed, described, fillvalue="")):
            segments = [Segment(fit(keys, keys_width) + "  ", inks.key), Segment(part, inks.text)]
            ends = number == len(described) - 1
            if where and ends and width_of(part) + 2 + width_of(where) <= room:
                segments.append(Segment(f"  {where}", inks.faint))
            lines.append(Strip(segments).adjust_cell_length(width, inks.text))

    for group in GROUPS:
        heading(group)
        for command in commands_in_force():
            if command.group == group and command.keys:
                keys = " ".join(key_labels(command.keys))
                entry(keys, command.description, CONTEXT_NAMES[command.context])
    heading("What can be typed into the search box")
    for left, right in QUERY_HELP:
        entry(left, right, "")
    return lines


class HelpPage(Page):
    """The list, to scroll through."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("help")]

    def on_resize(self) -> None:
        """Lay the text out for the new width."""
        width = self.scrollable_content_region.width
        self.show_lines(help_lines(width, inks_for(self)), keep_place=True)

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


class HelpScreen(ModalScreen[None], inherit_bindings=False):
    """The list over everything else."""

    AUTO_FOCUS = "#help"

    def compose(self) -> ComposeResult:
        """Put the page on the screen."""
        page = HelpPage(id="help")
        page.border_title = "Keys"
        page.border_subtitle = f"{label_of('help.close')} closes"
        yield page
