"""Reads the arXiv metadata snapshot: one JSON object a line, as arXiv publishes it.

This is the format that comes by the million, so what nearly every record looks like takes the
shortest way: typed decoding of the needed fields only, and a few checks at C speed that tell
clean text from text that needs work.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import msgspec

from index.latex import to_unicode
from index.paper import Paper, Rejected
from index.sanitize import (
    NAME_LIMIT,
    TEXT_LIMIT,
    is_one_clean_line,
    is_printable_ascii,
    one_line,
    paragraphs,
)
from index.sources.identifiers import clean_arxiv_id, clean_doi
from index.sources.json_records import decode_carefully
from index.sources.page_details import MONTHS

FORMAT: Final = "arxiv"
_SOURCES: Final = (FORMAT,)
_CACHE_LIMIT: Final = 50_000


class _Version(msgspec.Struct, gc=False):
    created: str


class _Author(msgspec.Struct, array_like=True, gc=False):
    """Further elements, affiliations, are passed over."""

    last: str
    first: str = ""
    suffix: str = ""


class _Record(msgspec.Struct, gc=False):
    id: str
    title: str
    abstract: str | None = None
    authors: str | None = None
    authors_parsed: list[_Author] | None = None
    categories: str | None = None
    doi: str | None = None
    versions: list[_Version] | None = None


def decoder(file: str) -> Callable[[bytes, int], Paper | Rejected]:
    """A function that makes a record of a line's bytes and number.

    Args:
        file: The input's name, for what is rejected.
    """
    typed = msgspec.json.Decoder(_Record)
    decode_record = typed.decode
    days: dict[str, date | None] = {}
    subjects: dict[str, tuple[str, ...] | None] = {}

    def decode(line: bytes, number: int) -> Paper | Rejected:
        try:
            record = decode_record(line)
        except (ValueError, RecursionError):
            record_or_reason = decode_carefully(typed, line)
            if isinstance(record_or_reason, str):
                return Rejected(file=file, line=number, reason=record_or_reason)
            record = record_or_reason

        title = record.title
        if "\\" in title:
            title = to_unicode(title)
        title = one_line(title)
        if not title:
            return Rejected(file=file, line=number, reason="the title is empty")

        abstract = record.abstract
        if abstract:
            abstract = _abstract(abstract)

        authors: tuple[str, ...] | None = None
        if record.authors_parsed:
            authors = _authors(record.authors_parsed)

        categories = None
        if (listed := record.categories) is not None:
            try:
                categories = subjects[listed]
            except KeyError:
                categories = _categories(listed)
                if len(subjects) < _CACHE_LIMIT:
                    subjects[listed] = categories

        published = None
        if record.versions:
            created = record.versions[0].created[5:16]
            try:
                published = days[created]
            except KeyError:
                published = _day(created)
                if len(days) < _CACHE_LIMIT:
                    days[created] = published

        doi = record.doi
        if doi is not None:
            doi = clean_doi(doi)

        arxiv_id = clean_arxiv_id(record.id)
        return Paper(
            # The key merging would give it, so that no copy has to be made for that.
            key=arxiv_id or "",
            title=title,
            abstract=abstract or None,
            published=published,
            author_count=len(authors) if authors else None,
            authors=authors,
            arxiv_id=arxiv_id,
            categories=categories,
            doi=doi,
            url=f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None,
            sources=_SOURCES,
        )

    return decode


def _abstract(text: str) -> str:
    text = text.strip()
    flat = text.replace("\n", " ")
    if is_printable_ascii(flat) and "  " not in flat and len(flat) <= TEXT_LIMIT:
        # One paragraph that is clean but for its line breaks.
        return to_unicode(flat) if "\\" in flat else flat
    # The snapshot's way to start a paragraph is to indent its first line; where every line is
    # indented, that means nothing.
    indented = text.count("\n  ")
    if indented == 1 or indented < text.count("\n"):
        text = text.replace("\n  ", "\n\n")
    return paragraphs(to_unicode(text))


def _authors(parsed: list[_Author]) -> tuple[str, ...] | None:
    """Display names: first names, last name, suffix."""
    names = [
        f"{author.first} {author.last} {author.suffix}"
        if author.suffix
        else f"{author.first} {author.last}"
        if author.first
        else author.last
        for author in parsed
    ]
    # One look at all names tells whether any of them needs more than joining: between spaces, a
    # name with white space at an end, or an empty one, makes two spaces in a row.
    together = " | ".join(names)
    if (
        is_one_clean_line(together)
        and "\\" not in together
        and (len(together) <= NAME_LIMIT or max(map(len, names)) <= NAME_LIMIT)
    ):
        return tuple(names)
    cleaned = (one_line(to_unicode(name), NAME_LIMIT) for name in names)
    return tuple(name for name in cleaned if name) or None


def _categories(listed: str) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(one_line(listed).split())) or None


def _day(created: str) -> date | None:
    """The day in ``2 Apr 2007 19:18:42 GMT``, of which the time may be cut off."""
    day, month, year = (*created.split(), "", "", "")[:3]
    try:
        return date(int(year), MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None
