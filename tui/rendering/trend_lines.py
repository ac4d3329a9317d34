"""Queries over time, and their most frequent names, as lines of a screen. Pure."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import msgspec
from rich.segment import Segment
from textual.strip import Strip

from index import trend_picture
from tui.text import clean, fit, plural, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from index import FrequentNames, NameCount, Period, Trend, TrendPicture
    from tui.rendering.themes import Inks

BESIDE: Final = 8
"""Cells left of the bars: what the highest stands for, and the axis."""

MOST_ROWS: Final = 12
"""Rows of bars for one query, however high the screen is."""

BELOW: Final = 7
"""Lines for the names, where there is room for more than the bars."""

NAME_WIDTH: Final = 30
"""Cells that a column of names has at least."""

CURSOR: Final = "▲"
RISES: Final = "↑"


class Trends(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown.

    Attributes:
        queries: Up to four.
        trends: Of each query, by the same periods; none while they are counted.
        names: Of the query that is looked at; None while they are counted.
        period: What papers are counted by.
        days: The field of dates that they are counted by.
        share: Whether to draw shares of all papers instead of papers.
        cursor: The column that is looked at, counted from the last; 0 is the last.
        query: Which of the queries is looked at.
    """

    queries: tuple[str, ...]
    trends: tuple[Trend, ...] = ()
    names: FrequentNames | None = None
    period: Period = "month"
    days: str = "date"
    share: bool = False
    cursor: int = 0
    query: int = 0


