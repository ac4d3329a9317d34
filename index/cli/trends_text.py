"""Queries over time as text for people: a picture of bars, and the most frequent names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.text.cleaning import one_line
from index.text.counting import counted
from index.trends.drawing import trend_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.results import FrequentNames, NameCount, Period, Trend
    from index.trends.columns import Column
    from index.trends.drawing import TrendPicture

ROWS: Final = {1: 8, 2: 5, 3: 4, 4: 4}
"""Rows of bars for each query, by how many queries there are."""

_BESIDE: Final = 10
"""Cells left of the bars: the largest number, and the axis."""

_DAYS: Final = {"date": "published", "featured": "featured", "added": "added"}


def trends_text(
    queries: Sequence[str],
    trends: Sequence[Trend],
    names: Sequence[FrequentNames],
    *,
    period: Period,
    days_by: str,
    share: bool,
    width: int,
    is_ascii: bool = False,
) -> str:
    """All that ``quire trends`` prints.

    Args:
        queries: As they were asked.
        trends: Of each query.
        names: Of each query; none where they are not wanted.
        period: What papers are counted by.
        days_by: The field of dates that they are counted by.
        share: Whether to draw shares of all papers instead of papers.
        width: Cells of a line.
        is_ascii: Whether to draw with ASCII.
    """
    drawn = trend_picture(
        trends,
        period,
        share=share,
        width=width - _BESIDE,
        rows=ROWS[len(queries)],
        is_ascii=is_ascii,
    )
    lines = [heading(period, days_by, share=share)]
    for number, (query, trend) in enumerate(zip(queries, trends, strict=True)):
        lines += [
            "",
            f"{_sign(number, len(queries))}{_called(query)}: {counted(trend.total, 'paper')}",
        ]
        if trend.total:
            lines += _panel(drawn, number)
    if drawn.columns:
        corner = " " * (_BESIDE - 1) + drawn.glyphs.corner
        lines += [corner + drawn.rule, (" " * _BESIDE + drawn.labels).rstrip()]
    if drawn.each > 1:
        lines.append(f"A column is {drawn.each} {period}s.")
    for number, trend in enumerate(trends):
        lines += [f"{_sign(number, len(queries))}{remark}" for remark in remarks(trend, period)]
    for number, found in enumerate(names):
        sign = _sign(number, len(queries))
        lines += _names(f"{sign}{_called(queries[number])}" if sign else "", found)
    return "\n".join(lines) + "\n"


def _sign(number: int, of: int) -> str:
    """What tells a query from others of the picture."""
    return f"{number + 1}  " if of > 1 else ""


def _called(query: str) -> str:
    return one_line(query, 200) or "all papers"


def heading(period: Period, days_by: str, *, share: bool) -> str:
    """What the picture shows."""
    what = "Share of all papers" if share else "Papers"
    return f"{what} by the {period} in which they were {_DAYS[days_by]}"


def _panel(drawn: TrendPicture, number: int) -> list[str]:
    rows = drawn.panels[number]
    scale = [drawn.top, *[""] * (len(rows) - 1)]
    return [
        f"{label:>{_BESIDE - 2}} {drawn.glyphs.side}{row}".rstrip()
        for label, row in zip(scale, rows, strict=True)
    ]


def remarks(trend: Trend, period: Period) -> list[str]:
    """Which papers of a query no period has, and why."""
    lines = []
    if trend.imprecise:
        known = "year" if period == "month" else "month or year"
        lines.append(
            f"{counted(trend.imprecise, 'paper')} known only by {known}, so in no {period}"
        )
    if trend.undated:
        lines.append(f"{counted(trend.undated, 'paper')} without a date")
    return lines


def _names(query: str, found: FrequentNames) -> list[str]:
    lines = ["", query] if query else []
    since = found.since
    authors = "Authors"
    if found.read < found.total:
        authors += f" of the newest {counted(found.read, 'paper')}"
    for title, names in (
        ("Organisations", found.organisations),
        ("Categories", found.categories),
        (authors, found.authors),
    ):
        if names:
            lines += ["", title, *map(_name_line, names)]
    if since is not None and any(
        name.rises for name in (*found.organisations, *found.categories, *found.authors)
    ):
        what = "a larger share of the newer half of the papers"
        lines += ["", f"rises: {what}, since {since}, than of the older half"]
    return lines


def _name_line(name: NameCount) -> str:
    rises = f"  rises: {name.older:,}, then {name.newer:,}" if name.rises else ""
    return f"{name.count:>9,}  {one_line(name.name)}{rises}"


def table_lines(queries: Sequence[str], columns: Sequence[Column], period: Period) -> list[str]:
    """CSV (RFC 4180) with a record for each query and period: the counts and the share."""
    from index.exporting.csv import cell
    from index.trends.periods import label_of

    lines = ["query,period,start,count,all,share\r\n"]
    for number, query in enumerate(queries):
        for column in columns:
            share = column.values(share=True)[number]
            values = (
                *(query, label_of(column.first, period), column.first, column.counts[number]),
                *(column.all, f"{share:.6g}"),
            )
            lines.append(",".join(map(cell, values)) + "\r\n")
    return lines
