"""Words that are written joined, with a hyphen or apart: ``pretraining``, ``pre training``.

The index knows nothing of them. What it holds decides: two halves stand for a word where papers
use them side by side often enough, and a joined word for two where papers use it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice, product
from math import log
from typing import Final, TypeVar

import tantivy
from tantivy import Occur

from index.engine.analysis import STOP_WORDS, stem, stems_of
from index.engine.folding import fold
from index.engine.frequencies import RememberedFrequencies
from index.engine.queries import expect, expect_counts, queries_of
from index.engine.ranking import number
from index.engine.respelling import regrouped, respellings, respellings_of_name
from index.engine.vocabulary import Vocabulary

MOST_JOINED: Final = 3
"""Words of a compound that may be written as one: more hardly ever are."""
# Ways to write a compound with other spellings of its words.
_MOST_RESPELT: Final = 8
_MOST_REGROUPED: Final = 8
_LONGEST: Final = 32
# Stop words that stand beside others as one word may hold them: in situ, stand by, plug in.
_PARTICLES: Final = frozenset(("by", "in", "on", "through", "to"))
# Side by side this often, as a share of the papers with the joined word.
_SHARE: Final = 0.02
_SHARE_OF_STOP_WORDS: Final = 0.2
# Up to here one paper is evidence enough.
_FEW: Final = 50
# So many papers with two words side by side hardly ever are without one that has them in its title.
_MANY: Final = 50
# Letters of a word that is hardly ever a mere part of one.
_WHOLE: Final = 3
# Phrases of two words that are both more common than this cost more than they bring.
_COMMON: Final = 20_000
_COMMON_SHARE: Final = 0.05
_MOST_PHRASES: Final = 6
_ORGANISATIONS_LOOKED_AT: Final = 200
_MOST_ORGANISATIONS: Final = 8
_MOST_REMEMBERED: Final = 4_096
LONGEST_NAME: Final = 5
"""Words of an organisation's name on either side of one."""

_BOTH: Final = ("title", "abstract")

_Word = TypeVar("_Word", bound=Hashable)


