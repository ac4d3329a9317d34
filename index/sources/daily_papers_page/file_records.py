"""Reads the text of pages from an input: its lines, and where its numbered links lead."""

from __future__ import annotations

from collections.abc import Iterator

from index.sources.daily_papers_page.links import references_of
from index.sources.daily_papers_page.records import PageStart, Record, Stray, read_records
from index.sources.inputs.lines import read_text_lines
from index.sources.inputs.open import Input


def records_of(item: Input) -> Iterator[PageStart | Record | Stray]:
    """Everything on the pages in a file.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    return read_records(read_text_lines(item), references_of(read_text_lines(item)))
