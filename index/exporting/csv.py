"""CSV as RFC 4180 has it, in UTF-8 without a byte order mark, safe to open in a spreadsheet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Final

from index.exporting.clean_paper import cleaned
from index.paper import PRINTED, Organisation, Paper, printed

BETWEEN: Final = "; "
"""Stands between the members of a list, such as authors."""

# A spreadsheet takes a cell that starts like this for a formula, and a formula can send the
# table's content away. The wide forms count where an East Asian language is set.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def table_lines(papers: Iterable[Paper]) -> Iterator[str]:
    """A line with the names of ``Paper``'s fields, then one record for each paper.

    Unknown is empty; dates are as in ``2025-04-07``, ``2025-04`` or ``2025``, truth is ``true`` or
    ``false``; an organisation is its name, else its slug. Text that a spreadsheet would take for a
    formula gets an apostrophe in front, which makes it text again there; numbers never need it, and
    who wants titles to the letter takes JSON lines.
    """
    yield ",".join(PRINTED) + "\r\n"
    for paper in papers:
        yield ",".join([cell(value) for value in printed(cleaned(paper)).values()]) + "\r\n"


def cell(value: object) -> str:
    """A value as one cell, quoted where it must be."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = _inert(value)
    elif isinstance(value, tuple):
        # Each member: where ";" parts cells, as in much of Europe, each may become a cell.
        text = BETWEEN.join(_inert(_member(member)) for member in value)
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, datetime.date):
        text = value.isoformat()
    else:
        text = str(value)
    if any(mark in text for mark in ',"\n\r;'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _member(value: object) -> str:
    return value.name or value.slug or "" if isinstance(value, Organisation) else str(value)


def _inert(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
