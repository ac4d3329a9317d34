"""Reads what records of several formats of JSON have in common: titles, people, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from index.sources.authors import UNKNOWN, Authors, from_names, from_text
from index.sources.clean_record import without_tags
from index.sources.identifiers import clean_arxiv_id
from index.sources.json_records import no_title
from index.sources.json_values import date_of, is_missing, text_of, unquoted, wrong
from index.sources.partial_dates import PartialDate


def title_of(record: dict[str, Any], *names: str) -> str:
    """The first title that is there, without markup.

    Args:
        record: A decoded record.
        names: Keys that it may stand under. In a list of titles it is the first.

    Raises:
        BadRecord: There is none.
        WrongValue: It is no text.
    """
    for name in names:
        value = record.get(name)
        if isinstance(value, list):
            value = next((text for text in value if not is_missing(text)), None)
        text = text_of(value, name)
        if text is not None:
            return without_tags(text)
    raise no_title(record)


def abstract_of(record: dict[str, Any], *names: str) -> str:
    """The first abstract that is there, without markup; "" for none.

    Raises:
        WrongValue: It is no text.
    """
    for name in names:
        text = text_of(record.get(name), name, "\n\n")
        if text is not None:
            return _heading().sub("", without_tags(text))
    return ""


@cache
def _heading() -> re.Pattern[str]:
    """The heading that publishers give abstracts, which says nothing."""
    return re.compile(r"\A\s*(?:abstract|summary)\s*[.:]?\s*\n\s*\n", re.IGNORECASE)


def first_text(record: dict[str, Any], *names: str) -> str:
    """The first text that is there under one of the names, or the first of a list; "" for none.

    Values of other types are passed over.
    """
    for name in names:
        value = record.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and not is_missing(value):
            return value
    return ""


def people_of(value: object, name: str, *keys: str) -> Authors:
    """Authors from a list of names, of objects with a name, or one text.

    Args:
        value: As the record has it.
        name: What it stands under.
        keys: Under which an object may have a name.

    Raises:
        WrongValue: It is none of these.
    """
    value = unquoted(value)
    if is_missing(value):
        return UNKNOWN
    if isinstance(value, str):
        return from_text(value)
    return from_names(list(_names(value, name, keys)))


def _names(value: object, name: str, keys: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(value, list):
        raise wrong(name, "array", value)
    for position, member in enumerate(value):
        if isinstance(member, dict):
            found = next((member[key] for key in keys if not is_missing(member.get(key))), None)
            member = text_of(found, f"{name}[{position}].{keys[0]}")
        if is_missing(member):
            continue
        if not isinstance(member, str):
            raise wrong(f"{name}[{position}]", "object", member)
        yield member


def date_in(record: dict[str, Any], *names: str) -> PartialDate | None:
    """The first date that is there under one of the names.

    Raises:
        WrongValue: It is no date.
    """
    for name in names:
        first, precision = date_of(record.get(name), name)
        if first is not None:
            return PartialDate(first, precision)
    return None


def arxiv_id_in(*texts: object) -> str:
    """The first arXiv id among texts that may be ids, addresses or DOIs; "" for none."""
    for text in texts:
        if isinstance(text, str) and _may_be_arxiv().search(text) is not None:
            found = clean_arxiv_id(text.strip().rstrip("/").partition("?")[0])
            if found is not None:
                return found
    return ""


@cache
def _may_be_arxiv() -> re.Pattern[str]:
    """Finds what makes a text one about arXiv: numbers like its ids mean other things elsewhere."""
    return re.compile(r"arxiv", re.IGNORECASE)