def rows_for(queries: int, height: int) -> int:
    """Rows of bars for each query, so that the picture fits into a height and names below it.

    Args:
        queries: How many there are.
        height: Lines of the screen.
    """
    room = height - queries - 3
    rows = (room - BELOW) // queries
    return max(1, min(max(rows, 4), MOST_ROWS, room // queries))


def picture_of(view: Trends, width: int, height: int, *, is_ascii: bool) -> TrendPicture:
    """The picture for a screen of a size."""
    rows = rows_for(len(view.queries), height)
    return trend_picture(
        view.trends,
        view.period,
        share=view.share,
        width=width - BESIDE,
        rows=rows,
        is_ascii=is_ascii,
    )


def column_at(view: Trends, picture: TrendPicture) -> int:
    """The column that is looked at, from 0; -1 where there is none."""
    return max(len(picture.columns) - 1 - view.cursor, 0) if picture.columns else -1


def trend_lines(view: Trends, picture: TrendPicture, width: int, inks: Inks) -> list[Strip]:
    """All lines, the names below the picture.

    Args:
        view: What is shown.
        picture: Of its trends.
        width: Cells of a line.
        inks: The theme's styles.
    """
    at = column_at(view, picture)
    lines = []
    for number, query in enumerate(view.queries):
        lines += _panel(view, picture, number, clean(query) or "all papers", width, inks)
    if at >= 0:
        corner = " " * (BESIDE - 1) + picture.glyphs.corner
        lines += [
            _line([(corner + picture.rule, inks.faint)], width, inks),
            _line([(" " * BESIDE + picture.labels, inks.muted)], width, inks),
            _cursor_line(view, picture, at, width, inks),
        ]
    if view.names is not None:
        lines += _names(view.names, width, inks)
    return lines


def line_of_cursor(view: Trends, picture: TrendPicture) -> int | None:
    """The line, from 0, that says what the cursor stands on; None where it stands on nothing."""
    if column_at(view, picture) < 0:
        return None
    heights = (
        1 + (len(panel) if trend.total else 0)
        for trend, panel in zip(view.trends, picture.panels, strict=True)
    )
    # Below the panels stand their rule and the labels of the periods.
    return sum(heights) + 2


def _panel(
    view: Trends, picture: TrendPicture, number: int, query: str, width: int, inks: Inks
) -> list[Strip]:
    trend = view.trends[number]
    several, is_here = len(view.queries) > 1, number == view.query
    sign = f"{'▌' if is_here else ' '}{number + 1} " if several else ""
    count = plural(trend.total, "paper")
    known = trend.total - trend.undated - trend.imprecise
    if known != trend.total:
        count += f", {known:,} in a {view.period} that is known"
    title = shorten(query, max(width - width_of(sign) - width_of(count) - 2, 8))
    ink = inks.strong if is_here or not several else inks.text
    lines = [_line([(sign, inks.accent), (title, ink), (f"  {count}", inks.muted)], width, inks)]
    if not trend.total:
        return lines
    at = column_at(view, picture)
    first, end = at * picture.cells, (at + 1) * picture.cells
    for row, bars in enumerate(picture.panels[number]):
        label = picture.top if row == 0 else ""
        parts = [
            (f"{label:>{BESIDE - 2}} {picture.glyphs.side}", inks.faint),
            (bars[:first], inks.text),
            (bars[first:end], inks.match),
            (bars[end:], inks.text),
        ]
        lines.append(_line(parts, width, inks))
    return lines


def _cursor_line(view: Trends, picture: TrendPicture, at: int, width: int, inks: Inks) -> Strip:
    """Where the cursor is, and what it stands on, in as many words as fit on either side of it."""
    column = picture.columns[at]
    signs = [f"{n}: " if len(view.queries) > 1 else "" for n in range(1, len(view.queries) + 1)]
    counts = [f"{sign}{count:,}" for sign, count in zip(signs, column.counts, strict=True)]
    shares = [f"{count} ({picture.share_text(at, n)})" for n, count in enumerate(counts)]
    label = column.label(view.period)
    forms = (
        f"{label}: {' · '.join(shares)} of {plural(column.all, 'paper')}",
        f"{label}: {' · '.join(shares)} of {column.all:,}",
        f"{label}: {' · '.join(shares)}",
        f"{label}: {' · '.join(counts)}",
    )
    place = BESIDE + at * picture.cells
    before, after = place - 1, width - place - 2
    room = max(before, after)
    said = next((form for form in forms if width_of(form) <= room), shorten(forms[-1], room))
    if width_of(said) <= after:
        text = f"{' ' * place}{CURSOR} {said}"
    else:
        text = f"{fit(said, before, right=True)} {CURSOR}"
    return _line([(text, inks.accent)], width, inks)


def _names(names: FrequentNames, width: int, inks: Inks) -> list[Strip]:
    """The most frequent names, side by side where there is room."""
    authors = "Authors"
    if names.read < names.total:
        authors += f" (newest {names.read:,})"
    lists = [
        (title, counted)
        for title, counted in (
            ("Organisations", names.organisations),
            ("Categories", names.categories),
            (authors, names.authors),
        )
        if counted
    ]
    if not lists:
        return []
    beside = max(1, min(len(lists), width // NAME_WIDTH))
    cells = width // beside
    lines = [Strip.blank(width, inks.text)]
    for start in range(0, len(lists), beside):
        part = lists[start : start + beside]
        columns = [
            [(title, inks.heading), *((_name(one, cells - 2), inks.text) for one in counted)]
            for title, counted in part
        ]
        for row in zip_longest(*columns, fillvalue=("", inks.text)):
            parts = [(fit(text, cells), ink) for text, ink in row]
            lines.append(_line(parts, width, inks))
    if any(one.rises for _, counted in lists for one in counted):
        told = f"{RISES} a larger share of the newer half of the papers, since {names.since}"
        lines.append(_line([(told, inks.faint)], width, inks))
    return lines


def _name(counted: NameCount, cells: int) -> str:
    """A name behind its count, with a sign where it rises."""
    rises = f" {RISES}" if counted.rises else ""
    name = shorten(clean(counted.name), max(cells - 9 - width_of(rises), 4))
    return f"{counted.count:>7,}  {name}{rises}"


def _line(parts: Sequence[tuple[str, Style]], width: int, inks: Inks) -> Strip:
    segments = [Segment(text, ink) for text, ink in parts if text]
    return Strip(segments).adjust_cell_length(width, inks.text)
