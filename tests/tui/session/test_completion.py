"""What the word at the cursor of a query can become."""

from __future__ import annotations

import pytest

from tui.session.completion import Begun, Choice, begun_at, fields_beginning, menu, ranked


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("", Begun(0, 0)),
        ("org:nv", Begun(0, 6, "", "org", "", "nv")),
        ("video org:nv", Begun(6, 12, "", "org", "", "nv")),
        ("video -org:", Begun(6, 11, "-", "org", "", "")),
        ("(org:nv", Begun(1, 7, "", "org", "", "nv")),
        ('org:"allen in', Begun(0, 13, "", "org", "", "allen in")),
        ("au:noe", Begun(0, 6, "", "author", "", "noe")),
        ("date:>=20", Begun(0, 9, "", "date", ">=", "20")),
        ("date:2023..20", Begun(0, 13, "", "date", "2023..", "20")),
        ("video or", Begun(6, 8, value="or")),
        ("http://x", Begun(0, 8, value="http://x")),
        ('"a phrase" org:nv', Begun(11, 17, "", "org", "", "nv")),
        ('title:"a phrase" -da', Begun(17, 20, "-", value="da")),
        ("«a phrase” sou", Begun(11, 14, value="sou")),
        ("org:“allen in", Begun(0, 13, "", "org", "", "allen in")),
        ('"a phrase', Begun(0, 9, value='"a phrase')),
        ("org:(nv", Begun(5, 7, "", "org", "", "nv", among=True)),
        ("-org:(a OR nv", Begun(11, 13, "", "org", "", "nv", among=True)),
        ('org:("a b" OR "c d', Begun(14, 18, "", "org", "", "c d", among=True)),
        ("(x date:(>=20", Begun(9, 13, "", "date", ">=", "20", among=True)),
        ("org:(a OR b) ca", Begun(13, 15, value="ca")),
        ("org:(a) (da", Begun(9, 11, value="da")),
        ("nothing:(a", Begun(9, 10, value="a")),
    ],
)
def test_the_word_at_the_cursor_is_taken_apart(text: str, begun: Begun) -> None:
    assert begun_at(text, len(text)) == begun
    assert begun_at(f"{text} more", len(text)) == begun


@pytest.mark.parametrize(
    ("begun", "fields"),
    [
        ("or", ["org:"]),
        ("ti", ["title:"]),
        ("affil", ["org:"]),
        ("published", ["date:"]),
        ("upv", ["upvotes:"]),
        ("zebra", []),
    ],
)
def test_fields_are_found_by_their_names_and_what_they_are_called(
    begun: str, fields: list[str]
) -> None:
    assert [choice.text for choice in fields_beginning(Begun(0, 9, value=begun))] == fields
    with_minus = fields_beginning(Begun(0, 9, "-", value=begun))
    assert [choice.text for choice in with_minus] == [f"-{field}" for field in fields]


def test_values_that_begin_so_come_first_and_then_the_most_frequent() -> None:
    counts = [
        ("nvlabs", "", 2),
        ("nvidia", "NVIDIA", 30),
        ("lab-nv", "", 90),
        ("anvil", "", 99),
        ("nvnone", "", 0),
        ("kb", "Nvorg", 1),
    ]
    assert ranked("nv", counts) == [("nvidia", 30), ("nvlabs", 2), ("kb", 1), ("lab-nv", 90)]
    assert ranked("", [("b", "", 1), ("a", "", 1), ("c", "", 2)]) == [("c", 2), ("a", 1), ("b", 1)]


@pytest.mark.parametrize(
    ("begun", "value", "text"),
    [
        (Begun(0, 6, "", "org"), "nvidia", "org:nvidia"),
        (Begun(0, 6, "-", "org"), "Allen Institute", '-org:"Allen Institute"'),
        (Begun(0, 6, "", "date", ">="), "2024-03", "date:>=2024-03"),
        (Begun(0, 6, "", "org"), "none", "org:none"),
        (Begun(5, 7, "", "org", among=True), "nvidia", "nvidia"),
        (Begun(5, 7, "", "org", among=True), "Allen Institute", '"Allen Institute"'),
        (Begun(6, 8, "", "date", ">=", among=True), "2024", ">=2024"),
    ],
)
def test_a_choice_is_written_as_the_language_wants_it(begun: Begun, value: str, text: str) -> None:
    assert begun.choice(value, 3) == Choice(text, value, 3)


def test_the_menu_begins_with_what_was_taken() -> None:
    choices = [Choice("org:a", "a", 1200), Choice("org:b", "b", 3), Choice("org:c", "c", 1)]
    assert menu(choices, 0) == "a 1,200 · b 3 · c 1"
    assert menu(choices, 2) == "c 1 · a 1,200 · b 3"
