"""A paper as lines to read: what decides comes first, and no line is wasted."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from textual.strip import Strip

from index import Paper
from tests.support.papers import invented
from tui.rendering.paper_lines import preview_lines, reader_lines
from tui.rendering.themes import PALETTES, inks_of

INKS = inks_of(PALETTES["quire-dark"])
CROWD = tuple(f"Ada Marlow {number}" for number in range(121))
PAPER = Paper(
    title="On Ferries",
    abstract="alpha beta gamma delta",
    org="lantern",
    org_name="Lantern Bay",
    published=datetime.date(2025, 4, 7),
    authors=CROWD,
    author_count=121,
    upvotes=34,
    stars=7,
    arxiv_id="2401.01234",
    doi="10.1234/ferries",
    categories=("cs.CL", "cs.LG"),
)


def text_of(lines: list[Strip]) -> list[str]:
    return [line.text.strip() for line in lines]


@pytest.mark.parametrize("width", [20, 36, 80])
@pytest.mark.parametrize("lay_out", [preview_lines, reader_lines])
def test_lines_are_exactly_as_wide_as_the_pane(
    width: int, lay_out: Callable[..., list[Strip]]
) -> None:
    for paper in invented(40):
        for roomy in (False, True):
            lines = lay_out(
                paper, width, INKS, lambda text, field: [(0, 3), (10, 20)], margin=1, roomy=roomy
            )
            assert {line.cell_length for line in lines} == {width}


def test_the_preview_begins_with_the_abstract() -> None:
    lines = text_of(preview_lines(PAPER, 80, INKS))
    assert lines == [
        "alpha beta gamma delta",
        "Ada Marlow 0, Ada Marlow 1, Ada Marlow 2, Ada Marlow 3, Ada Marlow 4, Ada",
        "Marlow 5, Ada Marlow 6, … Ada Marlow 120 and 113 more",
        "org:lantern · arXiv 2401.01234 · cs.CL cs.LG · doi 10.1234/ferries · 7 stars",
        "https://arxiv.org/abs/2401.01234",
    ]


def test_the_reader_begins_with_title_authors_and_facts() -> None:
    lines = text_of(reader_lines(PAPER, 80, INKS))
    assert lines == [
        "On Ferries",
        "Ada Marlow 0, Ada Marlow 1, Ada Marlow 2, … Ada Marlow 120 and 117 more",
        "Lantern Bay · 121 authors · 2025-04-07 · 34 upvotes",
        "alpha beta gamma delta",
        "org:lantern · arXiv 2401.01234 · cs.CL cs.LG · doi 10.1234/ferries · 7 stars",
        "https://arxiv.org/abs/2401.01234",
    ]


def test_all_authors_are_written_out_where_that_is_asked_for() -> None:
    text = " ".join(text_of(reader_lines(PAPER, 80, INKS, all_names=True)))
    assert all(name in text for name in CROWD)


def test_empty_lines_part_what_belongs_together_only_where_there_is_room() -> None:
    paper = Paper(title="T", abstract="one\n\ntwo", arxiv_id="2401.01234")
    assert "" not in text_of(reader_lines(paper, 80, INKS))
    assert text_of(reader_lines(paper, 80, INKS, roomy=True)) == [
        "T", "date unknown", "", "one", "", "two", "", "arXiv 2401.01234",
        "https://arxiv.org/abs/2401.01234",
    ]  # fmt: skip


def test_what_is_unknown_is_said() -> None:
    text = "\n".join(text_of(reader_lines(Paper(title="T"), 60, INKS)))
    assert "date unknown" in text
    assert "The abstract is unknown." in text


def test_matches_are_highlighted_across_line_breaks() -> None:
    lines = reader_lines(
        Paper(title="T", abstract="alpha beta gamma delta"),
        12,
        INKS,
        lambda text, field: [(6, 16)] if field == "abstract" else [],
    )
    marked = [
        segment.text
        for line in lines
        for segment in line
        if segment.style and segment.style.underline
    ]
    assert marked == ["beta", "gamma"]


def test_the_address_is_a_link_and_what_is_around_it_is_not() -> None:
    line = preview_lines(PAPER, 80, INKS)[-1]
    linked = [segment.text for segment in line if segment.style and segment.style.link]
    assert linked == ["https://arxiv.org/abs/2401.01234"]


def test_a_shortened_address_still_leads_to_the_whole_one() -> None:
    line = preview_lines(PAPER, 24, INKS)[-1]
    linked = [segment for segment in line if segment.style and segment.style.link]
    assert [segment.text for segment in linked] == ["arxiv.org/…/2401.01234"]
    assert [segment.style.link for segment in linked if segment.style] == [
        "https://arxiv.org/abs/2401.01234"
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.example"])
def test_only_web_addresses_are_shown(url: str) -> None:
    lines = reader_lines(Paper(title="T", url=url), 80, INKS)
    assert url not in "\n".join(text_of(lines))
    assert not [
        segment for line in lines for segment in line if segment.style and segment.style.link
    ]
