"""Makes papers of the rows of a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any, Final

from index.paper import Record
from index.sources.affiliations import organisations
from index.sources.arxiv_atom import is_category
from index.sources.authors import Authors, from_names, from_text
from index.sources.clean_record import clean_record, rejected, without_tags
from index.sources.csv_header import NAME, Header, header_of
from index.sources.identifiers import arxiv_id_in, clean_arxiv_id
from index.sources.inputs.lines import LINE_LIMIT
from index.sources.inputs.open import Input
from index.sources.inputs.text import decoded_lines
from index.sources.json_input import Made, on_line
from index.sources.json_records import BadRecord
from index.sources.json_values import MISSING, unquoted
from index.sources.partial_dates import partial_date
from index.sources.person_names import display_name
from index.text.counting import counted

_LISTS: Final = frozenset(["authors", "categories", "keywords", "sources", "orgs"])
_BETWEEN: Final = "; "
_INERT: Final = re.compile("'(?=[=+@\t\r＝＋－＠-])")
"""What Quire's tables have before text that a spreadsheet would take for a formula."""


class _Lines:
    """The lines of an input for a reader of rows, which may take several for one."""

    def __init__(self, item: Input) -> None:
        self._lines = decoded_lines(item)
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in self._lines:
            self.number = number
            yield line + "\n"


def read_table(item: Input) -> Iterator[Record]:
    """Read a table: each row that is not blank becomes a paper or is rejected with its line.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    csv.field_size_limit(LINE_LIMIT)
    lines = _Lines(item)
    following = iter(lines)
    first = next(
        (line for line in following if line.strip() and "sep=" not in line[:6].lower()), ""
    )
    header = header_of(first)
    if header is None or not header.holds_records:
        yield rejected(item.name, 1, "the table has no column of titles")
        return
    rows = csv.reader(following, delimiter=header.delimiter)
    while True:
        start = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"the row can't be read ({error})"
            if "limit" in str(error):
                reason = "a quote that begins here is never closed: what follows is not read"
            yield rejected(item.name, start, reason)
            if "limit" in str(error):
                return
            continue
        if not any(cell.strip() for cell in row) or row == header.names:
            continue
        try:
            yield on_line(_paper(header, row, item.name), start)
        except ValueError as error:
            yield rejected(item.name, start, error)


def _paper(header: Header, row: list[str], file: str) -> Made:
    count = len(header.names)
    if len(row) > count and any(cell.strip() for cell in row[count:]):
        raise BadRecord(f"the row has {counted(len(row), 'cell')} and the header {count}")
    if len(row) < count and "\n" in row[-1]:
        raise BadRecord("a quote in this row is never closed")
    row = [*row[:count], *[""] * (count - len(row))]
    if header.is_own:
        from index.sources.quire_json import paper_of

        return paper_of(_own_record(header, row), file)
    row = ["" if cell.strip() in MISSING else cell for cell in row]

    def cell(fact: str) -> str:
        return without_tags(header.cell(row, fact)).strip()

    named = organisations(_affiliations(cell("affiliations"))) or _affiliations(
        cell("organisations")
    )
    if header.says_organisations:
        from index.sources.organisation_records import organisations_alone

        record = {name: cell(name) for name in ("arxiv_id", "doi")}
        return organisations_alone({**record, "orgs": named, "sources": [NAME]}, file)

    identifier = cell("arxiv_id")
    extra = header.cell(row, "extra").splitlines()
    return clean_record(
        NAME,
        title=cell("title"),
        abstract=cell("abstract"),
        published=next(filter(None, map(partial_date, header.cells_of(row, "published"))), None),
        authors=_authors(cell("authors")),
        arxiv_id=identifier
        if clean_arxiv_id(identifier)
        else arxiv_id_in([cell("url"), cell("doi")], [*extra, cell("venue")]),
        categories=filter(is_category, re.split(r"[\s,;\[\]'\"]+", cell("categories"))),
        doi=cell("doi"),
        url=cell("url"),
        keywords=[
            word
            for written in header.cells_of(row, "keywords")
            for word in _members(without_tags(written).strip())
        ],
        venue="" if cell("venue").lower().startswith("arxiv") else cell("venue"),
        organisations=named,
    )


def _affiliations(text: str) -> list[str]:
    """Organisations or addresses in a cell, in which commas stand."""
    value = unquoted(text)
    members = value if isinstance(value, list) else re.split(r"\s*[;\n]\s*", text)
    return [name for member in members if (name := str(member).strip())]


def _members(text: str) -> list[str]:
    """The members of a list in a cell, as programs print it or with semicolons or commas."""
    value = unquoted(text)
    if isinstance(value, list):
        return [str(member) for member in value]
    return re.split(
        r"\s*;\s*" if ";" in text else r"\s*,\s*" if text.count(",") > 0 else r"\Z", text
    )


def _authors(text: str) -> Authors:
    """Authors: with the family name first where semicolons part them."""
    value = unquoted(text)
    if isinstance(value, list):
        return from_names([str(member) for member in value])
    if ";" in text:
        # Scopus puts its numbers of people in brackets.
        names = re.sub(r"\s*\(\d+\)", "", text).split(";")
        return from_names([display_name(name) for name in names])
    # Zotero writes one author so.
    if re.fullmatch(r"[^,;]{1,60}, [^,;]{1,60}", text) and " and " not in text:
        family, given = text.split(", ")
        if len(family.split()) == 1 or len(given.split()) == 1:
            return from_names([display_name(text)])
    return from_text(text)


def _own_record(header: Header, row: list[str]) -> dict[str, Any]:
    """The record of Quire's own row: unknown is empty, and lists have semicolons."""
    record: dict[str, Any] = {}
    for name, cell in zip(header.names, row, strict=True):
        if not cell:
            record[name] = None
        elif name in _LISTS:
            record[name] = [_INERT.sub("", part, count=1) for part in cell.split(_BETWEEN)]
        else:
            record[name] = _INERT.sub("", cell, count=1)
    names = record.get("orgs") or []
    slug = record.pop("org", None)
    record["orgs"] = [
        {"slug": slug if position == 0 else None, "name": None if name == slug else name}
        for position, name in enumerate(names)
    ]
    record.pop("org_name", None)
    return record
