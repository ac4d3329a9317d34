"""Finds the arXiv id or DOI in a pasted address or number."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

_LONGEST: Final = 300
_AROUND: Final = ".,;:!?'\"“”‘’<>[]{}()"

_NEW_ID: Final = r"\d{4}\.\d{4,5}"
_OLD_ID: Final = r"[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7}"


class Identifier(msgspec.Struct, frozen=True, gc=False):
    """Names one paper.

    Attributes:
        field: ``id`` for an arXiv id, ``doi`` for a DOI.
        values: The ways an index may have it, as the schema writes them.
    """

    field: str
    values: tuple[str, ...]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    identifier = f"({_NEW_ID}|{_OLD_ID})(?:v\\d+)?"
    return (
        re.compile(f"(?:arxiv:)?{identifier}", re.IGNORECASE),
        re.compile(r"(?:doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE),
        re.compile(
            r"(?:https?://)?(?:[a-z0-9-]+\.)*(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|huggingface\.co"
            r"|hf\.co)/(?:[a-z0-9_-]+/)*?(?:arxiv\.)?" + identifier + r"(?:\.pdf)?(?:[/?#]\S*)?",
            re.IGNORECASE,
        ),
        re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)*doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE),
    )


def recognise(text: str) -> Identifier | None:
    """The paper that an arXiv id, a DOI, or an address of either names; None for other texts.

    Versions are left out, and the DOI that arXiv itself gives to a paper is its arXiv id.
    """
    text = text.strip(_AROUND)
    if not 9 <= len(text) <= _LONGEST or not ("." in text or "/" in text):
        return None
    arxiv, doi, address, doi_address = _patterns()
    match = arxiv.fullmatch(text) or address.fullmatch(text)
    if match is not None:
        return _arxiv(match[1])
    match = doi.fullmatch(text) or doi_address.fullmatch(text)
    if match is None:
        return None
    found = match[1].casefold().rstrip("/")
    of_arxiv = found.removeprefix("10.48550/arxiv.")
    if of_arxiv != found and (match := arxiv.fullmatch(of_arxiv)) is not None:
        return _arxiv(match[1])
    return Identifier("doi", (found,))


def _arxiv(identifier: str) -> Identifier:
    lower = identifier.lower()
    archive, slash, number = lower.partition("/")
    if not slash:
        return Identifier("id", (lower,))
    # Old ids are written with and without a subject class: math.GT/0309136 is math/0309136.
    group, dot, subject = archive.partition(".")
    written = (f"{group}/{number}", f"{group}.{subject.upper()}/{number}", lower)
    return Identifier("id", tuple(dict.fromkeys(written if dot else written[:1])))
