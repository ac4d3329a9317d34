"""The papers nearest to a vector of those that match a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from tantivy import DocAddress, Occur

from index.engine.addresses import Address, address_of, keys_at
from index.engine.queries import Query, queries_of
from index.engine.ranking import addresses, number

if TYPE_CHECKING:
    import tantivy

    from index.engine.meaning import Meaning
    from index.semantic.model import Floats

_MANY: Final = 20_000
"""Matches from which on it pays to look for them among the nearest of all papers: to list so many
takes a tenth of a second."""

_WIDE: Final = 10
"""How many times as many of these are looked at as are wanted."""


def nearest_matching(
    searcher: tantivy.Searcher, meaning: Meaning, vector: Floats, count: int, query: Query | None
) -> list[tuple[Address, float]]:
    """The nearest papers that match, the nearest first, with their cosines.

    Args:
        searcher: Of the index.
        meaning: Of its papers.
        vector: What they are to be near to.
        count: Most papers to find.
        query: What they match; None for every paper.
    """
    if query is None:
        return meaning.nearest(vector, count)
    if number(searcher, query) > _MANY:
        near = meaning.nearest(vector, _WIDE * count)
        matching = scores_at(searcher, query, [address for address, _ in near])
        found = [one for one in near if one[0] in matching]
        if len(found) >= count:
            return found[:count]
    every, _ = addresses(searcher, query, searcher.num_docs)
    return meaning.nearest(vector, count, every)


def scores_at(
    searcher: tantivy.Searcher, query: Query | None, places: Sequence[Address]
) -> dict[Address, float]:
    """What a query has the papers at some addresses score: those that it matches."""
    if query is None or not places:
        return {}
    queries = queries_of(searcher)
    keys = keys_at(searcher, [DocAddress(*place) for place in places])
    only = queries.constant(queries.having_any("key", keys), 0.0)
    asked = queries.joined([(Occur.Must, query), (Occur.Must, only)])
    hits = searcher.search(asked, len(keys), count=False).hits
    return {address_of(address): score for score, address in hits}
