"""Text in cells: nothing gets wider than its column, nothing reaches a terminal as control."""

from __future__ import annotations

from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from index import one_line
from tui.text import NO_BREAK, clean, fit, merge_ranges, shorten, take, wrap


@given(st.text())
def test_text_is_cleaned_by_the_rules_of_the_index(text: str) -> None:
    assert clean(text) == one_line(text)
    assert all(category(character) not in {"Cc", "Cs", "Zl", "Zp"} for character in clean(text))


def test_tricks_are_inert() -> None:
    assert clean("a\x1b]52;c;eA==\x07b\x9b2Jc") == "abc"
    assert clean("abc\u202edef\u200b\u2066") == "abcdef"
    assert clean("Z" + "\u0336" * 50) == "Z" + "\u0336" * 6
    assert clean("two\nlines\tand  gaps ") == "two lines and gaps"


@given(st.text(), st.integers(0, 60))
def test_fitted_text_has_the_width_of_its_column(text: str, width: int) -> None:
    fitted = fit(clean(text), width)
    assert cell_len(fitted) == width


@given(st.text(alphabet="ab c語ôe", max_size=80), st.integers(2, 20))
def test_wrapped_lines_hold_everything_and_fit(text: str, width: int) -> None:
    ranges = wrap(text, width)
    assert all(cell_len(text[start:end]) <= width for start, end in ranges)
    kept = "".join(text[start:end] for start, end in ranges)
    for space in (" ", NO_BREAK):
        kept, text = kept.replace(space, ""), text.replace(space, "")
    assert kept == text


def test_wrapping_breaks_at_spaces_and_inside_long_words() -> None:
    text = "one two threefourfive six"
    assert [text[a:b] for a, b in wrap(text, 8)] == ["one two", "threefou", "rfive", "six"]
    assert [("深度学习")[a:b] for a, b in wrap("深度学习", 5)] == ["深度", "学习"]


def test_words_that_belong_together_are_parted_before_they_are_broken() -> None:
    text = "Published 2026-01-14 (year inferred) · 12 comments".replace(" ", NO_BREAK)
    lines = [text[a:b].replace(NO_BREAK, " ") for a, b in wrap(text, 26)]
    assert lines == ["Published 2026-01-14 (year", "inferred) · 12 comments"]
    # Where they fit they stay together.
    assert [(a, b) for a, b in wrap(f"one two{NO_BREAK}three", 10)] == [(0, 3), (4, 13)]


def test_shortening_marks_what_was_cut() -> None:
    assert shorten("sparse experts", 10) == "sparse ex…"
    assert shorten("深度学习", 5) == "深度…"
    assert shorten("short", 10) == "short"
    assert shorten("x", 0) == ""


def test_take_counts_cells() -> None:
    assert take("深度", 3) == 1
    assert take("abc", 2) == 2


def test_ranges_are_joined_and_cut() -> None:
    assert merge_ranges([(5, 9), (0, 2), (1, 6), (20, 30)], 22) == [(0, 9), (20, 22)]
    assert merge_ranges([(3, 3), (9, 4)], 10) == []
