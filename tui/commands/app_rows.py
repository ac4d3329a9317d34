"""The rows of the registry of commands about Quire itself, and about typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.conditions import (
    NO_FILES,
    NO_SHELL,
    nothing_rejected,
)
from tui.commands.rows import ALLOWED, APP, EDIT, Row, under

if TYPE_CHECKING:
    from tui.commands.command import Command

APP_COMMANDS: tuple[Command, ...] = (
    *under(
        APP, "anywhere", ALLOWED,
        Row("app.help", "question_mark f1", "help", "List every key", footer=2),
        Row("app.palette", "colon", "commands", "Find a command by typing, and do it"),
    ),
    *under(
        APP, "list", ALLOWED,
        Row("app.quit", "q", "quit", "Quit; from other places q goes one level up", footer=4),
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
        APP, "browse", ALLOWED,
        Row("rejected.show", "R", "rejected records",
            "Read which records of the files were rejected, and why", refusal=nothing_rejected),
    ),
    *under(
        APP, "rejected", ALLOWED,
        Row("rejected.close", "escape q enter R", "close", "Close the rejected records"),
        Row("rejected.down", "j down", "down", "Scroll the rejected records down"),
        Row("rejected.up", "k up", "up", "Scroll the rejected records up"),
        Row("rejected.page-down", "space pagedown ctrl+d ctrl+f", "page",
            "A page of rejected records down"),
        Row("rejected.page-up", "b pageup ctrl+u ctrl+b", "page",
            "A page of rejected records up"),
        Row("rejected.top", "g home", "top", "To the first of the rejected records"),
        Row("rejected.bottom", "G end", "bottom", "To the last of the rejected records"),
    ),
    *under(
        APP, "welcome", NO_FILES,
        Row("welcome.accept", "enter", "go",
            "Fetch, read or show what is chosen; what was typed is a path or categories", footer=1),
        Row("welcome.down", "down ctrl+n", "choose", "The next choice of the first run", footer=2),
        Row("welcome.up", "up ctrl+p", "choose", "The choice before"),
        Row("welcome.complete", "tab", "complete",
            "Complete the path or the category, or list what it can be", footer=3),
        Row("welcome.stop", "escape", "stop", "Stop fetching; what came is kept", footer=4),
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
