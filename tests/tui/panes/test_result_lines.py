"""Papers of one line or two, a divider among them, and where the list is scrolled to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.panes.result_lines import ResultLines

LISTS = st.builds(
    lambda count, dividers, height: ResultLines(
        count=count,
        dividers=tuple(sorted(below for below in dividers if below < count)),
        height=height,
    ),
    st.integers(0, 60),
    st.sets(st.integers(0, 60), max_size=3),
    st.sampled_from([1, 2]),
).filter(lambda lines: lines.count > 0)


@given(LISTS)
def test_every_line_is_of_one_paper_or_a_divider(lines: ResultLines) -> None:
    found = [lines.at(line) for line in range(lines.total)]
    wanted: list[tuple[int, int] | None] = []
    for hit in range(lines.count):
        if hit in lines.dividers:
            wanted.append(None)
        wanted += [(hit, part) for part in range(lines.height)]
    assert found == wanted
    for hit in range(lines.count):
        assert [lines.at(line) for line in lines.of(hit)] == [
            (hit, part) for part in range(lines.height)
        ]
    assert lines.at(-1) is lines.at(lines.total) is None


@given(LISTS, st.data(), st.integers(2, 20), st.booleans())
def test_a_paper_is_scrolled_to_whole(
    lines: ResultLines, data: st.DataObject, view: int, centre: bool
) -> None:
    hit = data.draw(st.integers(0, lines.count - 1))
    top = data.draw(st.integers(0, lines.extent(view) - view))
    scrolled = lines.top_for(hit, top, view, centre=centre)
    shown = lines.of(hit)
    assert scrolled <= shown[0]
    assert shown[-1] < scrolled + view
    assert 0 <= scrolled <= lines.extent(view) - view
    if scrolled != top:
        # No paper is cut at the top.
        assert (lines.at(scrolled) or (0, 0))[1] == 0
    assert lines.top_for(hit, scrolled, view) == scrolled


@given(LISTS, st.data(), st.integers(2, 20))
def test_what_is_in_view_already_is_not_scrolled(
    lines: ResultLines, data: st.DataObject, view: int
) -> None:
    top = data.draw(st.integers(0, lines.furthest(view)))
    for hit in range(lines.count):
        shown = lines.of(hit)
        if top <= shown[0] and shown[-1] < top + view:
            assert lines.top_for(hit, top, view) == top


@pytest.mark.parametrize("height", [1, 2])
def test_the_edge_is_left_behind_by_half_a_page(height: int) -> None:
    lines = ResultLines(count=100, height=height)
    view = 10 * height
    assert lines.top_for(10, 0, view) == 5 * height
    assert lines.top_for(39, 40 * height, view) == 35 * height
    assert lines.top_for(0, height, view) == 0
    assert lines.top_for(99, 0, view) == 90 * height
    assert lines.top_for(50, 0, view, centre=True) == 45 * height


@pytest.mark.parametrize(("view", "extent"), [(9, 21), (10, 20), (30, 30)])
def test_the_last_paper_is_not_cut_and_neither_is_the_first(view: int, extent: int) -> None:
    lines = ResultLines(count=10, height=2)
    assert lines.extent(view) == extent
    assert lines.furthest(view) == extent - view


def test_a_paper_is_put_below_so_many_others() -> None:
    lines = ResultLines(count=10, height=2)
    assert lines.top_with_row(5, 4, 8) == 6
    assert lines.top_with_row(5, 5, 8) == 6
    assert lines.top_with_row(0, 4, 8) == 0
    assert lines.top_with_row(9, 0, 8) == 12


@pytest.mark.parametrize(("line", "hit"), [(-3, 0), (0, 0), (5, 2), (6, 3), (7, 3), (99, 4)])
def test_beside_the_divider_is_the_first_partial_match(line: int, hit: int) -> None:
    lines = ResultLines(count=5, dividers=(3,), height=2)
    assert lines.nearest(line) == hit
    assert ResultLines(count=5, dividers=(0,), height=2).nearest(0) == 0
