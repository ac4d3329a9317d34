"""Names of authors, as texts and lists give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.authors import Authors, from_names, from_text, in_order


@pytest.mark.parametrize(
    ("text", "names", "count"),
    [
        ("A. Moss, B. Fern", ("A. Moss", "B. Fern"), 2),
        ("A. Moss, B. Fern and C. Reed", ("A. Moss", "B. Fern", "C. Reed"), 3),
        ("A. Moss, B. Fern, and C. Reed", ("A. Moss", "B. Fern", "C. Reed"), 3),
        ("A. Moss, B. Fern & C. Reed,", ("A. Moss", "B. Fern", "C. Reed"), 3),
        ("A. Moss, <br> B. Fern, <sup>1</sup>C. Reed", ("A. Moss", "B. Fern", "1 C. Reed"), 3),
        ("A. Moss And B. Fern", ("A. Moss", "B. Fern"), 2),
        ("A. Moss, Jr., B. Fern III", ("A. Moss Jr.", "B. Fern III"), 2),
        ("A. Moss (1, 2), B. Fern (2) ((1) Reed Lab, (2) Bay)", ("A. Moss", "B. Fern"), 2),
        ("A. Moss (Reed Lab, B. Fern", ("A. Moss", "B. Fern"), 2),
        ("B. F{\\'e}r\\'e, {\\L}. Moss", ("B. Féré", "Ł. Moss"), 2),
        ("The ORCHARD team: A. Moss, B. Fern", ("The ORCHARD team", "A. Moss", "B. Fern"), 3),
        ("A. Moss, for the ORCHARD Collaboration", ("A. Moss", "ORCHARD Collaboration"), 2),
        ("A. Moss on behalf of nobody", ("A. Moss on behalf of nobody",), 1),
        ("Moss, Ada; Fern, B. C.", ("Ada Moss", "B. C. Fern"), 2),
        ("Moss, Ada and van der Fern, Bo et al.", ("Ada Moss", "Bo van der Fern"), None),
        ("Moss, A., Fern, B. C., Ó Reed, D.-E.", ("A. Moss", "B. C. Fern", "D.-E. Ó Reed"), 3),
        ("Moss, A., & Fern, B. C.", ("A. Moss", "B. C. Fern"), 2),
        ("Moss, A., Fern, B., et al.", ("A. Moss", "B. Fern"), None),
        ("Moss, A., Fern, Bo", ("Moss", "A.", "Fern", "Bo"), 4),
        ("A. Moss, B. Fern; C. Reed, D. Bay", ("A. Moss", "B. Fern", "C. Reed", "D. Bay"), 4),
        ("Moss, Fern and Reed", ("Moss", "Fern", "Reed"), 3),
        ("A. Moss et al", ("A. Moss",), None),
        ("A. Moss, B. Fern, et al.", ("A. Moss", "B. Fern"), None),
        ("A. Moss and others", ("A. Moss",), None),
        ("A. Moss, et. al", ("A. Moss",), None),
        ("A. Moss et al. (909 additional authors not shown)", ("A. Moss",), 910),
        ("et al.", None, None),
        ("; , : and", None, None),
        ("", None, None),
    ],
)  # fmt: skip
def test_texts(text: str, names: tuple[str, ...] | None, count: int | None) -> None:
    assert from_text(text) == Authors(names, count)


def test_only_the_end_says_that_there_are_more() -> None:
    assert from_names(["Ada Etalon", "Bo Althers"]) == Authors(("Ada Etalon", "Bo Althers"), 2)
    assert from_names(["Ada Moss", "others"]) == Authors(("Ada Moss",), None)


def test_names_in_east_asian_characters_are_written_without_spaces_family_first() -> None:
    assert in_order("王", "小明", "") == "王小明"
    assert in_order("王", "", "") == "王"
    assert in_order("Wang", "Xiaoming", "Jr.") == "Xiaoming Wang Jr."


@given(st.lists(st.text(max_size=30), max_size=5))
def test_names_are_stable(names: list[str]) -> None:
    once = from_names(names)
    if once.names:
        again = from_names(list(once.names))
        assert again.names == once.names


@given(st.text(alphabet="A. ,;:()[]and&et lé", max_size=60))
def test_any_text_is_read(text: str) -> None:
    authors = from_text(text)
    assert authors.names is None or all(name.strip() == name != "" for name in authors.names)
    assert authors.count is None or authors.count == len(authors.names or ())
