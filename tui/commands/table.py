"""The one registry of commands, feeding bindings, footer, help, palette and the README's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from index import EXPORTERS
from tui.commands.command import Command
from tui.commands.conditions import (
    NO_FILES,
    NO_PAGES,
    NO_SHELL,
    no_paper,
    no_results,
    not_understood,
    nothing_marked,
    nothing_to_clear,
    nothing_to_drop,
    nothing_to_export,
    nothing_to_read,
    nothing_to_redo,
    nothing_to_reset,
    nothing_to_share,
    nothing_to_undo,
    preview_fits,
)
from tui.commands.synonyms import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.commands.command import Context
    from tui.commands.conditions import Situation

ALLOWED = ""
"""Guests of a kiosk can do it: it reaches nothing but the index and their own terminal."""

SEARCH, MOVE, READ, FILTER, VIEW, TAKE, APP, EDIT = (
    "Search", "Move", "Read", "Filter", "Order and view", "Take along", "Quire",
    "While typing",
)  # fmt: skip


class Row(NamedTuple):
    """A command without what stands once above several; see `Command`."""

    id: str
    keys: str
    """With a space between two of them."""
    label: str
    description: str
    footer: int = 0
    refusal: Callable[[Situation], str | None] | None = None
    counted: bool = False


def under(group: str, context: Context, kiosk: str, *rows: Row) -> list[Command]:
    """Commands that stand in one place.

    Args:
        group: The heading they stand under in help.
        context: Where their keys work.
        kiosk: Why guests of a kiosk can't do them; `ALLOWED` where they can.
        rows: What differs.
    """
    return [
        Command(
            id=row.id,
            keys=tuple(row.keys.split()),
            label=row.label,
            description=row.description,
            group=group,
            context=context,
            kiosk=kiosk,
            footer=row.footer,
            refusal=row.refusal,
            counted=row.counted,
            synonyms=SYNONYMS.get(row.id, ""),
        )
        for row in rows
    ]


COMMANDS: tuple[Command, ...] = (
    *under(
        SEARCH, "browse", ALLOWED,
        Row("search.focus", "slash i", "search", "Type in the search box", footer=1),
    ),
    *under(
        SEARCH, "search", ALLOWED,
        Row("search.leave", "escape enter", "to the list",
            "Leave the search box for the list", footer=1),
        Row("history.older", "up ctrl+p ctrl+r", "earlier",
            "An earlier query that has the words in the box", footer=2),
        Row("history.newer", "down ctrl+n", "later", "A later query; after the last one, the list"),
    ),
    *under(
        SEARCH, "browse", ALLOWED,
        Row("search.reset", "X", "start over",
            "Empty the search box: show everything", refusal=nothing_to_reset),
        Row("search.drop", "D", "drop the part to blame",
            "Drop the part of the query that leaves nothing", refusal=nothing_to_drop),
        Row("history.undo", "u", "undo",
            "Undo the last change of the query or the order", refusal=nothing_to_undo),
        Row("history.redo", "ctrl+r", "redo", "Redo what was undone", refusal=nothing_to_redo),
    ),
    *under(
        MOVE, "browse", ALLOWED,
        Row("move.count", "1 2 3 4 5 6 7 8 9", "count",
            "So many times: 5j is five papers down, 10G the tenth paper"),
    ),
    *under(
        MOVE, "list", ALLOWED,
        Row("list.down", "j down ctrl+n", "down", "Next paper", refusal=no_results, counted=True),
        Row("list.up", "k up ctrl+p", "up", "Previous paper", refusal=no_results, counted=True),
        Row("list.half-down", "ctrl+d", "half page",
            "Half a page down", refusal=no_results, counted=True),
        Row("list.half-up", "ctrl+u", "half page",
            "Half a page up", refusal=no_results, counted=True),
        Row("list.page-down", "pagedown ctrl+f", "page",
            "A page down", refusal=no_results, counted=True),
        Row("list.page-up", "pageup ctrl+b", "page", "A page up", refusal=no_results, counted=True),
        Row("list.first", "g home", "first", "First paper", refusal=no_results, counted=True),
        Row("list.last", "G end", "last", "Last paper", refusal=no_results, counted=True),
        Row("list.middle", "M", "middle", "The paper in the middle of all", refusal=no_results),
    ),
    *under(
        MOVE, "browse", ALLOWED,
        Row("pane.next", "tab", "next pane", "Next pane"),
        Row("pane.previous", "shift+tab", "previous pane", "Previous pane"),
    ),
    *under(
        MOVE, "list", ALLOWED,
        Row("list.to-filters", "h left", "filters", "To the filters"),
        Row("list.to-preview", "l right", "abstract", "To the abstract", refusal=nothing_to_read),
    ),
    *under(
        READ, "list", ALLOWED,
        Row("list.read", "enter", "read",
            "Read the paper on the whole screen; with --print, choose it or those marked",
            footer=3, refusal=nothing_to_read),
        Row("list.preview-down", "space J", "scroll",
            "Scroll the abstract down without leaving the list, or peek at it",
            refusal=preview_fits, counted=True),
        Row("list.preview-up", "K", "scroll",
            "Scroll the abstract up without leaving the list", refusal=preview_fits, counted=True),
    ),
    *under(
        READ, "preview", ALLOWED,
        Row("preview.down", "j down", "down", "A line down", counted=True),
        Row("preview.up", "k up", "up", "A line up", counted=True),
        Row("preview.page-down", "space pagedown ctrl+d ctrl+f", "page",
            "A page down", footer=3, counted=True),
        Row("preview.page-up", "b pageup ctrl+u ctrl+b", "page", "A page up", counted=True),
        Row("preview.top", "g home", "top", "To the beginning"),
        Row("preview.bottom", "G end", "bottom", "To the end"),
        Row("preview.next", "n", "next paper", "Next paper", refusal=no_results, counted=True),
        Row("preview.previous", "p", "previous paper",
            "Previous paper", refusal=no_results, counted=True),
        Row("preview.leave", "escape h left enter", "to the list", "Back to the list", footer=1),
    ),
    *under(
        READ, "browse", ALLOWED,
        Row("reader.open", "z", "read",
            "Read the paper on the whole screen, from any pane", refusal=nothing_to_read),
    ),
    *under(
        READ, "anywhere", ALLOWED,
        Row("similar.show", "m tilde", "similar",
            "Show the papers most like this one", footer=11, refusal=no_paper),
    ),
    *under(
        READ, "reader", ALLOWED,
        Row("reader.down", "j down", "down", "A line down", counted=True),
        Row("reader.up", "k up", "up", "A line up", counted=True),
        Row("reader.page-down", "space pagedown ctrl+d ctrl+f", "page",
            "A page down", footer=4, counted=True),
        Row("reader.page-up", "b pageup ctrl+u ctrl+b", "page", "A page up", counted=True),
        Row("reader.top", "g home", "top", "To the beginning"),
        Row("reader.bottom", "G end", "bottom", "To the end"),
        Row("reader.next", "n right", "next", "Read the next paper", footer=2, counted=True),
        Row("reader.previous", "p left", "previous",
            "Read the previous paper", footer=3, counted=True),
        Row("reader.authors", "a", "all authors", "Name all authors, or few of them", footer=5),
        Row("reader.next-similar", "tab", "similar paper",
            "To the next of the similar papers below", footer=6),
        Row("reader.previous-similar", "shift+tab", "similar paper",
            "To the similar paper before"),
        Row("reader.enter", "enter", "back, or read",
            "Read the similar paper that was chosen, or back where none was"),
        Row("reader.leave", "escape q h", "back",
            "Back to where one came from: the list, on the paper read last", footer=1),
    ),
    *under(
        FILTER, "browse", ALLOWED,
        Row("filter.organisations", "o", "organisations", "Filter by organisation", footer=4),
        Row("filter.dates", "d", "dates", "Filter by date", footer=5),
        Row("filter.authors", "a", "authors", "Filter by number of authors", footer=6),
        Row("filter.clear", "x", "clear",
            "Clear all filters; the words stay", footer=9, refusal=nothing_to_clear),
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
        Row("choice.leave", "escape l right", "list", "Back to the list", footer=6),
        Row("choice.clear", "backspace", "clear this", "Clear this filter only"),
    ),
    *under(
        FILTER, "organisations", ALLOWED,
        Row("organisations.exclude", "minus", "exclude",
            "Exclude the organisation, or take that back", footer=2),
        Row("organisations.find", "F", "find", "Find an organisation by typing", footer=2),
    ),
    *under(
        FILTER, "dates", ALLOWED,
        Row("dates.mark", "v", "range",
            "Mark one end of a range of dates, move, and choose", footer=2),
        Row("dates.zoom-in", "l right", "months", "Show the months of the year", footer=3),
        Row("dates.zoom-out", "h left", "years", "Show the years", footer=3),
        Row("dates.week", "w", "week", "The last 7 days", footer=4),
        Row("dates.month", "m", "month", "The last 30 days", footer=4),
        Row("dates.year", "y", "year", "The last 365 days", footer=4),
    ),
    *under(
        FILTER, "authors", ALLOWED,
        Row("authors.range", "n", "exact range",
            "Type an exact number or range of authors", footer=2),
        Row("authors.mark", "v", "range",
            "Mark one end of a range of author counts, move, and choose", footer=3),
    ),
    *under(
        FILTER, "prompt", ALLOWED,
        Row("prompt.cancel", "escape", "cancel", "Stop typing here", footer=2),
        Row("prompt.down", "down ctrl+n", "down", "Next choice, while typing"),
        Row("prompt.up", "up ctrl+p", "up", "Previous choice, while typing"),
        Row("prompt.accept", "enter", "choose",
            "Take what was typed, or the choice under the cursor", footer=1),
    ),
    *under(
        VIEW, "browse", ALLOWED,
        Row("sort.next", "s", "sort",
            "Next order: relevance, date, comments, upvotes, authors",
            footer=7, refusal=not_understood),
        Row("sort.reverse", "r", "reverse", "Turn the order around", refusal=not_understood),
        Row("view.preview", "p", "abstract", "Show or hide the abstract"),
        Row("view.filters", "f", "filters", "Show or hide the filters, and keep them so"),
        Row("view.layout", "L", "layout",
            "The abstract where there is room, beside the list, below it, or nowhere"),
        Row("view.list-larger", "greater_than_sign", "list larger",
            "More room for the list, less for the abstract",
            refusal=nothing_to_share, counted=True),
        Row("view.list-smaller", "less_than_sign", "list smaller",
            "Less room for the list, more for the abstract",
            refusal=nothing_to_share, counted=True),
        Row("view.theme", "t", "theme",
            "Next theme: dark, light, high contrast, the terminal's own colours"),
    ),
    *under(
        TAKE, "anywhere", ALLOWED,
        Row("copy.menu", "y", "copy",
            "Copy a part of the paper; a letter says which, Esc none", footer=10, refusal=no_paper),
    ),
    *under(
        TAKE, "copy", ALLOWED,
        Row("copy.title", "t", "title", "Copy the title", footer=1, refusal=no_paper),
        Row("copy.link", "l", "link",
            "Copy the link to the paper's page", footer=2, refusal=no_paper),
        Row("copy.identifier", "i", "arXiv id", "Copy the arXiv id", footer=3, refusal=no_paper),
        Row("copy.bibtex", "b", "BibTeX", "Copy the BibTeX entry", footer=4, refusal=no_paper),
        Row("copy.abstract", "a", "abstract", "Copy the abstract", footer=5, refusal=no_paper),
        Row("copy.citation", "y", "citation",
            "Copy one line with authors, year, title and link", footer=6, refusal=no_paper),
        Row("copy.marked", "m", "BibTeX of all marked",
            "Copy the BibTeX entries of all marked papers", footer=7, refusal=nothing_marked),
    ),
    *under(
        TAKE, "anywhere", NO_PAGES,
        Row("open.page", "O", "web page",
            "Open the paper's page in a web browser", footer=13, refusal=no_paper),
    ),
    *under(
        TAKE, "anywhere", ALLOWED,
        Row("mark.toggle", "v", "mark",
            "Mark the paper, or take the mark back", footer=12, refusal=no_paper),
        Row("mark.clear", "V", "unmark all", "Take all marks back", refusal=nothing_marked),
    ),
    *under(
        TAKE, "anywhere", NO_FILES,
        Row("export.start", "w", "export",
            "Write the marked papers, or all that match, to a file",
            footer=12, refusal=nothing_to_export),
    ),
    *under(
        TAKE, "export", NO_FILES,
        Row("export.write", "enter", "write", "Write the file", footer=1),
        Row("export.format", "tab", "format",
            f"Next format: {', '.join(known.label for known in EXPORTERS.values())}", footer=2),
        Row("export.overwrite", "ctrl+o", "write over",
            "Write over a file that is there already", footer=4),
        Row("export.cancel", "escape", "stop", "Stop, and write nothing", footer=3),
    ),
    *under(
        APP, "anywhere", ALLOWED,
        Row("app.help", "question_mark f1", "help", "List every key", footer=2),
        Row("app.palette", "colon", "commands", "Find a command by typing, and do it"),
    ),
    *under(
        APP, "browse", ALLOWED,
        Row("app.quit", "q", "quit", "Quit", footer=8),
    ),
    *under(
        APP, "everywhere", ALLOWED,
        Row("app.leave", "ctrl+c ctrl+q", "quit",
            "Quit from anywhere, even while typing", footer=9),
        Row("app.repaint", "ctrl+l", "repaint",
            "Draw the whole screen anew, whatever else has been drawn on it"),
    ),
    *under(
        APP, "everywhere", NO_SHELL,
        Row("app.suspend", "ctrl+z", "suspend", "Put Quire to sleep; the shell's fg wakes it"),
    ),
    *under(
        APP, "welcome", NO_FILES,
        Row("welcome.accept", "enter", "index or look around",
            "Index what was typed; an empty line opens invented papers", footer=1),
        Row("welcome.complete", "tab", "complete",
            "Complete the path, or list what it can be", footer=2),
    ),
    *under(
        EDIT, "typing", ALLOWED,
        Row("edit.word-left", "ctrl+left alt+b", "word left", "A word to the left"),
        Row("edit.word-right", "ctrl+right alt+f", "word right", "A word to the right"),
        Row("edit.start", "home ctrl+a", "start", "To the start"),
        Row("edit.end", "end ctrl+e", "end", "To the end"),
        Row("edit.delete-word", "ctrl+w alt+backspace", "delete word",
            "Delete the word to the left"),
        Row("edit.delete-left", "ctrl+u", "delete", "Delete everything to the left"),
        Row("edit.delete-right", "ctrl+k", "delete", "Delete everything to the right"),
    ),
    *under(
        APP, "palette", ALLOWED,
        Row("palette.run", "enter", "do", "Do the command under the cursor", footer=1),
        Row("palette.down", "down ctrl+n tab", "down", "Next command"),
        Row("palette.up", "up ctrl+p shift+tab", "up", "Previous command"),
        Row("palette.close", "escape", "close", "Close the palette", footer=2),
    ),
    *under(
        APP, "help", ALLOWED,
        Row("help.close", "escape q question_mark f1 enter", "close", "Close the help"),
        Row("help.turn", "tab l h right left", "other page",
            "Turn to the query language, or back to the keys"),
        Row("help.find", "slash", "find", "Find something in the help"),
        Row("help.next", "n", "next place", "The next place that has what was found"),
        Row("help.previous", "N", "previous place", "The place before that has what was found"),
        Row("help.down", "j down", "down", "Scroll the help down"),
        Row("help.up", "k up", "up", "Scroll the help up"),
        Row("help.page-down", "space pagedown ctrl+d ctrl+f", "page", "A page of the help down"),
        Row("help.page-up", "b pageup ctrl+u ctrl+b", "page", "A page of the help up"),
        Row("help.top", "g home", "top", "To the top of the help"),
        Row("help.bottom", "G end", "bottom", "To the bottom of the help"),
    ),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(command.group for command in COMMANDS))
