"""On which lines of the list its papers stand, and where it is scrolled to. Pure.

Each paper takes one line or two; each divider between kinds of papers takes one.
"""

from __future__ import annotations

import msgspec


class ResultLines(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of a list.

    Attributes:
        count: Papers in it.
        dividers: The first paper below each divider, in order.
        height: Lines that a paper takes.
        pinned: A line that may be the first in view, though it leaves some empty below the last.
    """

    count: int
    dividers: tuple[int, ...] = ()
    height: int = 1
    pinned: int = 0

    @property
    def total(self) -> int:
        """All lines, with the dividers."""
        return self.count * self.height + len(self.dividers)

    def first_of(self, hit: int) -> int:
        """The first line of a paper."""
        above = sum(hit >= below for below in self.dividers)
        return hit * self.height + above

    def of(self, hit: int) -> range:
        """The lines of a paper."""
        first = self.first_of(hit)
        return range(first, first + self.height)

    def at(self, line: int) -> tuple[int, int] | None:
        """The paper on a line, and which of its lines that is; None for dividers and outside."""
        if not 0 <= line < self.total or self.divider_on(line) is not None:
            return None
        above = sum(self._line_of(number) < line for number in range(len(self.dividers)))
        return divmod(line - above, self.height)

    def divider_on(self, line: int) -> int | None:
        """The number of the divider on a line; None where there is none."""
        numbers = range(len(self.dividers))
        return next((number for number in numbers if self._line_of(number) == line), None)

    def _line_of(self, number: int) -> int:
        """The line of a divider: above it are papers, and the dividers before."""
        return self.dividers[number] * self.height + number

    def hit_on(self, line: int) -> int | None:
        """The paper on a line; None for dividers and outside."""
        found = self.at(line)
        return found[0] if found else None

    def nearest(self, line: int) -> int:
        """The paper on a line or, for dividers and outside, next to it."""
        line = min(max(line, 0), self.total - 1)
        divider = self.divider_on(line)
        if divider is not None:
            return min(self.dividers[divider], self.count - 1)
        return self.hit_on(line) or 0

    def furthest(self, view: int) -> int:
        """The last line that may be the first in a view of so many lines: no paper is cut there."""
        whole = 0 if self.total <= view else self._start(self.total - view)
        return max(whole, min(self.pinned, self.total - 1))

    def extent(self, view: int) -> int:
        """Lines to scroll through, with those that stay empty below the last paper."""
        return max(self.total, self.furthest(view) + view)

    def _start(self, line: int) -> int:
        """The first line from here on that a paper, or a divider, begins on."""
        found = self.at(line)
        return line if found is None or found[1] == 0 else line + self.height - found[1]

    def top_for(self, hit: int, top: int, view: int, *, centre: bool = False) -> int:
        """Where to scroll to so that a paper is in view, half a page at a time.

        To scroll by one line with every move costs ten times the bytes.

        Args:
            hit: The paper.
            top: The first line in view now.
            view: Lines in view.
            centre: Whether the paper is to stand in the middle where it is not in view yet.
        """
        lines = self.of(hit)
        first, last = lines[0], lines[-1]
        furthest = self.furthest(view)
        if top <= first and last < top + view and top <= furthest:
            return top
        step = max(view // 2 // self.height, 1) * self.height
        if centre:
            target = first - step if first >= view else 0
        elif first < top:
            target = min(first, max(top - step, 0)) if top - first <= step else first - step
        else:
            target = top + step if last - (top + view) < step else first - step
        if hit == 0:
            target = 0
        # Half of a single line would be a line too far.
        target = min(max(target, last - view + 1, 0), first)
        return min(self._start(target), first, furthest)

    def top_with_row(self, hit: int, row: int, view: int) -> int:
        """Where to scroll to so that a paper begins on a line of the view, as far as it can."""
        top = max(self.first_of(hit) - row, 0)
        return min(self._start(top), self.furthest(view))
