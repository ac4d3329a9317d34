"""What the word analyzer would lose is indexed as pieces."""

from __future__ import annotations

import pytest

from index.pieces import indexed, indexed_names, is_indexable


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
