"""Authors as records list them: names in parts, in lists, or together in one text."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from index.text.cleaning import NAME_LIMIT, one_line
from index.text.latex import to_unicode


class Authors(msgspec.Struct, frozen=True, gc=False):
    """Who wrote a paper, as far as a record names them.

    Attributes:
        names: Display names in order, None where nobody is named.
        count: Number of people, None where it is unknown: nobody is named, or the names are
            followed by "and others".
    """

    names: tuple[str, ...] | None
    count: int | None

    @property
    def listed(self) -> tuple[str, ...] | None:
        """The names, and "et al." after them where there are more."""
        if self.names is None or self.count == len(self.names):
            return self.names
        return (*self.names, "et al.")


UNKNOWN: Final = Authors(None, None)

_EDGES: Final = " ,;:*&/|^=_[]"
_SUFFIXES: Final = frozenset(["jr", "sr", "ii", "iii", "iv", "2nd", "3rd"])


@cache
def _others() -> re.Pattern[str]:
    """What stands for people who are not named, at the end of a name or instead of one."""
    return re.compile(
        r"(?:^|[\s,;(\[]+)(?:(?:and|&)\s+)?(?:(?:many|several|\d+)\s+)?"
        r"(?:et\.?\s*al(?:\.|ii|ia|\b)|u\.\s?a\.|others)[\s.,;:)\]]*$",
        re.IGNORECASE,
    )


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"</?[A-Za-z]{1,10}\s?/?>")


@cache
def _more() -> re.Pattern[str]:
    return re.compile(r"(\d{1,6})\s+(?:additional|more|other)\s+(?:authors?|collaborators?)\b")


@cache
def _group() -> re.Pattern[str]:
    """A group that people write for, as in "on behalf of the ... Collaboration"."""
    return re.compile(
        r"(?:(?:for|on behalf of|representing)\s+(?:the\s+)?)"
        r"(?=.*\b(?:collaborations?|teams?|groups?|consorti(?:um|a)|projects?|network|experiment)\b)",
        re.IGNORECASE,
    )


def from_names(names: list[str]) -> Authors:
    """Authors from a list of display names, each of one person or group."""
    kept: list[str] = []
    are_all = True
    for written in names:
        name, has_others = _cleaned(written)
        are_all = are_all and not has_others
        if name:
            kept += _persons(name)
    return Authors(tuple(kept) or None, len(kept) if kept and are_all else None)


def without_others(names: tuple[str, ...]) -> tuple[tuple[str, ...] | None, bool]:
    """Names without an "et al." at their end, and whether there was one."""
    if _others().fullmatch(names[-1]) is None:
        return names, False
    return names[:-1] or None, True


def in_order(family: str, given: str, suffix: str) -> str:
    """A display name: given names first, but as written in Chinese, Japanese and Korean."""
    family = _leading_and().sub("", family)
    if given and is_east_asian(family) and is_east_asian(given):
        return family + given + suffix
    return " ".join(part for part in (given, family, suffix) if part)


def is_east_asian(text: str) -> bool:
    """Whether a text is in Chinese, Japanese or Korean characters only."""
    return bool(text) and all(
        "\u2e80" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7af"
        or "\U00020000" <= character <= "\U0003ffff"
        for character in text
    )


def _cleaned(name: str) -> tuple[str, bool]:
    """A name without what is none of it, perhaps empty, and whether others follow unnamed."""
    name = one_line(to_unicode(name), NAME_LIMIT).replace("~", " ")
    if "<" in name:
        name = _tag().sub(" ", name)
    shorter = _others().sub("", name)
    has_others = shorter != name
    name = shorter.strip(_EDGES)
    words = _leading_and().sub("", name).split()
    while words and words[-1].casefold() in ("and", "&"):
        del words[-1]
    name = " ".join(words).strip(_EDGES)
    name = _group().sub("", name, count=1) if name[:1] in "fForR" else name
    # Scopus writes so that nobody is known.
    if name == "No author name available" or not any(map(str.isalpha, name)):
        return "", has_others
    return name, has_others


@cache
def _leading_and() -> re.Pattern[str]:
    return re.compile(r"\A\s*(?:(?:and|&)(?:\s+|\Z))+", re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    return re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)


@cache
def _of_many() -> re.Pattern[str]:
    """Finds words that no person's name has: what has them is one name, whatever it joins."""
    return re.compile(
        r"\b(?:of|for|the|academy|association|cent(?:er|re)|collaborations?|committee|consortium|"
        r"cooperation|council|department|group|institut[eo]?s?|inc|lab(?:s|oratory)?|network|"
        r"project|research|school|science|section|society|study|survey|team|university)\b",
        re.IGNORECASE,
    )


