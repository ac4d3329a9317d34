"""Lists all papers but some, where these are many, without looking for them each time.

Tantivy looks every key of a set up whenever it searches for it: with 20,000 papers that were read,
what is unread took twenty times as long as the plain list. Where they lie is remembered here, so
the plain list is read, and they are passed over.
"""

from __future__ import annotations

from _thread import allocate_lock
from typing import TYPE_CHECKING, Final, TypeAlias

import tantivy
from tantivy import DocAddress

from index.engine.schema import order_column

if TYPE_CHECKING:
    from index.engine.queries import Queries

Places: TypeAlias = frozenset[tuple[int, int]]
"""Segments, and the numbers of papers in them."""

LEAST: Final = 1_000
"""Keys from which on it is worth it."""

_DEEPEST: Final = 20_000
"""Papers of the plain list that are read at most."""

_SPARE: Final = 64


class Complement:
    """The papers of one generation but some. Threads may share it.

    Args:
        searcher: Of the generation.
        queries: Of the searcher.
    """

    def __init__(self, searcher: tantivy.Searcher, queries: Queries) -> None:
        self._searcher = searcher
        self._queries = queries
        self._lock = allocate_lock()
        self._known: tuple[frozenset[str], Places] | None = None

    def total(self, keys: frozenset[str]) -> int:
        """How many papers there are but those with some keys, which are all in the generation."""
        return self._searcher.num_docs - len(keys)

    def newest(self, keys: frozenset[str], offset: int, limit: int) -> list[DocAddress] | None:
        """A window on all papers but those with some keys, newest first; None if it is too deep."""
        wanted = offset + limit
        size = wanted + _SPARE
        without = self._places(keys)
        while size <= _DEEPEST:
            hits = self._searcher.search(
                self._queries.all(), size, count=False, order_by_field=order_column("date")
            ).hits
            found = [
                address for _, address in hits if (address.segment_ord, address.doc) not in without
            ]
            if len(found) >= wanted or len(hits) < size:
                return found[offset:wanted]
            size *= 4
        return None

    def _places(self, keys: frozenset[str]) -> Places:
        with self._lock:
            if self._known is None or self._known[0] != keys:
                found = self._searcher.search(
                    self._queries.having_any("key", sorted(keys)), len(keys), count=False
                )
                places = frozenset((one.segment_ord, one.doc) for _, one in found.hits)
                self._known = keys, places
            return self._known[1]
