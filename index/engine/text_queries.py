"""Queries for text: one word, the beginning of one, a near spelling, a phrase.

Each is looked for in some columns of the index; the best column scores, the others add a little.
A word tells as much as its commonest spelling does, however a paper writes it: a rare spelling,
such as two words without the space between them, makes no paper better than the word itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, TypeAlias

import msgspec
from tantivy import Occur

from index.engine.analysis import STOP_WORDS, Tokens, shorter_stems, stem, stems_of, tokens
from index.engine.compounds import MOST_JOINED, Variants, respelt
from index.engine.edits import one_edit_away
from index.engine.queries import Query

TIE: Final = 0.3
"""What a column adds that is not the best one."""
_PROSE: Final = ("title", "abstract")
# The words that names of methods in titles are made of.
_PARTS: Final = "title_parts"
# The words of titles as they are, rather than their stems.
_EXACT: Final = "title_words"
_WEIGHTS: Final = {"title": 1.5, "authors": 0.7}
_ORGANISATION_SCORE: Final = 2.1
_WITH_PIECES: Final = ("title", "abstract", "authors")
_PREFIX_SCORES: Final = {"title": 2.0, "abstract": 1.0, "authors": 1.0}
# Letters from which a near spelling may differ in two of them.
_LONG: Final = 8
# Letters from which the words that begin so are few enough for a phrase.
_TELLING: Final = 3

_Way: TypeAlias = tuple[str, ...]
"""Stems next to each other, as a column may have a word."""


class Neighbours(msgspec.Struct, frozen=True):
    """What a word and the words beside it stand for together.

    Attributes:
        joined: Stems of the word and one neighbour, written as one.
        numbered: Folded words of a name and the number after it, written as one: Qwen 2.5.
        organisation: Folded words that stand side by side in the name of an organisation.
    """

    joined: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()


_ALONE: Final = Neighbours()
_Word: TypeAlias = tuple[Tokens, Neighbours]


class TextQueries:
    """Makes queries for text for one searcher.

    Attributes:
        queries: Those of the searcher.

    Args:
        variants: Knows which words the index has.
        describes: Whether the query has so many words that it describes what is sought, rather
            than naming it: then a word of a title tells no more than the same in an abstract.
    """

    def __init__(self, variants: Variants, *, describes: bool) -> None:
        self.queries = variants.queries
        self._variants = variants
        self._doc_freq = variants.frequencies.doc_freq
        self._describes = describes
        self._known_scored: dict[_Word, dict[str, list[Query]]] = {}
        self._known_names: dict[tuple[str, ...], list[Query]] = {}

    def word(
        self, columns: Sequence[str], found: Tokens, beside: Neighbours = _ALONE
    ) -> Query | None:
        """A word in any way it may be written; None if there is nothing to look for.

        Args:
            columns: Where to look for it.
            found: The word; several tokens are those of a compound such as ``pre-training``.
            beside: What it stands for together with its neighbours.
        """
        if found.symbols:
            return self._best(self._symbolic(columns, found))
        if not found.folded:
            return None
        queries = self._name(found.folded) if "authors" in columns else []
        scored = self._scored_word(found, beside)
        for column in _prose(columns):
            queries.extend(scored[column])
        queries.extend(self._organisations(columns, found, beside))
        return self._best(queries) if queries else self.queries.none()

    def plain(
        self, columns: Sequence[str], found: Tokens, beside: Neighbours = _ALONE
    ) -> list[Query]:
        """What matches the same as ``word`` where any of it does, and is cheaper to count."""
        if found.symbols:
            return self._symbolic(columns, found)
        if not found.folded:
            return []
        ways = self._ways(found, beside)
        queries = [*self._any_name(found.folded)] if "authors" in columns else []
        for column in _prose(columns):
            having = self._had(column, ways[column])
            queries.extend(self.queries.adjacent(column, way) for way in having)
            if column == "title":
                queries.extend(self.queries.adjacent(_PARTS, way) for way in ways[_PARTS])
        queries.extend(self._organisations(columns, found, beside))
        return queries or [self.queries.none()]

    def pieces(self, columns: Sequence[str], found: Tokens) -> list[Query]:
        """The words of a compound, each on its own; none for other words."""
        if len(found.stems) < 2 or found.symbols:
            return []
        prose = _prose(columns)
        queries = (
            self._best(list(chain(*self._scored(self._by_column(prose, (stem,))).values())))
            for word, stem in zip(found.folded, found.stems, strict=True)
            if word not in STOP_WORDS
        )
        return [query for query in queries if query is not None]

    def having(self, found: Tokens) -> int:
        """About how many papers have a word, or each word of a compound."""
        names = map(self._variants.frequency_of_name, found.folded)
        words = map(self._variants.frequency, found.stems)
        return min(map(max, names, words), default=0)

    def phrase(self, columns: Sequence[str], text: str) -> Query | None:
        """Words next to each other; None if there is nothing to look for."""
        found = tokens(text)
        queries: list[Query] = []
        prose = _prose(columns)
        if found.symbols and prose:
            queries.extend(self._with_symbols(prose, found, found.stretches))
        elif found.stems:
            spelt = [found.stems, *(tuple(map(stem, words)) for words in respelt(found.folded))]
            ways = self._by_column(prose, *dict.fromkeys(spelt))
            queries.extend(chain(*self._scored(ways).values()))
        if "authors" in columns and found.symbols:
            queries.extend(self._with_symbols(["authors"], found, found.stretches))
        elif "authors" in columns and found.folded:
            queries.extend(self._name(found.folded))
            # "Noether, Emmy" is how bibliographies write it.
            last, comma, first = text.partition(",")
            if comma and "," not in first:
                turned = tokens(f"{first} {last}").folded
                if turned != found.folded:
                    queries.extend(self._name(turned))
        queries.extend(self._organisations(columns, found))
        if not queries and (found.symbols or found.folded):
            return self.queries.none()
        return self._best(queries)

    def prefix(self, columns: Sequence[str], found: Tokens) -> Query | None:
        """Words that begin like this one; every match in a column scores the same."""
        if found.symbols or not found.folded:
            exact = self.word(columns, found)
            if exact is None or len(found.symbols) != 1 or found.script or found.folded:
                return exact
            # One word, longer than the analyzer takes.
            begun = [
                self.queries.starting_with(f"{column}_pieces", *found.symbols[0])
                for column in filter(_WITH_PIECES.__contains__, columns)
            ]
            return self.queries.any_of([exact, *begun])
        *before, last = found.folded
        queries = [
            self.queries.constant(self._prefix_in(column, before, last), _PREFIX_SCORES[column])
            for column in columns
            if column in _PREFIX_SCORES
        ]
        return self._best(queries)

    def near(self, columns: Sequence[str], found: Tokens) -> Query | None:
        """Words spelt like this one or nearly so; those spelt just so score more."""
        exact = self.word(columns, found)
        if exact is None or found.symbols:
            return exact
        queries = [exact]
        for column in filter(_PREFIX_SCORES.__contains__, columns):
            parts = [(Occur.Must, self._near_in(column, word)) for word in found.folded]
            queries.append(self.queries.constant(self.queries.joined(parts), 1.0))
        return self._best(queries)

    def _prefix_in(self, column: str, before: Sequence[str], last: str) -> Query:
        prose = column != "authors"
        shorter = shorter_stems(last) if prose else ()
        if not before:
            # Words longer than the analyzer takes are pieces.
            queries = [
                self.queries.starting_with(where, last) for where in (column, f"{column}_pieces")
            ]
            if shorter:
                queries.append(self.queries.having_any(column, shorter))
            return self.queries.any_of(queries)
        stems = [stem(word) if prose else word for word in before]
        if len(last) >= _TELLING:
            phrase = self.queries.phrase_begun(column, stems, last, shorter)
        else:
            terms = [(Occur.Must, self.queries.adjacent(column, (term,))) for term in stems]
            terms.append((Occur.Must, self.queries.starting_with(column, last)))
            phrase = self.queries.joined(terms)
        joined = self.queries.starting_with(column, "".join((*before, last)))
        return self.queries.any_of([phrase, joined])

    def _near_in(self, column: str, word: str) -> Query:
        distance = 2 if len(word) >= _LONG else 1
        spellings = {word: None}
        queries = []
        if column != "authors":
            spellings[stem(word)] = None
            stems = [stem for _, stem in one_edit_away(word)]
            queries.append(self.queries.having_any(column, stems))
        for spelling in spellings:
            allowed = min(distance, max(1, len(spelling) // 3))
            queries.append(self.queries.near(column, spelling, allowed))
        return self.queries.any_of(queries)

    def _symbolic(self, columns: Sequence[str], found: Tokens) -> list[Query]:
        """A word with pieces that the word analyzer would lose, in each column."""
        queries = self._with_symbols(columns, found, found.rest)
        if found.script:
            queries.extend(self._organisations(columns, found))
        return queries

    def _with_symbols(
        self, columns: Sequence[str], found: Tokens, others: Sequence[tuple[str, ...]]
    ) -> list[Query]:
        """Pieces that the word analyzer would lose and the words between them, in each column."""
        queries = []
        for column in filter(_WITH_PIECES.__contains__, columns):
            parts = [self.queries.adjacent(f"{column}_pieces", terms) for terms in found.symbols]
            for words in others:
                terms = words if column == "authors" else stems_of(words)
                parts.append(self.queries.adjacent(column, terms))
            whole = self.queries.joined([(Occur.Must, part) for part in parts])
            queries.append(self._boosted(whole, _WEIGHTS.get(column, 1.0)))
        return queries

    def _ways(self, found: Tokens, beside: Neighbours) -> dict[str, list[_Way]]:
        """How a word may be written, by column: as it is, then other ways that papers have."""
        return self._variants.ways_of((found, beside), self._find_ways)

    def _find_ways(self, word: _Word) -> dict[str, list[_Way]]:
        found, beside = word
        spelt = [found.folded, *respelt(found.folded)]
        likely: dict[_Way, None] = {}
        if 2 <= len(found.folded) <= MOST_JOINED:
            compounds = ("".join(words) for words in spelt)
            likely.update(
                dict.fromkeys((stem(word),) for word in compounds if word not in STOP_WORDS)
            )
        if len(found.folded) == 1:
            likely.update(dict.fromkeys(self._variants.halves(found.folded[0])))
        likely.update(dict.fromkeys((term,) for term in beside.joined))
        if beside.numbered:
            likely[tuple(map(stem, beside.numbered))] = None
        likely.update(dict.fromkeys(tuple(map(stem, words)) for words in spelt))
        likely.pop(found.stems, None)
        return self._by_column(_PROSE, found.stems, *likely)

    def _by_column(
        self, columns: Sequence[str], itself: _Way, *others: _Way
    ) -> dict[str, list[_Way]]:
        """The ways by column: as it is, then others that papers have; those in parts of titles."""
        ways = {column: [itself, *self._had(column, others)] for column in columns}
        if "title" in ways:
            ways[_PARTS] = self._had(_PARTS, (itself, *others))
        return ways

    def _had(self, column: str, ways: Iterable[_Way]) -> list[_Way]:
        """Those of which some papers have every term in a column."""
        known = self._doc_freq
        return [way for way in ways if all(known(column, term) for term in way)]

    def _scored_word(self, found: Tokens, beside: Neighbours) -> dict[str, list[Query]]:
        """A word in every column of prose; in titles, the word itself counts more than its stem."""
        word = (found, beside)
        if word not in self._known_scored:
            self._known_scored[word] = self._scored(self._ways(found, beside), found)
        return self._known_scored[word]

    def _scored(
        self, ways: Mapping[str, Sequence[_Way]], itself: Tokens | None = None
    ) -> dict[str, list[Query]]:
        """Queries for each column: one for each way to write a word, all of which tell as much.

        In a title a word may be rarer than in abstracts, and tell more. A query that describes what
        is sought rather than naming it has words that only titles hardly ever have.

        Args:
            ways: By column.
            itself: What was asked for, which counts more in a title than others of its stem.
        """
        rarity = self._variants.rarity
        tells = {
            column: min(rarity(column, way) for way in of_column)
            for column, of_column in ways.items()
            if column != _PARTS
        }
        if self._describes and tells:
            tells = dict.fromkeys(tells, min(tells.values()))
        queries = {}
        for column, told in tells.items():
            weight = _WEIGHTS.get(column, 1.0) * told
            written = [(column, way) for way in self._had(column, ways[column])]
            if column == "title":
                written += [(_PARTS, way) for way in ways[_PARTS]]
                if itself is not None and len(itself.folded) == 1 and not self._describes:
                    # It scores beside its stem, as what stands in another column does.
                    written += [(_EXACT, way) for way in self._had(_EXACT, [itself.folded])]
            queries[column] = [
                self._boosted(self.queries.adjacent(where, way), weight / rarity(where, way))
                for where, way in written
            ]
        return queries

    def _organisations(
        self, columns: Sequence[str], found: Tokens, beside: Neighbours = _ALONE
    ) -> list[Query]:
        """Papers of organisations whose name has the words, where those are only a few."""
        if "org_words" not in columns:
            return []
        return [
            self.queries.constant(self.queries.adjacent("org_words", words), _ORGANISATION_SCORE)
            for words in dict.fromkeys((found.folded, *respelt(found.folded), beside.organisation))
            if words and self._variants.name_organisation(words)
        ]

    def _best(self, queries: Sequence[Query]) -> Query | None:
        """Matches what any of ``queries`` matches and scores like the best; None for none."""
        if len(queries) < 2:
            return queries[0] if queries else None
        return self.queries.best(queries, TIE)

    def _boosted(self, query: Query, weight: float) -> Query:
        return query if weight == 1.0 else self.queries.boosted(query, weight)

    def _name(self, words: tuple[str, ...]) -> list[Query]:
        """Words next to each other in a person's name, however its umlauts are written, if any."""
        return [self._boosted(name, _WEIGHTS["authors"]) for name in self._any_name(words)]

    def _any_name(self, words: tuple[str, ...]) -> list[Query]:
        known = self._known_names.get(words)
        if known is None:
            spellings = self._had("authors", self._variants.spellings_of_name(words))
            known = [self.queries.adjacent("authors", spelt) for spelt in spellings]
            self._known_names[words] = known
        return known


def _prose(columns: Sequence[str]) -> list[str]:
    return [column for column in columns if column in _PROSE]
