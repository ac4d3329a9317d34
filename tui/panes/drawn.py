"""What panes that draw their own lines share: the theme's inks, and scrolling without animation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.text import width_of
from tui.themes import DARK, PALETTES, Inks, inks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_INKS: dict[str, Inks] = {}


def inks_for(widget: Widget) -> Inks:
    """The inks of the theme that the widget's application has now."""
    name = widget.app.theme
    inks = _INKS.get(name)
    if inks is None:
        inks = _INKS[name] = inks_of(PALETTES.get(name, DARK))
    return inks


class Line(Widget):
    """One or a few lines that are drawn, not composed."""

    DEFAULT_CSS = "Line { height: 1; }"

    def render_line(self, y: int) -> Strip:
        """Draw a line, exactly as wide as the pane."""
        return self.draw(y, self.size.width, inks_for(self))

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw a line; panes override this, a bare one is empty.

        Args:
            y: Which line, from 0.
            width: Cells to fill.
            inks: The theme's styles.
        """
        return Strip.blank(width, inks.text)


class Scrolled(ScrollView, inherit_bindings=False):
    """A pane of drawn lines with a scroll bar that is always there.

    Since the bar never comes or goes, another number of lines needs no new layout, and with it no
    repaint of the whole screen.
    """

    can_focus = True

    def set_line_count(self, count: int) -> None:
        """Say how many lines there are now."""
        self.set_reactive(Widget.virtual_size, Size(0, count))
        if self.is_mounted:
            self.vertical_scrollbar.window_virtual_size = count
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def refresh_line(self, y: int) -> None:
        """Draw one line anew, and not the scroll bar beside it."""
        line = y - self.scroll_offset.y
        if 0 <= line < self.size.height:
            self.refresh(Region(0, line, self.scrollable_content_region.width, 1))


def _written(line: Strip | None) -> int:
    """Cells of a line up to the blanks at its end; at least one."""
    return max(width_of(line.text.rstrip()), 1) if line else 1


class Page(Scrolled, inherit_bindings=False):
    """Lines to scroll through: an abstract, a help text."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Strip] = ()

    @property
    def scrolls(self) -> bool:
        """Whether not everything is in view."""
        return len(self._lines) > self.size.height

    def show_lines(self, lines: Sequence[Strip], *, keep_place: bool = False) -> None:
        """Put other lines here; only those that differ are drawn again."""
        before, self._lines = self._lines, lines
        top = self.scroll_offset.y
        self.set_line_count(len(lines))
        if not keep_place and top:
            self.scroll_to(y=0, animate=False, force=True)
            self.refresh()
            return
        top = self.scroll_offset.y
        for line in range(top, top + self.size.height):
            old, new = self._at(before, line), self._at(lines, line)
            if old != new:
                # The blanks after both are there already.
                width = max(_written(old), _written(new))
                self.refresh(Region(0, line - top, width, 1))

    @staticmethod
    def _at(lines: Sequence[Strip], y: int) -> Strip | None:
        return lines[y] if y < len(lines) else None

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        y += self.scroll_offset.y
        width = self.scrollable_content_region.width
        ink = inks_for(self).text
        if y >= len(self._lines):
            return Strip.blank(width, ink)
        return self._lines[y].adjust_cell_length(width, ink)

    def scroll_by(self, lines: int) -> None:
        """Scroll down, or up where ``lines`` is negative."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def scroll_pages(self, pages: int) -> None:
        """Scroll by whole pages, keeping one line in sight."""
        self.scroll_by(pages * max(self.size.height - 1, 1))
