"""Reads Quire's own JSON lines: what ``search --json`` prints, or what a converter writes.

A line needs only a title, and so does an object in an array, or one printed over many lines; one of
organisations alone (``OrganisationRecord``) needs what names the paper instead. Keys it does not
know, ``score`` among them, are passed over, but a record with the keys of another format is read as
that one, or rejected where Quire does not know it. A value that has no meaning where it stands
rejects the line: a silent loss would be worse.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import msgspec

from index.fields import COUNTS
from index.paper import OrganisationRecord, Paper, Record, Rejected
from index.sources.authors import from_text, without_others
from index.sources.identifiers import clean_doi
from index.sources.json_input import on_line, paper_of_kind, reader_for, recogniser_for
from index.sources.json_kinds import (
    OWN,
    has_foreign_id,
    kind_of_record,
    may_be_foreign,
    says_organisations,
    stranger,
    unknown_record,
)
from index.sources.json_records import BadRecord, decode_object, no_title
from index.sources.json_values import (
    COUNT_LIMIT,
    MISSING,
    WrongValue,
    count_of,
    date_of,
    day_of,
    flag_of,
    identifier_of,
    is_missing,
    text_of,
    texts_of,
    unquoted,
)
from index.sources.organisation_records import (
    checked_arxiv_id,
    named_organisations,
    organisations_alone,
)
from index.sources.organisations import organisations
from index.sources.source import Source
from index.text.cleaning import NAME_LIMIT, one_line, paragraphs, web_address


def decoder(file: str) -> Callable[[bytes, int], Record]:
    """A function that makes a record of a line's bytes and number.

    Args:
        file: The input's name, for what is rejected.
    """
    typed = msgspec.json.Decoder(Paper)

    def decode(line: bytes, number: int) -> Record:
        try:
            record: dict[str, Any] | None = None
            paper: Paper | None = None
            if may_be_foreign(line):
                record = decode_object(line)
                kind = kind_of_record(record)
                if kind is None and stranger(record) is not None:
                    raise BadRecord(unknown_record(record))
                if kind is not None and kind != OWN:
                    return on_line(paper_of_kind(kind, record, file), number)
            try:
                paper = typed.decode(line) if record is None else None
            except (ValueError, RecursionError):
                record = decode_object(line)
            if record is not None:
                if says_organisations(record):
                    return on_line(organisations_alone(record, file), number)
                # An id under arXiv's name for it is read as well.
                paper = _lenient(record)
            assert paper is not None
            return _cleaned(paper, has_more=_says_more(paper, line))
        except ValueError as error:
            return Rejected(file=file, line=number, reason=str(error))

    return decode


def paper_of(record: dict[str, Any], file: str) -> Paper | OrganisationRecord:
    """The paper of a decoded record, or what it says of the organisations of another's.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    if says_organisations(record):
        return organisations_alone(record, file)
    paper = _lenient(record)
    return _cleaned(paper, has_more=bool(paper.authors) and record.get("author_count", 0) is None)


@cache
def _no_count() -> re.Pattern[bytes]:
    return re.compile(rb'"author_count"\s*:\s*null')


def _says_more(paper: Paper, line: bytes) -> bool:
    """Whether a line names authors and says that their number is unknown."""
    return bool(
        paper.authors and paper.author_count is None and _no_count().search(line) is not None
    )


def _lenient(record: dict[str, Any]) -> Paper:
    """A paper from values of other types, as far as they have a meaning.

    Raises:
        WrongValue: One has none.
        BadRecord: It has no title.
    """
    title = text_of(record.get("title"), "title")
    if title is None:
        raise no_title(record)
    listed = unquoted(record.get("authors"))
    names: tuple[str, ...] | None
    if isinstance(listed, str) and not is_missing(listed):
        # With its "et al.", if it ends in that.
        names = from_text(listed).listed
    else:
        names = tuple(texts_of(listed, "authors")) or None
    published, precision = date_of(record.get("published"), "published")
    paper = Paper(
        title=title,
        abstract=text_of(record.get("abstract"), "abstract", "\n\n"),
        published=published,
        published_precision=precision,
        year_inferred=flag_of(record.get("year_inferred"), "year_inferred"),
        featured=day_of(record.get("featured"), "featured"),
        org=text_of(record.get("org"), "org"),
        org_name=text_of(record.get("org_name"), "org_name"),
        orgs=named_organisations(record),
        authors=names,
        arxiv_id=identifier_of(
            record["id"] if has_foreign_id(record) else record.get("arxiv_id"), "arxiv_id"
        ),
        categories=_words(record.get("categories"), "categories"),
        doi=identifier_of(record.get("doi"), "doi"),
        url=text_of(record.get("url"), "url"),
        keywords=tuple(texts_of(record.get("keywords"), "keywords")) or None,
        venue=text_of(record.get("venue"), "venue"),
        sources=tuple(texts_of(record.get("sources"), "sources")),
    )
    counts = {name: count_of(record.get(name), name) for name in COUNTS}
    return msgspec.structs.replace(paper, **counts)


def _words(value: object, name: str) -> tuple[str, ...] | None:
    """Categories, which are one text with spaces where they are no list."""
    value = unquoted(value)
    words = value.split() if isinstance(value, str) else texts_of(value, name)
    return tuple(words) or None


def _cleaned(paper: Paper, *, has_more: bool) -> Paper:
    """The paper with clean values.

    Args:
        paper: As the line has it.
        has_more: Whether it was written by more people than are named.

    Raises:
        BadRecord: It has no title.
        WrongValue: An id or a count is none.
    """
    title = one_line(paper.title)
    if title in MISSING:
        raise BadRecord("the title is empty")
    arxiv_id = checked_arxiv_id(paper.arxiv_id)
    for name in COUNTS:
        count: int | None = getattr(paper, name)
        if count is not None and not 0 <= count <= COUNT_LIMIT:
            raise WrongValue(f'"{name}": {count} is no count')
    authors = _names(paper.authors)
    author_count = paper.author_count
    if authors:
        authors, has_others = without_others(authors)
        if authors is None or has_more or has_others:
            author_count = (
                author_count if author_count and author_count > len(authors or ()) else None
            )
        else:
            author_count = max(len(authors), author_count or 0)
    return msgspec.structs.replace(
        paper,
        # Merging gives the key.
        key="",
        title=title,
        abstract=paragraphs(paper.abstract) or None if paper.abstract else None,
        year_inferred=paper.year_inferred and paper.published is not None,
        # An index says itself what was added when.
        added=None,
        org=None,
        org_name=None,
        orgs=organisations(paper.orgs),
        author_count=author_count,
        authors=authors,
        arxiv_id=arxiv_id,
        categories=_names(paper.categories),
        doi=clean_doi(paper.doi) if paper.doi else None,
        url=web_address(paper.url),
        keywords=_names(paper.keywords),
        venue=one_line(paper.venue, NAME_LIMIT) or None if paper.venue else None,
        evidence=None,
        sources=tuple(sorted(set(_names(paper.sources) or (SOURCE.name,)))),
    )


def _names(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if not names:
        return None
    cleaned = (one_line(name, NAME_LIMIT) for name in names)
    return tuple(name for name in cleaned if name) or None


SOURCE: Final = Source(
    name=OWN,
    label="its own JSON lines",
    recognises=recogniser_for(OWN),
    read=reader_for(decoder),
    decoder=decoder,
)
