"""Reads tables (CSV, TSV) by their header: Quire's own, Zotero's, Scopus's, Google Scholar's.

A row is a paper; in a table without titles it says the organisations of one that it names by an
id. Format: https://www.rfc-editor.org/rfc/rfc4180, also with semicolons or tabs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Record
from index.sources.csv_header import NAME, table_of
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears

_CLUES: Final = (b"title", b"affil", b"instit", b"org")
"""One of these stands in the header of every table that can be read."""


def _recognises(head: Head) -> bool:
    if head.is_json or head.root is not None:
        return False
    first = b"\n".join(head.start[:2000].splitlines()[:2]).lower()
    if not any(word in first for word in _CLUES):
        return False
    header = table_of(head.start)
    return header is not None and header.holds_records


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Record]:
    from index.sources.csv_rows import read_table

    return read_table(item)


SOURCE: Final = Source(
    name=NAME,
    label="tables (CSV) with a title column",
    recognises=_recognises,
    read=_read,
)
