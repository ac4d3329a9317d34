"""Queries over time as lines, at any size."""

from __future__ import annotations

import datetime

import pytest

from index import FrequentNames, NameCount, Trend
from index.results import PeriodCount
from tests.support.hostile import PAYLOADS, trouble_in
from tui.rendering.themes import DARK, inks_of
from tui.rendering.trend_lines import Trends, column_at, picture_of, rows_for, trend_lines


def trend(*counts: int) -> Trend:
    periods = [
        PeriodCount(datetime.date(2020 + at // 12, at % 12 + 1, 1), count, 10)
        for at, count in enumerate(counts)
    ]
    return Trend(total=sum(counts), periods=periods, imprecise=0, undated=0)


NAMES = FrequentNames(
    since=datetime.date(2020, 6, 1),
    organisations=[NameCount("lab", "Harbour Lab", 7, 1, 6, 2.5)],
    categories=[NameCount("cs.LG", "cs.LG", 5, 2, 3, 0.1)],
    authors=[NameCount("a", "Ada Lovelace", 3, 1, 2, None)],
    read=8,
    total=9,
)


@pytest.mark.parametrize("width", [12, 36, 76, 116])
@pytest.mark.parametrize("height", [5, 10, 22, 48])
@pytest.mark.parametrize("queries", [1, 4])
@pytest.mark.parametrize("is_ascii", [False, True])
def test_lines_are_as_wide_as_the_screen(
    width: int, height: int, queries: int, is_ascii: bool
) -> None:
    view = Trends(
        queries=("tides", "kites", "", "a long query " * 20)[:queries],
        trends=tuple(trend(*range(n, n + 30)) for n in range(queries)),
        names=NAMES,
        cursor=7,
        query=queries - 1,
    )
    picture = picture_of(view, width, height, is_ascii=is_ascii)
    lines = trend_lines(view, picture, width, inks_of(DARK))
    assert {line.cell_length for line in lines} == {width}
    bars = "".join(row for panel in picture.panels for row in panel)
    assert bars.isascii() == is_ascii


@pytest.mark.parametrize("queries", [1, 2, 3, 4])
@pytest.mark.parametrize("height", [10, 22, 38, 48])
def test_the_whole_picture_is_in_view(queries: int, height: int) -> None:
    assert rows_for(queries, height) >= 1
    if height > 10 or queries < 4:
        assert queries * (rows_for(queries, height) + 1) + 3 <= height


def test_what_rises_is_said_without_colour() -> None:
    view = Trends(queries=("",), trends=(trend(1, 2, 3),), names=NAMES)
    picture = picture_of(view, 100, 40, is_ascii=False)
    text = "\n".join(line.text.rstrip() for line in trend_lines(view, picture, 100, inks_of(DARK)))
    assert "7  Harbour Lab ↑" in text
    assert "5  cs.LG  " in text
    assert "Authors (newest 8)" in text
    assert "↑ a larger share of the newer half of the papers, since 2020-06-01" in text


def test_a_query_that_finds_nothing_has_no_bars() -> None:
    view = Trends(queries=("zebra",), trends=(trend(0, 0),))
    picture = picture_of(view, 80, 22, is_ascii=False)
    assert column_at(view, picture) == -1
    lines = trend_lines(view, picture, 80, inks_of(DARK))
    assert [line.text.rstrip() for line in lines] == ["zebra  0 papers"]


def test_nothing_of_a_name_or_query_is_a_command_of_the_terminal() -> None:
    names = FrequentNames(
        since=None,
        organisations=[NameCount(text, text, 1, 0, 0, None) for text in PAYLOADS],
        categories=[],
        authors=[],
        read=1,
        total=1,
    )
    view = Trends(queries=("".join(PAYLOADS),), trends=(trend(1, 2),), names=names)
    picture = picture_of(view, 80, 22, is_ascii=False)
    for line in trend_lines(view, picture, 80, inks_of(DARK)):
        assert trouble_in(line.text) == []
