"""Reads works of OpenAlex: answers of its API, and lines of its snapshot.

The form is described at https://docs.openalex.org/api-entities/works/work-object. An abstract comes
as an index of its words; an arXiv id stands only in addresses of locations, or in a DOI of arXiv's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from index.paper import Paper
from index.sources.authors import UNKNOWN, Authors, from_names
from index.sources.clean_record import clean_record, without_tags
from index.sources.json_fields import abstract_of, arxiv_id_in, date_in, first_text, title_of
from index.sources.json_input import json_source
from index.sources.json_records import BadRecord
from index.sources.json_values import flag_of, is_missing, text_of, unquoted, wrong
from index.sources.partial_dates import PartialDate

NAME: Final = "openalex"

_LONGEST_ABSTRACT: Final = 20_000
"""Words; more are no abstract."""


def paper_of(record: dict[str, Any], _file: str) -> Paper:
    """The paper of a decoded work.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    if flag_of(record.get("is_paratext"), "is_paratext"):
        raise BadRecord("it is a cover, a table of contents or the like (is_paratext), no paper")
    title = title_of(record, "title", "display_name")
    ids = record.get("ids")
    ids = ids if isinstance(ids, dict) else {}
    doi = first_text(record, "doi") or first_text(ids, "doi")
    locations = list(_locations(record))
    arxiv_id = arxiv_id_in(first_text(ids, "arxiv"), doi, *_addresses(locations))
    authorships = _objects(record.get("authorships"), "authorships")
    is_retracted = flag_of(record.get("is_retracted"), "is_retracted")
    return clean_record(
        NAME,
        title=title,
        abstract=_abstract(record),
        published=_published(record),
        authors=_authors(record, authorships),
        arxiv_id=arxiv_id,
        doi=doi,
        url="" if arxiv_id else next(iter(_addresses(locations)), doi or first_text(record, "id")),
        keywords=[*_keywords(record), *(["retracted"] if is_retracted else [])],
        venue=_venue(record),
        organisations=_organisations(authorships),
    )


def _abstract(record: dict[str, Any]) -> str:
    index = unquoted(record.get("abstract_inverted_index"))
    if is_missing(index):
        return abstract_of(record, "abstract")
    if not isinstance(index, dict):
        raise wrong("abstract_inverted_index", "object", index)
    # The Microsoft Academic Graph, where it comes from, has it inside.
    index = index.get("InvertedIndex", index)
    words: dict[int, str] = {}
    for word, positions in index.items():
        for position in positions if isinstance(positions, list) else [positions]:
            if not isinstance(position, int):
                raise wrong("abstract_inverted_index", "int", position)
            words.setdefault(position, word)
    return without_tags(" ".join(words[position] for position in sorted(words)[:_LONGEST_ABSTRACT]))


def _published(record: dict[str, Any]) -> PartialDate | None:
    date = date_in(record, "publication_date", "publication_year")
    # Where only the year is known, OpenAlex gives its first day.
    if date is not None and (date.first.month, date.first.day) == (1, 1):
        return PartialDate(date.first, "year")
    return date


def _authors(record: dict[str, Any], authorships: list[dict[str, Any]]) -> Authors:
    names = []
    for position, authorship in enumerate(authorships):
        author = authorship.get("author")
        name = first_text(author, "display_name") if isinstance(author, dict) else ""
        raw = text_of(authorship.get("raw_author_name"), f"authorships[{position}].raw_author_name")
        names.append(name or raw or "")
    authors = from_names(names)
    if authors.names is None:
        return UNKNOWN
    # Lists of works name the first hundred.
    is_cut = flag_of(record.get("is_authors_truncated"), "is_authors_truncated")
    return Authors(authors.names, None) if is_cut else authors


def _organisations(authorships: list[dict[str, Any]]) -> Iterator[str]:
    for position, authorship in enumerate(authorships):
        where = f"authorships[{position}].institutions"
        for institution in _objects(authorship.get("institutions"), where):
            name = first_text(institution, "display_name")
            if name:
                yield name


def _locations(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("primary_location", "best_oa_location"):
        location = record.get(name)
        if isinstance(location, dict):
            yield location
    yield from _objects(record.get("locations"), "locations")


def _addresses(locations: list[dict[str, Any]]) -> list[str]:
    return [
        address
        for location in locations
        for name in ("landing_page_url", "pdf_url")
        if (address := first_text(location, name))
    ]


def _venue(record: dict[str, Any]) -> str:
    for name in ("primary_location", "host_venue"):
        location = record.get(name)
        source = location.get("source", location) if isinstance(location, dict) else None
        if isinstance(source, dict) and (title := first_text(source, "display_name")):
            return title
    return ""


def _keywords(record: dict[str, Any]) -> list[str]:
    return [
        word
        for keyword in _objects(record.get("keywords"), "keywords")
        if (word := first_text(keyword, "display_name", "keyword"))
    ]


def _objects(value: object, name: str) -> list[dict[str, Any]]:
    value = unquoted(value)
    if is_missing(value):
        return []
    if not isinstance(value, list):
        raise wrong(name, "array", value)
    return [member for member in value if isinstance(member, dict)]


SOURCE: Final = json_source(NAME, "works of OpenAlex", title_rank=1)
