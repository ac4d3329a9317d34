"""The words that stand in papers as they are written: titles, abstracts and people's names.

Titles and names are indexed word by word. Of abstracts the index has stems: which words they were
is read from the abstracts themselves, of a few papers, so that this costs a build nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import tantivy

from index.engine import schema
from index.engine.analysis import stem
from index.engine.queries import queries_of

_MOST_READ: Final = 50
"""Abstracts that are read for the words of a stem."""


class Vocabulary:
    """The words of one generation of an index, each counted once."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._queries = queries_of(searcher)
        self._counts: dict[str, int] = {}
        self._written: dict[str, Counter[str]] = {}

    def is_titled(self, word: str) -> bool:
        """Whether a title or a name has a folded word as it is written."""
        return self._papers("title_words", word) > 0 or self._papers("authors", word) > 0

    def count(self, word: str) -> int:
        """About how many papers have a folded word as it is written; 0 only if none is known to."""
        known = self._counts.get(word)
        if known is None:
            known = self._papers("title_words", word) or self._papers("authors", word)
            if not known:
                known = self._in_abstracts(stem(word))[word]
            self._counts[word] = known
        return known

    def _papers(self, column: str, term: str) -> int:
        # Documents that were deleted count in frequencies, but not in what is found.
        if not self._searcher.doc_freq(column, term):
            return 0
        query = self._queries.having(column, term)
        return self._searcher.search(query, 1).count  # type: ignore[attr-defined, no-any-return]

    def _in_abstracts(self, stemmed: str) -> Counter[str]:
        """The words of a stem in some abstracts, with how often they stand there."""
        known = self._written.get(stemmed)
        if known is None:
            known = self._written[stemmed] = Counter()
            query = self._queries.having("abstract", stemmed)
            for _, address in self._searcher.search(query, _MOST_READ, count=False).hits:
                text = self._searcher.doc(address).get_first("abstract") or ""
                words = schema.analyzer("name").analyze(text)
                stems = schema.analyzer("en").analyze(text)
                known.update(word for word, own in zip(words, stems, strict=True) if own == stemmed)
        return known
