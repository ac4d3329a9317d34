"""The papers nearest to a text or to another paper in meaning, as a query and as a list."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from tantivy import DocAddress, Occur

from index.engine.addresses import Address, address_of, keys_at
from index.engine.compiled import Compiled
from index.engine.nearest_matching import nearest_matching
from index.engine.queries import Query, queries_of
from index.engine.rerank import NEAREST

if TYPE_CHECKING:
    import tantivy

    from index.engine.meaning import Meaning

Pick: TypeAlias = Callable[[Query | None], list[tuple[Address, float]]]
"""Gives the nearest of what a query matches, or of all, the nearest first, with cosines."""


def nearest_to_text(searcher: tantivy.Searcher, meaning: Meaning, text: str) -> Pick:
    """Picks the papers that are nearest to a text."""
    return lambda query: nearest_matching(searcher, meaning, meaning.embed(text), NEAREST, query)


def nearest_to_paper(
    searcher: tantivy.Searcher, meaning: Meaning, address: DocAddress, most: int | None = None
) -> Pick | None:
    """Picks the papers that are nearest to one, but for itself; None where it has no vector.

    Args:
        searcher: Of the index.
        meaning: Of its papers.
        address: Of the paper.
        most: How many to pick; by default ``NEAREST``.
    """
    itself = address_of(address)
    row = None if meaning.refusal() is not None else meaning.row(itself)
    if row is None:
        return None

    count = NEAREST if most is None else most

    def pick(query: Query | None) -> list[tuple[Address, float]]:
        found = nearest_matching(searcher, meaning, row, count + 1, query)
        return [one for one in found if one[0] != itself][:count]

    return pick


class Nearest(Compiled):
    """A query for the nearest of what another one matches in full, the nearest first.

    Args:
        searcher: Of the index.
        among: The other query; None where that is for every paper.
        pick: Picks.
    """

    def __init__(self, searcher: tantivy.Searcher, among: Compiled | None, pick: Pick) -> None:
        super().__init__(queries_of(searcher), (), (), lambda _: None, scored=True)
        self._searcher = searcher
        self._among = among
        self._pick = pick

    @cached_property
    def _found(self) -> dict[str, float]:
        """The cosines of the nearest papers by key."""
        found = self._pick(None if self._among is None else self._among.full)
        keys = keys_at(self._searcher, [DocAddress(*address) for address, _ in found])
        return {key: cosine for key, (_, cosine) in zip(keys, found, strict=True)}

    @cached_property
    def full(self) -> Query:
        """Matches the nearest papers."""
        return self._queries.silent(self._queries.having_any("key", self._found))

    @cached_property
    def ranked(self) -> Query:
        """The same, and scores the cosine of each."""
        queries = self._queries
        return queries.joined(
            [
                # Tantivy has no scores below 0.
                (Occur.Should, queries.constant(queries.having("key", key), max(cosine, 0.0)))
                for key, cosine in self._found.items()
            ]
        )
