"""Names of people as bibliographies write them, family name first, as they are displayed."""

from __future__ import annotations

from index.sources.authors import in_order

_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "2nd", "3rd"])


def display_name(text: str) -> str:
    """A name in the order in which it is displayed.

    Args:
        text: ``Moss, Ada``, ``Moss, Jr., Ada``, ``Moss, Ada, Jr.`` or a name in that order already.
    """
    parts = [part.strip() for part in text.split(",")]
    parts = [part for part in parts if part]
    match parts:
        case [family, given] if not _is_suffix(given):
            return in_order(family, given, "")
        case [family, suffix, given] if _is_suffix(suffix):
            return in_order(family, given, suffix)
        case [family, given, suffix] if _is_suffix(suffix):
            return in_order(family, given, suffix)
    return " ".join(text.split())


def _is_suffix(text: str) -> bool:
    return text.rstrip(".").casefold() in _SUFFIXES
