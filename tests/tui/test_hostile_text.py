"""What is drawn of a paper is text and nothing else, whatever the paper holds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Paper, report_defect
from tests.hostile import PAYLOADS, spoiled, trouble_in
from tui.panes.search import QueryTrouble
from tui.panes.status import Figures, KeyLine, StatusLine
from tui.reading import lines_of
from tui.rows import columns_for, row
from tui.text import clean
from tui.themes import PALETTES, inks_of

if TYPE_CHECKING:
    from pathlib import Path

    from textual.strip import Strip

INKS = inks_of(PALETTES["quire-dark"])
HOSTILE = st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=5)).map("".join)


def assert_text(strip: Strip, width: int) -> None:
    assert strip.cell_length == width
    for text, style, control in strip:
        assert control is None
        assert trouble_in(text) == []
        assert style is None or (style.link is None and not style.meta)


@given(st.integers(0, 10_000), st.integers(12, 140))
def test_rows_and_pages(seed: int, width: int) -> None:
    paper = spoiled(Paper(title="T", key="k"), random.Random(seed))
    assert_text(row(paper, columns_for(width), INKS, cursor=bool(seed % 2)), width)
    for line in lines_of(paper, width, INKS, margin=1):
        assert_text(line, width)


@given(HOSTILE, st.integers(12, 140))
def test_what_is_said_below_and_above(text: str, width: int) -> None:
    keys, status, trouble = KeyLine(), StatusLine(), QueryTrouble()
    keys.say(text)
    assert_text(keys.draw(0, width, INKS), width)
    status.show(Figures(total=3, seconds=0.1, note=text))
    assert_text(status.draw(0, width, INKS), width)
    trouble.show(4, text)
    assert_text(trouble.draw(0, width, INKS), width)


@given(HOSTILE)
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert trouble_in(once) == []


@pytest.mark.parametrize("kept", [True, False])
def test_the_words_after_a_defect(
    kept: bool, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert report_defect(ValueError("".join(PAYLOADS)), keep_report=kept) == 70
    text = capsys.readouterr().err
    assert trouble_in(text, lines=True) == []
    assert text.startswith("quire: this is a defect in Quire, and it had to end: ValueError")
    assert text.count("\n") == 1
    reports = list(home.rglob("*.txt"))
    assert len(reports) == kept
    assert (str(home) in text) is kept
    for report in reports:
        assert "plain words" in report.read_text(encoding="utf-8")
