"""Which columns the result list has, and how its width is shared out among them. Pure.

Titles are what people read: a paper takes one line where a whole title has room beside the other
columns, else two, the second of which holds the rest of the title and the columns at its right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from index import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Paper

LEAD: Final = 3
"""Cells in front of a title: for the cursor, a sign of the paper, and another or a blank."""

TRAIL: Final = 1
"""Empty cells at the end of a line, so that figures don't touch what is beside the list."""

GAP: Final = 2
"""Cells in front of a column of text; columns of figures have one, and blanks of their own."""

LEAST_WHO, MOST_WHO = 12, 34
DAY: Final = 9
"""``~Sep 2025``: the mark of an inferred year, a month and a year."""
COUNT: Final = 5
"""``Com ↓``, ``12345``."""
CATEGORY, LONG_CATEGORY = 8, 12

ONE_LINE: Final = 100
"""Cells of a title from which on a paper takes one line: nine titles of ten have no more."""
GOOD_TITLE: Final = 106
"""Cells of a title in one line that are worth more than a wider column of names."""
GOOD_REST: Final = 44
"""The same of what stands in the second line."""
LEAST_TITLE, LEAST_REST = 25, 12
"""Cells that are worth more than a column beside them."""
LOW: Final = 2
"""Lines of a list below which a paper takes one line, that more than one is seen."""

NUMBERS: Final = {name: field.heading for name, field in FIELDS.items() if field.heading}
"""The orders by a number, each with what stands above its column.

All others show the first number of `_USUAL` that is known.
"""

_USUAL: Final = ("upvotes", "comments")


class Holds(msgspec.Struct, frozen=True):
    """What is known of any of some papers: a column that would hold only dashes is left out."""

    organisations: bool = False
    people: bool = False
    categories: bool = False
    days: bool = False
    upvotes: bool = False
    comments: bool = False

    def __or__(self, other: Holds) -> Holds:
        """What is known of any paper of either."""
        pairs = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Holds(*(one or another for one, another in pairs))


EVERYTHING = Holds(True, True, True, True, True, True)


def held_by(papers: Iterable[Paper]) -> Holds:
    """What is known of any of these papers."""
    found = [False] * len(Holds.__struct_fields__)
    for paper in papers:
        for place, known in enumerate(
            (
                paper.org or paper.org_name,
                paper.authors or paper.author_count is not None,
                paper.categories,
                paper.published or paper.featured,
                paper.upvotes is not None,
                paper.comments is not None,
            )
        ):
            found[place] = found[place] or bool(known)
        if all(found):
            break
    return Holds(*found)


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of a list and their widths in cells; 0 leaves a column out.

    Attributes:
        width: Of the list.
        lines: Lines that a paper takes.
        title: Of the title, in its first line.
        rest: Of what is left of it, in the second line.
        who: Of the organisation or the first author.
        category: Of the first category.
        day: Of the day.
        count: Of the number.
        counted: Which number that is.
        by_organisation: Whether there are organisations in the list, or else only people.
    """

    width: int
    lines: Literal[1, 2] = 1
    title: int
    rest: int = 0
    who: int = 0
    category: int = 0
    day: int = 0
    count: int = 0
    counted: str = "upvotes"
    by_organisation: bool = True

    @property
    def beside(self) -> int:
        """Cells of all columns but the title, with the gaps in front of them."""
        figures = (self.day + 1) * (self.day > 0) + (self.count + 1) * (self.count > 0)
        names = sum(column + GAP for column in (self.who, self.category) if column)
        return figures + names

    @property
    def last(self) -> int:
        """Cells of the title in the line that has the other columns."""
        return self.rest if self.lines == 2 else self.title


def counted_by(sort: str, holds: Holds) -> str | None:
    """The number to show in an order: the one it is by, else votes, else comments, where known."""
    if sort in NUMBERS:
        return sort
    return next((name for name in _USUAL if getattr(holds, name)), None)


def columns_for(
    width: int, holds: Holds = EVERYTHING, sort: str = "date", *, height: int = LOW
) -> Columns:
    """Choose the columns and share a list's width out among them, the title first.

    Args:
        width: Cells of a line.
        holds: What is known of the papers.
        sort: The order, one of ``SORTS``.
        height: Lines of the list.
    """
    room = max(width - LEAD - TRAIL, 1)
    counted = counted_by(sort, holds)
    named = holds.organisations or holds.people
    categories = holds.categories and not holds.organisations
    columns = Columns(
        width=width,
        title=room,
        who=LEAST_WHO * named,
        category=CATEGORY * categories,
        day=DAY * holds.days,
        count=COUNT * (counted is not None),
        counted=counted or "upvotes",
        by_organisation=holds.organisations,
    )
    replace = msgspec.structs.replace
    if room - columns.beside >= ONE_LINE or height < LOW:
        columns = _without_least(columns, room - LEAST_TITLE)
        longer = LONG_CATEGORY - CATEGORY
        if columns.category and room - columns.beside >= ONE_LINE + longer:
            columns = replace(columns, category=LONG_CATEGORY)
        title = room - columns.beside
        spare = max(title - GOOD_TITLE, 0) if title >= ONE_LINE else 0
        wider = min(spare * 2 // 5, MOST_WHO - LEAST_WHO) * (columns.who > 0)
        return replace(columns, title=title - wider, who=columns.who + wider)
    columns = _without_least(replace(columns, lines=2), room - LEAST_REST)
    rest = room - columns.beside
    wider = min(max(rest - GOOD_REST, 0), MOST_WHO - LEAST_WHO) * (columns.who > 0)
    return replace(columns, rest=rest - wider, who=columns.who + wider)


def _without_least(columns: Columns, most: int) -> Columns:
    """Leave columns out, the least telling ones first, until they take at most so many cells."""
    for name in ("category", "who", "count", "day"):
        if columns.beside <= most:
            break
        columns = msgspec.structs.replace(columns, **{name: 0})
    return columns
