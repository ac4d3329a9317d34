"""Where a text matches a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from index.engine.analysis import is_encodable, is_stop_word, shorter_stems, stem, stems_of, tokens
from index.engine.compounds import Variants, respelt
from index.engine.edits import one_edit_away
from index.engine.folding import fold_with_places, words_in
from index.engine.pieces import is_indexable, name_parts
from index.engine.question import asked
from index.engine.respelling import regrouped
from index.query.tree import (
    AnyOf,
    Beginning,
    Clause,
    Near,
    Node,
    Phrase,
    Prefix,
    Single,
    Word,
    clauses_of,
)

_FIELDS: Final = {"title": "title", "abstract": "abstract", "authors": "author", "org": "org"}
_PROSE: Final = {"title", "abstract"}
"""Fields whose words have stems; those of names are as they stand."""


class Highlighter:
    """Finds the words of one query; what the query excludes is never found.

    Args:
        tree: The query.
        variants: Knows in which ways words are written in the index.
    """

    def __init__(self, tree: Node, variants: Variants) -> None:
        self._variants = variants
        clauses = [clause for clause, negated in clauses_of(asked(tree)) if not negated]
        self._drop_stop_words = any(
            clause.field is None and not _is_stop_word(clause) for clause in clauses
        )
        self._patterns = {
            field: self._pattern(
                [clause for clause in clauses if clause.field in (None, name)],
                prose=field in _PROSE,
            )
            for field, name in _FIELDS.items()
        }

    def ranges(self, text: str, field: str) -> list[tuple[int, int]]:
        """Ranges of characters of ``text`` that match, in order and apart.

        Args:
            text: A title, an abstract, authors' names, or an organisation's name or slug.
            field: ``title``, ``abstract``, ``authors`` or ``org``.
        """
        pattern = self._patterns[field]
        if pattern is None or not is_encodable(text):
            return []
        return list(pattern.find(text))

    def _pattern(self, clauses: Sequence[Clause], *, prose: bool) -> _Pattern | None:
        pattern = _Pattern(prose)
        previous: str | None = None
        for clause in clauses:
            if self._drop_stop_words and _is_stop_word(clause):
                previous = None
                continue
            values = clause.value.values if isinstance(clause.value, AnyOf) else (clause.value,)
            for value in values:
                previous = self._add(pattern, value, previous)
        return pattern if pattern else None

    def _add(self, pattern: _Pattern, value: Single, previous: str | None) -> str | None:
        """Add one value; returns its word if the next one may be written joined to it."""
        if not isinstance(value, Word | Beginning | Prefix | Near | Phrase):
            return None
        found = tokens(value.text)
        pattern.symbols.update("".join(terms) for terms in found.symbols)
        together = found.stretches if isinstance(value, Phrase) else found.rest
        if not isinstance(value, Prefix) or found.symbols:
            for words in together:
                if pattern.prose:
                    pattern.add(stems_of(words))
                else:
                    for spelt in self._variants.spellings_of_name(words):
                        pattern.add(spelt)
        if isinstance(value, Prefix | Beginning) and found.folded and not found.symbols:
            *before, last = found.folded
            stems = tuple(map(stem, before)) if pattern.prose else tuple(before)
            shorter = frozenset(shorter_stems(last) if pattern.prose else ())
            pattern.beginnings.append((stems, last, shorter))
        if found.symbols or not pattern.prose or isinstance(value, Prefix):
            return None
        if not isinstance(value, Near):
            for words in respelt(found.folded):
                pattern.add(tuple(map(stem, words)))
        if isinstance(value, Phrase):
            return None
        if isinstance(value, Near):
            for word in found.folded:
                for _, spelling in one_edit_away(word):
                    pattern.add((spelling,))
            return None
        if len(found.folded) != 1:
            pattern.add((stem("".join(found.folded)),))
            if previous is not None and found.folded and found.folded[0].isdigit():
                for words in regrouped((previous, *found.folded)):
                    pattern.add(tuple(map(stem, words)))
            return None
        word = found.folded[0]
        for pair in self._variants.halves(word):
            pattern.add(pair)
        if previous is not None:
            for joined in self._variants.joined(previous, word):
                pattern.add((joined,))
        return word


def _is_stop_word(clause: Clause) -> bool:
    value = clause.value
    return clause.field is None and isinstance(value, Word | Beginning) and is_stop_word(value.text)


class _Pattern:
    """Sequences of terms to be found in a text."""

    def __init__(self, prose: bool) -> None:
        self.prose = prose
        self.symbols: set[str] = set()
        self.beginnings: list[tuple[tuple[str, ...], str, frozenset[str]]] = []
        # By the first term of each sequence.
        self._sequences: dict[str, list[tuple[str, ...]]] = {}

    def __bool__(self) -> bool:
        return bool(self.symbols or self.beginnings or self._sequences)

    def add(self, terms: tuple[str, ...]) -> None:
        self._sequences.setdefault(terms[0], []).append(terms)

    def find(self, text: str) -> Iterable[tuple[int, int]]:
        analysed = _analysed(text)
        words, places = analysed.words, analysed.places
        terms = [stemmed if self.prose else folded for folded, stemmed, _, _ in words]
        found: list[tuple[int, int]] = []
        for at, term in enumerate(terms):
            for sequence in self._sequences.get(term, ()):
                end = at + len(sequence)
                if tuple(terms[at:end]) == sequence:
                    found.append((words[at][2], words[end - 1][3]))
            for before, beginning, shorter in self.beginnings:
                start = at - len(before)
                if (words[at][0].startswith(beginning) or term in shorter) and (
                    start >= 0 and tuple(terms[start:at]) == before
                ):
                    found.append((words[start][2], words[at][3]))
        if self.prose:
            found.extend(
                (start, end)
                for _, term, start, end in analysed.parts
                if (term,) in self._sequences.get(term, ())
            )
        for symbol in self.symbols:
            at = analysed.folded.find(symbol)
            while at >= 0:
                found.append((at, at + len(symbol)))
                at = analysed.folded.find(symbol, at + 1)
        return _apart([(places[start][0], places[end - 1][1]) for start, end in found])


class _Analysed(msgspec.Struct, frozen=True):
    """A text as it is indexed.

    Attributes:
        folded: The text, folded and in lower case.
        places: For each character of it, the characters of the text that it stands for.
        words: Its words: folded, stemmed, first character of ``folded``, one past the last.
        parts: The same of the words that names in it are made of.
    """

    folded: str
    places: list[tuple[int, int]]
    words: tuple[tuple[str, str, int, int], ...]
    parts: tuple[tuple[str, str, int, int], ...]


@lru_cache(maxsize=256)
def _analysed(text: str) -> _Analysed:
    folded, places = fold_with_places(text)
    named = [(part.lower(), start, end) for part, start, end in name_parts(folded)]
    folded = folded.lower()
    found = [(folded[start:end], start, end) for start, end in words_in(folded)]
    # What the analyzer leaves out is its own stem.
    stemmed = iter(stems_of([word for word, _, _ in found if is_indexable(word)]))
    words = tuple(
        (word, next(stemmed) if is_indexable(word) else word, start, end)
        for word, start, end in found
    )
    parts = tuple((part, stem(part), start, end) for part, start, end in named)
    return _Analysed(folded, places, words, parts)


def _apart(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters as ranges in order that neither touch nor overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
