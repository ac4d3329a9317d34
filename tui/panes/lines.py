"""What panes that draw their own lines share: the theme's inks, and scrolling without animation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual._styles_cache import StylesCache
from textual.color import TRANSPARENT
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.rendering.themes import Inks, Themes
from tui.text import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.filter import LineFilter

_THEMES = Themes({})
"""Those of an application that has none of its own."""


def inks_for(widget: Widget) -> Inks:
    """The inks of the theme that the widget's application has now."""
    app = widget.app
    themes: Themes = getattr(app, "themes", _THEMES)
    return themes.inks(app.theme)


class DrawnLines(StylesCache):
    """The lines of a pane that draws them as wide as it is and with all their colours.

    Textual would put borders, padding and shades around every line though there are none, and have
    every line of every pane pass its filters with each change anywhere on the screen.
    """

    def __init__(self) -> None:
        super().__init__()
        self._filters: Sequence[LineFilter] = []

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """Draw the lines that have changed; the others are at hand."""
        if widget.styles.gutter:
            return super().render_widget(widget, crop)
        width = widget.outer_size.width
        filters = widget.get_line_filters()
        if width != self._width or filters != self._filters:
            self.clear()
            self._width, self._filters = width, filters
        lines, dirty = self._cache, self._dirty_lines
        due = [y for y in crop.line_range if y in dirty or y not in lines]
        if due:
            blank = Style.from_color(None, inks_for(widget).text.bgcolor)
            background = widget.background_colors[1] if filters else TRANSPARENT
            for y in due:
                line = widget.render_line(y).adjust_cell_length(width, blank)
                for line_filter in filters:
                    line = line.apply_filter(line_filter, background)
                lines[y] = line
            dirty.difference_update(due)
        strips = [lines[y] for y in crop.line_range]
        if crop.column_span != (0, width):
            strips = [line.crop(*crop.column_span) for line in strips]
        return strips


class BlankLines(StylesCache):
    """The lines of what only holds panes, and shows nothing where these don't cover it."""

    def render_widget(self, widget: Widget, crop: Region) -> list[Strip]:
        """Draw one line, which is all of them."""
        if widget.styles.gutter:
            return super().render_widget(widget, crop)
        base, background = widget.background_colors
        line = Strip.blank(crop.width, Style.from_color(None, (base + background).rich_color))
        for line_filter in widget.get_line_filters():
            line = line.apply_filter(line_filter, background)
        return [line] * crop.height


def draw_blank(holder: Widget) -> None:
    """Have what only holds panes drawn with next to no work."""
    holder._styles_cache = BlankLines()


class Holder(Widget, inherit_css=False):
    """Holds panes, and shows nothing itself. Its styles are as few as those of a line."""

    DEFAULT_CSS = "Holder { width: 1fr; height: 1fr; layout: vertical; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        draw_blank(self)


class Line(Widget, inherit_css=False):
    """One or a few lines that are drawn, not composed.

    Textual's styles of scroll bars and links, of which it has none, would take a start longer.
    """

    DEFAULT_CSS = "Line { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles_cache = DrawnLines()

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

    Attributes:
        line_width: Cells of a line, beside the scroll bar, while lines are drawn.
    """

    can_focus = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles_cache = DrawnLines()
        self.line_width = 0

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw anew: no styles of drawn lines depend on where the keys go, but inks do."""
        del has_focus
        self.refresh()

    @property
    def cursor_line(self) -> int | None:
        """The line in view that the cursor stands on; None where none is, or it has no cursor."""
        return None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, all of one width."""
        self.line_width = self.scrollable_content_region.width
        return super().render_lines(crop)

    def set_line_count(self, count: int) -> None:
        """Say how many lines there are now."""
        self.set_reactive(Widget.virtual_size, Size(0, count))
        if self.is_mounted and self.scrollbar_size_vertical:
            self.vertical_scrollbar.window_virtual_size = count
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def refresh_lines(self, y_start: int, line_count: int = 1) -> None:
        """Draw one or a few lines anew, and not the scroll bar beside them."""
        first = max(y_start - self.scroll_offset.y, 0)
        end = min(y_start - self.scroll_offset.y + line_count, self.size.height)
        if first < end:
            self.refresh(Region(0, first, self.scrollable_content_region.width, end - first))


def _written(line: Strip | None) -> int:
    """Cells of a line up to the blanks at its end; at least one."""
    return max(width_of(line.text.rstrip()), 1) if line else 1


class LinePage(Scrolled, inherit_bindings=False):
    """Lines to scroll through: an abstract, a help text."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Strip] = ()

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def scrolls(self) -> bool:
        """Whether not everything is in view."""
        return self.line_count > self.size.height

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
        changed = []
        for line in range(top, top + self.size.height):
            old, new = self._at(before, line), self._at(lines, line)
            if old != new:
                # The blanks after both are there already.
                width = max(_written(old), _written(new))
                changed.append(Region(0, line - top, width, 1))
        if changed:
            self.refresh(*changed)

    @staticmethod
    def _at(lines: Sequence[Strip], y: int) -> Strip | None:
        return lines[y] if y < len(lines) else None

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        y += self.scroll_offset.y
        width = self.line_width
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
