"""Rows of the registry of commands, and what stands once above several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tui.commands.command import Command
from tui.commands.synonyms import SYNONYMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.commands.command import Context
    from tui.commands.conditions import Situation

ALLOWED = ""
"""Guests of a kiosk can do it: it reaches nothing but the index and their own terminal."""

SEARCH, MOVE, READ, FILTER, VIEW, KEEP, TAKE, FOLLOW, FETCH, APP, EDIT = (
    "Search", "Move", "Read", "Filter", "Order and view", "Keep", "Take along", "Follow", "Fetch",
    "Quire",
    "While typing",
)  # fmt: skip

ORDER_LETTERS: Final = (
    ("relevance", "r", "relevance"),
    ("date", "d", "date"),
    ("upvotes", "u", "upvotes"),
    ("comments", "c", "comments"),
    ("authors", "a", "authors"),
    ("stars", "t", "stars"),
    ("featured", "f", "featured"),
    ("added", "n", "new here"),
)
"""The orders, with the letter that chooses each, and what the menu calls it."""


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
