"""Other spellings of a word, of which the index decides whether any paper has them."""

from __future__ import annotations


def respellings(word: str) -> tuple[tuple[str, ...], ...]:
    """Other ways to spell a folded word, each a sequence of folded words that stands for it."""
    del word
    return ()
