"""The rows of the registry of commands about filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import (
    NO_LIBRARY,
    no_categories,
    no_organisations,
    no_venues,
    not_featured,
    nothing_to_clear,
)
from tui.commands.rows import ALLOWED, FILTER, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

FILTER_COMMANDS: tuple[Command, ...] = (
    *under(
        FILTER, "browse", ALLOWED,
        Row("filter.organisations", "o", "organisations",
            "Filter by organisation", footer=14, refusal=no_organisations),
        Row("filter.categories", "c", "categories", "Filter by category", refusal=no_categories),
        Row("filter.venues", "e", "venues",
            "Filter by venue: journal or conference", refusal=no_venues),
        Row("filter.dates", "d", "dates", "Filter by date", footer=15),
        Row("filter.authors", "a", "authors", "Filter by number of authors", footer=16),
        Row("filter.clear", "x", "clear",
            "Clear all filters; the words stay", footer=9, refusal=nothing_to_clear),
    ),
    *under(
        FILTER, "browse", NO_LIBRARY,
        Row("filter.mine", "b", "mine",
            "Filter by what you did: new, read, starred, noted, marked, tags"),
    ),
    *under(
        FILTER, "filters", ALLOWED,
        Row("choice.down", "j down ctrl+n", "down", "Next choice", counted=True),
        Row("choice.up", "k up ctrl+p", "up", "Previous choice", counted=True),
        Row("choice.page-down", "pagedown ctrl+d ctrl+f", "page",
            "A page of choices down", counted=True),
        Row("choice.page-up", "pageup ctrl+u ctrl+b", "page", "A page of choices up", counted=True),
        Row("choice.first", "g home", "first", "First choice", counted=True),
        Row("choice.last", "G end", "last", "Last choice", counted=True),
        Row("choice.toggle", "space enter", "choose", "Choose, or take the choice back", footer=1),
        Row("choice.leave", "escape q l right", "list", "Back to the list", footer=3),
        Row("choice.clear", "backspace", "clear this", "Clear this filter only"),
    ),
    *under(
        FILTER, "organisations", ALLOWED,
        Row("organisations.exclude", "minus", "exclude",
            "Exclude the organisation, or take that back", footer=4),
        Row("organisations.find", "F", "find", "Find an organisation by typing", footer=2),
    ),
    *under(
        FILTER, "names", ALLOWED,
        Row("names.find", "F", "find", "Find a category, a venue or a tag by typing", footer=2),
        Row("names.exclude", "minus", "exclude",
            "Exclude the choice, or take that back", footer=4),
    ),
    *under(
        FILTER, "dates", ALLOWED,
        Row("dates.zoom-in", "l right", "open",
            "Open a year into months, a month into weeks and days, and these into their papers",
            footer=2),
        Row("dates.zoom-out", "h left", "back",
            "From days back to months, from months to years, from years to the list", footer=4),
        Row("dates.leave", "escape q", "back",
            "Give up the range that is being marked; else back as h", footer=3),
        Row("dates.mark", "v", "range",
            "Mark one end of a range of dates, move, and choose", footer=4),
        Row("dates.week", "w", "week", "The last 7 days", footer=5),
        Row("dates.month", "m", "month", "The last 30 days", footer=5),
        Row("dates.by", "B", "which days",
            "Count days of publication, or days on Daily Papers", refusal=not_featured),
        Row("dates.year", "y", "year", "The last 365 days", footer=5),
    ),
    *under(
        FILTER, "authors", ALLOWED,
        Row("authors.range", "n", "exact range",
            "Type an exact number or range of authors", footer=2),
        Row("authors.mark", "v", "range",
            "Mark one end of a range of author counts, move, and choose", footer=4),
    ),
    *under(
        FILTER, "prompt", ALLOWED,
        Row("prompt.cancel", "escape", "cancel", "Stop typing here", footer=2),
        Row("prompt.down", "down ctrl+n", "down", "Next choice, while typing"),
        Row("prompt.up", "up ctrl+p", "up", "Previous choice, while typing"),
        Row("prompt.accept", "enter", "choose",
            "Take what was typed, or the choice under the cursor", footer=1),
    ),
)  # fmt: skip
