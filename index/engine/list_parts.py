"""Parts of a list of papers that stand one after the other, each in an order of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from tantivy import DocAddress, Occur

from index.engine.addresses import Address, address_of, keys_at
from index.engine.queries import Query, queries_of
from index.engine.ranking import Found, rank, ranked

if TYPE_CHECKING:
    import tantivy


class Part(ABC):
    """A part of a list.

    Attributes:
        count: How many papers it has.
    """

    count: int

    @abstractmethod
    def window(self, offset: int, limit: int) -> list[Found]:
        """So many of its papers, from a place on."""

    @abstractmethod
    def place(self, address: DocAddress, key: str) -> int | None:
        """The place of a paper in it; None if it is not there."""


class Listed(Part):
    """A part of the list that is known paper by paper."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = found
        self.count = len(found)

    def window(self, offset: int, limit: int) -> list[Found]:
        """As ``Part.window``."""
        return list(self.found[offset : offset + limit])

    def place(self, address: DocAddress, key: str) -> int | None:
        """As ``Part.place``."""
        del key
        wanted = address_of(address)
        places = (at for at, one in enumerate(self.found) if address_of(one.address) == wanted)
        return next(places, None)


class Rest(Part):
    """What a query ranks by words, without the papers that stand before.

    Args:
        searcher: Of the index.
        query: Ranks; None where nothing is left.
        before: What it ranks and stands before.
        deeper: Those of them that are not the best by words, which are left out by their keys; the
            others are skipped.
        count: How many papers are left.
        full: Where the full matches among them are; None where all are.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        query: Query | None,
        before: Sequence[Found],
        deeper: Sequence[Found],
        count: int,
        *,
        full: Collection[Address] | None = None,
    ) -> None:
        self.count = max(count, 0) if query is not None else 0
        self._searcher = searcher
        self._query = query
        self._deeper = deeper
        self._skip = len(before) - len(deeper)
        self._full = full

    @cached_property
    def _left(self) -> Query:
        assert self._query is not None
        if not self._deeper:
            return self._query
        queries = queries_of(self._searcher)
        keys = keys_at(self._searcher, [one.address for one in self._deeper])
        left_out = queries.having_any("key", keys)
        return queries.joined([(Occur.Must, self._query), (Occur.MustNot, left_out)])

    def window(self, offset: int, limit: int) -> list[Found]:
        """As ``Part.window``."""
        limit = min(limit, self.count - offset)
        if limit <= 0:
            return []
        best, _ = ranked(self._searcher, self._left, self._skip + offset, limit)
        return [Found(address, score, self._is_partial(address)) for score, address in best]

    def _is_partial(self, address: DocAddress) -> bool:
        return self._full is not None and address_of(address) not in self._full

    def place(self, address: DocAddress, key: str) -> int | None:
        """As ``Part.place``."""
        del address
        if not self.count:
            return None
        place = rank(self._searcher, self._left, key)
        return None if place is None or place < self._skip else place - self._skip


def window(parts: Sequence[Part], offset: int, limit: int) -> list[Found]:
    """A window on several parts, one after the other."""
    found: list[Found] = []
    for part in parts:
        if offset < part.count and len(found) < limit:
            found += part.window(offset, limit - len(found))
        offset = max(0, offset - part.count)
    return found
