"""Periods, columns, bars, axes and the SVG picture: pure functions."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.results import PERIODS, Period, PeriodCount, Trend
from index.trends.columns import columns_of, number_text
from index.trends.periods import date_value, end_of, label_of, periods_between, start_of
from index.trends.picture import ASCII, BLOCKS, axis, bar_width, bars
from index.trends.rise import rise
from index.trends.svg import svg

DAY = datetime.date


@given(st.dates(), st.sampled_from(PERIODS))
def test_every_day_lies_in_its_period(day: DAY, period: Period) -> None:
    start = start_of(day, period)
    assert start <= day <= end_of(start, period)
    assert start_of(end_of(start, period), period) == start
    assert list(periods_between(start, day, period)) == [start]


@pytest.mark.parametrize(
    ("start", "period", "label", "value"),
    [
        (DAY(2024, 1, 1), "year", "2024", "2024"),
        (DAY(2024, 12, 1), "month", "2024-12", "2024-12"),
        (DAY(2024, 12, 30), "week", "2025-W01", "2024-12-30..2025-01-05"),
    ],
)
def test_a_period_is_called_as_iso_8601_has_it(
    start: DAY, period: Period, label: str, value: str
) -> None:
    assert label_of(start, period) == label
    assert date_value(start, start, period) == value


def test_several_periods_are_a_range() -> None:
    assert date_value(DAY(2023, 11, 1), DAY(2024, 2, 1), "month") == "2023-11..2024-02"
    starts = list(periods_between(DAY(2023, 11, 1), DAY(2024, 2, 29), "month"))
    assert [start.month for start in starts] == [11, 12, 1, 2]


def trend_of(counts: list[int], every: int = 10) -> Trend:
    starts = periods_between(DAY(2020, 1, 1), DAY(2030, 1, 1), "month")
    periods = [
        PeriodCount(start, count, every) for start, count in zip(starts, counts, strict=False)
    ]
    return Trend(total=sum(counts), periods=periods, imprecise=0, undated=0)


def test_periods_without_matches_at_the_ends_are_left_out() -> None:
    columns, each = columns_of([trend_of([0, 0, 3, 0, 1, 0]), trend_of([0, 2, 0, 0, 0, 0])], 80)
    assert each == 1
    assert [column.counts for column in columns] == [(0, 2), (3, 0), (0, 0), (1, 0)]
    assert columns[0].first == DAY(2020, 2, 1)
    assert columns_of([trend_of([0, 0])], 80) == ([], 1)


def test_periods_are_put_together_where_there_is_no_room() -> None:
    columns, each = columns_of([trend_of([1, 2, 3, 4, 5, 6, 7])], 3)
    assert each == 3
    assert [column.counts for column in columns] == [(6,), (15,), (7,)]
    assert columns[0].values(share=True) == (0.2,)
    assert columns[0].label("month") == "2020-01 to 2020-03"
    assert columns[-1].label("month") == "2020-07"


@given(
    st.lists(st.integers(0, 10**9), max_size=300),
    st.integers(1, 12),
    st.integers(1, 200),
    st.sampled_from([BLOCKS, ASCII]),
)
def test_bars_fill_their_rows_and_nothing_else(
    values: list[int], rows: int, width: int, glyphs: object
) -> None:
    assert glyphs in (BLOCKS, ASCII)
    drawn_with = BLOCKS if glyphs is BLOCKS else ASCII
    cells = bar_width(len(values), width)
    top = max(values, default=0)
    drawn = bars(values, top, rows, cells, drawn_with)
    assert len(drawn) == rows
    assert {len(row) for row in drawn} == {len(values) * cells}
    for at, value in enumerate(values):
        column = [row[at * cells] for row in drawn]
        assert (column[-1] != " ") is (value > 0), "what is there is seen, and nothing else"
        if value == top and top:
            assert set(column) == {drawn_with.levels[-1]}


def test_bars_are_as_high_as_their_values() -> None:
    assert bars([1, 2, 4, 8, 0], 8, 2, 1, BLOCKS) == ["   █ ", "▂▄██ "]
    assert bars([4, 8], 8, 1, 3, ASCII) == [":: ## "]


def test_labels_stand_below_their_columns() -> None:
    columns, _ = columns_of([trend_of([1] * 30)], 80)
    rule, labels = axis(columns, "month", 2, BLOCKS)
    assert (len(rule), labels) == (60, "2020                    2021                    2022")
    assert [at for at, sign in enumerate(rule) if sign == "┴"] == [0, 24, 48]
    rule, labels = axis(columns[:4], "month", 8, ASCII)
    assert (rule, labels) == (("'" + "-" * 15) * 2, "2020-01         2020-03")
    assert axis([], "month", 1, BLOCKS) == ("", "")


@pytest.mark.parametrize(
    ("value", "share", "text"),
    [(1234, False, "1,234"), (0.123, True, "12%"), (0.0123, True, "1.2%"), (0, True, "0%")],
)
def test_numbers_are_short(value: float, share: bool, text: str) -> None:
    assert number_text(value, share=share) == text


def test_a_rise_is_the_log_odds_ratio_in_standard_errors() -> None:
    """Worked out by hand: ln(20.5 * 90.5 / (80.5 * 10.5)) / sqrt(1/20.5+1/90.5+1/80.5+1/10.5)."""
    found = rise(10, 100, 20, 100)
    assert found is not None
    assert found == pytest.approx(0.78614 / 0.40926, abs=0.001)
    assert rise(20, 100, 10, 100) == -found
    assert rise(3, 50, 3, 50) == 0
    assert rise(0, 0, 3, 50) is None


@given(st.text(), st.lists(st.integers(0, 1000), max_size=20), st.booleans(), st.integers(1, 4))
def test_a_picture_is_inert_xml(text: str, counts: list[int], share: bool, queries: int) -> None:
    evil = f'</text><script href="http://x">&{text}\x00\x1b\ud800\ufffe'
    columns, _ = columns_of([trend_of(counts)] * queries, 400)
    picture = svg(columns, [evil] * queries, "month", evil, share=share)
    root = ElementTree.fromstring(picture)
    tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in root.iter()}
    assert tags <= {"svg", "title", "text", "rect", "path", "polyline"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}
    assert "url(" not in picture


def test_lines_differ_by_more_than_colour() -> None:
    picture = svg(
        columns_of([trend_of([1, 5, 2])] * 4, 9)[0], list("abcd"), "month", "t", share=False
    )
    root = ElementTree.fromstring(picture)
    lines = [
        one.attrib.get("stroke-dasharray") for one in root.iter() if one.tag.endswith("polyline")
    ]
    assert len(set(lines)) == 4
    places = [float(one.attrib["y"]) for one in root.iter() if one.attrib.get("font-weight")]
    assert min(abs(a - b) for a in places for b in places if a is not b) >= 30
