"""A list of choices with counts and bars, walked and chosen from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from tui.commands.bindings import bindings
from tui.commands.methods import does
from tui.panes.lines import Line, Scrolled, inks_for
from tui.rendering.choice_line import SHARE_WIDTH, choice_line
from tui.text import fit, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType

    from tui.rendering.filter_choices import Choice
    from tui.rendering.themes import Inks

LEAST_COUNT_WIDTH = 3
BAR_WIDTH, LEAST_BAR_WIDTH = 6, 3
LEAST_LABEL_WIDTH = 11
"""Cells of a name that are worth more than a bar beside it."""


class ChoiceHeading(Line):
    """The name of a filter, what it filters by, and its key."""

    class Pressed(Message):
        """The heading was clicked."""

        def __init__(self, heading: ChoiceHeading) -> None:
            self.heading = heading
            super().__init__()

    def __init__(self, name: str, key: str) -> None:
        super().__init__()
        self._label = name
        self._key = key
        self._summary = ""
        self._focused = False

    @property
    def summary(self) -> str:
        """What is filtered by, in short."""
        return self._summary

    def show(
        self,
        *,
        summary: str | None = None,
        focused: bool | None = None,
        label: str | None = None,
    ) -> None:
        """Show another summary, focus or name."""
        shown = (self._summary, self._focused, self._label)
        self._label = self._label if label is None else label
        self._summary = self._summary if summary is None else summary
        self._focused = self._focused if focused is None else focused
        if shown != (self._summary, self._focused, self._label):
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the name on the left and the key on the right."""
        name = inks.heading_focused if self._focused else inks.heading
        segments = [Segment(" ", inks.heading), Segment(self._label, name)]
        summary = f"  {self._summary} " if self._summary else ""
        room = width - 1 - width_of(self._label)
        # What is filtered by is worth more than the key, which the footer shows too.
        key = f" {self._key} "
        key = key if width_of(summary) + width_of(key) <= room + 1 else ""
        room -= width_of(key)
        segments.append(Segment(fit(shorten(summary.rstrip(), room), room), inks.include))
        segments.append(Segment(key, inks.faint))
        return Strip(segments).adjust_cell_length(width, inks.heading)

    def on_click(self) -> None:
        """Open this filter."""
        self.post_message(self.Pressed(self))


