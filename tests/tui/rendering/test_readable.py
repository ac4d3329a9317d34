"""LaTeX is read, not seen; what matched is marked in what is shown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from index import Paper
from tui.rendering.paper_lines import reader_lines
from tui.rendering.readable import shown, shown_paragraphs
from tui.rendering.result_columns import columns_for
from tui.rendering.result_row import row
from tui.rendering.themes import PALETTES, inks_of

INKS = inks_of(PALETTES["quire-dark"])


def find(text: str, field: str = "") -> Sequence[tuple[int, int]]:
    """Highlights "tide" wherever it is in the text that is shown."""
    del field
    start = text.find("tide")
    return [(start, start + 4)] if start >= 0 else []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$\\alpha$-tides of R\\'enyi", "α-tides of Rényi"),
        ("H$_2$O at $10^{5}$ Pa", "H₂O at 10⁵ Pa"),
        ("plain words", "plain words"),
        ("\\cite{key}", "\\cite{key}"),
        ("$\\beta$\x1b]52;c;eA==\x07", "β"),
    ],
)
def test_latex_is_shown_as_what_it_looks_like(text: str, expected: str) -> None:
    assert shown(text).startswith(expected)
    assert "\x1b" not in shown(text)


def test_paragraphs_are_separated_by_empty_lines() -> None:
    assert shown_paragraphs("one\n$\\beta$\n\n\nthree") == ["one β", "three"]


def test_a_row_marks_the_match_where_it_is_shown() -> None:
    title = "$\\mathcal{O}(n^2)$ tide"
    now = datetime.date(2026, 3, 1)
    strip = row(Paper(title=title), columns_for(60), INKS, now=now, matches=find)[0]
    marked = [segment.text for segment in strip if segment.style and segment.style.underline]
    assert marked == ["tide"]
    assert "$" not in strip.text
    assert strip.cell_length == 60


def test_reading_marks_the_match_where_it_is_shown() -> None:
    paper = Paper(title="T", abstract="Of $\\gamma_{1}$ and \\emph{tide} tables.")
    lines = reader_lines(paper, 60, INKS, find)
    marked = [
        segment.text
        for line in lines
        for segment in line
        if segment.style and segment.style.underline
    ]
    assert marked == ["tide"]
    assert any("Of γ₁ and tide tables." in line.text for line in lines)
