"""Which filters there are, and the strip: one line that says what each is and its key. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from tui.text import clean, shorten, width_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Filter

Field = Literal["org", "cat", "venue", "date", "authors", "mine"]


OWN_FIELDS: Final = ("is", "tag")
"""The fields that the filter by one's own library edits."""

DATES: Final = ("date", "featured")
"""The fields that dates are chosen by."""


class Facet(msgspec.Struct, frozen=True):
    """A filter that is chosen from a list.

    Attributes:
        field: What it filters by.
        command: Id of the command that opens it.
        heading: What stands above its list.
        anything: What the strip says of it while it takes everything, in ever fewer words.
        fields: Fields of the query that say something of it.
    """

    field: Field
    command: str
    heading: str
    anything: tuple[str, ...]
    fields: tuple[str, ...]


FACETS: Final = (
    Facet(
        "org",
        "filter.organisations",
        "Organisations",
        ("any organisation", "organisation", "org"),
        ("org",),
    ),
    Facet("cat", "filter.categories", "Categories", ("any category", "category", "cat"), ("cat",)),
    Facet("venue", "filter.venues", "Venues", ("any venue", "venue", "venue"), ("venue",)),
    Facet("date", "filter.dates", "Dates", ("any date", "date", "date"), DATES),
    Facet(
        "authors",
        "filter.authors",
        "Authors",
        ("any number of authors", "authors", "auth"),
        ("authors",),
    ),
    Facet("mine", "filter.mine", "Mine", ("mine", "mine", "mine"), OWN_FIELDS),
)
"""All of them, in their order on the screen."""

GAP: Final = 3
"""Cells between two filters of the strip."""
LEAST: Final = 4
"""Cells of a value that still say something."""

_UNITS: Final = {"d": "day", "w": "week", "m": "month", "y": "year"}


class Part(msgspec.Struct, frozen=True):
    """One filter on the strip.

    Attributes:
        facet: Which.
        key: What opens it.
        forms: What it is, in ever fewer words.
        narrows: Whether it takes less than everything.
    """

    facet: Facet
    key: str
    forms: tuple[str, ...]
    narrows: bool


def part_of(facet: Facet, key: str, filters: Mapping[str, Filter]) -> Part:
    """What the strip says of a filter.

    Args:
        facet: Which.
        key: What opens it.
        filters: What the query asks for, by field.
    """
    said: list[str] = []
    for field in facet.fields:
        if field in filters:
            chosen = filters[field]
            words = tag_label if field == "tag" else in_words
            values = [words(value) for value in chosen.values]
            values += [f"not {words(value)}" for value in chosen.excluded]
            end = " on Daily Papers" if field == "featured" else ""
            said += [f"{value}{end}" for value in values]
    if not said:
        return Part(facet, key, facet.anything, narrows=False)
    unit = " authors" if facet.field == "authors" and said[-1][-1:].isdigit() else ""
    whole = ", ".join(said)
    brief = said[0].removesuffix(" on Daily Papers")
    more = f" +{len(said) - 1}" if len(said) > 1 else ""
    return Part(facet, key, (f"{whole}{unit}", whole, f"{brief}{more}"), narrows=True)


def tag_label(name: str) -> str:
    """A tag as people read it, told apart from states."""
    return f"#{clean(name)}" if name.casefold() not in ("none", "unknown") else "without a tag"


def in_words(value: str) -> str:
    """A value of a filter as people read it: ``7d`` is 7 days, ``2..5`` is 2 to 5."""
    value = clean(value)
    if span := re.fullmatch(r"(\d+)([dwmy])", value):
        return f"{span[1]} {_UNITS[span[2]]}{'' if span[1] == '1' else 's'}"
    if compared := re.fullmatch(r"(>=|<=|>|<)(.+)", value):
        word = {">=": "from", "<=": "up to", ">": "over", "<": "under"}[compared[1]]
        return f"{word} {compared[2]}"
    if bounds := re.fullmatch(r"(\S*)\.\.(\S*)", value):
        low, high = bounds[1], bounds[2]
        return f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    return value


def fitted(parts: Sequence[Part], width: int) -> list[tuple[Part, str]]:
    """The filters that there is room for, each with as many words as fit.

    Args:
        parts: All of them.
        width: Cells of the line.
    """
    for level in range(len(FACETS[0].anything)):
        said = [(part, part.forms[level]) for part in parts]
        if taken(said) <= width:
            return said
    # Keys alone where nothing is chosen, and what is chosen as far as it can be read.
    said = [(part, part.forms[-1] if part.narrows else "") for part in parts]
    while said and taken(said) > width:
        longest = max(range(len(said)), key=lambda at: width_of(said[at][1]))
        part, text = said[longest]
        if width_of(text) > LEAST:
            room = max(width_of(text) - (taken(said) - width), LEAST)
            said[longest] = (part, shorten(text, room))
        else:
            said.pop()
    return said


def taken(said: Sequence[tuple[Part, str]]) -> int:
    """Cells that filters with these words take, with a margin on both sides."""
    cells = [width_of(part.key) + (1 + width_of(text) if text else 0) for part, text in said]
    return 2 + sum(cells) + GAP * max(len(said) - 1, 0)
