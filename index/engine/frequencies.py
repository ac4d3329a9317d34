"""How many papers have a term in a column: Tantivy is asked once for each."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Final

import tantivy

from index.engine.queries import queries_of
from index.engine.ranking import number

_REMEMBERED: Final = 16_384


class RememberedFrequencies:
    """The frequencies of one generation of an index. Threads may share it.

    Attributes:
        num_docs: How many papers the index has.
    """

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.num_docs = searcher.num_docs
        self._searcher = searcher
        self._known = lru_cache(maxsize=_REMEMBERED)(searcher.doc_freq)

    @cached_property
    def has_partial_dates(self) -> bool:
        """Whether any paper's date is only a month or a year."""
        return number(self._searcher, queries_of(self._searcher).known("published_last")) > 0

    def doc_freq(self, field_name: str, field_value: str) -> int:
        """Number of papers that have a term in a field, those included that were deleted."""
        return self._known(field_name, field_value)
