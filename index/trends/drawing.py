"""Queries over time as a picture in cells: a panel of bars for each query over one axis."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from index.results import Period, Trend
from index.trends.columns import Column, columns_of, largest, number_text
from index.trends.picture import ASCII, BLOCKS, Glyphs, axis, bar_width, bars


class TrendPicture(msgspec.Struct, frozen=True):
    """Queries over time, drawn.

    Attributes:
        columns: What is drawn, from left to right.
        each: How many periods a column stands for; the last may have fewer.
        cells: Of each column.
        panels: For each query the rows of its bars, the highest first.
        top: What a bar through all rows stands for.
        rule: The axis.
        labels: What stands below it.
        glyphs: What it is drawn with.
    """

    columns: tuple[Column, ...]
    each: int
    cells: int
    panels: tuple[tuple[str, ...], ...]
    top: str
    rule: str
    labels: str
    glyphs: Glyphs

    def share_text(self, at: int, query: int) -> str:
        """The share that a query has of all papers of a column, as percent."""
        return number_text(self.columns[at].values(share=True)[query], share=True)


def trend_picture(
    trends: Sequence[Trend],
    period: Period,
    *,
    share: bool,
    width: int,
    rows: int,
    is_ascii: bool = False,
) -> TrendPicture:
    """Draw queries over time.

    Args:
        trends: Of one index, by the same periods.
        period: What papers are counted by.
        share: Whether to draw shares of all papers instead of papers.
        width: Cells of a row; so many columns are drawn at most.
        rows: Rows of each panel.
        is_ascii: Whether to draw with ASCII.
    """
    glyphs = ASCII if is_ascii else BLOCKS
    columns, each = columns_of(trends, max(width, 1))
    cells, top = bar_width(len(columns), width), largest(columns, share=share)
    values = [[column.values(share=share)[n] for column in columns] for n in range(len(trends))]
    rule, labels = axis(columns, period, cells, glyphs) if columns else ("", "")
    return TrendPicture(
        columns=tuple(columns),
        each=each,
        cells=cells,
        panels=tuple(tuple(bars(of_query, top, rows, cells, glyphs)) for of_query in values),
        top=number_text(top, share=share),
        rule=rule,
        labels=labels,
        glyphs=glyphs,
    )
