"""Reads submissions from notes of OpenReview, of both versions of its API.

The forms are described at https://docs.openreview.net/reference. In the second version each member
of ``content`` is an object with a ``value``. Times are milliseconds since 1970.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from index.paper import Paper
from index.sources.authors import UNKNOWN, Authors
from index.sources.clean_record import clean_record
from index.sources.json_fields import (
    abstract_of,
    arxiv_id_in,
    date_in,
    first_text,
    people_of,
    title_of,
)
from index.sources.json_input import json_source
from index.sources.json_records import BadRecord
from index.sources.json_values import is_missing, texts_of
from index.sources.partial_dates import PartialDate

NAME: Final = "openreview"


@cache
def _not_published() -> re.Pattern[str]:
    """Finds how a venue says that it did not take a paper, or not yet."""
    return re.compile(r"reject|withdraw|submitted to|under review", re.IGNORECASE)


def paper_of(record: dict[str, Any], _file: str) -> Paper:
    """The paper of a decoded note.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    content = record.get("content")
    if not isinstance(content, dict):
        raise BadRecord('it has no "content"')
    if not is_missing(record.get("replyto")) or (
        not is_missing(record.get("forum")) and record["forum"] != record.get("id", record["forum"])
    ):
        raise BadRecord("it is a review, a decision or a comment, no submission")
    if not is_missing(record.get("ddate")):
        raise BadRecord("it was deleted")
    values = {name: _value(member) for name, member in content.items()}
    title = title_of(values, "title")
    keywords = values.get("keywords")
    if isinstance(keywords, str):
        keywords = re.split(r"\s*[;,]\s*", keywords)
    addresses = [first_text(values, name) for name in ("html", "pdf", "ee")]
    arxiv_id = arxiv_id_in(*addresses)
    forum = first_text(record, "forum", "id")
    return clean_record(
        NAME,
        title=title,
        abstract=abstract_of(values, "abstract"),
        published=_published(record),
        authors=_authors(values),
        arxiv_id=arxiv_id,
        url=f"https://openreview.net/forum?id={forum}" if forum and not arxiv_id else "",
        keywords=texts_of(keywords, "keywords"),
        venue=_venue(values),
    )


def _value(member: object) -> object:
    return member["value"] if isinstance(member, dict) and "value" in member else member


def _published(record: dict[str, Any]) -> PartialDate | None:
    """The day when it was first there: for what was imported, ``cdate`` is that elsewhere."""
    dates = [date_in(record, name) for name in ("cdate", "tcdate", "pdate", "odate")]
    return min((date for date in dates if date), key=lambda date: date.first, default=None)


def _authors(values: dict[str, Any]) -> Authors:
    authors = people_of(values.get("authors"), "authors", "fullname", "name")
    if authors.names and all(name.casefold().startswith("anonym") for name in authors.names):
        return UNKNOWN
    return authors


def _venue(values: dict[str, Any]) -> str:
    venue, venue_id = first_text(values, "venue"), first_text(values, "venueid")
    if any(_not_published().search(text) for text in (venue, venue_id)):
        return ""
    return venue


SOURCE: Final = json_source(NAME, "notes of OpenReview", title_rank=1)
