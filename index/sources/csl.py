"""Reads CSL-JSON, which Zotero and others export, and works of Crossref, which are much like it.

CSL-JSON is described at https://docs.citationstyles.org/en/stable/specification.html, its schema
stands at https://github.com/citation-style-language/schema; Crossref's form is described at
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from index.paper import Paper
from index.sources.affiliations import organisations
from index.sources.authors import UNKNOWN, Authors, from_names, from_text, in_order
from index.sources.clean_record import clean_record
from index.sources.json_fields import abstract_of, arxiv_id_in, first_text, title_of
from index.sources.json_input import json_source
from index.sources.json_values import identifier_of, is_missing, texts_of, wrong
from index.sources.partial_dates import PartialDate, partial_date

NAME: Final = "csl"

_DATES: Final = ("issued", "published", "published-online", "published-print", "posted")
"""Where the day of publication stands: CSL has the first, Crossref all. The first known counts."""


def paper_of(record: dict[str, Any], _file: str) -> Paper:
    """The paper of a decoded item.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    title = title_of(record, "title")
    subtitle = first_text(record, "subtitle")
    # Crossref parts them, and some titles have both all the same.
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title.rstrip(' :')}: {subtitle}"
    doi = identifier_of(record.get("DOI"), "DOI") or ""
    url = first_text(record, "URL", "url")
    arxiv_id, categories = _arxiv(record, doi, url)
    return clean_record(
        NAME,
        title=title,
        abstract=abstract_of(record, "abstract"),
        published=_published(record),
        authors=_authors(record.get("author")),
        arxiv_id=arxiv_id,
        categories=categories,
        doi=doi,
        url="" if arxiv_id else url or (f"https://doi.org/{doi}" if doi else ""),
        keywords=_keywords(record.get("keyword")),
        venue=first_text(record, "container-title", "event-title", "event"),
        organisations=organisations(_affiliations(record)),
    )


@cache
def _note() -> re.Pattern[str]:
    """Finds an arXiv id in a note, a number or a journal's name, with its category."""
    return re.compile(
        r"\barxiv(?:[\s.]*(?:preprint|eprint|e-print))?\s*(?:arxiv)?\s*[:\s]\s*"
        r"((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d{1,3})?)(?:\s*\[([a-z.-]{2,20})\])?",
        re.IGNORECASE | re.ASCII,
    )


def _arxiv(record: dict[str, Any], doi: str, url: str) -> tuple[str, list[str]]:
    """The arXiv id that an item tells, "" for none, and the category that stands beside it."""
    for name in ("note", "number", "archive_location", "container-title", "source", "archive"):
        text = first_text(record, name)
        found = _note().search(text) if text else None
        if found is not None:
            return found[1], [found[2]] if found[2] else []
    if first_text(record, "archive").strip().casefold() == "arxiv":
        return first_text(record, "archive_location"), []
    return arxiv_id_in(doi, url), []


def _published(record: dict[str, Any]) -> PartialDate | None:
    for name in _DATES:
        value = record.get(name)
        date = _date(value) if isinstance(value, dict) else None
        if isinstance(value, str | int):
            date = partial_date(str(value))
        if date is not None:
            return date
    return None


def _date(value: dict[str, Any]) -> PartialDate | None:
    """The day or the first day of a range, as far as it is known."""
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts:
        # A list of lists; some programs leave out the outer one.
        first = parts[0] if isinstance(parts[0], list) else parts
        numbers = [_number(part) for part in first[:3]]
        if numbers and 0 < numbers[0] < 10_000:
            year, month, day = [*numbers, 0, 0][:3]
            return partial_date(f"{year:04d}-{month:02d}-{day:02d}")
    return next(
        (
            date
            for name in ("raw", "literal", "date-time")
            if isinstance(text := value.get(name), str) and (date := partial_date(text)) is not None
        ),
        None,
    )


def _number(part: object) -> int:
    """A part of a date, 0 for what is none."""
    text = str(part).strip() if isinstance(part, str | int | float) else ""
    text = text.removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _authors(value: object) -> Authors:
    if is_missing(value):
        return UNKNOWN
    if isinstance(value, str):
        return from_text(value)
    if not isinstance(value, list):
        raise wrong("author", "array", value)
    return from_names(list(_names(value)))


def _names(people: list[Any]) -> Iterator[str]:
    for position, person in enumerate(people):
        if is_missing(person):
            continue
        if isinstance(person, str):
            yield person
            continue
        if not isinstance(person, dict):
            raise wrong(f"author[{position}]", "object", person)
        whole = first_text(person, "literal", "name")
        family = " ".join(
            part
            for name in ("dropping-particle", "non-dropping-particle", "family")
            if (part := first_text(person, name).strip())
        )
        given = first_text(person, "given").strip()
        yield in_order(family, given, first_text(person, "suffix").strip()) or whole


def _affiliations(record: dict[str, Any]) -> Iterator[str]:
    """Where Crossref says that the authors work, and what took a thesis or a report."""
    people = record.get("author")
    for person in people if isinstance(people, list) else []:
        affiliations = person.get("affiliation") if isinstance(person, dict) else None
        for affiliation in affiliations if isinstance(affiliations, list) else []:
            yield first_text(affiliation, "name") if isinstance(affiliation, dict) else ""
    if record.get("type") in ("thesis", "dissertation", "report"):
        yield first_text(record, "publisher")


def _keywords(value: object) -> list[str]:
    if isinstance(value, str):
        return [word for word in re.split(r"\s*[;,]\s*", value) if not is_missing(word)]
    return texts_of(value, "keyword")


SOURCE: Final = json_source(NAME, "CSL-JSON", title_rank=1)
