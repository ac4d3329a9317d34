"""Names of authors as BibTeX and biblatex write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from index.sources.authors import UNKNOWN, Authors, from_names, from_text, in_order
from index.sources.bibtex.tex import tex_text
from index.sources.person_names import display_name
from index.text.cleaning import NAME_LIMIT, one_line


def authors_of(value: str) -> Authors:
    """The authors of a value, whose number is unknown where "others" ends it.

    Args:
        value: Names parted by "and"; one in braces is a whole.
    """
    names: list[str] = []
    are_all = True
    for written in split_outside_braces(value, _and()):
        name = written.strip().strip(",").strip()
        if name.casefold() in ("others", "et al.", "et al", "{others}", "{et al.}", "{et al}"):
            are_all = False
        elif is_in_braces(name):
            names += filter(None, [one_line(tex_text(name), NAME_LIMIT)])
        elif name:
            found = _person(name)
            names += found.names or ()
            are_all = are_all and (found.names is None or found.count is not None)
    if not names:
        return UNKNOWN
    return Authors(tuple(names), len(names) if are_all else None)


def _person(name: str) -> Authors:
    if _extended().search(name) is not None:
        return from_names([_from_parts(name)])
    parts = [tex_text(part).strip() for part in split_outside_braces(name, _comma())]
    parts = [part for part in parts if part]
    if ";" in name or len(parts) > 3:
        # A list of people that was not written for BibTeX.
        return from_text(tex_text(name))
    if len(parts) == 1:
        return from_names(parts)
    return from_names([display_name(", ".join(parts))])


def _from_parts(name: str) -> str:
    """A name in biblatex's extended format: ``family=Moss, given=Ada, prefix=van``."""
    parts: dict[str, str] = {}
    for part in split_outside_braces(name, _comma()):
        key, _, value = part.partition("=")
        parts[key.strip().strip('"').lower()] = tex_text(value).strip().strip('"')
    family = " ".join(filter(None, [parts.get("prefix"), parts.get("family")]))
    return in_order(family, parts.get("given", ""), parts.get("suffix", ""))


def is_in_braces(text: str) -> bool:
    """Whether one pair of braces holds all of a text."""
    if not (text.startswith("{") and text.endswith("}")):
        return False
    return all(depth for _, depth in _depths(text[:-1]))


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Each position, and how many braces are open after it."""
    depth = 0
    for position, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        yield position, depth


def split_outside_braces(text: str, between: re.Pattern[str]) -> list[str]:
    """Parts of a text; what parts them counts only outside of braces."""
    if "{" not in text:
        return between.split(text)
    depths = [0, *(depth for _, depth in _depths(text))]
    parts: list[str] = []
    start = 0
    for found in between.finditer(text):
        if depths[found.start()] == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


@cache
def _and() -> re.Pattern[str]:
    return re.compile(r"(?:\A|\s+)and(?:\s+(?=\S)|\Z)", re.IGNORECASE)


@cache
def _comma() -> re.Pattern[str]:
    return re.compile(r"\s*,\s*")


@cache
def _extended() -> re.Pattern[str]:
    return re.compile(r"(?:\A|,)\s*\"?(?:family|given|prefix)\s*=", re.IGNORECASE)
