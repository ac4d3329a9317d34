"""All records of some paths one after another, for those who build no index of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.errors import InputError
from index.paper import Record, Rejected

if TYPE_CHECKING:
    from index.sources import Input, SavedYears


def records_at(paths: Sequence[str | os.PathLike[str]]) -> Iterator[Record]:
    """Read everything at some paths, whatever its formats.

    Args:
        paths: As ``survey`` takes them. What can't be read of a file in a folder or an archive is
            a ``Rejected``, and so is an input that holds no record.

    Raises:
        InputError: A path, or a file that is named itself, can't be read.
    """
    from index.sources import gather_evidence, survey

    inputs = survey(paths).inputs
    saved_years = gather_evidence([item for item in inputs if not item.is_bulk]).settle()
    for item in inputs:
        is_empty = True
        try:
            for record in _records_of(item, saved_years):
                is_empty = False
                yield record
            if is_empty:
                yield Rejected(file=item.name, line=1, reason="it holds no papers")
        except InputError as error:
            if item.is_named:
                raise
            from index.sources.inputs.find import sentence_about

            yield Rejected(file=item.name, line=1, reason=sentence_about(error, item.name))


def _records_of(item: Input, saved_years: SavedYears) -> Iterator[Record]:
    from index.sources import line_decoder, read_lines, read_papers

    if not item.is_bulk:
        yield from read_papers(item, saved_years)
        return
    decode = line_decoder(item)
    for number, line in read_lines(item):
        yield decode(line, number)
