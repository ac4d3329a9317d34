"""The records of the arXiv metadata snapshot: as arXiv publishes them, and from copies.

Copies that went through tables, scrapers and converters have numbers for ids, lists for texts and
the reverse, authors in one text only, versions without their days. What has a meaning is read.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec

from index.sources.authors import UNKNOWN, Authors, from_names, from_text, in_order
from index.sources.days import parse_day
from index.sources.json_records import decode_object, no_title
from index.sources.json_values import (
    identifier_of,
    is_missing,
    text_of,
    texts_of,
    unquoted,
    wrong,
)

NAME: Final = "arxiv"
"""The name of the format."""


class Version(msgspec.Struct, gc=False):
    """A version, of which only the moment is of use."""

    created: str


class Author(msgspec.Struct, array_like=True, gc=False):
    """Further elements, affiliations, are passed over."""

    last: str
    first: str = ""
    suffix: str = ""


class Record(msgspec.Struct, gc=False):
    """A record with the types in which arXiv publishes it."""

    id: str
    title: str
    abstract: str | None = None
    authors_parsed: list[Author] | None = None
    categories: str | None = None
    doi: str | None = None
    versions: list[Version] | None = None


def is_of_feed(record: dict[str, Any]) -> bool:
    """Whether a record has the names that arXiv's feeds give its values.

    Programs that ask arXiv's API in Python keep them so.
    """
    return "abstract" not in record and "summary" in record


def as_published(record: dict[str, Any]) -> dict[str, Any]:
    """A record with the names that the snapshot gives its values, whoever named them."""
    if not is_of_feed(record):
        return record
    subjects = texts_of(record.get("categories"), "categories")
    primary = texts_of(record.get("primary_category"), "primary_category")
    published = record.get("published")
    return {
        **{name: value for name, value in record.items() if name != "summary"},
        "id": next(
            (
                found
                for name in ("entry_id", "id", "arxiv_id")
                if not is_missing(found := record.get(name))
            ),
            "",
        ),
        "abstract": record["summary"],
        "categories": [*primary, *(subject for subject in subjects if subject not in primary)],
        "versions": [] if is_missing(published) else [{"created": published}],
    }


def lenient_record(record: dict[str, Any]) -> Record:
    """A record from values of other types, as far as they have a meaning.

    Raises:
        WrongValue: One has none.
        BadRecord: It has no title.
    """
    title = text_of(record.get("title"), "title")
    if title is None:
        raise no_title(record)
    categories = texts_of(record.get("categories"), "categories")
    return Record(
        id=identifier_of(record.get("id"), "id") or "",
        title=title,
        abstract=text_of(record.get("abstract"), "abstract", "\n\n"),
        authors_parsed=_parsed(record.get("authors_parsed"), "authors_parsed"),
        categories=" ".join(categories) or None,
        doi=identifier_of(record.get("doi"), "doi"),
        versions=[Version(created) for _, created in _dated_versions(record.get("versions"))],
    )


def authors_of(parsed: list[Author] | None, line: bytes) -> Authors:
    """The authors of a record of which some need more than joining, or that has only a text.

    Args:
        parsed: Those that the record lists one by one.
        line: The record.
    """
    if parsed:
        authors = _joined(parsed)
        if authors.names is not None:
            return authors
    record = decode_object(line)
    for name in ("authors", "authors_parsed"):
        value = unquoted(record.get(name))
        if not is_missing(value):
            authors = from_text(value) if isinstance(value, str) else _joined(_parsed(value, name))
            if authors.names is not None:
                return authors
    return UNKNOWN


def _joined(authors: list[Author]) -> Authors:
    return from_names([in_order(author.last, author.first, author.suffix) for author in authors])


def _parsed(value: object, name: str) -> list[Author]:
    """Authors that are listed one by one; none from a text."""
    value = unquoted(value)
    if is_missing(value) or isinstance(value, str):
        return []
    if not isinstance(value, list):
        raise wrong(name, "array", value)
    return [
        _author(member, f"{name}[{position}]")
        for position, member in enumerate(value)
        if not is_missing(member)
    ]


def _author(value: object, name: str) -> Author:
    """An author as parts in a list or under their names, or as one text."""
    if isinstance(value, str):
        return Author(value)
    if isinstance(value, dict):
        parts = [
            next((value[key] for key in keys if not is_missing(value.get(key))), None)
            for keys in _PARTS
        ]
        if parts[0] is None and "name" in value:
            parts = [value["name"]]
    elif isinstance(value, list):
        parts = value[:3]
    else:
        raise wrong(name, "array", value)
    texts = [text_of(part, f"{name}[{position}]") or "" for position, part in enumerate(parts)]
    return Author(*texts) if texts else Author("")


# How converters name the parts that arXiv's lists have by their order.
_PARTS: Final = (
    ("keyname", "last", "last_name", "family"),
    ("forenames", "first", "first_name", "given"),
    ("suffix",),
)


def first_day(record: dict[str, Any]) -> date | None:
    """The day of the earliest version where not all say theirs; None where the first does not.

    Raises:
        WrongValue: The versions are none.
    """
    days: list[date] = []
    for name, created in _dated_versions(record.get("versions")):
        day = parse_day(created)
        if day is not None:
            days.append(day)
        elif name in ("v1", "1"):
            return None
    return min(days, default=None)


def _dated_versions(value: object) -> list[tuple[str, str]]:
    """Name and moment of each version in a list of them, or of one; "" for what is missing."""
    if is_missing(value):
        return []
    value = unquoted(value)
    versions: list[Any]
    if isinstance(value, dict):
        versions = _by_name(value)
    elif isinstance(value, list):
        versions = value
    elif isinstance(value, str):
        versions = [value]
    else:
        raise wrong("versions", "array", value)
    made: list[tuple[str, str]] = []
    for position, version in enumerate(versions):
        if isinstance(version, str):
            text = version.strip()
            made.append((text, "") if _version_name().fullmatch(text) else ("", text))
        elif isinstance(version, dict):
            name = identifier_of(version.get("version"), f"versions[{position}].version")
            # The OAI interface calls it the date.
            key = "date" if is_missing(version.get("created")) else "created"
            created = identifier_of(version.get(key), f"versions[{position}].{key}")
            made.append(((name or "").strip(), created or ""))
        elif not is_missing(version):
            raise wrong(f"versions[{position}]", "object", version)
    return made


def _by_name(versions: dict[str, Any]) -> list[Any]:
    """Versions from an object that is one of them, or that has each under its name."""
    if "created" in versions or "version" in versions:
        return [versions]
    return [
        {**member, "version": name}
        if isinstance(member, dict)
        else {"version": name, "created": member}
        for name, member in versions.items()
    ]


@cache
def _version_name() -> re.Pattern[str]:
    return re.compile(r"v?\d{1,3}", re.IGNORECASE)
