"""One paper, one or two lines: aligned, exact in width, readable without colour."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SORTS, Paper
from tests.support.papers import invented
from tui.commands.table import BY_ID
from tui.rendering.result_columns import (
    CATEGORY,
    DAY,
    EVERYTHING,
    GAP,
    LEAD,
    LEAST_WHO,
    LONG_CATEGORY,
    TRAIL,
    Holds,
    columns_for,
    held_by,
)
from tui.rendering.result_row import (
    BY_CATEGORY,
    BY_ORGANISATION,
    CURSOR,
    count_of,
    cuts_title,
    day_of,
    first_author,
    heading,
    meant_at,
    name_of_organisation,
    row,
)
from tui.rendering.themes import PALETTES, inks_of
from tui.text import DASH, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

INKS = inks_of(PALETTES["quire-dark"])
NOW = datetime.date(2026, 3, 1)
ONE_LINE, TWO_LINES = 140, 80
ODD = st.sampled_from(["e\u0301", "深度学习", "👩\u200d🔬", "🇳🇱", "x" * 50, "नमस्ते", "ﷺ"])
TITLES = st.lists(st.text(min_size=1) | ODD | st.just(" "), min_size=1).map("".join)


def drawn(paper: Paper, width: int, **how: Any) -> tuple[Strip, ...]:
    return row(paper, columns_for(width), INKS, now=NOW, **how)


def marked(strips: Sequence[Strip]) -> list[str]:
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.style and segment.style.underline
    ]


@pytest.mark.parametrize("width", [1, 10, 20, 30, 40, 56, 71, 80, 120, 140, 200, 300])
@pytest.mark.parametrize("height", [1, 20])
def test_every_line_is_as_wide_as_its_list(width: int, height: int) -> None:
    for holds in (EVERYTHING, Holds(), Holds(people=True, categories=True, days=True)):
        for sort in ("date", "relevance", "authors"):
            columns = columns_for(width, holds, sort, height=height)
            for paper in invented(9):
                for cursor in (False, True):
                    strips = row(paper, columns, INKS, now=NOW, cursor=cursor)
                    assert {strip.cell_length for strip in strips} == {width}
                    assert len(strips) == columns.lines
            line = heading(columns, INKS, sort=sort, reverse=False, focused=True)
            assert line.cell_length == width


@given(TITLES, st.integers(8, 150))
def test_any_title_keeps_the_columns_aligned(title: str, width: int) -> None:
    for strip in drawn(Paper(title=title), width):
        assert strip.cell_length == width
        assert sum(width_of(segment.text) for segment in strip) == width


def test_a_title_of_two_lines_is_broken_between_words() -> None:
    title = "On the tides of a harbour that nobody has mapped, and ferries that find their way home"
    first, second = drawn(Paper(title=title), 60)
    assert first.text.strip() == "On the tides of a harbour that nobody has mapped, and"
    assert second.text.strip().startswith("ferries that find their w")


def test_a_title_that_fits_leaves_its_second_line_to_the_columns() -> None:
    first, second = drawn(Paper(title="On ferries", org="lantern"), TWO_LINES)
    assert first.text.strip() == "On ferries"
    assert second.text.split() == ["lantern", DASH, DASH]


@pytest.mark.parametrize(
    ("width", "lines"), [(39, 2), (71, 2), (79, 2), (133, 2), (134, 1), (200, 1)]
)
def test_a_paper_takes_one_line_where_a_hundred_cells_are_left_for_its_title(
    width: int, lines: int
) -> None:
    columns = columns_for(width)
    assert columns.lines == lines
    assert columns.title >= 100 or lines == 2
    assert columns_for(width, height=1).lines == 1


@pytest.mark.parametrize("width", [*range(60, 200)])
def test_categories_are_told_whole_only_where_a_title_has_a_line_all_the_same(width: int) -> None:
    holds = Holds(people=True, categories=True, days=True)
    columns = columns_for(width, holds)
    least = LEAD + TRAIL + 100 + sum((LEAST_WHO, GAP, CATEGORY, GAP, DAY, 1))
    assert columns.lines == (1 if width >= least else 2)
    if columns.lines == 1:
        assert columns.title >= 100
        assert columns.category in (CATEGORY, LONG_CATEGORY)
        assert (columns.category == LONG_CATEGORY) == (width >= least + LONG_CATEGORY - CATEGORY)


def test_the_columns_stand_at_the_right_however_long_a_title_is() -> None:
    places = set()
    for title in ("T", "words " * 12, "深度学习" * 9, "words " * 40):
        line = drawn(Paper(title=title, org="lantern", upvotes=7), TWO_LINES)[1]
        # In cells.
        places.add(width_of(line.text[: line.text.index("lantern")]))
        assert line.text.endswith("    7 ")
    assert len(places) == 1


@pytest.mark.parametrize("width", [40, 72, 100, 160])
@pytest.mark.parametrize("height", [3, 30])
def test_a_title_is_cut_where_its_end_is_not_in_the_row(width: int, height: int) -> None:
    columns = columns_for(width, height=height)
    cut = []
    for words in range(1, 40):
        paper = Paper(title=" ".join(["Ferries"] * words))
        text = "".join(strip.text for strip in row(paper, columns, INKS, now=NOW))
        assert cuts_title(paper, columns) is ("…" in text)
        cut.append("…" in text)
    assert len(set(cut)) == 2


def test_unknown_values_are_dashes() -> None:
    (line,) = drawn(Paper(title="T"), ONE_LINE)
    assert line.text.count(DASH) == 3


def test_columns_that_hold_nothing_vanish() -> None:
    arxiv = Paper(title="T", authors=("Ada Marlow",), author_count=1, categories=("cs.CL",),
                  published=datetime.date(2025, 4, 7))  # fmt: skip
    columns = columns_for(150, held_by([arxiv]))
    assert columns.category
    assert not columns.count
    (line,) = row(arxiv, columns, INKS, now=NOW)
    assert line.text.split() == ["T", "Ada", "Marlow", "cs.CL", "Apr", "2025"]
    label = heading(columns, INKS, sort="date", reverse=False, focused=False).text
    assert label.split() == ["Title", "Authors", "Category", "Date", "↓"]
    daily = Paper(title="T", org="lantern", categories=("cs.CL",), upvotes=3)
    assert not columns_for(ONE_LINE, held_by([arxiv, daily])).category
    assert columns_for(ONE_LINE, held_by([daily])).day == 0
    assert columns_for(40, held_by([Paper(title="T")])).title == 36
    assert held_by([arxiv]) | held_by([daily]) == held_by([daily, arxiv])


@pytest.mark.parametrize(
    ("sort", "reverse", "label", "number"),
    [
        ("date", False, "Date ↓    Up", "61"),
        ("relevance", False, "Date    Up", "61"),
        ("upvotes", False, "Date  Up ↓", "61"),
        ("comments", True, "Date Com ↑", "14"),
        ("authors", False, "Date Auth↓", "9"),
        ("stars", False, "Date Star↓", "812"),
    ],
)
@pytest.mark.parametrize("width", [71, ONE_LINE])
def test_the_number_that_the_order_is_by_is_in_the_row_and_its_arrow_above(
    sort: str, reverse: bool, label: str, number: str, width: int
) -> None:
    paper = Paper(title="T", org="lantern", published=datetime.date(2025, 4, 7), author_count=9,
                  upvotes=61, comments=14, stars=812)  # fmt: skip
    columns = columns_for(width, held_by([paper]), sort)
    line = heading(columns, INKS, sort=sort, reverse=reverse, focused=False).text
    assert line.rstrip().endswith(label)
    assert ("Title, by relevance ↓" in line) == (sort == "relevance")
    assert row(paper, columns, INKS, now=NOW, sort=sort)[-1].text.split()[-1] == number


def test_without_upvotes_the_comments_are_shown() -> None:
    holds = held_by([Paper(title="T", comments=1)])
    assert columns_for(ONE_LINE, holds).counted == "comments"


def test_columns_show_what_is_known() -> None:
    paper = Paper(
        title="On Ferries",
        org="lantern",
        org_name="Lantern Bay",
        published=datetime.date(2025, 4, 7),
        year_inferred=True,
        upvotes=14,
    )
    (line,) = drawn(paper, ONE_LINE)
    assert line.text.split() == ["On", "Ferries", "Lantern", "Bay", "~Apr", "2025", "14"]


@pytest.mark.parametrize(
    ("day", "sort", "text"),
    [
        (datetime.date(2026, 2, 9), "date", "Feb 9"),
        (datetime.date(2025, 12, 31), "date", "Dec 2025"),
        (datetime.date(2027, 1, 1), "date", "Jan 2027"),
        (None, "date", DASH),
        (datetime.date(2025, 12, 31), "featured", "Jan 4"),
        (datetime.date(2025, 12, 31), "added", "Feb 2025"),
    ],
)
def test_a_day_of_this_year_is_given_and_the_month_of_another(
    day: datetime.date | None, sort: str, text: str
) -> None:
    paper = Paper(title="T", published=day, featured=datetime.date(2026, 1, 4),
                  added=datetime.date(2025, 2, 3))  # fmt: skip
    assert day_of(paper, sort, NOW) == text


@pytest.mark.parametrize(
    ("precision", "year", "text"),
    [("month", 2026, "Jan 2026"), ("month", 2019, "Jan 2019"), ("year", 2026, "2026")],
)
def test_a_day_that_is_not_known_is_not_shown(
    precision: Literal["month", "year"], year: int, text: str
) -> None:
    first = datetime.date(year, 1, 1)
    paper = Paper(title="T", published=first, published_precision=precision)
    assert day_of(paper, "date", NOW) == text


@pytest.mark.parametrize("width", [TWO_LINES, ONE_LINE])
def test_the_cursor_shows_without_colour(width: int) -> None:
    plain, chosen = (drawn(Paper(title="T"), width, cursor=cursor, focused=cursor)
                     for cursor in (False, True))  # fmt: skip
    assert not any(line.text.startswith(CURSOR) for line in plain)
    assert all(line.text.startswith(CURSOR) for line in chosen)
    assert any(segment.style and segment.style.bold for segment in chosen[0])


def find(text: str, field: str) -> Sequence[tuple[int, int]]:
    """What matched: "experts" in titles, "lantern" in organisations."""
    word = "experts" if field == "title" else "lantern"
    return [(at, at + len(word)) for at in range(len(text)) if text.startswith(word, at)]


def test_matches_are_marked_without_colour() -> None:
    title = "sparse experts " + "and " * 12 + "some more experts "
    lines = drawn(Paper(title=title, org="the lantern"), 71, matches=find)
    assert marked(lines[:1]) == ["experts"]
    assert marked(lines[1:]) == ["experts", "lantern"]


def test_a_slug_that_matched_marks_the_name_that_stands_for_it() -> None:
    paper = Paper(title="T", org="lantern", org_name="The Bay")
    assert marked(drawn(paper, ONE_LINE, matches=find)) == ["The Bay"]


def test_a_match_beyond_the_cut_is_left_out() -> None:
    assert marked(drawn(Paper(title="x" * 200 + "experts"), 40, matches=find)) == []


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
        (written_by("Ilse Vantongeren", *"abcdefghijk"), 12, "Vantongeren"),
        (written_by("Ilse van der Vantongeren", "Ada Marlow"), 9, "Vantonge…"),
        (Paper(title="T", authors=("Ada Marlow",), author_count=1), 12, "Ada Marlow"),
        (Paper(title="T", authors=("Ada Marlow",), author_count=40), 16, "Ada Marlow +39"),
        (Paper(title="T", authors=("Ada Marlow",)), 20, "Ada Marlow et al."),
        (Paper(title="T", author_count=12), 12, "12 authors"),
        (Paper(title="T"), 12, DASH),
    ],
)  # fmt: skip
def test_names_are_given_in_full_or_in_their_short_form(paper: Paper, width: int, who: str) -> None:
    name = name_of_organisation(paper, width) or first_author(paper, width)
    assert shorten(name, width) == who


@pytest.mark.parametrize(
    ("comments", "text"), [(None, DASH), (0, "0"), (99_999, "99999"), (2_400_000, "2400k")]
)
def test_numbers_stay_short(comments: int | None, text: str) -> None:
    assert count_of(Paper(title="T", comments=comments), "comments") == text


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("sort", [*SORTS])
def test_the_names_of_the_columns_stand_where_their_orders_are(width: int, sort: str) -> None:
    columns = columns_for(width, sort=sort)
    line = heading(columns, INKS, sort=sort, reverse=False, focused=False).text
    named = {"Date": {"date", "featured"}, "Up": {"upvotes"}, "Com": {"comments"}}
    named |= {
        "Featured": {"featured"},
        "Added": {"added"},
        "Auth ": {"authors"},
        "Star": {"stars"},
        "Title": {"relevance"},
    }
    found = 0
    for name, orders in named.items():
        if (at := line.find(name)) >= 0:
            found += 1
            assert meant_at(columns, at + 1, sort) in orders, name
    assert found >= 2
    for name, command in (("Organisation", BY_ORGANISATION), ("Category", BY_CATEGORY)):
        if (at := line.find(name)) >= 0:
            assert meant_at(columns, at, sort) == command
            assert command in BY_ID
    assert meant_at(columns, 0, sort) is None


def test_the_ground_of_the_first_line_alone_says_where_the_cursor_is() -> None:
    """What does not change is not sent: a move to the next paper is some 370 bytes."""
    title = "sparse experts " + "and " * 20
    paper = Paper(title=title, org="lantern", published=datetime.date(2025, 11, 2))
    plain, chosen = (drawn(paper, 71, cursor=cursor, focused=cursor) for cursor in (False, True))
    assert grounds(plain[0]).isdisjoint(grounds(chosen[0]))
    assert grounds(plain[1]) == grounds(chosen[1])
    same = "lantern"
    assert [part.style for part in plain[1] if same in part.text] == [
        part.style for part in chosen[1] if same in part.text
    ]


def grounds(line: Strip) -> set[object]:
    return {(part.style.bgcolor, part.style.reverse) for part in line if part.style}


@pytest.mark.parametrize(
    ("signs", "one_line", "two_lines"),
    [
        ({}, "   ", ("   ", "   ")),
        ({"new": True}, " • ", (" • ", "   ")),
        ({"starred": True}, " ★ ", (" ★ ", "   ")),
        ({"new": True, "starred": True}, " •★", (" • ", " ★ ")),
        ({"new": True, "marked": True, "starred": True}, " ✓★", (" ✓ ", " ★ ")),
        ({"marked": True, "cursor": True}, "▌✓ ", ("▌✓ ", "▌  ")),
    ],
)
def test_signs_say_what_was_done_with_a_paper(
    signs: dict[str, bool], one_line: str, two_lines: tuple[str, str]
) -> None:
    paper = Paper(title="On ferries")
    assert [strip.text[:LEAD] for strip in drawn(paper, ONE_LINE, **signs)] == [one_line]
    assert tuple(strip.text[:LEAD] for strip in drawn(paper, TWO_LINES, **signs)) == two_lines


def test_the_title_of_a_paper_that_was_read_is_quieter() -> None:
    paper = Paper(title="On ferries")
    for read, ink in ((False, INKS.title), (True, INKS.muted)):
        (line,) = drawn(paper, ONE_LINE, read=read)
        assert next(part.style for part in line if part.text.strip() == "On ferries") == ink
