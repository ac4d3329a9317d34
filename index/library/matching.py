"""Whether tags, notes and names of saved searches are what a query asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from unicodedata import combining, normalize

from index.query.tree import Beginning, Near, Phrase, Prefix, Single, Word


def names_meant(value: Single, names: Iterable[str]) -> list[str]:
    """Those of some folded names that a value stands for.

    Args:
        value: What was asked for.
        names: As ``naming.tidy_name`` folds them.
    """
    if not isinstance(value, Word | Phrase | Prefix | Beginning | Near):
        return []
    text = " ".join(normalize("NFC", value.text).casefold().split())
    if isinstance(value, Near):
        from difflib import get_close_matches

        return get_close_matches(text, list(names), 20, 0.75)
    if isinstance(value, Prefix | Beginning):
        return [name for name in names if name.startswith(text)]
    return [name for name in names if name == text]


def note_matcher(value: Single) -> Callable[[str], bool]:
    """Tells whether a note has what a value asks for: words next to each other, in any case."""
    if not isinstance(value, Word | Phrase | Prefix | Beginning | Near):
        return lambda note: False
    sought = words(value.text)
    if isinstance(value, Prefix) and not sought:
        return lambda note: True
    if not sought:
        return lambda note: False
    if isinstance(value, Near):
        from difflib import get_close_matches

        return lambda note: all(get_close_matches(one, words(note), 1, 0.75) for one in sought)
    pattern = " " + " ".join(sought) + ("" if isinstance(value, Prefix | Beginning) else " ")
    return lambda note: pattern in f" {' '.join(words(note))} "


def words(text: str) -> list[str]:
    """The words of a text, without case and accents."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(one for one in normalize("NFKD", plain) if not combining(one))
    return "".join(one if one.isalnum() else " " for one in plain).split()
