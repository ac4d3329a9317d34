"""Near spellings of a query that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from index.query import identifiers
from index.query.spelling import one_edit_away
from index.query.tree import Beginning, Clause, Node, Word, conjunction, conjuncts
from index.query.variants import Variants
from index.query.words import STOP_WORDS, stem, tokens

# Shorter words have too many neighbours.
_SHORTEST: Final = 4
_MOST_CANDIDATES: Final = 6
_MOST_TRIED: Final = 4
# A word that papers have is doubted only if a neighbour is so much more common.
_MUCH_MORE_COMMON: Final = 20


def corrected(tree: Node, variants: Variants, count: Callable[[Node], int]) -> Node | None:
    """The query with one or more words spelt as papers have them, if that finds something.

    Words that no paper has are corrected, all of them at once; if papers have every word, the
    rarest words are tried one at a time.

    Args:
        tree: A query that finds nothing.
        variants: Knows how common words are.
        count: Gives the number of papers that match a tree.
    """
    parts = list(conjuncts(tree))
    words = {at: word for at, part in enumerate(parts) if (word := _correctable(part)) is not None}
    frequencies = {at: _frequency(word, variants) for at, word in words.items()}
    missing = [at for at in words if frequencies[at] == 0]
    if missing:
        return _all_corrected(parts, words, missing, variants, count)
    for at in sorted(words, key=lambda at: frequencies[at])[:_MOST_TRIED]:
        common = [
            spelling
            for spelling, frequency in _candidates(words[at], variants)
            if frequency > _MUCH_MORE_COMMON * frequencies[at]
        ]
        better = _best(parts, at, common, count)
        if better is not None:
            return conjunction(better)
    return None


def _all_corrected(
    parts: list[Node],
    words: dict[int, str],
    missing: Sequence[int],
    variants: Variants,
    count: Callable[[Node], int],
) -> Node | None:
    candidates = {at: [one for one, _ in _candidates(words[at], variants)] for at in missing}
    if not all(candidates.values()):
        return None
    # All but one take their most common neighbour; then each in turn the one that finds most.
    for at in missing:
        parts[at] = _respelt(parts[at], candidates[at][0])
    if len(missing) > 1 and count(conjunction(parts)):
        return conjunction(parts)
    for at in missing:
        better = _best(parts, at, candidates[at], count)
        if better is not None:
            return conjunction(better)
    return None


def _best(
    parts: Sequence[Node], at: int, spellings: Sequence[str], count: Callable[[Node], int]
) -> list[Node] | None:
    """``parts`` with the spelling of one that finds the most papers; None if none finds any."""
    most, found = 0, None
    for spelling in spellings:
        tried = [*parts[:at], _respelt(parts[at], spelling), *parts[at + 1 :]]
        number = count(conjunction(tried))
        if number > most:
            most, found = number, tried
    return found


def _correctable(part: Node) -> str | None:
    """The folded word of a bare word that may be misspelt."""
    if not (
        isinstance(part, Clause)
        and part.field is None
        and isinstance(part.value, Word | Beginning)
        and identifiers.recognise(part.value.text) is None
    ):
        return None
    found = tokens(part.value.text)
    if len(found.folded) != 1 or found.symbols:
        return None
    word = found.folded[0]
    return word if len(word) >= _SHORTEST and word not in STOP_WORDS else None


def _respelt(part: Node, spelling: str) -> Node:
    return Clause(part.field if isinstance(part, Clause) else None, Word(spelling))


def _frequency(word: str, variants: Variants) -> int:
    return max(variants.frequency(stem(word)), variants.frequency_of_name(word))


def _candidates(word: str, variants: Variants) -> list[tuple[str, int]]:
    """Spellings one edit away that papers have, the most common first, one for each stem."""
    best: dict[str, tuple[str, int]] = {}
    for spelling, stemmed in one_edit_away(word):
        key, frequency = stemmed, variants.frequency(stemmed)
        if frequency == 0:
            key, frequency = spelling, variants.frequency_of_name(spelling)
        # Of words with one stem, that with the same ending was meant, and rather the longer.
        if frequency and _closeness(spelling, word) > _closeness(best.get(key, ("",))[0], word):
            best[key] = (spelling, frequency)
    # A wrong first letter is rare.
    ordered = sorted(
        best.values(), key=lambda one: (-one[1] * (3 if one[0][0] == word[0] else 1), one[0])
    )
    return ordered[:_MOST_CANDIDATES]


def _closeness(spelling: str, word: str) -> tuple[bool, int]:
    return spelling[-1:] == word[-1], len(spelling)
