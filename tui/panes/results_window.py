"""Where every match stands in the list, and which of them are at hand. Pure.

Hits are counted from 0 over full matches and the partial ones after them. Lines are the same, with
one more for the divider between the two. Where some words of a question are enough for a match, the
two stand among each other, and nothing divides them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index import Hit, Page

MOST_AT_HAND = 4000
"""How many hits are kept; those far from where one looks are dropped first."""


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

    @property
    def lines(self) -> int:
        """Lines of the list, with the divider."""
        return self.count + (1 if self._divided else 0)

    def line_of(self, hit: int) -> int:
        """The line a hit stands on."""
        return hit + (1 if self._divided and hit >= self.full else 0)

    def hit_on(self, line: int) -> int | None:
        """The hit on a line; None for the divider and outside."""
        if not 0 <= line < self.lines:
            return None
        if not self._divided or line < self.full:
            return line
        return None if line == self.full else line - 1

    def nearest(self, line: int) -> int:
        """The hit on a line or, for the divider and outside, next to it."""
        line = min(max(line, 0), self.lines - 1)
        hit = self.hit_on(line)
        return min(self.full, self.count - 1) if hit is None else hit

    def at(self, hit: int) -> Hit | None:
        """A hit, if it is at hand."""
        return self._hits.get(hit)

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
