"""Help: the keys of the pane one is in first, and the query language as it is."""

from __future__ import annotations

import pytest

from index import QUERY_EXAMPLES, QUERY_NOTES
from tui.commands.command import CONTEXT_NAMES, Context
from tui.rendering.help_lines import help_lines, keys_by_place, query_language
from tui.rendering.themes import PALETTES, inks_of

INKS = inks_of(PALETTES["quire-dark"])


@pytest.mark.parametrize("place", list(CONTEXT_NAMES))
def test_the_keys_of_the_pane_one_is_in_come_first(place: Context) -> None:
    titles = [section.title for section in keys_by_place([place, "everywhere"])]
    name = CONTEXT_NAMES[place]
    assert titles[0] == f"{name[0].upper()}{name[1:]} (you are here)"
    assert len(titles) == len(CONTEXT_NAMES)
    assert sum("you are here" in title for title in titles) == 1


def test_the_query_language_stands_there_as_a_whole() -> None:
    sections = query_language()
    entries = [entry for section in sections for entry in section.entries]
    told = [(entry.left, entry.right) for entry in entries]
    assert told == [
        *((example.syntax, example.meaning) for example in QUERY_EXAMPLES),
        *(("", note) for note in QUERY_NOTES),
    ]
    text = "\n".join(line.text for line in help_lines(sections, 200, INKS).strips)
    assert all(example.example in text for example in QUERY_EXAMPLES)


@pytest.mark.parametrize("width", [20, 36, 80, 200])
@pytest.mark.parametrize("sought", ["", "e", "date"])
def test_lines_are_exactly_as_wide_as_the_page(width: int, sought: str) -> None:
    for sections in (keys_by_place(["list"]), query_language()):
        lines = help_lines(sections, width, INKS, sought)
        assert {line.cell_length for line in lines.strips} == {width}


def test_what_is_sought_is_marked_where_it_stands_in_any_case() -> None:
    lines = help_lines(keys_by_place(), 100, INKS, "BIBTEX")
    marked = [
        (number, segment.text)
        for number, line in enumerate(lines.strips)
        for segment in line
        if segment.style == INKS.match
    ]
    assert {text for _, text in marked} == {"BibTeX"}
    assert [number for number, _ in marked] == lines.found


def test_nothing_is_marked_where_nothing_is_sought() -> None:
    lines = help_lines(query_language(), 100, INKS)
    assert lines.found == []
    assert not [part for line in lines.strips for part in line if part.style == INKS.match]
