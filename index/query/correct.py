"""Near spellings of a query that finds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from index.query import identifiers
from index.query.spelling import one_edit_away
from index.query.tree import Beginning, Clause, Node, Word, conjunction, conjuncts
from index.query.variants import Variants
from index.query.words import STOP_WORDS, stem, tokens

# Shorter words have too many neighbours.
_SHORTEST: Final = 4
_MOST_CANDIDATES: Final = 6
_MOST_TRIED: Final = 3
# A word that papers have is doubted only if few have it, and a neighbour is much more common.
_RARE: Final = 3
_RARE_SHARE: Final = 1 / 20_000
_MUCH_MORE_COMMON: Final = 20


class Evidence(Protocol):
    """What an index says of a query."""

    def count(self, tree: Node) -> int:
        """How many papers match."""

    def texts(self, tree: Node) -> Iterable[str]:
        """Titles and abstracts of some papers that match."""


def corrected(tree: Node, variants: Variants, evidence: Evidence) -> Node | None:
    """The query with one or more words spelt as papers have them, if that finds something.

    Words that no paper has are corrected, all of them at once; if papers have every word, the
    rarest words are tried one at a time.

    Args:
        tree: A query that finds nothing.
        variants: Knows how common words are.
        evidence: Of the same index.
    """
    parts = list(conjuncts(tree))
    words = {at: word for at, part in enumerate(parts) if (word := _correctable(part)) is not None}
    frequencies = {at: _frequency(word, variants) for at, word in words.items()}
    wrong = [at for at in words if frequencies[at] == 0]
    if wrong:
        if not _correct_all(parts, words, wrong, variants, evidence):
            return None
    else:
        rare = max(_RARE, int(variants.papers * _RARE_SHARE))
        doubted = sorted(
            (at for at in words if frequencies[at] <= rare), key=lambda at: frequencies[at]
        )
        for at in doubted[:_MOST_TRIED]:
            common = [
                spelling
                for spelling, frequency in _candidates(words[at], variants)
                if frequency > _MUCH_MORE_COMMON * frequencies[at]
            ]
            if _take_best(parts, at, common, evidence):
                wrong = [at]
                break
        else:
            return None
    better = conjunction(parts)
    texts = list(evidence.texts(better))
    for at in wrong:
        parts[at] = _as_written(parts[at], words[at], texts)
    return conjunction(parts)


def _correct_all(
    parts: list[Node],
    words: dict[int, str],
    wrong: Sequence[int],
    variants: Variants,
    evidence: Evidence,
) -> bool:
    """Correct several words in ``parts``; whether that finds something."""
    candidates = {at: [one for one, _ in _candidates(words[at], variants)] for at in wrong}
    if not all(candidates.values()):
        return False
    for at in wrong:
        parts[at] = _respelt(candidates[at][0])
    if len(wrong) > 1 and evidence.count(conjunction(parts)):
        return True
    return any(_take_best(parts, at, candidates[at], evidence) for at in wrong)


def _take_best(parts: list[Node], at: int, spellings: Sequence[str], evidence: Evidence) -> bool:
    """Give one of ``parts`` the spelling that finds the most papers; whether any finds some."""
    most, best = 0, parts[at]
    for spelling in spellings:
        tried = [*parts[:at], _respelt(spelling), *parts[at + 1 :]]
        number = evidence.count(conjunction(tried))
        if number > most:
            most, best = number, _respelt(spelling)
    parts[at] = best
    return most > 0


def _as_written(part: Node, word: str, texts: Sequence[str]) -> Node:
    """The form of a corrected word that papers use most: the index itself knows only its stem."""
    assert isinstance(part, Clause)
    assert isinstance(part.value, Word)
    wanted = stem(part.value.text)
    forms = {spelling for spelling, stemmed in one_edit_away(word) if stemmed == wanted}
    counts: dict[str, int] = {}
    for text in texts:
        for form in tokens(text).folded:
            if form in forms:
                counts[form] = counts.get(form, 0) + 1
    if not counts:
        return part
    return _respelt(min(counts, key=lambda form: (-counts[form], form)))


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