def _persons(name: str) -> list[str]:
    """The people in what a record gives as one name, as in ``Ada Moss And Bo Fern``."""
    people = _and().split(name)
    if len(people) > 1 and (
        any(len(person.split()) not in range(2, 6) for person in people) or _of_many().search(name)
    ):
        return [name]
    return people


def from_text(text: str) -> Authors:
    """Authors from one text, as in ``A. Moss (Garden Lab), B. Fern Jr. and C. Reed``.

    What stands in brackets after names, affiliations and marks that lead to them, is no name.
    """
    text = one_line(to_unicode(text), 1_000_000)
    more = _more().search(text)
    names: list[str] = []
    text = _without_brackets(text)
    for part in _inverted(text) or _with_initials(_parts(text)):
        if names and part.strip(". ").casefold() in _SUFFIXES:
            names[-1] += f" {part}"
        else:
            names.append(part)
    authors = from_names(names)
    if more is not None and authors.names:
        return Authors(authors.names, len(authors.names) + int(more[1]))
    return authors


@cache
def _separator() -> re.Pattern[str]:
    return re.compile(r"\s*[,;:]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+", re.IGNORECASE)


def _parts(text: str) -> list[str]:
    return [part for part in (part.strip() for part in _separator().split(text)) if part]


@cache
def _initials() -> re.Pattern[str]:
    return re.compile(r"(?:[^\W\d_]\.[\s-]?){1,5}")


def _with_initials(parts: list[str]) -> list[str]:
    """Names of parts; in ``Moss, A., Fern, B. C.`` each family name has its initials behind it."""
    if len(parts) < 2 or _initials().fullmatch(parts[1]) is None:
        return parts
    has_more = len(parts) % 2 == 1 and _others().fullmatch(parts[-1]) is not None
    last = parts[-1:] if has_more else []
    families, given = parts[: len(parts) - has_more : 2], parts[1::2]
    if len(families) != len(given) or any(
        _initials().fullmatch(family) is not None or _initials().fullmatch(initials) is None
        for family, initials in zip(families, given, strict=True)
    ):
        return parts
    return [f"{initials} {name}" for name, initials in zip(families, given, strict=True)] + last


@cache
def _inverted_name() -> re.Pattern[str]:
    """A name with the family name first, which is one word but for a "van der" before it."""
    return re.compile(r"((?:(?:[a-z']{1,4}|De|Di|Du|El|La|Le|Van|Von)\s+)*[^\s,]+)\s*,\s*([^,]+)")


def _inverted(text: str) -> list[str]:
    """Display names from ``Moss, Ada; Fern, Bo``; empty where they are written another way."""
    named = _others().sub("", text)
    parts = re.split(r"\s*;\s*(?:and\s+)?|\s+and\s+", named)
    found = [_inverted_name().fullmatch(part) for part in parts]
    names = [f"{name[2]} {name[1]}" for name in found if name is not None]
    if len(parts) == 1 or len(names) < len(parts):
        return []
    return names if named == text else [*names, "et al."]


@cache
def _brackets() -> re.Pattern[str]:
    return re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _without_brackets(text: str) -> str:
    for _ in range(4):
        shorter = _brackets().sub(" ", text)
        if shorter == text:
            break
        text = shorter
    # What is opened and never closed may hold the names that follow.
    return re.sub(r"[(\[][^,;()\[\]]*|[)\]]", " ", text)
