"""The one registry of commands, feeding bindings, footer, help, palette and the README's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import EXPORTERS, ORDER_LABELS
from tui.commands.app_rows import APP_COMMANDS
from tui.commands.conditions import (
    NO_FILES,
    NO_PAGES,
    no_paper,
    no_results,
    not_understood,
    nothing_marked,
    nothing_to_broaden,
    nothing_to_copy,
    nothing_to_drop,
    nothing_to_enter,
    nothing_to_export,
    nothing_to_read,
    nothing_to_redo,
    nothing_to_reset,
    nothing_to_share,
    nothing_to_sort_by,
    nothing_to_undo,
    preview_fits,
)
from tui.commands.fetch_rows import FETCH_COMMANDS
from tui.commands.filter_rows import FILTER_COMMANDS
from tui.commands.follow_rows import FOLLOW_COMMANDS
from tui.commands.kept_rows import KEPT_COMMANDS
from tui.commands.rows import (
    ALLOWED,
    MOVE,
    ORDER_LETTERS,
    READ,
    SEARCH,
    TAKE,
    VIEW,
    Row,
    under,
)
from tui.commands.trend_rows import TREND_COMMANDS

if TYPE_CHECKING:
    from tui.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    *under(
        SEARCH, "browse", ALLOWED,
        Row("search.focus", "slash", "search",
            "Type a new query; arrows keep the one that is there", footer=1),
        Row("search.edit", "i", "edit", "Go on typing at the end of the query"),
    ),
    *under(
        SEARCH, "search", ALLOWED,
        Row("search.leave", "escape", "to the list",
            "Leave the search box for the list", footer=1),
        Row("search.accept", "enter", "to the list",
            "To the list; of a paper that your index lacks, its id or address fetches it"),
        Row("history.older", "up ctrl+p ctrl+r", "earlier",
            "An earlier query that has the words in the box", footer=2),
        Row("history.newer", "down ctrl+n", "later", "A later query; after the last one, the list"),
        Row("search.complete", "tab", "complete",
            "Complete a field or its value; again, the next choice", footer=3),
        Row("search.complete-back", "shift+tab", "back", "The choice before, while completing"),
    ),
    *under(
        SEARCH, "list", ALLOWED,
        Row("search.broaden", "escape", "broaden",
            "One level up: drop the words of the query, then its filters",
            refusal=nothing_to_broaden),
    ),
    *under(
        SEARCH, "browse", ALLOWED,
        Row("search.reset", "X", "start over",
            "Empty the search box: show everything", refusal=nothing_to_reset),
        Row("search.drop", "D", "drop the part to blame",
            "Drop the part of the query that leaves nothing", refusal=nothing_to_drop),
        Row("history.undo", "u", "undo",
            "Undo what was done last: to the query, the order, or a paper",
            refusal=nothing_to_undo),
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
            footer=3, refusal=nothing_to_enter),
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
        Row("preview.leave", "escape q h left enter", "to the list", "Back to the list", footer=1),
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
        Row("reader.search", "slash", "search", "Back to the list, and type a new query"),
        Row("reader.leave", "escape q h", "back",
            "Back to where one came from: the list, on the paper read last", footer=1),
    ),
    *FILTER_COMMANDS,
    *under(
        VIEW, "browse", ALLOWED,
        Row("sort.menu", "s", "sort",
            "Choose an order; a letter says which, Esc none", footer=7, refusal=not_understood),
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
        VIEW, "order", ALLOWED,
        *(
            Row(f"sort.{sort}", key, label, ORDER_LABELS[sort][0].capitalize(),
                footer=place, refusal=nothing_to_sort_by(sort))
            for place, (sort, key, label) in enumerate(ORDER_LETTERS, start=1)
        ),
        Row("sort.next", "s", "next", "The order after the present one",
            footer=len(ORDER_LETTERS) + 1, refusal=not_understood),
    ),
    *KEPT_COMMANDS,
    *under(
        TAKE, "anywhere", ALLOWED,
        Row("copy.menu", "y", "copy",
            "Copy a part of the paper; a letter says which, Esc none",
            footer=10, refusal=nothing_to_copy),
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
        Row("mark.clear", "V", "unmark all", "Take all marks back; undo brings them again",
            refusal=nothing_marked),
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
    *FOLLOW_COMMANDS,
    *TREND_COMMANDS,
    *FETCH_COMMANDS,
    *APP_COMMANDS,
)  # fmt: skip

BY_ID = {command.id: command for command in COMMANDS}

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(command.group for command in COMMANDS))
