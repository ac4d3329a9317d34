"""What a command is, and the places where its keys work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.commands.conditions import Situation

Context = Literal[
    "everywhere", "anywhere", "browse", "search", "list", "preview", "filters", "organisations",
    "names", "dates", "authors", "prompt", "reader", "copy", "follow", "saved", "naming", "order",
    "tagging", "noting",
    "export", "help", "welcome", "rejected", "palette", "typing", "fetching",
    "trends",
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
    "names": "categories, venues and mine",
    "dates": "dates",
    "authors": "authors",
    "prompt": "while typing a choice",
    "reader": "reader",
    "copy": "copying",
    "follow": "following",
    "saved": "saved searches",
    "naming": "saving a search",
    "tagging": "typing tags",
    "noting": "writing a note",
    "order": "choosing an order",
    "fetching": "while papers are fetched",
    "trends": "chart over time",
    "export": "exporting",
    "help": "help",
    "welcome": "first run",
    "rejected": "rejected records",
    "palette": "palette",
    "typing": "wherever one types",
}

MENUS: dict[Context, str] = {
    "copy": "copy.menu",
    "order": "sort.menu",
    "fetching": "fetch.sync",
    "follow": "follow.menu",
}
"""The command that opens the menu of a context."""


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person can do.

    Attributes:
        id: Its name in the keymap file, for example ``list.down``; ``@does("list.down")`` stands
            above the method that does it, on the pane or screen of its context.
        keys: Textual's names of its keys, the one to show first.
        label: One or two words for the footer.
        description: What it does, for help and palette.
        group: The heading it stands under in help.
        context: Where its keys work.
        footer: Place in the footer among those of its context, 0 for none; small numbers are shown
            first.
        refusal: Says why the command can do nothing now, or None.
        counted: Whether a number typed before it is handed to its method.
        synonyms: What people also call it or look for it by, for the palette.
        kiosk: Why guests of a kiosk can't do it; empty where they can.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    description: str
    group: str
    context: Context
    kiosk: str
    footer: int = 0
    refusal: Callable[[Situation], str | None] | None = None
    counted: bool = False
    synonyms: str = ""
