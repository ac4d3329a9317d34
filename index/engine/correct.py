"""Near spellings of a query that finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Final, TypeAlias

from index.engine.analysis import STOP_WORDS, stem, tokens
from index.engine.compounds import Variants
from index.engine.edits import one_edit_away
from index.engine.respelling import respellings
from index.query import identifiers
from index.query.tree import Beginning, Clause, Node, Word, conjunction, conjuncts

# Shorter words have too many neighbours.
_SHORTEST: Final = 4
_MOST_CANDIDATES: Final = 6
_MOST_LOOKED_AT: Final = 12
_MOST_TRIED: Final = 3
_MOST_WRONG: Final = 12
# A word that papers have is doubted only if few have it, and a neighbour is much more common.
_RARE: Final = 3
_RARE_SHARE: Final = 1 / 20_000
_MUCH_MORE_COMMON: Final = 20

Count: TypeAlias = Callable[[Node], int]
"""Tells how many papers match a query."""


def corrected(tree: Node, variants: Variants, count: Count) -> Node | None:
    """The query with one or more words spelt as papers have them, if that finds something.

    Words that no paper has are corrected, all of them at once; if that is not enough, or papers
    have every word, the rarest words are doubted: one at a time, then together.

    Args:
        tree: A query that finds nothing.
        variants: Knows how common words are.
        count: Counts in the same index.
    """
    parts = list(conjuncts(tree))
    words = {at: word for at, part in enumerate(parts) if (word := _correctable(part)) is not None}
    frequencies = {at: _frequency(word, variants) for at, word in words.items()}
    wrong = {at: words[at] for at in words if frequencies[at] == 0}
    # A text with more words that no paper has is no misspelt query.
    if len(wrong) > _MOST_WRONG:
        return None
    candidates: dict[int, list[str]] = {}
    for at, word in wrong.items():
        candidates[at] = [one for one, _ in _candidates(word, variants)]
        if not candidates[at]:
            return None
    if wrong and _correct_all(parts, candidates, count):
        return conjunction(parts)
    doubted = {
        at: common
        for at in _doubted(words, frequencies, variants)
        if (common := _much_more_common(words[at], frequencies[at], variants))
    }
    for at, common in doubted.items():
        if _take_best(parts, at, common, count):
            return conjunction(parts)
    if len(doubted) > 1 and _correct_all(parts, doubted, count):
        return conjunction(parts)
    return None


def _doubted(
    words: Mapping[int, str], frequencies: Mapping[int, int], variants: Variants
) -> list[int]:
    """Which words may be slips though some papers have them, the rarest first."""
    rare = max(_RARE, int(variants.papers * _RARE_SHARE))
    found = [
        at
        for at, word in words.items()
        # A word that a title or a name has is no slip.
        if 0 < frequencies[at] <= rare and not variants.vocabulary.is_titled(word)
    ]
    return sorted(found, key=lambda at: frequencies[at])[:_MOST_TRIED]


def _much_more_common(word: str, frequency: int, variants: Variants) -> list[str]:
    """Spellings that many more papers have than those that have the word."""
    return [
        spelling
        for spelling, number in _candidates(word, variants)
        if number > _MUCH_MORE_COMMON * frequency
    ]


def _correct_all(parts: list[Node], candidates: Mapping[int, Sequence[str]], count: Count) -> bool:
    """Correct several words in ``parts``; whether that finds something."""
    for at, spellings in candidates.items():
        parts[at] = _respelt(spellings[0])
    if len(candidates) > 1 and count(conjunction(parts)):
        return True
    return any(_take_best(parts, at, spellings, count) for at, spellings in candidates.items())


def _take_best(parts: list[Node], at: int, spellings: Sequence[str], count: Count) -> bool:
    """Give one of ``parts`` the spelling that finds the most papers; whether any finds some."""
    most, best = 0, parts[at]
    for spelling in spellings:
        tried = [*parts[:at], _respelt(spelling), *parts[at + 1 :]]
        number = count(conjunction(tried))
        if number > most:
            most, best = number, _respelt(spelling)
    parts[at] = best
    return most > 0


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


def _respelt(spelling: str) -> Node:
    return Clause(None, Word(spelling))


def _frequency(word: str, variants: Variants) -> int:
    """How many papers have a word, however it is spelt."""
    spellings = (words[0] for words in ((word,), *respellings(word)) if len(words) == 1)
    return max(
        variants.frequency_of_name(word),
        *(variants.frequency(stem(spelling)) for spelling in spellings),
    )


def _candidates(word: str, variants: Variants) -> list[tuple[str, int]]:
    """Words one edit away that stand in papers, the most common first, one for each stem."""
    alike: dict[str, list[str]] = {}
    frequencies: dict[str, int] = {}
    for spelling, stemmed in one_edit_away(word):
        if spelling in STOP_WORDS or stemmed in _stop_stems():
            continue
        key, frequency = stemmed, variants.frequency(stemmed)
        if frequency == 0:
            key, frequency = spelling, variants.frequency_of_name(spelling)
        if frequency:
            frequencies[key] = frequency
            alike.setdefault(key, []).append(spelling)
    likely = sorted(
        alike, key=lambda key: (-frequencies[key] * _likelihood(alike[key][0], word), alike[key][0])
    )
    found = []
    for key in likely[:_MOST_LOOKED_AT]:
        # Of words with one stem, that with the same ending was meant, and rather the longer.
        alike[key].sort(key=lambda spelling: _closeness(spelling, word), reverse=True)
        # Papers may have only the plural of what was meant, or only the singular.
        forms = (*alike[key], *map(_other_number, alike[key]))
        written = (
            form for form in forms if form not in STOP_WORDS and variants.vocabulary.count(form)
        )
        found += [(form, frequencies[key]) for form in islice(written, 1)]
    # Papers may have a stem often, and a word of it hardly ever: numerical, and numeral.
    found.sort(key=lambda one: -variants.vocabulary.count(one[0]) * _likelihood(one[0], word))
    return found[:_MOST_CANDIDATES]


def _likelihood(spelling: str, word: str) -> int:
    """How much likelier than by its frequency alone a spelling was meant."""
    # A wrong first letter is rare.
    return 3 if spelling[0] == word[0] else 1


@cache
def _stop_stems() -> frozenset[str]:
    """Stems of stop words: a word that has one is hardly told apart from them."""
    return frozenset(map(stem, STOP_WORDS))


def _other_number(word: str) -> str:
    return word[:-1] if word.endswith("s") else f"{word}s"


def _closeness(spelling: str, word: str) -> tuple[bool, int]:
    return spelling[-1:] == word[-1], len(spelling)
