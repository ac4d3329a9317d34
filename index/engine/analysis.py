"""What becomes of a word before it is looked for: folding, stop words, symbols, scripts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from index.engine import schema
from index.engine.folding import fold
from index.engine.pieces import Piece, pieces

_STOP_WORDS: Final = """
    a am an and are as at be been but by can could did do does for from had has have he her hers him
    his how i if in into is it its may me mine my no not of on or our please she should so some such
    than that the their them then there these they this those through to us was we were what when
    where which while who whose why will with would you your
"""
STOP_WORDS: Final = frozenset(_STOP_WORDS.split())
"""Too common in English to tell papers apart. They are indexed, and count in phrases."""


class Tokens(msgspec.Struct, frozen=True, gc=False):
    """One piece of a query, analysed.

    Attributes:
        folded: Words without accents and upper case, as people's names are indexed.
        stems: The same words as titles and abstracts are indexed.
        symbols: What the word analyzer would lose, each as the terms that stand for it side by
            side: ``c++``, a word that is too long, the characters of a script without spaces.
        stretches: The words that such runs and long words leave together.
        rest: The same without any symbols.
        script: Whether some symbols are of a script without spaces, whose runs are no words.
    """

    folded: tuple[str, ...]
    stems: tuple[str, ...]
    symbols: tuple[tuple[str, ...], ...] = ()
    stretches: tuple[tuple[str, ...], ...] = ()
    rest: tuple[tuple[str, ...], ...] = ()
    script: bool = False


@lru_cache(maxsize=4096)
def tokens(text: str) -> Tokens:
    """Analyse a word or a phrase just as papers are analysed when they are indexed."""
    if text[-2:].lower() in ("'s", "’s"):
        text = text[:-2]
    plain = fold(text)
    folded = tuple(schema.analyzer("name").analyze(plain))
    stems = tuple(schema.analyzer("en").analyze(plain))
    found = pieces(plain)
    if not found:
        whole = (folded,) if folded else ()
        return Tokens(folded, stems, (), whole, whole)
    return Tokens(
        folded,
        stems,
        tuple(dict.fromkeys(piece.terms for piece in found)),
        _stretches(plain, [piece for piece in found if not piece.is_word]),
        _stretches(plain, found),
        any(piece.is_run for piece in found),
    )


def _stretches(plain: str, without: Sequence[Piece]) -> tuple[tuple[str, ...], ...]:
    """The words of a folded text between some pieces."""
    starts = (0, *(piece.end for piece in without))
    ends = (*(piece.start for piece in without), len(plain))
    analyze = schema.analyzer("name").analyze
    stretches = (tuple(analyze(plain[a:b])) for a, b in zip(starts, ends, strict=True))
    return tuple(stretch for stretch in stretches if stretch)


def is_encodable(text: str) -> bool:
    """Whether Tantivy can take a text: one without lone surrogates, as of broken arguments."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def stem(word: str) -> str:
    """The stem of one folded word."""
    found = schema.analyzer("en").analyze(word)
    return found[0] if found else word


def stems_of(words: Sequence[str]) -> tuple[str, ...]:
    """The stems of folded words, which are short enough for the analyzer."""
    return tuple(schema.analyzer("en").analyze(" ".join(words)))


def is_stop_word(text: str) -> bool:
    """Whether a word of a query is dropped where others are left."""
    found = tokens(text)
    return len(found.folded) == 1 and not found.symbols and found.folded[0] in STOP_WORDS


# What may follow the beginning of an English word up to its end, for words whose stem is shorter
# than what was typed: "experimen" begins "experiments", which is indexed as "experi".
_ENDINGS: Final = """
    s e es ed d er ers r rs ing ings ng g ion ions on ons n ns ation ations tion tions ational
    tional ional al als l ally ly y ies ied ment ments ent ents nt nts t ts ness ess ss ity ities
    ty ties ive ives ve able ible ble ably bly ization izations ize ized izer izers izing ism ist
    ists ous ously us ful fully ance ances ence ences nce ce ces ant ants ate ates ated ating te
    tes ator ators tor tors or ors ic ics ical ically cal cally c cs iveness fulness ousness est
    ility ilities lity i
"""


@lru_cache(maxsize=512)
def shorter_stems(beginning: str) -> tuple[str, ...]:
    """Stems, without ``beginning`` in front, of English words that begin with ``beginning``."""
    words = " ".join(beginning + ending for ending in ("", *_ENDINGS.split()))
    found = dict.fromkeys(schema.analyzer("en").analyze(words))
    return tuple(term for term in found if not term.startswith(beginning))
