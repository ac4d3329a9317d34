"""The search box, and the line under it that says what is wrong with the query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.lines import Line
from tui.text import clean, fit, pasted, shorten, typed, width_of, wrap

if TYPE_CHECKING:
    from textual.binding import BindingType

    from tui.rendering.themes import Inks

EDITING_KEYS: list[BindingType] = [
    ("left", "cursor_left", "Left"),
    ("right", "cursor_right", "Right"),
    ("shift+left", "cursor_left(True)", "Select to the left"),
    ("shift+right", "cursor_right(True)", "Select to the right"),
    ("backspace", "delete_left", "Delete to the left"),
    ("delete", "delete_right", "Delete to the right"),
]
"""Keys that edit a line of text as they do everywhere; nobody looks for them in a list of keys."""


BEGINNING = re.compile(r"[^\W_]{2}\*$")
"""A word at the end of a query that is only the beginning of one."""


class TextLine(Input, inherit_bindings=False, inherit_css=False):
    """A line of text to type into, whose cursor does not blink: nothing is sent while idle.

    Its styles are its own: to read Textual's for borders that it never has takes a start longer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*EDITING_KEYS, *bindings("typing")]
    COMPONENT_CLASSES = Input.COMPONENT_CLASSES

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder, select_on_focus=False, compact=True)
        self.cursor_blink = False

    @property
    def content_width(self) -> int:
        """Cells of the text, but never fewer than there is room for.

        With another number Textual lays the whole screen out anew, and so with every letter.
        """
        return max(super().content_width, self.scrollable_content_region.width)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the screen the cursor is; Textual has it a cell too far after the last one."""
        x, y, _, _ = self.content_region
        before = width_of(self.value[: self.cursor_position])
        return Offset(x + before - self.scroll_offset.x, y)

    def validate_value(self, value: str) -> str:
        """Take nothing into the line that a terminal would act upon, wherever it comes from."""
        return typed(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put what was typed or pasted in the place of a part of the line, and stand behind it."""
        super().replace(typed(text), start, end)

    def put(self, text: str) -> None:
        """Set the text without telling anybody, and stand at its end."""
        text = typed(text)
        if text != self.value:
            with self.prevent(Input.Changed):
                self.value = text
        self.selection = Selection.cursor(len(text))

    def begin_anew(self) -> None:
        """Select the text: what is typed replaces it, and the arrows keep it."""
        self.selection = Selection(0, len(self.value))

    def type_in(self, text: str) -> None:
        """Take what was typed, in the place of what is selected."""
        if not text:
            return
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)

    def paste(self, text: str) -> None:
        """Take a text that was pasted, as one line."""
        self.type_in(pasted(text))

    @does("edit.word-left")
    def _do_edit_word_left(self) -> None:
        self.action_cursor_left_word()

    @does("edit.word-right")
    def _do_edit_word_right(self) -> None:
        self.action_cursor_right_word()

    @does("edit.start")
    def _do_edit_start(self) -> None:
        self.action_home()

    @does("edit.end")
    def _do_edit_end(self) -> None:
        self.action_end()

    @does("edit.delete-word")
    def _do_edit_delete_word(self) -> None:
        self.action_delete_left_word()

    @does("edit.delete-left")
    def _do_edit_delete_left(self) -> None:
        self.action_delete_left_all()

    @does("edit.delete-right")
    def _do_edit_delete_right(self) -> None:
        self.action_delete_right_all()


