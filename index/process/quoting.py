"""Quotes what a user typed, in a length that can be read, with a caret below one spot of it."""

from __future__ import annotations

from typing import Final

from index.text.cleaning import one_line

_LONGEST_REASON: Final = 300
_BESIDE: Final = 60


def shortened(text: str) -> str:
    """A sentence that may quote what was typed, in a length that can be read."""
    return one_line(text, _LONGEST_REASON)


def pointed_at(text: str, position: int) -> tuple[str, str]:
    """A query and, on a line of its own, a caret below one of its characters.

    Of a long query only what is near that character is shown.

    Args:
        text: The query.
        position: From 0 to the length of ``text``.
    """
    before, after = text[:position], text[position:]
    start = "…" if len(before) > _BESIDE else ""
    end = "…" if len(after) > _BESIDE else ""
    before, after = _within(before[-_BESIDE:]), _within(after[:_BESIDE])
    return f"  {start}{before}{after}{end}", f"  {' ' * _cells(start + before)}^"


def _within(text: str) -> str:
    """A part of one line, made inert; spaces at its ends stay."""
    return one_line(f"|{text}|")[1:-1]


def _cells(text: str) -> int:
    """Cells a text takes in a terminal."""
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )
