"""What the status line says, in as many words as there is room for."""

from __future__ import annotations

import pytest

from tui.panes.status_line import Figures, StatusLine
from tui.rendering.themes import DARK, inks_of


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (80, " 58 papers · best match first · 1.2 ms · and 1,545 with some of the words"),
        (67, " 58 papers · best match first · 1.2 ms · and 1,545 with some words"),
        (60, " 58 papers · best match first · 1.2 ms · +1,545 partly"),
        (45, " 58 papers · best match · 1.2 ms"),
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
            "116 papers · newest first · 1.2 ms · no paper has all 13 words; 116 have 7 or more",
        ),
        (80, "116 papers · newest first · 1.2 ms · none has all 13 words; 116 have 7+"),
        (60, "116 papers · newest first · 1.2 ms · 7+ of 13 words"),
    ],
)
def test_how_many_words_of_a_question_are_enough_is_said(width: int, said: str) -> None:
    line = StatusLine()
    line.show(Figures(total=116, partial=6708, sort="date", seconds=0.0012, required=7, of=13))
    assert line.draw(0, width, inks_of(DARK)).text.strip() == said


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (100, "searched “diffusion video org:nvidia” instead · +17 partly"),
        (86, "searched “diffusion video org:nvidia” instead"),
        (68, "searched “diffusion” instead"),
        (60, "searched “diffusion”"),
        (52, "searched “diffusi…"),
    ],
)
def test_a_near_spelling_is_said_before_anything_else_that_is_left_out(
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
    assert text.partition(" 10 ms · ")[2] == said
