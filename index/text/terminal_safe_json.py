"""JSON that does nothing to a terminal it is printed on, and says the same when it is decoded."""

from __future__ import annotations

import re
from functools import cache

MOST_MARKS = 6


@cache
def _tower() -> re.Pattern[str]:
    marks = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1}}}")


def inert_json(data: bytes) -> bytes:
    """Write what a terminal would act upon, or what would hide or move text, as escapes.

    Args:
        data: JSON in UTF-8 whose controls below a space are escaped already.

    Returns:
        The same, with C1 controls, marks of direction, invisible characters and marks beyond
        ``MOST_MARKS`` on one letter as escapes.
    """
    if data.isascii():
        return data.replace(b"\x7f", b"\\u007f")
    text = data.decode("utf-8")
    if text.replace("\n", "").isprintable() and _tower().search(text) is None:
        return data
    from unicodedata import category

    parts: list[str] = []
    marks = 0
    for character in text:
        kind = category(character)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks > MOST_MARKS or (character != "\n" and kind in ("Cc", "Cf", "Zl", "Zp")):
            units = character.encode("utf-16-be").hex()
            parts += [f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)]
        else:
            parts.append(character)
    return "".join(parts).encode("utf-8")