@lru_cache(maxsize=4096)
def respelt(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A word, or the words of a compound, with other spellings of some of them."""
    grouped = regrouped(words) if len(words) <= _MOST_REGROUPED else []
    if len(words) > MOST_JOINED:
        return tuple(grouped)
    choices = [((word,), *respellings(word)) for word in words]
    # The first of all is that without any.
    mixed = islice(product(*choices), 1, _MOST_RESPELT)
    return (*(tuple(chain.from_iterable(choice)) for choice in mixed), *grouped)


class Variants:
    """The variants one generation of an index knows, each found once.

    Attributes:
        papers: How many papers the index has.
        queries: Those that the index takes.
        frequencies: How many of them have a term.
        vocabulary: The words that stand in them.
    """

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self.queries = queries_of(searcher)
        self.frequencies = RememberedFrequencies(searcher)
        self._doc_freq = self.frequencies.doc_freq
        self.papers = searcher.num_docs
        self.vocabulary = Vocabulary(searcher)
        self._common = max(_COMMON, int(self.papers * _COMMON_SHARE))
        self._halves: dict[str, tuple[tuple[str, str], ...]] = {}
        self._joined: dict[tuple[str, str], tuple[str, ...]] = {}
        self._spellings: dict[str, tuple[str, ...]] = {}
        self._rarities: dict[tuple[str, tuple[str, ...]], float] = {}
        self._organisations: dict[tuple[str, ...], bool] = {}
        self._ways: dict[Hashable, dict[str, list[tuple[str, ...]]]] = {}

    def frequency(self, term: str) -> int:
        """About how many papers have a stem in their title or abstract."""
        return max(self._doc_freq("abstract", term), self._doc_freq("title", term))

    def frequency_of_name(self, word: str) -> int:
        """How many papers have a folded word among their authors' names."""
        return self._doc_freq("authors", word)

    def ways_of(
        self, word: _Word, find: Callable[[_Word], dict[str, list[tuple[str, ...]]]]
    ) -> dict[str, list[tuple[str, ...]]]:
        """By column, the ways to write a word, which ``find`` gives where they are not known."""
        known = self._ways.get(word)
        if known is None:
            known = find(word)
            if len(self._ways) >= _MOST_REMEMBERED:
                self._ways = {}
            self._ways[word] = known
        return known

    def rarity(self, column: str, terms: tuple[str, ...]) -> float:
        """What Tantivy multiplies the score of a term or a phrase in a column with."""
        known = self._rarities.get((column, terms))
        if known is None:
            known = 0.0
            for term in terms:
                having = self._doc_freq(column, term)
                known += log(1 + (max(0, self.papers - having) + 0.5) / (having + 0.5))
            self._rarities[column, terms] = known
        return known

    def name_organisation(self, words: tuple[str, ...]) -> bool:
        """Whether folded words stand side by side in the names of an organisation or a few.

        What is in many names, such as "university", tells of none of them.
        """
        if not self._has_organisations:
            return False
        known = self._organisations.get(words)
        if known is None:
            known = self._organisations[words] = self._find_organisations(words)
        return known

    def organisation_around(self, words: Sequence[str | None], at: int) -> tuple[str, ...]:
        """The most words around one that name an organisation or a few; none if it is alone.

        Args:
            words: Folded words side by side; None is what parts them.
            at: Which of them it is.
        """
        first, end = at, at + 1
        while first and self._is_in_names(words[first - 1]):
            first -= 1
        while end < len(words) and self._is_in_names(words[end]):
            end += 1
        if end - first < 2 or not self._is_in_names(words[at]):
            return ()
        run = [word for word in words[first:end] if word is not None]
        for length in range(len(run), 1, -1):
            for start in range(max(0, at - first - length + 1), at - first + 1):
                name = tuple(run[start : start + length])
                if len(name) == length and self.name_organisation(name):
                    return name
        return ()

    @cached_property
    def _has_organisations(self) -> bool:
        """Whether any paper has one: those of arXiv alone have none."""
        return bool(self._searcher.terms_with_prefix("org_words", "", limit=1))

    def _is_in_names(self, word: str | None) -> bool:
        return (
            word is not None and self._has_organisations and self._doc_freq("org_words", word) > 0
        )

    def _find_organisations(self, words: tuple[str, ...]) -> bool:
        if not all(self._doc_freq("org_words", word) for word in words):
            return False
        if len(words) == 1 and words[0] in STOP_WORDS:
            return False
        named = self.queries.adjacent("org_words", words)
        terms = {"field": "org", "size": _ORGANISATIONS_LOOKED_AT}
        found = self._searcher.aggregate(named, {"organisations": {"terms": terms}})
        keys = [bucket["key"] for bucket in found["organisations"]["buckets"]]
        # The papers may have other organisations too; a key is the folded name.
        telling = [key for key in keys if "".join(words) in fold(key)] or keys
        return 0 < len(telling) <= _MOST_ORGANISATIONS

    def halves(self, word: str) -> tuple[tuple[str, str], ...]:
        """Pairs of stems that stand for one folded word when they are side by side."""
        known = self._halves.get(word)
        if known is None:
            found = map(self._find_halves, self.spellings(word))
            known = self._halves[word] = tuple(dict.fromkeys(chain.from_iterable(found)))
        return known

    def joined(self, first: str, second: str) -> tuple[str, ...]:
        """Stems of two folded words written as one, in the ways in which papers write them so."""
        pair = (first, second)
        known = self._joined.get(pair)
        if known is None:
            pairs = product(self.spellings(first), self.spellings(second))
            found = (self._find_joined(*spelt) for spelt in islice(pairs, _MOST_RESPELT))
            known = self._joined[pair] = tuple(
                dict.fromkeys(term for term in found if term is not None)
            )
        return known

    def spellings(self, word: str) -> tuple[str, ...]:
        """A folded word, and other spellings of it that papers have."""
        known = self._spellings.get(word)
        if known is None:
            others = (words[0] for words in respellings(word) if len(words) == 1)
            having = (other for other in others if self.frequency(stem(other)))
            known = self._spellings[word] = (word, *having)
        return known

    def spellings_of_name(self, words: Sequence[str]) -> list[tuple[str, ...]]:
        """Folded words of a name, and with them the other spellings that names have."""
        choices = (
            (word, *filter(self.frequency_of_name, respellings_of_name(word))) for word in words
        )
        return list(islice(product(*choices), _MOST_RESPELT))

    def _find_halves(self, word: str) -> tuple[tuple[str, str], ...]:
        shortest = 2 if any(map(str.isdigit, word)) else 3
        if not shortest <= len(word) <= _LONGEST or word in STOP_WORDS:
            return ()
        own = stem(word)
        whole = self.frequency(own)
        # Most of them are asked for; of another machine it is better to ask once.
        halves = (half for at in range(1, len(word)) for half in (word[:at], word[at:]))
        expect(self._searcher, ((one, stem(half)) for half in halves for one in _BOTH))
        likely: list[tuple[int, int, tuple[str, str]]] = []
        fewest = max(1, int(whole * _SHARE))
        for at, begins in enumerate(_stems_of_beginnings(word), 1):
            # What is the word itself, with an ending of its own cut off, is none.
            if begins == own or (frequency := self.frequency(begins)) < fewest:
                continue
            first, second = word[:at], word[at:]
            ends = stem(second)
            stops = STOP_WORDS.intersection((first, second, begins, ends))
            if len(stops) == 2 or not stops <= _PARTICLES:
                continue
            needed = max(1, int(whole * _SHARE_OF_STOP_WORDS)) if stops else fewest
            rarer = min(frequency, self.frequency(ends))
            if needed <= rarer <= self._common:
                likely.append((rarer, needed, (begins, ends)))
        likely.sort(reverse=True)
        return tuple(
            stems
            for _, needed, stems in likely[:_MOST_PHRASES]
            if self._side_by_side(*stems, needed)
        )

    def _find_joined(self, first: str, second: str) -> str | None:
        if len(first) + len(second) > _LONGEST or first + second in STOP_WORDS:
            return None
        term = stem(first + second)
        whole = self.frequency(term)
        if whole == 0:
            return None
        if _is_whole_word(first) and _is_whole_word(second):
            return term
        stems = stem(first), stem(second)
        if whole > _FEW:
            if min(map(self.frequency, stems)) > self._common:
                return None
            if not self._side_by_side(*stems, whole * _SHARE):
                return None
        return term

    def _side_by_side(self, first: str, second: str, needed: float) -> bool:
        """Whether so many papers have two stems next to each other, in this order."""
        in_title, in_abstract = (self.queries.adjacent(field, (first, second)) for field in _BOTH)
        either = self.queries.joined([(Occur.Should, in_title), (Occur.Should, in_abstract)])
        expect_counts(self._searcher, [either])
        # Titles take a fifth of the time, and of many papers some have them there.
        if needed >= _MANY and not number(self._searcher, in_title):
            return False
        return number(self._searcher, either) >= needed


def _stems_of_beginnings(word: str) -> Iterable[str]:
    """The stems of all beginnings of a folded word, but not of itself."""
    beginnings = [word[:at] for at in range(1, len(word))]
    # In one go: every one of them is short enough for the analyzer.
    return stems_of(beginnings) if word.isascii() else map(stem, beginnings)


def _is_whole_word(word: str) -> bool:
    return len(word) >= _WHOLE and word not in STOP_WORDS
