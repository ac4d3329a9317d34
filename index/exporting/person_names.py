"""People's names taken apart for bibliographies, as far as a displayed name tells."""

from __future__ import annotations

from typing import Final

import msgspec

from index.exporting.tex_escape import escaped
from index.text.cleaning import one_line
from index.text.latex import to_unicode


class Name(msgspec.Struct, frozen=True):
    """An author's name in parts.

    Attributes:
        family: With particles, as in ``van der Berg``. The whole name where it can't be parted:
            organisations, and people with one name.
        given: Empty for a whole name.
        suffix: Such as ``Jr.`` or ``III``, or empty.
        is_whole: Whether ``family`` is a name that must not be parted.
        is_organisation: Whether it seems to be the name of many.
    """

    family: str
    given: str = ""
    suffix: str = ""
    is_whole: bool = False
    is_organisation: bool = False


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ORGANISATION: Final = _set(
    """agency alliance association authors center centre collaboration collaborations committee
    community company consortium contributors corp corporation council department developers
    foundation gmbh group inc initiative institute institution lab laboratories laboratory labs
    llc ltd network organisation organization project research researchers society team teams
    university"""
)
# Within a name these make one of many: "Center for ...", "Alliance of ...".
_ORGANISATION_INSIDE: Final = frozenset(["of", "for", "&", "the"])

_PARTICLES: Final = _set(
    """'t ’t abu af al av bin bint da das de degli dei del della den der des di do dos du e el het
    ibn la las le les lo los ten ter te und van vande vanden vander vom von zu zum zur
    st st."""
)
# Those that are seldom anything else when written with a capital.
_CAPITAL_PARTICLES: Final = _set(
    """Abu Al Bin Da Das De Del Della Den Der Des Di Dos Du El Ibn La Las Le Los Saint St St. Ter
    Van Vande Vanden Vander Von"""
)
_SUFFIXES: Final = _set("Jr Jr. JR JR. jr. Sr Sr. SR SR. sr. II III IV 2nd 3rd")


def parse_name(text: str) -> Name:
    """Take a displayed name apart.

    Family names are taken to stand last, with the particles before them, and first where a name
    is written in Chinese, Japanese or Korean characters. A name with a comma is taken as it is
    meant: ``Last, First`` or ``First Last, Jr.``.

    Args:
        text: As papers have it, never empty after cleaning; LaTeX accents are understood.
    """
    text = one_line(to_unicode(one_line(text)))
    text = text.rstrip(" ,;") or text
    if text.startswith("{") and text.endswith("}"):
        return Name(text[1:-1].strip() or text, is_whole=True, is_organisation=True)
    words = text.split()
    if _is_organisation(words):
        return Name(text, is_whole=True, is_organisation=True)
    if len(words) == 1 or words[-1].startswith("(") or "and" in map(str.casefold, words):
        return Name(text, is_whole=True)
    if "," in text:
        return _with_commas(text)
    suffix = ""
    if words[-1] in _SUFFIXES:
        suffix = words.pop()
    return _parted(words, suffix) or Name(text, is_whole=True)


def _with_commas(text: str) -> Name:
    parts = [part.strip() for part in text.split(",")]
    if all(parts):
        match parts:
            case [name, suffix] if suffix in _SUFFIXES:
                return _parted(name.split(), suffix) or Name(text, is_whole=True)
            case [family, given]:
                return Name(family, given)
            case [family, suffix, given] if suffix in _SUFFIXES:
                return Name(family, given, suffix)
            case [family, given, suffix] if suffix in _SUFFIXES:
                return Name(family, given, suffix)
    return Name(text, is_whole=True)


def _parted(words: list[str], suffix: str) -> Name | None:
    """The parts of a name whose family name stands last, None if it has no two parts."""
    if len(words) < 2:
        return None
    if all(_is_east_asian(word) for word in words):
        return Name(words[0], " ".join(words[1:]), suffix)
    start = len(words) - 1
    while start > 0 and (
        words[start - 1] in _PARTICLES or (start > 1 and words[start - 1] in _CAPITAL_PARTICLES)
    ):
        start -= 1
    if start > 1 and words[start - 1] == "y":
        # Spanish: both halves of "Ortega y Gasset" are the family's.
        start -= 2
    family = " ".join(words[start:])
    if start == 0 and suffix:
        return None
    return Name(family, " ".join(words[:start]), suffix)


def bibtex_name(text: str) -> str:
    """A displayed name as BibTeX has names, in TeX: ``Last, First`` or ``Last, Jr., First``."""
    name = parse_name(text)
    family = escaped(name.family)
    if name.is_whole:
        return f"{{{family}}}"
    if not _is_read_as_meant(name.family.split()):
        family = f"{{{family}}}"
    parts = [family, escaped(name.suffix), escaped(name.given)]
    return ", ".join(part for part in parts if part)


def _is_read_as_meant(words: list[str]) -> bool:
    """Whether BibTeX, for which small words are particles, finds them in front only."""
    is_small = [word[0].islower() for word in words[:-1]]
    return is_small == sorted(is_small, reverse=True)


def _is_organisation(words: list[str]) -> bool:
    bare = [word.casefold().strip(".,:;()") for word in words]
    # "The" with a capital is a given name, too.
    if not _ORGANISATION.isdisjoint(bare) or words[0] == "the":
        return True
    if any(word in _ORGANISATION_INSIDE for word in words[1:-1]):
        return True
    if words[-1] == "AI" or words[-1].endswith("-AI"):
        return True
    return any(map(str.isdecimal, "".join(words))) and words[-1] not in _SUFFIXES


def _is_east_asian(word: str) -> bool:
    return all(
        "\u2e80" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7af"
        or character >= "\U00020000"
        for character in word
    )
