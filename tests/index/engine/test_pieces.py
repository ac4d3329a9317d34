"""What the word analyzer would lose is indexed as pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine.folding import fold
from index.engine.pieces import indexed, indexed_names, is_indexable, is_plain, name_parts

WORDS = st.sampled_from(
    [" ", "plain", "indices", "devices", "MATRICES", "C", "#", "+", "++", "é", "中", "q" * 20, "|"]
)
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=8).map("".join)


@pytest.mark.parametrize(
    ("folded", "terms"),
    [
        ("plain words only", ""),
        ("Fast C++ and F# and C", "c++ | f#"),
        ("issue #12 of a++b", ""),
        ("地図 of x 池", "地 図 | 池"),
        ("q" * 39, ""),
        (f"A {'Q' * 40} and {'r' * 41}!", f"{'q' * 40} | {'r' * 41}"),
        (f"{'x' * 30}-{'y' * 30}", ""),
        ("ა" * 13, ""),
        ("ა" * 14, "ა" * 14),
        ("中" * 14, " ".join("中" * 14)),
        ("ที่ c#", "ท ี ่ | c#"),
    ],
)
def test_pieces(folded: str, terms: str) -> None:
    assert indexed(folded) == terms


@pytest.mark.parametrize("word", ["q", "ა", "é", "𐐨"])
def test_a_word_is_indexed_as_a_word_or_as_a_piece(word: str) -> None:
    for count in range(1, 50):
        assert is_indexable(word * count) == (indexed(word * count) == "")


def test_names_without_spaces_are_found_in_either_order() -> None:
    assert indexed_names(["Ada Marlow", "Jürgen Groß"]) == ""
    assert indexed_names(["王小明", "Ada 花子"]) == "王 小 明 | 花 子"
    assert indexed_names(["小明 王"]) == "小 明 王 | 王 小 明"


@given(TEXTS)
def test_a_plain_text_needs_no_folding_and_has_no_pieces(text: str) -> None:
    if is_plain(text):
        assert fold(text) == text
        assert indexed(text) == ""


@given(st.lists(TEXTS, max_size=4))
def test_names_that_are_plain_together_are_plain_each(names: list[str]) -> None:
    if is_plain(" ".join(names)):
        assert all(map(is_plain, names))
        assert indexed_names(names) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words, as in English titles", True),
        ("Devices that do not cost much", False),
        ("C++", False),
        ("x + y", True),
        ("café", False),
        ("q" * 39, True),
        ("q" * 40, False),
        ("", True),
    ],
)
def test_what_is_plain(text: str, expected: bool) -> None:
    assert is_plain(text) is expected


@given(st.text(st.sampled_from("aBcDé- 1Я")))
def test_names_of_methods_have_a_capital_after_a_small_letter(text: str) -> None:
    has_inner = any(one + two in ("aB", "aD", "cB", "cD") for one, two in pairwise(text))
    assert has_inner or not name_parts(text)
