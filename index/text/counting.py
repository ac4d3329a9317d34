"""Numbers with their nouns, as sentences have them."""

from __future__ import annotations


def counted(count: int, noun: str, more: str = "") -> str:
    """A number and its noun: ``1 paper``, ``1,234 papers``.

    Args:
        count: The number.
        noun: What is counted, in the singular, as its last word.
        more: A sign after the number that says there are more.
    """
    return f"{count:,} {noun}" if count == 1 and not more else f"{count:,}{more} {noun}s"
