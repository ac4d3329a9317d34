"""BERT's WordPiece: a text as the numbers of pieces of words in a vocabulary.

As the reference does it (google-research/bert, tokenization.py) and Hugging Face's ``tokenizers``:
the text is cleaned, split at white space and punctuation, and of each word the longest piece that
the vocabulary has is taken, again and again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

UNKNOWN: Final = "[UNK]"
FIRST: Final = "[CLS]"
LAST: Final = "[SEP]"
"""The pieces that stand for words without any, and begin and end every text, as BERT has them."""

_LONGEST_WORD: Final = 100
"""Characters; a longer word is unknown as a whole."""

_WORDS_KEPT: Final = 200_000
"""Words whose pieces are remembered: most of a text is words that were there before."""

_IDEOGRAPHS: Final = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)
"""Blocks of characters that are words of their own, as ``tokenizers`` has them."""


class Wordpiece:
    """A tokenizer with BERT's rules and a vocabulary.

    Args:
        vocabulary: The number of each piece; ``##`` begins a piece that continues a word.
        lowercase: Whether case makes no difference.
        strip_accents: Whether accents make none; by default as ``lowercase``.
        unknown: The piece that stands for words that have no pieces.

    Raises:
        KeyError: This piece, or one of those that begin and end every text, is not in the
            vocabulary.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        *,
        lowercase: bool = True,
        strip_accents: bool | None = None,
        unknown: str = UNKNOWN,
    ) -> None:
        self._vocabulary = vocabulary
        self._strips = lowercase if strip_accents is None else strip_accents
        self.unknown, self.first, self.last = (
            vocabulary[piece] for piece in (unknown, FIRST, LAST)
        )
        special = special_pieces(vocabulary, unknown)
        self._special = re.compile(f"({'|'.join(map(re.escape, sorted(special)))})")
        self._cleaned = _Cleaned()
        self._parted = _Parted(lowercase=lowercase, strips=self._strips)
        self._known: dict[str, tuple[int, ...]] = {}

    def encode(self, text: str, limit: int) -> list[int]:
        """The numbers of a text's pieces, between those that begin and end it.

        Args:
            text: Any text.
            limit: How many numbers there are at most, 2 or more: what is beyond is left out.
        """
        return [self.first, *self.pieces(text, limit - 2), self.last]

    def pieces(self, text: str, limit: int) -> list[int]:
        """The numbers of a text's pieces, at most ``limit`` of them."""
        found: list[int] = []
        # A paper on BERT may name its special pieces, which the reference takes as these.
        for number, part in enumerate(self._special.split(text)):
            if number % 2:
                found.append(self._vocabulary[part])
                continue
            for word in self._words(part):
                found.extend(self._of_word(word))
                if len(found) >= limit:
                    return found[:limit]
        return found[:limit]

    def _words(self, text: str) -> list[str]:
        text = text.translate(self._cleaned)
        if self._strips:
            text = unicodedata.normalize("NFD", text)
        return text.translate(self._parted).split()

    def _of_word(self, word: str) -> tuple[int, ...]:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _WORDS_KEPT:
                self._known.clear()
            known = self._known[word] = self._found(word)
        return known

    def _found(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self.unknown,)
        vocabulary, found, start = self._vocabulary, [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if not start else f"##{word[start:end]}"
                number = vocabulary.get(piece)
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self.unknown,)
        return tuple(found)


def special_pieces(vocabulary: Mapping[str, int], unknown: str) -> set[str]:
    """The pieces that a text may name, and is then taken to have.

    Args:
        vocabulary: As ``Wordpiece`` has it.
        unknown: As ``Wordpiece`` has it.
    """
    return {unknown, FIRST, LAST, *({"[PAD]", "[MASK]"} & vocabulary.keys())}


class _Cleaned(dict[int, str]):
    """What becomes of a character first: controls go, each ideograph is a word."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if character in "\t\n\r":
            cleaned = " "
        elif point in (0, 0xFFFD) or unicodedata.category(character)[0] == "C":
            cleaned = ""
        elif any(low <= point <= high for low, high in _IDEOGRAPHS):
            cleaned = f" {character} "
        else:
            cleaned = character
        self[point] = cleaned
        return cleaned


class _Parted(dict[int, str]):
    """What becomes of a character then: accents and case go, each mark of punctuation is a word."""

    def __init__(self, *, lowercase: bool, strips: bool) -> None:
        self._lowercase, self._strips = lowercase, strips

    def __missing__(self, point: int) -> str:
        character = chr(point)
        category = unicodedata.category(character)
        if self._strips and category == "Mn":
            parted = ""
        elif category[0] == "P" or (point < 128 and category[0] == "S"):
            parted = f" {character} "
        else:
            parted = character.lower() if self._lowercase else character
        self[point] = parted
        return parted
