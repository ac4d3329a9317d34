"""Reads Paper Copilot's lists of conference papers (github.com/papercopilot/paperlists).

A file is one conference in one year, which only its name tells (``iclr2024.json``), and the BibTeX
of some entries. People, their organisations and keywords are texts with semicolons between them;
``aff_unique_norm`` has the organisations by their usual names.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, Final

from index.paper import Paper
from index.sources.authors import UNKNOWN, Authors, from_names, from_text
from index.sources.clean_record import clean_record
from index.sources.json_fields import abstract_of, arxiv_id_in, first_text, title_of
from index.sources.json_input import json_source
from index.sources.json_values import identifier_of, text_of
from index.sources.partial_dates import PartialDate

NAME: Final = "paperlists"

_UNKNOWN: Final = "-1"

_NAMES: Final = {
    "acmmm": "ACM MM",
    "automl": "AutoML",
    "colm": "COLM",
    "corl": "CoRL",
    "interspeech": "Interspeech",
    "neurips": "NeurIPS",
    "nips": "NeurIPS",
}
"""Names of conferences that are more than capital letters."""

_NOT_TAKEN: Final = ("reject", "withdraw", "desk", "active", "pending", "under review")


def paper_of(record: dict[str, Any], file: str) -> Paper:
    """The paper of a decoded entry.

    Args:
        record: The entry.
        file: The input's name, which tells the conference and the year.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    known = {
        name: value
        for name, value in record.items()
        if not (isinstance(value, str | int) and str(value).strip() == _UNKNOWN)
    }
    conference, year = _conference(file)
    year = year or _year_of_bibtex(first_text(known, "bibtex"))
    arxiv_id = identifier_of(known.get("arxiv"), "arxiv") or arxiv_id_in(first_text(known, "pdf"))
    was_taken = not first_text(known, "status").strip().lower().startswith(_NOT_TAKEN)
    return clean_record(
        NAME,
        title=title_of(known, "title"),
        abstract=abstract_of(known, "abstract"),
        published=PartialDate(date(year, 1, 1), "year") if year else None,
        authors=_authors(known),
        arxiv_id=arxiv_id,
        doi=first_text(known, "doi"),
        url="" if arxiv_id else first_text(known, "site", "openreview", "pdf"),
        keywords=_parts(first_text(known, "keywords")),
        venue=f"{conference} {year}" if conference and year and was_taken else "",
        organisations=_parts(first_text(known, "aff_unique_norm")),
    )


def _authors(record: dict[str, Any]) -> Authors:
    for name in ("author", "author_site"):
        text = text_of(record.get(name), name)
        if text is not None:
            # Lists of SIGGRAPH have commas.
            return from_names(_parts(text)) if ";" in text else from_text(text)
    return UNKNOWN


def _parts(text: str) -> list[str]:
    separator = ";" if ";" in text else ","
    parts = (part.strip() for part in text.split(separator))
    return [part for part in parts if part and part != _UNKNOWN]


@cache
def _file_name() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[/\\])(\d?[a-z]{2,20})[-_ ]?((?:19|20)\d\d)(?:\.[a-z0-9]{1,5}){0,2}$", re.IGNORECASE
    )


def _conference(file: str) -> tuple[str, int]:
    """The conference and the year that a file is of by its name; "" and 0 where it tells none."""
    found = _file_name().search(file)
    if found is None:
        return "", 0
    name = found[1].lower()
    return _NAMES.get(name, name.upper()), int(found[2])


def _year_of_bibtex(entry: str) -> int:
    found = re.search(r"\byear\s*=\s*[{\"]?\s*((?:19|20)\d\d)\b", entry)
    return int(found[1]) if found is not None else 0


SOURCE: Final = json_source(
    NAME,
    "Paper Copilot's lists of conference papers",
    # An entry does not tell its conference.
    has_lines=False,
    title_rank=1,
)
