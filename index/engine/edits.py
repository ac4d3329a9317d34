"""Spellings close to a word, as an index that holds stems can look for them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from index.engine import schema
from index.engine.pieces import is_indexable

_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"
_LONGEST: Final = 40


@lru_cache(maxsize=256)
def one_edit_away(word: str) -> tuple[tuple[str, str], ...]:
    """Every text one edit from a folded word, with its stem.

    An edit leaves out, adds or replaces a letter, or swaps two neighbours. Stems alone would not
    do: ``optimizaton`` keeps its ending, and ``optimization`` is indexed as ``optim``.
    """
    if not 2 <= len(word) <= _LONGEST:
        return ()
    found: dict[str, None] = {}
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            found[head + tail[1:]] = None
            for letter in _ALPHABET:
                found[head + letter + tail[1:]] = None
        if len(tail) > 1:
            found[head + tail[1] + tail[0] + tail[2:]] = None
        for letter in _ALPHABET:
            found[head + letter + tail] = None
    found.pop(word, None)
    # The analyzer leaves out what no index holds.
    spellings = [text for text in found if text and is_indexable(text)]
    stems = schema.analyzer("en").analyze(" ".join(spellings))
    return tuple(zip(spellings, stems, strict=True))
