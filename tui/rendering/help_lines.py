"""All keys, and all that can be typed into the search box, as lines to look through. Pure."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from index import QUERY_EXAMPLES, QUERY_NOTES
from tui.commands.command import CONTEXT_NAMES
from tui.commands.key_names import key_labels
from tui.commands.keymap import commands_in_force
from tui.rendering.result_row import paint
from tui.text import shorten, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from tui.commands.command import Context
    from tui.rendering.themes import Inks
    from tui.text import Range

LEFT_WIDTH = 24
LONGEST_KEY = len("Alt+Backspace")


class Entry(NamedTuple):
    """What is pressed or typed, what it does, and what else is to be known of it."""

    left: str
    right: str
    beside: str = ""


class Section(NamedTuple):
    """Entries under a heading."""

    title: str
    entries: Sequence[Entry]


class HelpLines(NamedTuple):
    """The lines of a page, and the first line of each entry that has what was looked for."""

    strips: list[Strip]
    found: list[int]


def keys_by_place(here: Sequence[Context] = ()) -> list[Section]:
    """All commands that have keys, by where these work.

    Args:
        here: Where one is, from the focused pane outwards; these come first.
    """
    commands = commands_in_force()
    places: dict[Context, None] = dict.fromkeys((*here, *CONTEXT_NAMES))
    sections = []
    for place in places:
        entries = [
            Entry(" ".join(key_labels(command.keys)), command.description)
            for command in commands
            if command.context == place and command.keys
        ]
        if entries:
            name = CONTEXT_NAMES[place]
            title = name[0].upper() + name[1:]
            sections.append(
                Section(f"{title} (you are here)" if place in here[:1] else title, entries)
            )
    return sections


def query_language() -> list[Section]:
    """All that can be typed into the search box."""
    sections: list[Section] = []
    for topic in dict.fromkeys(example.topic for example in QUERY_EXAMPLES):
        entries = [
            Entry(
                example.syntax,
                example.meaning,
                example.example if example.example != example.syntax else "",
            )
            for example in QUERY_EXAMPLES
            if example.topic == topic
        ]
        sections.append(Section(topic, entries))
    return [*sections, Section("For all of them", [Entry("", note) for note in QUERY_NOTES])]


def help_lines(sections: Sequence[Section], width: int, inks: Inks, sought: str = "") -> HelpLines:
    """Lay sections out in two columns.

    Args:
        sections: What to show.
        width: Cells of a line; each line comes out exactly this wide.
        inks: The theme's styles.
        sought: What is looked for, in any case; it is shown where it is found.
    """
    lines = HelpLines([], [])
    left_width = min(LEFT_WIDTH, max(width // 3, LONGEST_KEY))
    for section in sections:
        if lines.strips:
            lines.strips.append(Strip.blank(width, inks.text))
        heading = Segment(shorten(section.title, width), inks.heading_focused)
        lines.strips.append(Strip([heading]).adjust_cell_length(width, inks.text))
        for entry in section.entries:
            if sought and any(_places(text, sought) for text in entry):
                lines.found.append(len(lines.strips))
            lines.strips.extend(_entry(entry, left_width, width, inks, sought))
    return lines


def _entry(entry: Entry, left_width: int, width: int, inks: Inks, sought: str) -> list[Strip]:
    room = max(width - left_width - 2, 1)
    left = wrap(entry.left, left_width)
    right = wrap(entry.right, room)
    strips = []
    for number, (start, end) in enumerate(zip_longest(left, right, fillvalue=(0, 0))):
        typed = _painted(entry.left, start, inks.key, inks, sought)
        said = _painted(entry.right, end, inks.text, inks, sought)
        used = left_width + 2 + width_of(entry.right[slice(*end)])
        segments = [*Strip(typed).adjust_cell_length(left_width + 2, inks.key), *said]
        last = number == max(len(right), 1) - 1
        if entry.beside and last and used + 2 + width_of(entry.beside) <= width:
            segments.append(Segment("  ", inks.faint))
            whole = (0, len(entry.beside))
            segments += _painted(entry.beside, whole, inks.faint, inks, sought)
        strips.append(Strip(segments).adjust_cell_length(width, inks.text))
    return strips


def _painted(text: str, part: Range, ink: Style, inks: Inks, sought: str) -> list[Segment]:
    """A part of a text, with what is looked for in the style of a match."""
    start, end = part
    ranges = [
        (max(a - start, 0), b - start) for a, b in _places(text, sought) if a < end and b > start
    ]
    return paint(text[start:end], ranges, ink, inks.match)


def _places(text: str, sought: str) -> list[Range]:
    """Where a text has what is looked for."""
    if not sought:
        return []
    places: list[Range] = []
    low, wanted = text.casefold(), sought.casefold()
    at = low.find(wanted)
    while at >= 0:
        places.append((at, at + len(wanted)))
        at = low.find(wanted, at + len(wanted))
    return places
