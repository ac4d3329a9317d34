"""The rows of the registry of commands about following and saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import NO_LIBRARY, no_paper
from tui.commands.rows import ALLOWED, FOLLOW, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

FOLLOW_COMMANDS: tuple[Command, ...] = (
    *under(
        FOLLOW, "anywhere", ALLOWED,
        Row("follow.menu", "F", "follow",
            "Search for the paper's author, organisation or category, or save that search",
            footer=22, refusal=no_paper),
    ),
    *under(
        FOLLOW, "follow", ALLOWED,
        Row("follow.author", "a", "author",
            "Search for the first author; a digit takes another one", footer=1, refusal=no_paper),
        Row("follow.last-author", "l", "last author",
            "Search for the last author", footer=2, refusal=no_paper),
        Row("follow.organisation", "o", "organisation",
            "Search for the organisation", footer=3, refusal=no_paper),
        Row("follow.category", "c", "category",
            "Search for the first category", footer=4, refusal=no_paper),
        Row("follow.similar", "m", "papers like it",
            "Search for the papers most like this one", footer=5, refusal=no_paper),
    ),
    *under(
        FOLLOW, "follow", NO_LIBRARY,
        Row("follow.save", "s", "save it, too",
            "Save the search that the next letter chooses, too", footer=6, refusal=no_paper),
    ),
    *under(
        FOLLOW, "browse", NO_LIBRARY,
        Row("saved.show", "S", "saved searches",
            "Saved searches, with how many new papers each has", footer=23),
    ),
    *under(
        FOLLOW, "saved", NO_LIBRARY,
        Row("saved.run", "enter", "search", "Search for it", footer=1),
        Row("saved.run-new", "n", "new ones", "Search for what is new of it", footer=3),
        Row("saved.add", "a", "save this",
            "Save the query that is in the search box", footer=4),
        Row("saved.edit", "e", "edit", "Change its name and its query", footer=5),
        Row("saved.remove", "d", "delete", "Delete it; undo brings it back", footer=6),
        Row("saved.undo", "u", "undo", "Bring back what was deleted last", footer=7),
        Row("saved.close", "escape q S", "close", "Close the saved searches", footer=2),
        Row("saved.down", "j down ctrl+n", "down", "Next saved search"),
        Row("saved.up", "k up ctrl+p", "up", "Previous saved search"),
        Row("saved.first", "g home", "first", "First saved search"),
        Row("saved.last", "G end", "last", "Last saved search"),
    ),
    *under(
        FOLLOW, "naming", NO_LIBRARY,
        Row("naming.accept", "enter", "save", "Save the search under this name", footer=1),
        Row("naming.other", "tab shift+tab", "name or query",
            "From the name to the query, or back", footer=2),
        Row("naming.cancel", "escape", "cancel", "Save nothing", footer=3),
    ),
)  # fmt: skip
