"""The header of a table: which column means what, and whether a text is a table at all.

The names in the first line say it; those that are not known are passed over.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

NAME: Final = "csv"
"""The name of the format."""

_DELIMITERS: Final = ",;\t|"

_COLUMNS: Final = {
    "title": ("title", "articletitle", "documenttitle", "papertitle"),
    "abstract": ("abstract", "abstractnote", "summary"),
    "authors": ("authorfullnames", "authors", "author", "authornames"),
    "published": (
        "published", "date", "publicationdate", "publisheddate", "datepublished", "coverdate",
        "publicationyear", "year", "pubyear",
    ),
    "doi": ("doi",),
    "url": ("url", "link", "pdfurl", "paperurl"),
    "venue": (
        "venue", "publicationtitle", "sourcetitle", "journal", "journaltitle", "publication",
        "conference", "booktitle", "proceedingstitle",
    ),
    "keywords": ("keywords", "authorkeywords", "manualtags", "tags", "automatictags"),
    "affiliations": ("affiliations", "affiliation"),
    "organisations": (
        "institutions", "institution", "organisations", "organisation", "organizations",
        "organization", "orgs", "org",
    ),
    "arxiv_id": ("arxivid", "arxiv", "eprint", "id", "entryid"),
    "categories": ("categories", "category", "primarycategory"),
    "extra": ("extra", "note", "notes"),
}  # fmt: skip
"""Names of columns, reduced to small letters and digits, the best first."""

_OWN: Final = frozenset(["title", "author_count", "sources"])
"""Columns that only Quire's own tables have together."""


class Header:
    """The first line of a table.

    Attributes:
        names: The columns' names, without empty ones at the end.
        delimiter: What parts them.
        cells: How many there are, with those.
    """

    def __init__(self, names: list[str], delimiter: str) -> None:
        self.cells = len(names)
        while names and not names[-1]:
            names = names[:-1]
        self.names = names
        self.delimiter = delimiter
        folded = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in names]
        self._positions = {
            fact: [folded.index(name) for name in known if name in folded]
            for fact, known in _COLUMNS.items()
        }
        # Tables of anything have numbers in a column "id".
        self._has_ids = not {"arxivid", "arxiv", "eprint", "doi"}.isdisjoint(folded)

    @property
    def has_title(self) -> bool:
        """Whether a column holds titles."""
        return bool(self._positions["title"])

    @property
    def says_organisations(self) -> bool:
        """Whether its rows name organisations of papers that they name by an id, not by a title."""
        has_organisations = bool(
            self._positions["organisations"] or self._positions["affiliations"]
        )
        return not self.has_title and has_organisations and self._has_ids

    @property
    def holds_records(self) -> bool:
        """Whether its rows are records that can be read."""
        return self.has_title or self.says_organisations

    @property
    def is_own(self) -> bool:
        """Whether Quire wrote the table."""
        return set(self.names) >= _OWN

    def cells_of(self, row: list[str], fact: str) -> list[str]:
        """What a row has in all columns for a fact, without empty cells."""
        return [row[position] for position in self._positions[fact] if row[position].strip()]

    def cell(self, row: list[str], fact: str) -> str:
        """What a row has in the best of the columns for a fact that it has anything in."""
        return next(iter(self.cells_of(row, fact)), "")


def header_of(line: str) -> Header | None:
    """The header in a line, parted by what gives the most columns; None where it has only one."""
    import csv

    line = line.lstrip("\ufeff")
    rows = [
        (next(csv.reader([line], delimiter=mark), []), mark) for mark in _DELIMITERS if mark in line
    ]
    headers = [Header([cell.strip() for cell in row], mark) for row, mark in rows]
    return max(headers, key=lambda header: (header.holds_records, len(header.names)), default=None)


def table_of(head: bytes) -> Header | None:
    """The header of a table that begins so; None where a text is none.

    A table's first line has short names without sentences, and its rows as many cells as that.
    """
    import csv

    text = head[:100_000].decode("utf-8", "replace")
    lines = [line for line in re.split(r"\r\n|\n|\r", text) if line.strip()]
    if lines and _separator().fullmatch(lines[0]) is not None:
        del lines[0]
    header = header_of(lines[0]) if lines else None
    if header is None or len(header.names) < 2:
        return None
    names = [name for name in header.names if name]
    if len(names) * 2 < len(header.names) or any(
        len(name) > 60 or name.endswith((".", "!", "?")) or "http" in name for name in names
    ):
        return None
    if len(lines) == 1:
        return header if header.holds_records else None
    try:
        rows = list(csv.reader((line + "\n" for line in lines[1:50]), delimiter=header.delimiter))
    except csv.Error:
        return None
    fitting = sum(len(row) in (len(header.names), header.cells) for row in rows)
    return header if fitting * 2 >= len(rows) or (header.holds_records and fitting) else None


@cache
def _separator() -> re.Pattern[str]:
    """What Excel writes before the header."""
    return re.compile(r"\ufeff?\"?sep=.\"?\s*", re.IGNORECASE)
