"""The characters of queries that separate words or quote them, and the operators."""

from __future__ import annotations

from typing import Final

QUOTES: Final = '"“”„«»'
OPERATORS: Final = ("AND", "OR", "NOT")


def is_bare_word(text: str) -> bool:
    """Whether ``text`` needs no quotes to be read as one word that means itself."""
    return (
        bool(text)
        and text not in OPERATORS
        and text.lower() not in ("none", "unknown")
        and text[0] != "-"
        and text[-1] not in "*~"
        and not any(c in '():"' or c in QUOTES or is_space(c) for c in text)
    )


def is_space(character: str) -> bool:
    """Whether a character separates words: white space, control characters and lone surrogates."""
    return (
        character.isspace()
        or character < " "
        or "\x7f" <= character <= "\x9f"
        or "\ud800" <= character <= "\udfff"
    )


def tidy(text: str) -> str:
    """``text`` with single spaces for all that separates words."""
    if text.isprintable() and " " not in text:
        return text
    return " ".join("".join(" " if is_space(c) else c for c in text).split())


def without_trailing_space(text: str) -> str:
    """``text`` up to the last character that separates nothing."""
    end = len(text)
    while end and is_space(text[end - 1]):
        end -= 1
    return text[:end]