class ChoiceList(Scrolled, inherit_bindings=False):
    """Choices to walk through. What choosing means is for the filter pane to say."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("filters")]
    LABEL_WIDTH = 9
    SHARE_FROM = 24

    class Chosen(Message):
        """A choice, or a marked range of them, was taken."""

        def __init__(self, source: ChoiceList, first: Choice, last: Choice, *, out: bool) -> None:
            self.source = source
            self.first = first
            self.last = last
            self.out = out
            super().__init__()

    class Cleared(Message):
        """This filter is to be taken away."""

        def __init__(self, source: ChoiceList) -> None:
            self.source = source
            super().__init__()

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.choices: Sequence[Choice] = ()
        self.cursor = 0
        self.origin: Choice | None = None
        self.due = False
        self._most = 0
        self._of = 0
        self._count_width = LEAST_COUNT_WIDTH
        self._aimed = False

    @property
    def choice(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if self.cursor < len(self.choices) else None

    def show(self, choices: Sequence[Choice], *, of: int = 0, aim: bool = False) -> None:
        """Show other counts.

        The cursor stays on its choice while one is here; else it waits on the first that is taken,
        or on the first of all, so that the most frequent ones are in view.

        Args:
            choices: What to show.
            of: Papers that the counts are of.
            aim: Whether to draw the cursor though another pane has the focus.
        """
        choices = list(choices)
        if choices == self.choices and (aim, of) == (self._aimed, self._of):
            return
        self._aimed, self._of = aim, of
        before = self.choice.value if self.choice else None
        self.choices = choices
        places = {choice.value: place for place, choice in enumerate(choices)}
        if self.has_focus or aim:
            self.cursor = places.get(before or "", min(self.cursor, max(len(choices) - 1, 0)))
        else:
            taken = (place for place, choice in enumerate(choices) if choice.state)
            self.cursor = next(taken, 0)
        compared = (choice for choice in choices if not choice.unknown and not choice.heads)
        self._most = max((choice.count or 0 for choice in compared), default=0)
        counts = (choice.count or 0 for choice in choices if not choice.unknown)
        self._count_width = max(len(f"{max(counts, default=0):,}"), LEAST_COUNT_WIDTH)
        self.set_line_count(len(choices))
        self._scroll_into_view()
        self.refresh()
        if self.due and choices:
            self.take()

    @property
    def cursor_line(self) -> int | None:
        """The line in view that the cursor stands on; None where it is not in view."""
        line = self.cursor - self.scroll_offset.y
        return line if 0 <= line < max(self.size.height, 1) else None

    def point_at(self, value: str) -> None:
        """Put the cursor on a choice."""
        for place, choice in enumerate(self.choices):
            if choice.value == value:
                self._go(place)

    def move(self, lines: int) -> None:
        """Move the cursor down, or up where ``lines`` is negative."""
        self._go(self.cursor + lines)

    def _go(self, place: int) -> None:
        place = min(max(place, 0), max(len(self.choices) - 1, 0))
        before, self.cursor = self.cursor, place
        if self.origin is not None:
            self.refresh()
        if not self._scroll_into_view():
            for line in (before, place):
                self.refresh_lines(line)
        self._moved()

    def _moved(self) -> None:
        """Called when the cursor has moved."""

    @property
    def marked_lines(self) -> Sequence[int]:
        """The lines of the range that is being marked."""
        if self.origin is None:
            return ()
        values = [choice.value for choice in self.choices]
        origin = values.index(self.origin.value) if self.origin.value in values else 0
        low, high = sorted((origin, self.cursor))
        return range(low, high + 1)

    def _scroll_into_view(self) -> bool:
        height = max(self.size.height, 1)
        target = min(max(self.cursor - height // 2, 0), max(len(self.choices) - height, 0))
        if self.cursor_line is not None or target == self.scroll_offset.y:
            return False
        self.scroll_to(y=target, animate=False, force=True)
        return True

    def render_line(self, y: int) -> Strip:
        """Draw one choice."""
        inks = inks_for(self)
        width = self.line_width
        share_width = SHARE_WIDTH if width >= self.share_from and self._of else 0
        line = y + self.scroll_offset.y
        if line >= len(self.choices):
            return Strip.blank(width, inks.text)
        return choice_line(
            self.choices[line],
            inks,
            width=width,
            label_width=self.label_width(width - share_width),
            count_width=self._count_width,
            most=self._most,
            of=self._of if share_width else 0,
            cursor=line == self.cursor,
            focused=self.has_focus or self._aimed,
            marking=line in self.marked_lines,
        )

    @property
    def share_from(self) -> int:
        """Cells of a line that has room for shares."""
        return self.SHARE_FROM

    def label_width(self, width: int) -> int:
        """Cells of a label in a list of this width."""
        return min(self.LABEL_WIDTH, self._room(width))

    def _room(self, width: int) -> int:
        """Cells for a label and a bar."""
        return max(width - 3 - 1 - self._count_width - 2, 1)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._scroll_into_view()

    def on_focus(self) -> None:
        """Draw the cursor."""
        self.refresh_lines(self.cursor)

    def on_blur(self) -> None:
        """Draw the cursor no more."""
        self.refresh_lines(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Take the choice that was clicked."""
        line = event.y + self.scroll_offset.y
        if line < len(self.choices):
            self._go(line)
            self.take_now()

    def take(self, *, out: bool = False) -> None:
        """Take the choice under the cursor, or the range that is marked, once there is one."""
        self.take_now(out=out)

    def forget(self) -> None:
        """Do no more of what waits for choices."""
        self.due = False

    def take_now(self, *, out: bool = False) -> None:
        """Take the choice under the cursor, or the range that is marked."""
        choice = self.choice
        # Taken as soon as there is something: the counts may be on their way.
        self.due = choice is None
        if choice is None:
            return
        first = self.origin or choice
        if self.origin is not None:
            self.origin = None
            self.refresh()
        self.post_message(self.Chosen(self, first, choice, out=out))

    def mark(self) -> None:
        """Begin to mark a range here, or give it up."""
        self.origin = None if self.origin is not None else self.choice
        self.refresh()

    @does("choice.down")
    def _do_choice_down(self, count: int = 1) -> None:
        self.move(count)

    @does("choice.up")
    def _do_choice_up(self, count: int = 1) -> None:
        self.move(-count)

    @does("choice.page-down")
    def _do_choice_page_down(self, count: int = 1) -> None:
        self.move(count * max(self.size.height - 1, 1))

    @does("choice.page-up")
    def _do_choice_page_up(self, count: int = 1) -> None:
        self.move(-count * max(self.size.height - 1, 1))

    @does("choice.first")
    def _do_choice_first(self, count: int = 1) -> None:
        self._go(min(count, len(self.choices)) - 1)

    @does("choice.last")
    def _do_choice_last(self, count: int = 0) -> None:
        self._go(min(count or len(self.choices), len(self.choices)) - 1)

    @does("choice.toggle")
    def _do_choice_toggle(self) -> None:
        self.take()

    @does("choice.clear")
    def _do_choice_clear(self) -> None:
        self.origin = None
        self.post_message(self.Cleared(self))


class NameList(ChoiceList):
    """Categories or venues; several may be chosen, and excluded."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("names")]
    SHARE_FROM = 40

    @does("names.exclude")
    def _do_names_exclude(self) -> None:
        self.take(out=True)

    def label_width(self, width: int) -> int:
        """Names are long, bars are short."""
        room = self._room(width)
        bar_width = min(room - LEAST_LABEL_WIDTH, BAR_WIDTH)
        return room - bar_width if bar_width >= LEAST_BAR_WIDTH else room


class OrganisationList(NameList, inherit_bindings=False):
    """Organisations; several may be chosen, and excluded."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("filters"), *bindings("organisations")]

    @does("organisations.exclude")
    def _do_organisations_exclude(self) -> None:
        self.take(out=True)


class AuthorCountList(ChoiceList):
    """Buckets of author counts."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("authors")]
    LABEL_WIDTH = 8
