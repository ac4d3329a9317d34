"""Which matches of a query there are, and which of them are at hand. Pure.

Hits are counted from 0 over full matches, partial ones after them, and what only meaning finds.
Where some words of a question are enough for a match, full and partial ones stand among each other,
and nothing divides them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.panes.result_lines import ResultLines
from tui.session.generations import Spot
from tui.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Hit, Page, Paper

MOST_AT_HAND = 4000
"""How many hits are kept; those far from where one looks are dropped first."""

NEIGHBOURS = 20
"""Papers above and below one that the cursor may go to where that one is gone."""


class Divider(NamedTuple):
    """A line between two kinds of papers.

    Attributes:
        below: The first hit below it.
        label: What the papers below it are.
    """

    below: int
    label: str


def dividers_of(page: Page) -> tuple[Divider, ...]:
    """The dividers of the list that a page is of.

    What only meaning finds may stand in the midst of papers with only some of the words: the best
    of these come before.
    """
    found: list[Divider] = []
    some, near = page.partial_total, page.meaning_total
    divided = some > 0 and page.required is None
    before = page.meaning_at - page.total if near else some
    if divided and before:
        label = f"{plural(some, 'paper')} with only some of the words"
        found.append(Divider(page.total, label))
    if near:
        found.append(Divider(page.meaning_at, f"{plural(near, 'paper')} similar in meaning"))
    if divided and (after := some - before):
        label = f"{after:,} more" if before else plural(after, "paper")
        found.append(Divider(page.meaning_at + near, f"{label} with only some of the words"))
    return tuple(found)


class Listing:
    """All matches of one query: how many there are, and those that were fetched.

    Args:
        page: The first answer; its counts hold for all.
        offset: Which hit its first one is.
    """

    def __init__(self, page: Page | None = None, offset: int = 0) -> None:
        self.full = page.total if page else 0
        self.partial = page.partial_total if page else 0
        self._meaning = page.meaning_total if page else 0
        self._dividers = dividers_of(page) if page else ()
        self._hits: dict[int, Hit] = {}
        if page:
            self.add(page, offset)

    @property
    def count(self) -> int:
        """All hits."""
        return self.full + self.partial + self._meaning

    def lines(self, height: int, *, pinned: int = 0) -> ResultLines:
        """The lines of the list.

        Args:
            height: Lines that a paper takes.
            pinned: As for ``ResultLines``.
        """
        below = tuple(divider.below for divider in self._dividers)
        return ResultLines(count=self.count, dividers=below, height=height, pinned=pinned)

    def label(self, divider: int) -> str:
        """What stands on a divider."""
        return self._dividers[divider].label

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
