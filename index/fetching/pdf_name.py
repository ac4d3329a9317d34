"""The name of the file that a paper's PDF is downloaded to, and the address it is at."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from index.paper import Paper

ARXIV: Final = "https://arxiv.org"

_LONGEST: Final = 200
"""Bytes of a name; file systems take 255, and the names of parts are a little longer."""

_LONGEST_AUTHOR: Final = 60
"""Bytes of a first author."""

_ENDING: Final = ".pdf"

_DIGITS: Final = re.compile(r"[0-9a-f]{12}(?:-[0-9a-f]{8})?$")
"""What tells a key that was made of a title from others."""

_UNSAFE: Final = frozenset(':*?"<>|')
"""Characters that some file systems refuse, beside those that part folders."""


def pdf_address(paper: Paper, base: str = "") -> str | None:
    """Where a paper's PDF is; None where that is not known.

    https://info.arxiv.org/help/arxiv_identifier_for_services.html

    Args:
        paper: With an arXiv id, or a ``url`` that is a PDF's.
        base: Another server that has arXiv's papers, without a slash at its end.
    """
    if paper.arxiv_id is not None:
        return f"{base or ARXIV}/pdf/{quote(paper.arxiv_id)}"
    if paper.url is not None:
        # What a source has as an address may be none.
        with suppress(ValueError):
            if urlsplit(paper.url).path.lower().endswith(_ENDING):
                return paper.url
    return None


def pdf_name(paper: Paper) -> str:
    """The name of a paper's PDF: ``2401.01234 First Author - Title.pdf``.

    A paper without an arXiv id has at its end the digits of its key, in brackets: two papers never
    have one name, even if they have one title and one first author.

    Returns:
        At most 200 bytes of UTF-8, without anything that parts folders or moves a cursor.
    """
    before, after = f"{_safe(paper.arxiv_id or '')} ".lstrip(), _ENDING
    if paper.arxiv_id is None:
        digits = _DIGITS.search(paper.key)
        after = f" ({digits[0] if digits else _cut(_safe(paper.key), 80)}){_ENDING}"
    if paper.authors and (author := _cut(_safe(paper.authors[0]), _LONGEST_AUTHOR)):
        before += f"{author} - "
    room = _LONGEST - len(before.encode()) - len(after.encode())
    return (before + _cut(_safe(paper.title), room)).lstrip(" .-") + after


def _safe(text: str) -> str:
    """A text as part of a file's name."""
    kept = "".join(map(_safe_character, unicodedata.normalize("NFC", text)))
    return " ".join(kept.split())


def _safe_character(character: str) -> str:
    if character in "/\\":
        return "-"
    # Controls, marks that turn the direction of writing, lone surrogates; spaces of all kinds.
    is_odd = unicodedata.category(character)[0] in "CZ"
    return " " if is_odd or character in _UNSAFE else character


def _cut(text: str, most: int) -> str:
    """The beginning of a text, in whole characters, that has at most so many bytes."""
    return text.encode()[:most].decode(errors="ignore").rstrip(" .")
