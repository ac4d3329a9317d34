"""The one registry of commands, feeding bindings, footer, help, palette and the README's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

Context = Literal[
    "everywhere", "anywhere", "browse", "search", "list", "preview", "filters", "organisations",
    "dates", "authors", "prompt", "reader", "copy", "export", "help", "welcome", "palette",
]  # fmt: skip
"""Where a command's keys work: in a pane, in all panes of a screen, or everywhere."""

CONTEXT_NAMES: dict[Context, str] = {
    "everywhere": "everywhere",
    "anywhere": "all panes and the reader",
    "browse": "list, abstract and filters",
    "search": "search box",
    "list": "list",
    "preview": "abstract",
    "filters": "filters",
    "organisations": "organisations",
    "dates": "dates",
    "authors": "authors",
    "prompt": "while typing a choice",
    "reader": "reader",
    "copy": "copying",
    "export": "exporting",
    "help": "help",
    "welcome": "first run",
    "palette": "palette",
}


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What decides whether a command can do anything at this moment."""

    total: int = 0
    awaiting: bool = False
    query: str = ""
    filtered: bool = False
    understood: bool = False
    blamed: bool = False
    can_undo: bool = False
    can_redo: bool = False
    preview_scrolls: bool = False
    marked: int = 0
    panes_beside: bool = True


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person can do.

    Attributes:
        id: Its name in the keymap file, for example ``list.down``; the method that does it is
            ``_do_list_down`` on the pane or screen of its context.
        keys: Textual's names of its keys, the one to show first.
        label: One or two words for the footer.
        description: What it does, for help and palette.
        group: The heading it stands under in help.
        context: Where its keys work.
        footer: Place in the footer, 0 for none; small numbers are shown first.
        refusal: Says why the command can do nothing now, or None.
        counted: Whether a number typed before it is handed to its method.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    description: str
    group: str
    context: Context
    footer: int = 0
    refusal: Callable[[Situation], str | None] | None = None
    counted: bool = False

    @property
    def method(self) -> str:
        """Name of the method that does it."""
        return "_do_" + self.id.replace(".", "_").replace("-", "_")


def _no_results(situation: Situation) -> str | None:
    if situation.total or situation.awaiting:
        return None
    return "No paper is listed, so there is nothing to move through."


def _nothing_to_read(situation: Situation) -> str | None:
    return None if situation.total else "No paper is listed, so there is nothing to read."


def _no_paper(situation: Situation) -> str | None:
    return None if situation.total else "No paper is listed, so there is nothing to act on."


def _nothing_marked(situation: Situation) -> str | None:
    return None if situation.marked else "No paper is marked."


def _nothing_to_export(situation: Situation) -> str | None:
    if situation.total or situation.marked:
        return None
    return "No paper is listed or marked, so there is nothing to export."


def _nothing_to_clear(situation: Situation) -> str | None:
    return None if situation.filtered else "No filter is set, so there is nothing to clear."


def _nothing_to_reset(situation: Situation) -> str | None:
    return None if situation.query else "The search box is empty already."


def _nothing_to_drop(situation: Situation) -> str | None:
    if situation.total:
        return "Papers match, so nothing in the query is to blame."
    return None if situation.blamed else "No single part of the query is to blame."


def _not_understood(situation: Situation) -> str | None:
    return None if situation.understood else "The query is wrong; these are older papers."


def _nothing_to_undo(situation: Situation) -> str | None:
    return None if situation.can_undo else "Nothing has been changed yet."


def _nothing_to_redo(situation: Situation) -> str | None:
    return None if situation.can_redo else "Nothing was undone."


def _preview_fits(situation: Situation) -> str | None:
    return None if situation.preview_scrolls else "The whole abstract is in view already."


SEARCH, MOVE, READ, FILTER, VIEW, TAKE, APP, EDIT = (
    "Search", "Move", "Read", "Filter", "Order and view", "Take along", "Quire",
    "In the search box",
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    # Search
    Command(
        id="search.focus", keys=("slash", "i"), label="search", footer=1,
        description="Type in the search box", group=SEARCH, context="browse",
    ),
    Command(
        id="search.leave", keys=("escape", "enter"), label="to the list", footer=1,
        description="Leave the search box for the list", group=SEARCH, context="search",
    ),
    Command(
        id="history.older", keys=("up", "ctrl+p", "ctrl+r"), label="earlier", footer=2,
        description="An earlier query that has the words in the box", group=SEARCH,
        context="search",
    ),
    Command(
        id="history.newer", keys=("down", "ctrl+n"), label="later",
        description="A later query; after the last one, the list", group=SEARCH, context="search",
    ),
    Command(
        id="search.reset", keys=("X",), label="start over",
        description="Empty the search box: show everything", group=SEARCH, context="browse",
        refusal=_nothing_to_reset,
    ),
    Command(
        id="search.drop", keys=("D",), label="drop the part to blame",
        description="Drop the part of the query that leaves nothing", group=SEARCH,
        context="browse", refusal=_nothing_to_drop,
    ),
    Command(
        id="history.undo", keys=("u",), label="undo",
        description="Undo the last change of the query or the order", group=SEARCH,
        context="browse", refusal=_nothing_to_undo,
    ),
    Command(
        id="history.redo", keys=("ctrl+r",), label="redo",
        description="Redo what was undone", group=SEARCH, context="browse",
        refusal=_nothing_to_redo,
    ),
    # Move
    Command(
        id="move.count", keys=tuple("123456789"), label="count",
        description="So many times: 5j is five papers down, 10G the tenth paper", group=MOVE,
        context="browse",
    ),
    Command(
        id="list.down", keys=("j", "down", "ctrl+n"), label="down",
        description="Next paper", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.up", keys=("k", "up", "ctrl+p"), label="up",
        description="Previous paper", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.half-down", keys=("ctrl+d",), label="half page",
        description="Half a page down", group=MOVE, context="list", refusal=_no_results,
        counted=True,
    ),
    Command(
        id="list.half-up", keys=("ctrl+u",), label="half page",
        description="Half a page up", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.page-down", keys=("pagedown", "ctrl+f"), label="page",
        description="A page down", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.page-up", keys=("pageup", "ctrl+b"), label="page",
        description="A page up", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.first", keys=("g", "home"), label="first",
        description="First paper", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.last", keys=("G", "end"), label="last",
        description="Last paper", group=MOVE, context="list", refusal=_no_results, counted=True,
    ),
    Command(
        id="list.middle", keys=("M",), label="middle",
        description="The paper in the middle of all", group=MOVE, context="list",
        refusal=_no_results,
    ),
    Command(
        id="pane.next", keys=("tab",), label="next pane",
        description="Next pane", group=MOVE, context="browse",
    ),
    Command(
        id="pane.previous", keys=("shift+tab",), label="previous pane",
        description="Previous pane", group=MOVE, context="browse",
    ),
    Command(
        id="list.to-filters", keys=("h", "left"), label="filters",
        description="To the filters", group=MOVE, context="list",
    ),
    Command(
        id="list.to-preview", keys=("l", "right"), label="abstract",
        description="To the abstract", group=MOVE, context="list", refusal=_nothing_to_read,
    ),
    # Read
    Command(
        id="list.read", keys=("enter",), label="read", footer=3,
        description="Read the paper on the whole screen; with --print, choose it or those marked",
        group=READ, context="list",
        refusal=_nothing_to_read,
    ),
    Command(
        id="list.preview-down", keys=("space", "J"), label="scroll",
        description="Scroll the abstract down without leaving the list", group=READ,
        context="list", refusal=_preview_fits, counted=True,
    ),
    Command(
        id="list.preview-up", keys=("K",), label="scroll",
        description="Scroll the abstract up without leaving the list", group=READ,
        context="list", refusal=_preview_fits, counted=True,
    ),
    Command(
        id="preview.down", keys=("j", "down"), label="down",
        description="A line down", group=READ, context="preview", counted=True,
    ),
    Command(
        id="preview.up", keys=("k", "up"), label="up",
        description="A line up", group=READ, context="preview", counted=True,
    ),
    Command(
        id="preview.page-down", keys=("space", "pagedown", "ctrl+d", "ctrl+f"), label="page",
        footer=3, description="A page down", group=READ, context="preview", counted=True,
    ),
    Command(
        id="preview.page-up", keys=("b", "pageup", "ctrl+u", "ctrl+b"), label="page",
        description="A page up", group=READ, context="preview", counted=True,
    ),
    Command(
        id="preview.top", keys=("g", "home"), label="top",
        description="To the beginning", group=READ, context="preview",
    ),
    Command(
        id="preview.bottom", keys=("G", "end"), label="bottom",
        description="To the end", group=READ, context="preview",
    ),
    Command(
        id="preview.next", keys=("n",), label="next paper",
        description="Next paper", group=READ, context="preview", refusal=_no_results, counted=True,
    ),
    Command(
        id="preview.previous", keys=("p",), label="previous paper",
        description="Previous paper", group=READ, context="preview", refusal=_no_results,
        counted=True,
    ),
    Command(
        id="preview.leave", keys=("escape", "h", "left", "enter"), label="to the list", footer=1,
        description="Back to the list", group=READ, context="preview",
    ),
    Command(
        id="reader.open", keys=("z",), label="read",
        description="Read the paper on the whole screen, from any pane", group=READ,
        context="browse", refusal=_nothing_to_read,
    ),
    Command(
        id="similar.show", keys=("m", "tilde"), label="similar", footer=11,
        description="Show the papers most like this one", group=READ, context="anywhere",
        refusal=_no_paper,
    ),
    Command(
        id="reader.down", keys=("j", "down"), label="down",
        description="A line down", group=READ, context="reader", counted=True,
    ),
    Command(
        id="reader.up", keys=("k", "up"), label="up",
        description="A line up", group=READ, context="reader", counted=True,
    ),
    Command(
        id="reader.page-down", keys=("space", "pagedown", "ctrl+d", "ctrl+f"), label="page",
        footer=4, description="A page down", group=READ, context="reader", counted=True,
    ),
    Command(
        id="reader.page-up", keys=("b", "pageup", "ctrl+u", "ctrl+b"), label="page",
        description="A page up", group=READ, context="reader", counted=True,
    ),
    Command(
        id="reader.top", keys=("g", "home"), label="top",
        description="To the beginning", group=READ, context="reader",
    ),
    Command(
        id="reader.bottom", keys=("G", "end"), label="bottom",
        description="To the end", group=READ, context="reader",
    ),
    Command(
        id="reader.next", keys=("n", "right"), label="next", footer=2,
        description="Read the next paper", group=READ, context="reader", counted=True,
    ),
    Command(
        id="reader.previous", keys=("p", "left"), label="previous", footer=3,
        description="Read the previous paper", group=READ, context="reader", counted=True,
    ),
    Command(
        id="reader.leave", keys=("escape", "q", "h", "enter"), label="to the list", footer=1,
        description="Back to the list, on the paper read last", group=READ, context="reader",
    ),
    # Filter
    Command(
        id="filter.organisations", keys=("o",), label="organisations", footer=4,
        description="Filter by organisation", group=FILTER, context="browse",
    ),
    Command(
        id="filter.dates", keys=("d",), label="dates", footer=5,
        description="Filter by date", group=FILTER, context="browse",
    ),
    Command(
        id="filter.authors", keys=("a",), label="authors", footer=6,
        description="Filter by number of authors", group=FILTER, context="browse",
    ),
    Command(
        id="filter.clear", keys=("x",), label="clear", footer=9,
        description="Clear all filters; the words stay", group=FILTER, context="browse",
        refusal=_nothing_to_clear,
    ),
    Command(
        id="choice.down", keys=("j", "down", "ctrl+n"), label="down",
        description="Next choice", group=FILTER, context="filters", counted=True,
    ),
    Command(
        id="choice.up", keys=("k", "up", "ctrl+p"), label="up",
        description="Previous choice", group=FILTER, context="filters", counted=True,
    ),
    Command(
        id="choice.page-down", keys=("pagedown", "ctrl+d", "ctrl+f"), label="page",
        description="A page of choices down", group=FILTER, context="filters", counted=True,
    ),
    Command(
        id="choice.page-up", keys=("pageup", "ctrl+u", "ctrl+b"), label="page",
        description="A page of choices up", group=FILTER, context="filters", counted=True,
    ),
    Command(
        id="choice.first", keys=("g", "home"), label="first",
        description="First choice", group=FILTER, context="filters", counted=True,
    ),
    Command(
        id="choice.last", keys=("G", "end"), label="last",
        description="Last choice", group=FILTER, context="filters", counted=True,
    ),
    Command(
        id="choice.toggle", keys=("space", "enter"), label="choose", footer=1,
        description="Choose, or take the choice back", group=FILTER, context="filters",
    ),
    Command(
        id="choice.leave", keys=("escape", "l", "right"), label="to the list", footer=6,
        description="Back to the list", group=FILTER, context="filters",
    ),
    Command(
        id="choice.clear", keys=("c",), label="clear this",
        description="Clear this filter only", group=FILTER, context="filters",
    ),
    Command(
        id="organisations.exclude", keys=("minus", "e"), label="exclude", footer=2,
        description="Exclude the organisation, or take that back", group=FILTER,
        context="organisations",
    ),
    Command(
        id="organisations.find", keys=("f",), label="find", footer=2,
        description="Find an organisation by typing", group=FILTER, context="organisations",
    ),
    Command(
        id="dates.mark", keys=("v",), label="range", footer=2,
        description="Mark one end of a range of dates, move, and choose", group=FILTER,
        context="dates",
    ),
    Command(
        id="dates.zoom-in", keys=("l", "right"), label="months", footer=3,
        description="Show the months of the year", group=FILTER, context="dates",
    ),
    Command(
        id="dates.zoom-out", keys=("h", "left"), label="years",
        description="Show the years", group=FILTER, context="dates",
    ),
    Command(
        id="dates.week", keys=("w",), label="7 days", footer=4,
        description="The last 7 days", group=FILTER, context="dates",
    ),
    Command(
        id="dates.month", keys=("m",), label="30 days", footer=4,
        description="The last 30 days", group=FILTER, context="dates",
    ),
    Command(
        id="dates.year", keys=("y",), label="365 days", footer=4,
        description="The last 365 days", group=FILTER, context="dates",
    ),
    Command(
        id="authors.range", keys=("e",), label="exact range", footer=2,
        description="Type an exact number or range of authors", group=FILTER, context="authors",
    ),
    Command(
        id="authors.mark", keys=("v",), label="range",
        description="Mark one end of a range of author counts, move, and choose", group=FILTER,
        context="authors",
    ),
    Command(
        id="prompt.cancel", keys=("escape",), label="cancel", footer=2,
        description="Stop typing here", group=FILTER, context="prompt",
    ),
    Command(
        id="prompt.down", keys=("down", "ctrl+n"), label="down",
        description="Next choice, while typing", group=FILTER, context="prompt",
    ),
    Command(
        id="prompt.up", keys=("up", "ctrl+p"), label="up",
        description="Previous choice, while typing", group=FILTER, context="prompt",
    ),
    Command(
        id="prompt.accept", keys=("enter",), label="choose", footer=1,
        description="Take what was typed, or the choice under the cursor", group=FILTER,
        context="prompt",
    ),
    # Order and view
    Command(
        id="sort.next", keys=("s",), label="sort", footer=7,
        description="Next order: relevance, date, comments, upvotes, authors", group=VIEW,
        context="browse", refusal=_not_understood,
    ),
    Command(
        id="sort.reverse", keys=("r",), label="reverse",
        description="Turn the order around", group=VIEW, context="browse",
        refusal=_not_understood,
    ),
    Command(
        id="view.preview", keys=("p",), label="abstract",
        description="Show or hide the abstract beside the list", group=VIEW, context="browse",
    ),
    Command(
        id="view.filters", keys=("f",), label="filters",
        description="Show or hide the filters", group=VIEW, context="browse",
    ),
    Command(
        id="view.theme", keys=("t",), label="theme",
        description="Next theme: dark, light, high contrast, the terminal's own colours",
        group=VIEW, context="browse",
    ),
    # Take along
    Command(
        id="copy.menu", keys=("y",), label="copy", footer=10,
        description="Copy a part of the paper; a letter says which, Esc none", group=TAKE,
        context="anywhere", refusal=_no_paper,
    ),
    Command(
        id="copy.title", keys=("t",), label="title", footer=1,
        description="Copy the title", group=TAKE, context="copy", refusal=_no_paper,
    ),
    Command(
        id="copy.link", keys=("l",), label="link", footer=2,
        description="Copy the link to the paper's page", group=TAKE, context="copy",
        refusal=_no_paper,
    ),
    Command(
        id="copy.identifier", keys=("i",), label="arXiv id", footer=3,
        description="Copy the arXiv id", group=TAKE, context="copy", refusal=_no_paper,
    ),
    Command(
        id="copy.bibtex", keys=("b",), label="BibTeX", footer=4,
        description="Copy the BibTeX entry", group=TAKE, context="copy", refusal=_no_paper,
    ),
    Command(
        id="copy.abstract", keys=("a",), label="abstract", footer=5,
        description="Copy the abstract", group=TAKE, context="copy", refusal=_no_paper,
    ),
    Command(
        id="copy.citation", keys=("y",), label="citation", footer=6,
        description="Copy one line with authors, year, title and link", group=TAKE,
        context="copy", refusal=_no_paper,
    ),
    Command(
        id="copy.marked", keys=("m",), label="BibTeX of all marked", footer=7,
        description="Copy the BibTeX entries of all marked papers", group=TAKE,
        context="copy", refusal=_nothing_marked,
    ),
    Command(
        id="open.page", keys=("O",), label="web page", footer=13,
        description="Open the paper's page in a web browser", group=TAKE, context="anywhere",
        refusal=_no_paper,
    ),
    Command(
        id="mark.toggle", keys=("v",), label="mark", footer=12,
        description="Mark the paper, or take the mark back", group=TAKE, context="anywhere",
        refusal=_no_paper,
    ),
    Command(
        id="mark.clear", keys=("V",), label="unmark all",
        description="Take all marks back", group=TAKE, context="anywhere",
        refusal=_nothing_marked,
    ),
    Command(
        id="export.start", keys=("w",), label="export", footer=12,
        description="Write the marked papers, or all that match, to a file", group=TAKE,
        context="anywhere", refusal=_nothing_to_export,
    ),
    Command(
        id="export.write", keys=("enter",), label="write", footer=1,
        description="Write the file", group=TAKE, context="export",
    ),
    Command(
        id="export.format", keys=("tab",), label="format", footer=2,
        description="Next format: BibTeX, JSON lines, CSV, Markdown", group=TAKE,
        context="export",
    ),
    Command(
        id="export.overwrite", keys=("ctrl+o",), label="write over", footer=4,
        description="Write over a file that is there already", group=TAKE, context="export",
    ),
    Command(
        id="export.cancel", keys=("escape",), label="stop", footer=3,
        description="Stop, and write nothing", group=TAKE, context="export",
    ),
    # Quire
    Command(
        id="app.help", keys=("question_mark", "f1"), label="help", footer=2,
        description="List every key", group=APP, context="anywhere",
    ),
    Command(
        id="app.palette", keys=("colon",), label="commands",
        description="Find a command by typing, and do it", group=APP, context="anywhere",
    ),
    Command(
        id="app.quit", keys=("q",), label="quit", footer=8,
        description="Quit", group=APP, context="browse",
    ),
    Command(
        id="app.leave", keys=("ctrl+c", "ctrl+q"), label="quit", footer=9,
        description="Quit from anywhere, even while typing", group=APP, context="everywhere",
    ),
    Command(
        id="app.suspend", keys=("ctrl+z",), label="suspend",
        description="Put Quire to sleep; the shell's fg wakes it", group=APP,
        context="everywhere",
    ),
    Command(
        id="welcome.accept", keys=("enter",), label="index or look around", footer=1,
        description="Index what was typed; an empty line opens invented papers", group=APP,
        context="welcome",
    ),
    # In the search box
    Command(
        id="edit.word-left", keys=("ctrl+left", "alt+b"), label="word left",
        description="A word to the left", group=EDIT, context="search",
    ),
    Command(
        id="edit.word-right", keys=("ctrl+right", "alt+f"), label="word right",
        description="A word to the right", group=EDIT, context="search",
    ),
    Command(
        id="edit.start", keys=("home", "ctrl+a"), label="start",
        description="To the start", group=EDIT, context="search",
    ),
    Command(
        id="edit.end", keys=("end", "ctrl+e"), label="end",
        description="To the end", group=EDIT, context="search",
    ),
    Command(
        id="edit.delete-word", keys=("ctrl+w", "alt+backspace"), label="delete word",
        description="Delete the word to the left", group=EDIT, context="search",
    ),
    Command(
        id="edit.delete-left", keys=("ctrl+u",), label="delete",
        description="Delete everything to the left", group=EDIT, context="search",
    ),
    Command(
        id="edit.delete-right", keys=("ctrl+k",), label="delete",
        description="Delete everything to the right", group=EDIT, context="search",
    ),
    # Palette
    Command(
        id="palette.run", keys=("enter",), label="do", footer=1,
        description="Do the command under the cursor", group=APP, context="palette",
    ),
    Command(
        id="palette.down", keys=("down", "ctrl+n", "tab"), label="down",
        description="Next command", group=APP, context="palette",
    ),
    Command(
        id="palette.up", keys=("up", "ctrl+p", "shift+tab"), label="up",
        description="Previous command", group=APP, context="palette",
    ),
    Command(
        id="palette.close", keys=("escape",), label="close", footer=2,
        description="Close the palette", group=APP, context="palette",
    ),
    # Help
    Command(
        id="help.close", keys=("escape", "q", "question_mark", "f1", "enter"), label="close",
        description="Close the help", group=APP, context="help",
    ),
    Command(
        id="help.down", keys=("j", "down"), label="down",
        description="Scroll the help down", group=APP, context="help",
    ),
    Command(
        id="help.up", keys=("k", "up"), label="up",
        description="Scroll the help up", group=APP, context="help",
    ),
    Command(
        id="help.page-down", keys=("space", "pagedown", "ctrl+d", "ctrl+f"), label="page",
        description="A page of the help down", group=APP, context="help",
    ),
    Command(
        id="help.page-up", keys=("b", "pageup", "ctrl+u", "ctrl+b"), label="page",
        description="A page of the help up", group=APP, context="help",
    ),
    Command(
        id="help.top", keys=("g", "home"), label="top",
        description="To the top of the help", group=APP, context="help",
    ),
    Command(
        id="help.bottom", keys=("G", "end"), label="bottom",
        description="To the bottom of the help", group=APP, context="help",
    ),
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(command.group for command in COMMANDS))
