"""One paper, one line: aligned, exact in width, readable without colour."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Paper
from tests.support.papers import invented
from tui.rendering.result_row import CURSOR, columns_for, comments_of, heading, row, who_of
from tui.rendering.themes import PALETTES, inks_of
from tui.text import DASH, shorten

INKS = inks_of(PALETTES["quire-dark"])


@pytest.mark.parametrize("width", [10, 30, 40, 56, 80, 120, 200])
def test_every_row_is_as_wide_as_its_list(width: int) -> None:
    columns = columns_for(width)
    for paper in invented(80):
        for cursor in (False, True):
            assert row(paper, columns, INKS, cursor=cursor).cell_length == width
    assert heading(columns, INKS, sort="date", reverse=False, focused=True).cell_length == width


@given(st.text(min_size=1), st.integers(8, 130))
def test_any_title_keeps_the_columns_aligned(title: str, width: int) -> None:
    assert row(Paper(title=title), columns_for(width), INKS).cell_length == width


def test_unknown_values_are_dashes() -> None:
    text = row(Paper(title="T"), columns_for(100), INKS).text
    assert text.count(DASH) == 3


def test_columns_show_what_is_known() -> None:
    paper = Paper(
        title="On Ferries",
        org="lantern",
        org_name="Lantern Bay",
        published=datetime.date(2025, 4, 7),
        year_inferred=True,
        comments=14,
    )
    text = row(paper, columns_for(100), INKS).text
    assert text.startswith("  On Ferries")
    assert "Lantern Bay" in text
    assert "~2025-04-07" in text
    assert text.rstrip().endswith("14")


def test_the_cursor_shows_without_colour() -> None:
    paper = Paper(title="T")
    plain = row(paper, columns_for(60), INKS)
    chosen = row(paper, columns_for(60), INKS, cursor=True, focused=True)
    assert not plain.text.startswith(CURSOR)
    assert chosen.text.startswith(CURSOR)
    assert any(segment.style and segment.style.bold for segment in chosen)


def test_matches_are_marked_without_colour() -> None:
    strip = row(Paper(title="sparse experts"), columns_for(60), INKS, matches=[(7, 14)])
    marked = [segment.text for segment in strip if segment.style and segment.style.underline]
    assert marked == ["experts"]


def test_a_match_beyond_the_cut_is_left_out() -> None:
    strip = row(Paper(title="x" * 200 + "experts"), columns_for(40), INKS, matches=[(200, 207)])
    assert not [segment for segment in strip if segment.style and segment.style.underline]


def test_the_list_of_three_columns_has_room_for_everything() -> None:
    """At 120 cells the filters take 25, the abstract 32 and the scroll bar 1."""
    columns = columns_for(120 - 25 - 32 - 1)
    assert columns.title >= 28
    assert columns.who >= 12
    assert columns.date
    assert columns.comments


def written_by(*names: str) -> Paper:
    return Paper(title="T", authors=names, author_count=len(names))


LANTERN = Paper(title="T", org="lantern", org_name="Lantern Bay Research")
LONG_SLUG = Paper(title="T", org="the-lantern-bay", org_name="Lantern Bay Research")


@pytest.mark.parametrize(
    ("paper", "width", "who"),
    [
        (LANTERN, 12, "lantern"),
        (LANTERN, 30, "Lantern Bay Research"),
        (LONG_SLUG, 12, "Lantern Bay…"),
        (written_by("Ilse Vantongeren", "Ada Marlow"), 30, "Ilse Vantongeren +1"),
        (written_by("Ilse Vantongeren", "Ada Marlow"), 14, "Vantongeren +1"),
        (written_by("Ilse Vantongeren", *"abcdefghijk"), 12, "Vantong… +11"),
        (Paper(title="T", authors=("Ada Marlow",), author_count=1), 12, "Ada Marlow"),
        (Paper(title="T", authors=("Ada Marlow",), author_count=40), 16, "Ada Marlow +39"),
        (Paper(title="T", authors=("Ada Marlow",)), 20, "Ada Marlow et al."),
        (Paper(title="T", author_count=12), 12, "12 authors"),
        (Paper(title="T"), 12, DASH),
    ],
)  # fmt: skip
def test_names_are_given_in_full_or_in_their_short_form(paper: Paper, width: int, who: str) -> None:
    assert shorten(who_of(paper, width), width) == who


@pytest.mark.parametrize(("comments", "text"), [(None, DASH), (0, "0"), (999, "999"), (2400, "2k")])
def test_comments_stay_short(comments: int | None, text: str) -> None:
    assert comments_of(Paper(title="T", comments=comments)) == text