class SearchBox(TextLine, inherit_bindings=True):
    """The query. Its text is the whole state of the filters."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]

    def __init__(self) -> None:
        super().__init__(id="search", placeholder="Search titles, abstracts, authors")
        self._begun = ""
        self._is_new = False

    @property
    def anew(self) -> bool:
        """Whether all of the text is selected, so that what is typed replaces it."""
        return bool(self.value) and sorted(self.selection) == [0, len(self.value)]

    def begin_at_end(self) -> None:
        """Go on where the text ends; a star there goes if letters follow, as they belong before it.

        The star is mostly one that was put there for the beginning of a word.
        """
        self.selection = Selection.cursor(len(self.value))
        self._begun = self.value if BEGINNING.search(self.value) else ""

    def replace(self, text: str, start: int, end: int) -> None:
        """As for any line; what takes the place of the whole text is a new query."""
        self._is_new = self._is_new or sorted((start, end)) == [0, len(self.value)]
        super().replace(text, start, end)

    def take_new(self) -> bool:
        """Whether a new query has been begun since this was asked last."""
        is_new, self._is_new = self._is_new, False
        return is_new

    def put(self, text: str) -> None:
        """As for any line; what was to be replaced still is, while one types here."""
        anew = self.anew
        super().put(text)
        if anew:
            self.begin_anew()

    def put_at(self, text: str, cursor: int) -> None:
        """Set the text without telling anybody, and stand somewhere in it."""
        super().put(text)
        self.selection = Selection.cursor(cursor)

    def type_in(self, text: str) -> None:
        """Take what was typed, in the place of what is selected, and of a star that it follows."""
        begun, self._begun = self._begun, ""
        end = len(self.value)
        at_end = self.selection == Selection.cursor(end)
        if begun and begun == self.value and at_end and text[:1].isalnum():
            self.replace(text, end - 1, end)
        else:
            super().type_in(text)

    def on_blur(self) -> None:
        """Have nothing selected where nobody sees it."""
        # Many keys can come at once, and one of them lead back here.
        if self.screen.focused is not self:
            self.selection = Selection.cursor(len(self.value))


class PromptSign(Line):
    """What stands before the box."""

    def __init__(self) -> None:
        super().__init__(id="prompt")

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the sign, as the stylesheet wants it."""
        del y, inks
        return Strip([Segment(fit(" ›", width), self.visual_style.rich_style)], width)


MOST_TROUBLE_LINES = 3
"""Lines of what is wrong with a query at most; what is longer is cut."""


class QueryTrouble(Line):
    """What is wrong with the query, right under the spot."""

    def __init__(self, *, id: str = "query-trouble") -> None:
        super().__init__(id=id)
        self._position = 0
        self._reason = ""
        self.display = False

    def show(self, position: int, reason: str) -> None:
        """Point at a spot, given in cells from the left edge, and say what is wrong there."""
        if (position, reason) != (self._position, self._reason) or not self.display:
            self._position, self._reason = position, clean(reason)
            self.display = True
            if self.is_attached:
                self._make_room(self.screen.size.width)
            self.refresh()

    def hide(self) -> None:
        """Say nothing."""
        self.display = False

    def on_resize(self) -> None:
        """Break the reason anew for another width."""
        self._make_room(self.size.width)

    def _make_room(self, width: int) -> None:
        """Be as high as the reason needs."""
        height = min(len(self._lines(width)), MOST_TROUBLE_LINES)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def _lines(self, width: int) -> list[str]:
        """The caret and the reason, on whichever side has room for it; if none has, on lines."""
        at = min(max(self._position, 0), max(width - 1, 0))
        room_right = width - at - 2
        is_right = width_of(self._reason) <= room_right or room_right >= at - 1
        room = max(room_right if is_right else at - 1, 1)
        ranges = wrap(self._reason, room)
        lines = [self._reason[start:end] for start, end in ranges[:MOST_TROUBLE_LINES]] or [""]
        if len(ranges) > MOST_TROUBLE_LINES:
            lines[-1] = shorten(self._reason[ranges[MOST_TROUBLE_LINES - 1][0] :], room)
        if is_right:
            return [" " * at + ("  " if y else "^ ") + line for y, line in enumerate(lines)]
        return [
            " " * (at - 1 - width_of(line)) + line + ("" if y else " ^")
            for y, line in enumerate(lines)
        ]

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the caret and the reason."""
        text = "".join(self._lines(width)[y : y + 1])
        return Strip([Segment(fit(text, width), inks.error)], width)
