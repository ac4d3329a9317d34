"""The strip: what each filter is, in as many words as there is room for."""

from __future__ import annotations

import pytest

from index import filters_of
from tui.rendering.filter_strip import FACETS, Part, fitted, in_words, part_of, taken

KEYS = dict(zip((facet.field for facet in FACETS), "ocedab", strict=True))
ALL = ("org", "cat", "venue", "date", "authors")


def parts(query: str, fields: tuple[str, ...] = ("org", "date", "authors")) -> list[Part]:
    filters = filters_of(query)
    assert filters is not None
    return [part_of(facet, KEYS[facet.field], filters) for facet in FACETS if facet.field in fields]


def line(query: str, width: int, fields: tuple[str, ...] = ("org", "date", "authors")) -> str:
    said = fitted(parts(query, fields), width)
    return "   ".join(f"{part.key} {text}".rstrip() for part, text in said)


@pytest.mark.parametrize(
    ("query", "width", "said"),
    [
        ("", 80, "o any organisation   d any date   a any number of authors"),
        ("", 50, "o organisation   d date   a authors"),
        ("", 34, "o org   d date   a auth"),
        ("", 20, "o   d   a"),
        ("", 8, "o   d"),
        ("date:7d", 80, "o any organisation   d 7 days   a any number of authors"),
        (
            "featured:7d",
            80,
            "o any organisation   d 7 days on Daily Papers   a any number of authors",
        ),
        ("featured:7d", 40, "o org   d 7 days   a auth"),
        ("org:nvidia -org:meta x", 70, "o nvidia, not meta   d any date   a any number of authors"),
        ("org:(nvidia OR meta)", 34, "o nvidia +1   d date   a auth"),
        ("authors:2..5", 60, "o any organisation   d any date   a 2 to 5 authors"),
        ('org:"Bramble Works of the North"', 30, "o Bramble Works of…   d   a"),
    ],
)
def test_narrow_widths_drop_words(query: str, width: int, said: str) -> None:
    assert line(query, width) == said


@pytest.mark.parametrize("width", [0, 1])
def test_a_line_without_room_for_a_key_says_nothing(width: int) -> None:
    assert fitted(parts("org:b", ALL), width) == []


@pytest.mark.parametrize("width", range(6, 200, 3))
def test_the_strip_never_takes_more_than_its_line(width: int) -> None:
    query = 'org:("深度学习 research institute" OR b) cat:cs.CL date:2024-05..2025-11 authors:>30'
    for fields in (ALL, ALL[:2], ALL[3:]):
        assert taken(fitted(parts(query, fields), width)) <= width


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("7d", "7 days"),
        ("1y", "1 year"),
        ("2w", "2 weeks"),
        ("today", "today"),
        ("2024", "2024"),
        ("2024..2025-03", "2024 to 2025-03"),
        ("2024..", "from 2024"),
        ("..5", "up to 5"),
        (">10", "over 10"),
        ("<=3", "up to 3"),
        ("none", "none"),
        ("a\x1b[2Jb", "ab"),
    ],
)
def test_values_are_said_in_words(value: str, words: str) -> None:
    assert in_words(value) == words
