"""The lines at the bottom: how many, in which order, how fast, where; and keys or a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from rich.segment import Segment
from textual.strip import Strip

from tui.commands.key_names import key_label
from tui.panes.lines import Line
from tui.rendering.result_row import MARKED
from tui.session.session import sort_label
from tui.text import clean, fit, plural, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from tui.commands.command import Command
    from tui.rendering.themes import Inks


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What the status line tells of an answer.

    Attributes:
        total: Papers that match.
        partial: Papers that match only some of the words.
        sort: The order.
        reverse: Whether it is turned around.
        seconds: How long the search took, None before the first one.
        required: How many words of a question are enough for a match; None where all are needed.
        of: How many words those are.
        query: What was asked for.
        instead: The near spelling of it that was searched for, empty where there was none.
    """

    total: int = 0
    partial: int = 0
    sort: str = "date"
    reverse: bool = False
    seconds: float | None = None
    required: int | None = None
    of: int | None = None
    query: str = ""
    instead: str = ""


def duration(seconds: float) -> str:
    """A short time for people: ``0.4 ms``, ``12 ms``, ``1.3 s``."""
    milliseconds = seconds * 1000
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{seconds:.1f} s"


def _partly(count: int, room: int) -> str:
    """How many papers match only some of the words, in as many words as there is room for."""
    return _fitting(
        room,
        f"and {count:,} with some of the words",
        f"and {count:,} with some words",
        f"+{count:,} partly",
    )


def _required(figures: Figures, room: int) -> str:
    """How many of a question's words are enough, in as many words as there is room for."""
    have = "has" if figures.total == 1 else "have"
    return _fitting(
        room,
        f"no paper has all {figures.of} words; {figures.total:,} {have} {figures.required} or more",
        f"none has all {figures.of} words; {figures.total:,} {have} {figures.required}+",
        f"{figures.required}+ of {figures.of} words",
    )


def _fitting(room: int, *forms: str) -> str:
    return next((form for form in forms if width_of(form) <= room), forms[-1])


def new_words(instead: str, query: str) -> str:
    """The words of a near spelling that are not in the query."""
    asked = query.split()
    return " ".join(word for word in instead.split() if word not in asked) or instead


def _instead(figures: Figures, room: int) -> str:
    """Which near spelling was searched for, in as many words as there is room for."""
    whole = clean(figures.instead)
    words = new_words(whole, clean(figures.query))
    return _fitting(
        room,
        f"searched “{whole}” instead",
        f"searched “{words}” instead",
        f"searched “{words}”",
    )


class StatusLine(Line):
    """Count, order and time."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self._figures = Figures()
        self._busy = False
        self._marked = 0

    def show(self, figures: Figures) -> None:
        """Tell of another answer."""
        if figures != self._figures:
            self._figures = figures
            self.refresh()

    def mark(self, marked: int) -> None:
        """Tell how many papers are marked."""
        if marked != self._marked:
            self._marked = marked
            self.refresh()

    def busy(self, busy: bool) -> None:
        """Say whether a search is taking long."""
        if busy != self._busy:
            self._busy = busy
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw the line; what there is no room for is left out from the right."""
        figures = self._figures
        parts = [(plural(figures.total, "paper"), inks.strong)]
        if self._marked:
            marked = f"{self._marked:,} marked" if width >= 60 else f"{MARKED}{self._marked:,}"
            parts.append((marked, inks.accent))
        if figures.seconds is None:
            parts[:1] = [("opening the index…" if not self._busy else "searching…", inks.muted)]
        else:
            order = sort_label(figures.sort, figures.reverse)
            if width < 40:
                order = f"{figures.sort} {'↑' if figures.reverse else '↓'}"
            elif width < 60:
                order = order.removesuffix(" first")
            parts.append((order, inks.muted))
            searching = ("searching…", inks.accent)
            parts.append(searching if self._busy else (duration(figures.seconds), inks.muted))
            left = width - 5 - width_of(" · ".join(text for text, _ in parts))
            if figures.instead:
                parts.append((_instead(figures, left), inks.accent))
                left -= width_of(parts[-1][0]) + 3
            if figures.required is not None:
                parts.append((_required(figures, left), inks.accent))
            elif figures.partial:
                parts.append((_partly(figures.partial, left), inks.muted))
        room = width - 2
        least = 3 if self._marked else 2
        between = " · "
        for count, between in (
            (parts[0][0], " · "),
            (parts[0][0], " "),
            (f"{figures.total:,}", " · "),
            (f"{figures.total:,}", " "),
        ):
            vital = [count, *(text for text, _ in parts[1 : least + 1])]
            if width_of(between.join(vital)) <= room:
                break
        if figures.seconds is not None:
            parts[0] = (count, inks.strong)
        segments = [Segment(" ", inks.muted)]
        for number, (text, ink) in enumerate(parts):
            separator = between if number else ""
            if number > least and room < len(separator) + 12:
                break
            text = shorten(text, max(room - len(separator), 0))
            if text:
                segments += [Segment(separator, inks.faint)] if separator else []
                segments.append(Segment(text, ink))
            room -= len(separator) + width_of(text)
        return Strip(segments).adjust_cell_length(width, inks.muted)


class Place(Line):
    """Where the cursor is in the list.

    A pane of its own: what is beside it is not sent again with every move.
    """

    def __init__(self) -> None:
        super().__init__(id="place")
        self._text = ""

    def show(self, hit: int, count: int) -> None:
        """Show another place."""
        text = f"{hit + 1:,}/{count:,} " if count else ""
        if text != self._text:
            self._text = text
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw it on the right; the count, which the status line has too, goes first."""
        text = self._text
        if width_of(text) > width:
            text = text.partition("/")[0] + " "
        return Strip([Segment(fit(text, width, right=True), inks.muted)], width)


class KeyLine(Line):
    """The keys that do something here, or a word about what has just been done."""

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._commands: Sequence[Command] = ()
        self._word = ""
        self._bad = False

    @property
    def word(self) -> str:
        """What is said at present."""
        return self._word

    def show(self, commands: Sequence[Command]) -> None:
        """Show other keys."""
        if [command.id for command in commands] != [command.id for command in self._commands]:
            self._commands = commands
            if not self._word:
                self.refresh()

    def say(self, word: str, *, bad: bool = False) -> None:
        """Say something until the next key."""
        word = clean(word)
        if word != self._word:
            self._word, self._bad = word, bad
            self.refresh()

    def draw(self, y: int, width: int, inks: Inks) -> Strip:
        """Draw as many keys as fit, or the word."""
        if self._word:
            ink = inks.error if self._bad else inks.accent
            return Strip([Segment(fit(" " + self._word, width), ink)], width)
        segments = [Segment(" ", inks.muted)]
        for _, key, command in self._shown(width):
            segments += [Segment(key, inks.key), Segment(f" {command.label}  ", inks.muted)]
        return Strip(segments).adjust_cell_length(width, inks.muted)

    def _shown(self, width: int) -> Iterator[tuple[range, str, Command]]:
        """The commands that there is room for, each with its cells and its key."""
        at = 1
        for command in self._commands:
            key = key_label(command.keys[0])
            end = at + width_of(key) + 1 + width_of(command.label)
            if end <= width:
                yield range(at, end), key, command
                at = end + 2

    async def on_click(self, event: events.Click) -> None:
        """Do the command that was clicked."""
        event.stop()
        if not self._word:
            for cells, _, command in self._shown(self.size.width):
                if event.x in cells:
                    await self.app.run_action(f"app.command('{command.id}')")
                    return
