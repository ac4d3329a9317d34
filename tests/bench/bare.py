"""Textual without Quire: the floors that the browser is measured against.

``python bare.py label`` paints one label; ``python bare.py list`` is a list of lines, drawn as they
come into view, and an input. Run as a file, so that they load nothing but Textual.
"""

from __future__ import annotations

import sys

LABEL = "Hello, terminal"
LIST = "list"
LINES = 500_000


def label() -> None:
    """A label, and nothing else."""
    from textual.app import App, ComposeResult
    from textual.widgets import Label

    class OneLabel(App[None]):
        def compose(self) -> ComposeResult:
            yield Label(LABEL)

    OneLabel().run()


def list_and_input() -> None:
    """A list with a cursor, and an input; Tab goes from one to the other."""
    from rich.segment import Segment
    from rich.style import Style
    from textual.app import App, ComposeResult
    from textual.geometry import Region, Size
    from textual.scroll_view import ScrollView
    from textual.strip import Strip
    from textual.widgets import Input

    plain, chosen = Style(color="#c9ced6"), Style(color="#c9ced6", bgcolor="#28303c")

    class Rows(ScrollView, inherit_bindings=False, can_focus=True):
        BINDINGS = [  # noqa: RUF012
            ("j,down", "move(1)", "Down"),
            ("k,up", "move(-1)", "Up"),
            ("pagedown", "page(1)", "Page down"),
            ("pageup", "page(-1)", "Page up"),
        ]
        cursor = 0

        def on_mount(self) -> None:
            self.virtual_size = Size(0, LINES)

        def render_line(self, y: int) -> Strip:
            line = y + self.scroll_offset.y
            width = self.scrollable_content_region.width
            text = f"{line:>9,}  the quick brown fox jumps over the lazy dog".ljust(width)[:width]
            return Strip([Segment(text, chosen if line == self.cursor else plain)], width)

        def action_move(self, lines: int) -> None:
            before, self.cursor = self.cursor, min(max(self.cursor + lines, 0), LINES - 1)
            top, height = self.scroll_offset.y, self.size.height
            if not top <= self.cursor < top + height:
                self.scroll_to(y=self.cursor - height // 2, animate=False, force=True)
                return
            for line in (before, self.cursor):
                self.refresh(Region(0, line - top, self.size.width, 1))

        def action_page(self, pages: int) -> None:
            self.cursor = min(max(self.cursor + pages * (self.size.height - 1), 0), LINES - 1)
            self.scroll_to(y=self.cursor, animate=False, force=True)
            self.refresh()

    class ListAndInput(App[None]):
        CSS = "Input { height: 1; border: none; } Rows { height: 1fr; }"

        def compose(self) -> ComposeResult:
            box = Input()
            box.cursor_blink = False
            yield Rows(id=LIST)
            yield box

    ListAndInput().run()


if __name__ == "__main__":
    {"label": label, LIST: list_and_input}[sys.argv[1]]()
