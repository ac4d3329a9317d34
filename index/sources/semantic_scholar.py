"""Reads papers of Semantic Scholar: answers of its API, and lines of its datasets.

The forms are described at https://api.semanticscholar.org/api-docs. Datasets write in small letters
what the API writes in camel case. A summary by a machine (``tldr``) is no abstract.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from index.paper import Paper
from index.sources.affiliations import organisations
from index.sources.clean_record import clean_record
from index.sources.json_fields import abstract_of, date_in, first_text, people_of, title_of
from index.sources.json_input import json_source
from index.sources.json_values import identifier_of

NAME: Final = "semantic-scholar"


def paper_of(record: dict[str, Any], _file: str) -> Paper:
    """The paper of a decoded record.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    title = title_of(record, "title")
    ids = _by_small_name(record.get("externalIds", record.get("externalids")))
    arxiv_id = identifier_of(ids.get("arxiv"), "externalIds.ArXiv")
    return clean_record(
        NAME,
        title=title,
        abstract=abstract_of(record, "abstract"),
        published=date_in(record, "publicationDate", "publicationdate", "year"),
        authors=people_of(record.get("authors"), "authors", "name"),
        arxiv_id=arxiv_id or "",
        doi=identifier_of(ids.get("doi"), "externalIds.DOI") or "",
        url="" if arxiv_id else first_text(record, "url"),
        venue=_venue(record),
        organisations=organisations(_affiliations(record)),
    )


def _by_small_name(value: object) -> dict[str, object]:
    return {key.lower(): member for key, member in value.items()} if isinstance(value, dict) else {}


def _affiliations(record: dict[str, Any]) -> Iterator[str]:
    people = record.get("authors")
    for person in people if isinstance(people, list) else []:
        named = person.get("affiliations") if isinstance(person, dict) else None
        for name in named if isinstance(named, list) else [named]:
            yield name if isinstance(name, str) else ""


def _venue(record: dict[str, Any]) -> str:
    for name in ("publicationVenue", "journal"):
        container = record.get(name)
        if isinstance(container, dict) and first_text(container, "name"):
            return first_text(record, "venue") or first_text(container, "name")
    return first_text(record, "venue")


SOURCE: Final = json_source(NAME, "JSON of Semantic Scholar", title_rank=1)
