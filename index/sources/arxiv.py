"""Reads the arXiv metadata snapshot: one JSON object a line, as arXiv publishes it.

This is the format that comes by the million, so what nearly every record looks like takes the
shortest way: typed decoding of the needed fields only, and a few checks at C speed that tell
clean text from text that needs work.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from json import dumps
from typing import Any, Final

import msgspec

from index.paper import OrganisationRecord, Paper, Rejected
from index.sources.arxiv_records import (
    NAME,
    Author,
    Record,
    Version,
    as_published,
    authors_of,
    first_day,
    is_of_feed,
    lenient_record,
)
from index.sources.days import parse_day
from index.sources.identifiers import clean_arxiv_id, clean_doi
from index.sources.json_input import on_line, paper_of_kind, reader_for, recogniser_for
from index.sources.json_kinds import OWN, is_own, kind_of_record, unknown_record
from index.sources.json_records import BadRecord, decode_object
from index.sources.json_values import MISSING
from index.sources.source import Namer, Source
from index.text.cleaning import (
    NAME_LIMIT,
    TEXT_LIMIT,
    is_one_clean_line,
    is_printable_ascii,
    one_line,
    paragraphs,
)
from index.text.latex import to_unicode

_CACHE_LIMIT: Final = 50_000
_SURELY_ABSTRACT: Final = 64
"""Characters of which something is left when they are cleaned."""


def decoder(file: str) -> Callable[[bytes, int], Paper | OrganisationRecord | Rejected]:
    """A function that makes a record of a line's bytes and number.

    Args:
        file: The input's name, for what is rejected.
    """
    typed = msgspec.json.Decoder(Record)
    decode_record = typed.decode
    days: dict[str, date] = {}
    subjects: dict[str, tuple[str, ...] | None] = {}

    def decode(line: bytes, number: int) -> Paper | OrganisationRecord | Rejected:
        try:
            try:
                record = decode_record(line)
            except (ValueError, RecursionError):
                other = decode_object(line)
                kind = kind_of_record(other)
                if kind not in (None, OWN, NAME):
                    return on_line(paper_of_kind(kind, other, file), number)
                record = lenient_record(as_published(other))

            title = _title(record.title)
            abstract = record.abstract
            if abstract:
                abstract = _abstract(abstract)
                if len(abstract) < 5 and abstract in MISSING:
                    abstract = None

            names: tuple[str, ...] | None = None
            author_count: int | None = None
            if record.authors_parsed:
                names = _plain_names(record.authors_parsed)
                if names is not None:
                    author_count = len(names)
            if names is None:
                authors = authors_of(record.authors_parsed, line)
                names, author_count = authors.names, authors.count

            categories = None
            if (listed := record.categories) is not None:
                try:
                    categories = subjects[listed]
                except KeyError:
                    categories = _categories(listed)
                    if len(subjects) < _CACHE_LIMIT:
                        subjects[listed] = categories

            published = None
            if versions := record.versions:
                # The first version is the earliest one, wherever it stands.
                created = versions[0].created
                try:
                    if len(versions) == 1:
                        published = days[created[5:16]]
                    else:
                        published = min([days[version.created[5:16]] for version in versions])
                    is_known = created[-3:] == "GMT"
                except KeyError:
                    is_known = False
                if not is_known:
                    published = _first_day(versions, days, line)

            doi = record.doi
            if doi is not None:
                doi = clean_doi(doi)

            arxiv_id = clean_arxiv_id(record.id)
            if arxiv_id is None or not abstract:
                # Files of several formats were put together.
                other = decode_object(line)
                kind = kind_of_record(other)
                if kind == OWN and not is_own(other):
                    kind = NAME
                if kind is None:
                    raise BadRecord(unknown_record(other))
                if kind != NAME:
                    return on_line(paper_of_kind(kind, other, file), number)
                if is_of_feed(other):
                    return decode(dumps(as_published(other)).encode(), number)
            return Paper(
                # The key merging would give it, so that no copy has to be made for that.
                key=arxiv_id or "",
                title=title,
                abstract=abstract or None,
                published=published,
                author_count=author_count,
                authors=names,
                arxiv_id=arxiv_id,
                categories=categories,
                doi=doi,
                url=f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None,
                sources=_SOURCES,
            )
        except ValueError as error:
            return Rejected(file=file, line=number, reason=str(error))

    return decode


def namer(file: str) -> Namer:
    """A function that gives the arXiv id and the title in a line, as a decoder would."""
    del file
    decode_record = msgspec.json.Decoder(Record).decode

    def names(line: bytes, _number: int) -> tuple[str | None, str] | None:
        try:
            record = decode_record(line)
            arxiv_id = clean_arxiv_id(record.id)
            # What lacks either may be of another format, and what is short may say that it lacks.
            if arxiv_id is None or len(record.abstract or "") < _SURELY_ABSTRACT:
                return None
            return arxiv_id, _title(record.title)
        except (ValueError, RecursionError):
            return None

    return names


def _title(text: str) -> str:
    """The title of a record.

    Raises:
        BadRecord: It is empty.
    """
    if "\\" in text:
        text = to_unicode(text)
    # The snapshot breaks lines so; what is left is mostly clean.
    title = one_line(text.replace("\n  ", " "))
    if not title or (len(title) < 5 and title in MISSING):
        raise BadRecord("the title is empty")
    return title


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


def _first_day(versions: list[Version], days: dict[str, date], line: bytes) -> date | None:
    """The day of the earliest version, of which not all are known by their writing.

    Args:
        versions: At least one.
        days: By the part of a moment that holds the day, as in "2 Apr 2007 "; they are added to.
        line: The record.
    """
    earliest: date | None = None
    for version in versions:
        created = version.created
        day = parse_day(created)
        if day is None:
            return first_day(decode_object(line))
        if created[-3:] == "GMT" and len(days) < _CACHE_LIMIT:
            days[created[5:16]] = day
        if earliest is None or day < earliest:
            earliest = day
    return earliest


# The bytes of names that may only have to be joined, with "|" between them. Names in Chinese,
# Japanese and Korean, which need more, have bytes above these.
_IN_NAMES: Final = bytes(
    byte
    for byte in range(0x20, 0xE2)
    if byte >= 0x80 or chr(byte).isalpha() or chr(byte) in " .'-|"
)


def _plain_names(parsed: list[Author]) -> tuple[str, ...] | None:
    """Display names: first names, last name, suffix; None where one needs more than joining."""
    names = [
        f"{author.first} {author.last} {author.suffix}"
        if author.suffix
        else f"{author.first} {author.last}"
        if author.first
        else author.last
        for author in parsed
    ]
    # One look at all names tells: between spaces, a name with white space at an end, or an empty
    # one, makes two spaces in a row.
    together = " | ".join(names)
    if (
        not is_one_clean_line(together)
        or together.encode().translate(None, _IN_NAMES)
        or (len(together) > NAME_LIMIT and max(map(len, names)) > NAME_LIMIT)
    ):
        return None
    small = f"| {together} |".lower()
    if (
        " and " in small
        or "et al" in small
        or "others" in small
        or " the " in small
        or " ." in small
        or "| -" in small
        or "| '" in small
    ):
        return None
    return tuple(names)


def _categories(listed: str) -> tuple[str, ...] | None:
    words = one_line(listed, TEXT_LIMIT).translate(_BETWEEN_CATEGORIES).split()
    return tuple(dict.fromkeys(word for word in words if word not in MISSING)) or None


_BETWEEN_CATEGORIES: Final = str.maketrans(dict.fromkeys(",;[]'\"", " "))


def paper_of(record: dict[str, Any], _file: str) -> Paper | OrganisationRecord:
    """The paper of a decoded record.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    # What msgspec does not encode, half of a surrogate pair among it, is escaped so.
    made = _decode()(dumps(record).encode(), 0)
    if isinstance(made, Rejected):
        raise BadRecord(made.reason)
    return made


@cache
def _decode() -> Callable[[bytes, int], Paper | OrganisationRecord | Rejected]:
    return decoder("")


SOURCE: Final = Source(
    name=NAME,
    label="the arXiv metadata snapshot",
    recognises=recogniser_for(NAME),
    read=reader_for(decoder),
    decoder=decoder,
    namer=namer,
    # It keeps formulas and accents.
    title_rank=3,
    has_ids=True,
)
_SOURCES: Final = (SOURCE.name,)
