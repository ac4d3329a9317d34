"""Reads lists of tagged fields: RIS, MEDLINE (``.nbib``), and the Web of Science's (``.ciw``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source
from index.sources.tagged_records import MOST_LINES, NAME, dialect_of, tagged_records

if TYPE_CHECKING:
    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.clean_record import rejected
    from index.sources.inputs.text import beginning, decoded_lines
    from index.sources.tagged_fields import medline_paper, ris_paper, web_of_science_paper

    dialect = dialect_of(beginning(item)) or "TY"
    paper_of = {"TY": ris_paper, "PMID": medline_paper, "PT": web_of_science_paper}[dialect]
    for record in tagged_records(decoded_lines(item), dialect):
        if record.is_too_long:
            reason = f"longer than {MOST_LINES:,} lines, which no record is: its end is missing"
            yield rejected(item.name, record.line, reason)
            continue
        try:
            yield paper_of(record)
        except ValueError as error:
            yield rejected(item.name, record.line, error)


def _recognises(head: Head) -> bool:
    if head.is_json or head.root is not None:
        return False
    return dialect_of(head.text[:200_000].decode("utf-8", "replace")) is not None


SOURCE: Final = Source(
    name=NAME,
    label="RIS",
    recognises=_recognises,
    read=_read,
)
