"""Which matches of a query there are, and which of them are at hand. Pure.

Hits are counted from 0 over full matches and the partial ones after them. Where some words of a
question are enough for a match, the two stand among each other, and nothing divides them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.result_lines import ResultLines
from tui.session.generations import Spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Hit, Page, Paper

MOST_AT_HAND = 4000
"""How many hits are kept; those far from where one looks are dropped first."""

NEIGHBOURS = 20
"""Papers above and below one that the cursor may go to where that one is gone."""


class Listing:
    """All matches of one query: how many there are, and those that were fetched.

    Args:
        page: The first answer; its counts hold for all.
        offset: Which hit its first one is.
    """

    def __init__(self, page: Page | None = None, offset: int = 0) -> None:
        self.full = page.total if page else 0
        self.partial = page.partial_total if page else 0
        self._divided = page is not None and self.partial > 0 and page.required is None
        self._hits: dict[int, Hit] = {}
        if page:
            self.add(page, offset)

    @property
    def count(self) -> int:
        """All hits, full and partial."""
        return self.full + self.partial

    def lines(self, height: int) -> ResultLines:
        """The lines of the list, where each paper takes so many."""
        divided_at = self.full if self._divided else None
        return ResultLines(count=self.count, divided_at=divided_at, height=height)

    @property
    def papers(self) -> Iterable[Paper]:
        """The papers that are at hand."""
        return (hit.paper for hit in self._hits.values())

    def at(self, hit: int) -> Hit | None:
        """A hit, if it is at hand."""
        return self._hits.get(hit)

    def spot(self, hit: int) -> Spot | None:
        """A paper and those around it, to be found again in another index; None without one."""
        at = self.at(hit)
        if at is None:
            return None

        def those_on(numbers: Iterable[int]) -> tuple[Paper, ...]:
            hits = (self.at(number) for number in numbers)
            return tuple(hit.paper for hit in hits if hit is not None)

        return Spot(
            paper=at.paper,
            place=hit,
            following=those_on(range(hit + 1, hit + 1 + NEIGHBOURS)),
            preceding=those_on(range(hit - 1, hit - 1 - NEIGHBOURS, -1)),
        )

    def add(self, page: Page, offset: int) -> None:
        """Keep fetched hits."""
        self._hits.update(enumerate(page.hits, offset))
        if len(self._hits) > MOST_AT_HAND:
            middle = offset + len(page.hits) // 2
            near = sorted(self._hits, key=lambda hit: abs(hit - middle))[: MOST_AT_HAND // 2]
            self._hits = {hit: self._hits[hit] for hit in near}

    def missing(self, first: int, last: int) -> bool:
        """Whether a hit of ``first..last`` (cut to those that exist) is not at hand."""
        stop = min(last, self.count - 1)
        return any(hit not in self._hits for hit in range(max(first, 0), stop + 1))
