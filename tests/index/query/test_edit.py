"""Edits of a query's text, as filter panes make them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.query.edit import (
    Filter,
    add_value,
    clear_filters,
    drop_part,
    exclude_value,
    filters_of,
    remove_value,
    set_filter,
    toggle_excluded,
    toggle_part,
    toggle_value,
)
from index.query.parse import parse, parse_parts
from index.query.tree import conjunction

Edit = Callable[[str, str, str], str]


def test_filters_that_stand() -> None:
    text = 'deep org:(google OR "Some Lab") -org:nvidia date:2024.. -cat:cs.* authors:>3 org:none'
    assert filters_of(text) == {
        "org": Filter(("google", "Some Lab", "none"), ("nvidia",)),
        "date": Filter(("2024..",)),
        "cat": Filter((), ("cs.*",)),
        "authors": Filter((">3",)),
    }


def test_filters_inside_alternatives_do_not_stand() -> None:
    assert filters_of("a OR org:google") == {}
    assert filters_of("-(org:google deep)") == {}


def test_an_unfinished_query_has_no_filters_to_tell() -> None:
    assert filters_of('deep "lear') is None


@pytest.mark.parametrize("edit", [add_value, remove_value, toggle_value, exclude_value])
def test_an_unfinished_query_is_not_edited(edit: Edit) -> None:
    with pytest.raises(QueryError):
        edit('deep "lear', "org", "google")


@pytest.mark.parametrize(
    ("text", "field", "value", "edited"),
    [
        ("", "date", "2024", "date:2024"),
        ("deep  learning", "date", "2024..2025", "deep  learning date:2024..2025"),
        ("deep ", "org", "Some Lab", 'deep org:"Some Lab"'),
        ("date:2023 Deep AND  learning", "date", "2024-3", "date:2024-03 Deep AND  learning"),
        ("a date:2023 b date:2022 c", "date", "7d", "a date:7d b c"),
        ("a OR b", "authors", ">10", "(a OR b) authors:>10"),
        ("(a OR b)", "authors", ">10", "(a OR b) authors:>10"),
        ("org:a OR org:b", "org", "c", "org:c"),
        ("O(n", "org", "x", "O(n org:x"),
        ("a date:2024 b", "date", None, "a b"),
        ("a AND date:2024 AND b", "date", None, "a AND b"),
        ("date:2024 AND b", "date", None, "b"),
        ("a AND date:2024", "date", None, "a"),
        ("date:2024", "date", None, ""),
        ("a -date:2024", "date", None, "a -date:2024"),
        ("a", "date", None, "a"),
        ("a", "org", 'Say "Lab"', 'a org:"Say Lab"'),
        ("a", "org", "none", "a org:none"),
        ("a", "org", "c++*", 'a org:"c++*"'),
    ],
)
def test_set_filter(text: str, field: str, value: str | None, edited: str) -> None:
    assert set_filter(text, field, value) == edited


def test_set_filter_to_several_values() -> None:
    assert set_filter("a org:x b", "org", ["y", "z", "y"]) == "a org:(y OR z) b"
    assert set_filter("a org:x b", "org", []) == "a b"


@pytest.mark.parametrize(
    ("edit", "text", "value", "edited"),
    [
        (add_value, "a", "google", "a org:google"),
        (add_value, "org:google a", "nvidia", "org:(google OR nvidia) a"),
        (add_value, "org:google a", "Google", "org:Google a"),
        (add_value, "-org:google a", "google", "a org:google"),
        (add_value, "org:x a org:y", "z", "org:(x OR y OR z) a"),
        (remove_value, "a org:(google OR nvidia)", "google", "a org:nvidia"),
        (remove_value, "a org:google", "GOOGLE", "a"),
        (remove_value, "a -org:(google OR nvidia) b", "google", "a -org:nvidia b"),
        (remove_value, "a", "google", "a"),
        (toggle_value, "a", "google", "a org:google"),
        (toggle_value, "a org:google", "google", "a"),
        (toggle_value, "a org:none", "none", "a"),
        (exclude_value, "a", "google", "a -org:google"),
        (exclude_value, "a org:google", "google", "a -org:google"),
        (exclude_value, "a -org:x", "google", "a -org:(x OR google)"),
        (toggle_excluded, "a -org:google", "google", "a"),
        (toggle_excluded, "a", "google", "a -org:google"),
    ],
)
def test_values_of_a_field(edit: Edit, text: str, value: str, edited: str) -> None:
    assert edit(text, "org", value) == edited


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("deep org:x -cat:cs.* learning date:2024..", "deep learning"),
        ('title:graph au:"A B" org:x', 'title:graph au:"A B"'),
        ("org:x", ""),
        ("a - b org:x", "a - b"),
        ("Deep  (a OR org:x)", "Deep  (a OR org:x)"),
    ],
)
def test_clear_filters_keeps_the_words(text: str, edited: str) -> None:
    assert clear_filters(text) == edited


def test_drop_part() -> None:
    text = "a AND -b (c OR d)"
    assert [drop_part(text, at) for at in range(3)] == ["-b (c OR d)", "a (c OR d)", "a AND -b"]


def test_wrong_values_are_refused() -> None:
    with pytest.raises(QueryError, match="expected a date"):
        set_filter("a", "date", "soon")
    with pytest.raises(QueryError, match="one value"):
        set_filter("a", "date", "2024 b")


TEXTS = st.lists(
    st.sampled_from(
        [
            *(
                "deep",
                "a OR b",
                "(a OR b)",
                "-x",
                "AND y",
                "org:g",
                "-org:g",
                "org:(g OR n)",
                "O(n",
            ),
            *("date:2024..", "-date:2023", "authors:>3", '"p q"', "title:t", "-(org:g z)", " - "),
        ]
    ),
    max_size=6,
).map(" ".join)
FIELD_VALUES = st.sampled_from(
    [("org", "g"), ("org", "Lab X"), ("org", "none"), ("date", "2024.."), ("authors", ">3")]
)


@given(TEXTS, FIELD_VALUES)
def test_edits_change_what_they_name_and_nothing_else(text: str, chosen: tuple[str, str]) -> None:
    field, value = chosen
    before = filters_of(text)
    if before is None:
        return
    others = {name: found for name, found in before.items() if name != field}

    def rest(edited: str) -> dict[str, Filter]:
        after = filters_of(edited)
        assert after is not None
        return {name: found for name, found in after.items() if name != field}

    for edit in (add_value, remove_value, exclude_value, toggle_value, toggle_excluded, set_filter):
        assert rest(edit(text, field, value)) == others
    added = filters_of(add_value(text, field, value))
    excluded = filters_of(exclude_value(text, field, value))
    removed = filters_of(remove_value(text, field, value)) or {}
    assert added is not None
    assert excluded is not None
    assert value in added[field].values
    assert value not in added[field].excluded
    assert value in excluded[field].excluded
    assert value not in excluded[field].values
    assert value not in removed.get(field, Filter()).values + removed.get(field, Filter()).excluded


@given(TEXTS)
def test_a_new_filter_narrows_the_whole_query(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    edited = set_filter(text, "source", "arxiv")
    assert parse(edited) == conjunction([tree, parse("source:arxiv")])
    assert parse(set_filter(edited, "source", None)) == tree


@given(TEXTS)
def test_dropping_a_part_leaves_the_others(text: str) -> None:
    try:
        parts = parse_parts(text).parts
    except QueryError:
        return
    for at in range(len(parts)):
        left = [part.node for part in parse_parts(drop_part(text, at)).parts]
        assert left == [part.node for other, part in enumerate(parts) if other != at]


@given(TEXTS, st.sampled_from(["unread", "starred"]), st.booleans())
def test_a_part_of_its_own_narrows_whatever_there_is_and_is_taken_back(
    text: str, value: str, excluded: bool
) -> None:
    try:
        tree = parse(text)
    except QueryError:
        return
    asked = parse(f"{'-' if excluded else ''}is:{value}")
    edited = toggle_part(text, "is", value, excluded=excluded)
    assert parse(edited) == conjunction([tree, asked])
    assert parse(toggle_part(edited, "is", value, excluded=excluded)) == tree


def test_excluding_one_value_leaves_how_others_are_joined() -> None:
    text = "cat:cs.AI cat:cs.LG moss"
    assert exclude_value(text, "cat", "math.CO") == f"{text} -cat:math.CO"
    assert remove_value(text, "cat", "math.CO") == text
