"""What the status line says, in as many words as there is room for."""

from __future__ import annotations

import pytest

from index import AbsentValue
from tui.panes.status_line import Figures, StatusLine
from tui.rendering.themes import DARK, inks_of


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (80, " 58 papers · best match first · and 1,545 with some of the words · 1.2 ms"),
        (67, " 58 papers · best match first · and 1,545 with some of the words"),
        (60, " 58 papers · best match first · and 1,545 with some words"),
        (51, " 58 papers · best match first · +1,545 partly"),
        (45, " 58 papers · best match first"),
        (26, " 58 papers · best match"),
    ],
)
def test_how_many_match_partly_is_said_whole_or_not_at_all(width: int, said: str) -> None:
    line = StatusLine()
    line.show(Figures(total=58, partial=1545, sort="relevance", seconds=0.0012))
    assert line.draw(0, width, inks_of(DARK)).text.rstrip() == said


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (
            100,
            "116 papers · no paper has all 13 words; 116 have 7 or more · newest first · 1.2 ms",
        ),
        (80, "116 papers · no paper has all 13 words; 116 have 7 or more · newest first"),
        (60, "116 · none has all 13 words; 116 have 7+ · date ↓"),
        (30, "116 7+ of 13 words date ↓"),
    ],
)
def test_how_many_words_of_a_question_are_enough_is_said(width: int, said: str) -> None:
    line = StatusLine()
    line.show(Figures(total=116, partial=6708, sort="date", seconds=0.0012, required=7, of=13))
    assert line.draw(0, width, inks_of(DARK)).text.strip() == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (
            Figures(total=100_000, capped="total", seconds=1.0),
            "100,000+ papers · newest first · 1.0 s",
        ),
        (
            Figures(total=7, partial=99_993, capped="partial_total", seconds=1.0),
            "7 papers · newest first · and 99,993+ with some of the words · 1.0 s",
        ),
    ],
)
def test_what_was_not_counted_to_the_end_has_a_sign(figures: Figures, said: str) -> None:
    line = StatusLine()
    line.show(figures)
    assert line.draw(0, 80, inks_of(DARK)).text.strip() == said


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (
            102,
            "searched for “diffusion video org:nvidia” · best match first · and 17 with some words",
        ),
        (86, "searched for “diffusion video org:nvidia” · best match first · +17 partly"),
        (68, "searched for “diffusion video org:nvidia” · best match"),
        (60, "searched for “diffusion” · relevance ↓"),
        (40, "for “diffusion” · relevance ↓"),
    ],
)
def test_a_near_spelling_is_said_whole_while_anything_else_can_be_shorter(
    width: int, said: str
) -> None:
    line = StatusLine()
    figures = Figures(
        total=7,
        partial=17,
        sort="relevance",
        seconds=0.01,
        query="difusion video org:nvidia",
        instead="diffusion video org:nvidia",
    )
    line.show(figures)
    text = line.draw(0, width, inks_of(DARK)).text.strip()
    assert text.partition(" · ")[2] == said


def test_a_near_spelling_is_never_cut_beside_a_place_at_80_columns() -> None:
    line = StatusLine()
    line.show(
        Figures(
            total=3,
            sort="relevance",
            seconds=0.01,
            query="vidoe diffusoin",
            instead="video diffusion",
        )
    )
    text = line.draw(0, 60, inks_of(DARK)).text.strip()
    assert text == "3 papers · searched for “video diffusion” · best match"


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (90, "0 papers · no organisation nvida; nearest: nvidia · no category cs.XY · newest"),
        (60, "0 · no organisation nvida; nearest: nvidia (+1) · date ↓"),
        (43, "0 no nvida; nearest: nvidia (+1)"),
        (26, "0 no nvida"),
    ],
)
def test_names_that_no_paper_has_are_told_before_the_order(width: int, said: str) -> None:
    line = StatusLine()
    absent = (AbsentValue("org", "nvida", "nvidia"), AbsentValue("cat", "cs.XY", None))
    line.show(Figures(total=0, sort="date", seconds=0.01, absent=absent))
    assert line.draw(0, width, inks_of(DARK)).text.strip().startswith(said)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (80, "1,718 papers · 3 marked · upvotes unknown, newest first · 10 ms"),
        (56, "1,718 papers · 3 marked · upvotes unknown · 10 ms"),
        (26, "1,718 ✓3 newest 10 ms"),
    ],
)
def test_an_order_by_what_no_paper_tells_is_said_to_be_none(width: int, said: str) -> None:
    line = StatusLine()
    line.mark(3)
    line.show(Figures(total=1718, sort="upvotes", unknown=True, seconds=0.01))
    assert line.draw(0, width, inks_of(DARK)).text.strip() == said


def test_how_long_it_took_is_not_said_where_nothing_was_found() -> None:
    line = StatusLine()
    line.show(Figures(total=0, sort="date", seconds=0.00001))
    assert line.draw(0, 80, inks_of(DARK)).text.strip() == "0 papers · newest first"
    line.show(Figures(total=0, partial=2, sort="date", seconds=0.012))
    assert line.draw(0, 80, inks_of(DARK)).text.rstrip().endswith("12 ms")


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (70, " 58 papers · newest first · 1.2 ms · newest paper 20 Aug 2026"),
        (57, " 58 papers · newest first · 1.2 ms · newest 20 Aug 2026"),
        (40, " 58 papers · newest first · 1.2 ms"),
    ],
)
def test_how_new_the_papers_are_is_said_where_there_is_room(width: int, said: str) -> None:
    line = StatusLine()
    line.show(Figures(total=58, seconds=0.0012))
    line.tell_newest("20 Aug 2026")
    assert line.draw(0, width, inks_of(DARK)).text.rstrip() == said


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (90, " 58 papers · newest first · 1.2 ms · fetching daily: 120 papers, 3 of 7 days"),
        (72, " 58 papers · newest first · fetching daily: 120 papers, 3 of 7 days"),
        (60, " 58 papers · newest first · daily: 3 of 7 days"),
        (40, " 58 papers date ↓ daily: 3 of 7 days"),
        (32, " 58 date ↓ daily: 3 of 7 days"),
        (24, " 58 daily: 3 of 7 days"),
        (19, " 58 fetching…"),
    ],
)
def test_what_is_fetched_is_said_before_how_fast_a_search_was(width: int, said: str) -> None:
    line = StatusLine()
    line.show(Figures(total=58, seconds=0.0012))
    line.tell_newest("20 Aug 2026")
    line.tell_progress("fetching daily: 120 papers, 3 of 7 days")
    assert line.draw(0, width, inks_of(DARK)).text.rstrip() == said
    line.tell_progress("")
    assert "fetching" not in line.draw(0, width, inks_of(DARK)).text


def test_what_is_waited_for_is_what_is_said_of_a_feed_in_few_words() -> None:
    line = StatusLine()
    line.show(Figures(total=58, seconds=0.0012))
    line.tell_progress("fetching arxiv: 20 records, arXiv asks for 3 seconds between requests")
    said = line.draw(0, 80, inks_of(DARK)).text
    assert "arxiv: arXiv asks for 3 seconds between requests" in said
