"""Pieces of text that are searched though the word analyzer loses them.

These are names that end in symbols (``c++``, ``f#``), words longer than it takes, and runs of
scripts whose words no spaces part, of which any part is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from index.engine.folding import fold, may_have_plurals, unspaced, words_in

LONGEST_TERM: Final = 40
"""Bytes from which on the analyzers leave a word out, which is the bound of ``en_stem``."""

BORDER: Final = "|"
"""Stands between the terms of two pieces, so that no phrase runs across it."""

_SHORTEST_PART: Final = 3

# By byte: ASCII letters and digits, and whatever is beyond ASCII.
_WORD_BYTES: Final = bytes(
    ord("w") if byte >= 0x80 or chr(byte).isalnum() else ord(" ") for byte in range(256)
)
_LONG: Final = b"w" * LONGEST_TERM

# By byte: small and capital ASCII letters.
_CASES: Final = bytes(
    ord("a") if 97 <= byte <= 122 else ord("A") if 65 <= byte <= 90 else ord(" ")
    for byte in range(256)
)
_INNER_CAPITAL: Final = b"aA"


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A piece of a folded text.

    Attributes:
        start: Its first character.
        end: One past its last.
        terms: What it is indexed as, one after the other: the characters of a run, or all of it.
        is_run: Whether it is a run of a script without spaces.
        is_word: Whether the word analyzer takes what is left of it for a word.
    """

    start: int
    end: int
    terms: tuple[str, ...]
    is_run: bool = False
    is_word: bool = False


def is_indexable(word: str) -> bool:
    """Whether the analyzers keep a word: they leave out those of ``LONGEST_TERM`` bytes."""
    return len(word) < LONGEST_TERM and (
        word.isascii() or len(word.encode("utf-8", "surrogatepass")) < LONGEST_TERM
    )


@cache
def _symbols() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]{0,9}(?:\+\+|#)(?![A-Za-z0-9+#])")


def pieces(folded: str) -> list[Piece]:
    """The pieces of a folded text, in order and apart."""
    has_symbols = _may_have_symbols(folded)
    has_long = _may_have_long(folded)
    if folded.isascii() and not has_symbols and not has_long:
        return []
    return sorted(_found(folded, has_symbols, has_long), key=lambda piece: piece.start)


def is_plain(text: str) -> bool:
    """Whether a text surely is its own folded text and has no pieces: most of English is plain."""
    return (
        text.isascii()
        and not may_have_plurals(text)
        and not _may_have_symbols(text)
        and not _may_have_long(text)
    )


def _may_have_symbols(folded: str) -> bool:
    # Single characters are found ten times faster than pairs of them.
    return "#" in folded or ("+" in folded and "++" in folded)


def _may_have_long(folded: str) -> bool:
    """Whether a word may be too long for the analyzer, what is beyond ASCII taken for letters."""
    # Looking for a run of one byte is faster than looking at every word.
    data = folded.encode("utf-8", "replace")
    return _LONG in data.translate(_WORD_BYTES)


def _found(folded: str, has_symbols: bool, has_long: bool) -> Iterator[Piece]:
    if has_symbols:
        for found in _symbols().finditer(folded):
            yield Piece(found.start(), found.end(), (found[0].lower(),), is_word=True)
    if not folded.isascii():
        for found in unspaced().finditer(folded):
            yield Piece(found.start(), found.end(), tuple(found[0]), is_run=True)
    if has_long:
        for start, end in words_in(folded):
            word = folded[start:end]
            if not is_indexable(word) and not unspaced().match(word):
                yield Piece(start, end, (word.lower(),))


@cache
def _mixed_case() -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])[A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]*(?![^\W_])")


@cache
def _parts() -> re.Pattern[str]:
    return re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def name_parts(text: str) -> list[tuple[str, int, int]]:
    """The words that names such as LookaheadKV are made of: each, its start, one past its end.

    Parts of one or two letters tell nothing.
    """
    # In half the time of a regular expression.
    if _INNER_CAPITAL not in text.encode("utf-8", "replace").translate(_CASES):
        return []
    return [
        (part[0], name.start() + part.start(), name.start() + part.end())
        for name in _mixed_case().finditer(text)
        for part in _parts().finditer(name[0])
        if len(part[0]) >= _SHORTEST_PART
    ]


def indexed(folded: str) -> str:
    """The terms of all pieces of a text, parted by spaces, with a border between two pieces."""
    return _joined(piece.terms for piece in pieces(folded))


def indexed_names(names: Sequence[str]) -> str:
    """The terms of the pieces of people's names, in the order in which they are written, or may be.

    A name in a script without spaces is one run, with a space between its parts or without.
    """
    # Nearly all names are such.
    if max(map(len, names), default=0) < LONGEST_TERM and all(map(str.isascii, names)):
        return ""
    sequences: list[tuple[str, ...]] = []
    for name in names:
        if name.isascii() and len(name) < LONGEST_TERM:
            continue
        found = pieces(fold(name))
        runs = [piece.terms for piece in found if piece.is_run]
        sequences.extend(piece.terms for piece in found if not piece.is_run)
        if runs:
            sequences.append(tuple(term for run in runs for term in run))
        if len(runs) > 1:
            sequences.append(tuple(term for run in reversed(runs) for term in run))
    return _joined(sequences)


def _joined(sequences: Iterable[tuple[str, ...]]) -> str:
    return f" {BORDER} ".join(map(" ".join, sequences))
