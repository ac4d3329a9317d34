"""Papers in: everything Quire can read becomes a stream of ``Paper`` and ``Rejected``.

How a build uses it::

    inputs = survey(paths).inputs  # InputError where a path can't be read
    evidence = gather_evidence(inputs, year=None)  # a first look at saved pages; small memory
    ...  # evidence.note(paper) for those of inputs whose names are not in evidence.undated
    saved_years = evidence.settle()
    for item in inputs:
        if item.is_bulk:  # JSON lines: arXiv, Quire's own
            decode = line_decoder(item)
            for number, line in read_lines(item):  # bytes; known lines need not be decoded
                record = decode(number, line)  # Record, exactly one a line
        else:  # saved pages, the API's JSON
            for record in read_papers(item, saved_years):
                ...  # Record

While an input is read, its ``bytes_read`` of ``size`` says how far that is. Papers have no key yet:
merging gives it. Damage inside compressed data raises ``InputError`` while reading, since what
follows it is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from index.paper import Record, Rejected
from index.sources import daily_papers_page
from index.sources.formats import FORMATS, SOURCES, SOURCES_BY_NAME
from index.sources.inputs.find import find_inputs, survey
from index.sources.inputs.lines import read_lines
from index.sources.inputs.open import Input

if TYPE_CHECKING:
    from index.sources.daily_papers_page.years import YearEvidence as YearEvidence
    from index.sources.saved_years import SavedYears as SavedYears
    from index.sources.source import Namer

__all__ = [
    "FORMATS",
    "SOURCES",
    "Input",
    "find_inputs",
    "gather_evidence",
    "has_ids",
    "line_decoder",
    "line_namer",
    "read_lines",
    "read_papers",
    "survey",
]


def gather_evidence(inputs: Iterable[Input], *, year: int | None = None) -> YearEvidence:
    """Read all saved pages for what they tell of the years in which they were saved.

    Args:
        inputs: All inputs of a build; other formats than saved pages are passed over.
        year: The year in which all of them were saved, whatever they tell.
    """
    from index.query.dates import today
    from index.sources.daily_papers_page.years import YearEvidence

    pages = (item for item in inputs if item.format == daily_papers_page.SOURCE.name)
    return YearEvidence(pages, year, today=today())


def line_decoder(item: Input) -> Callable[[bytes, int], Record]:
    """The function that makes a record of a line's bytes and number, for a bulk input."""
    decoder = SOURCES_BY_NAME[item.format].decoder
    assert decoder is not None
    return decoder(item.name)


def line_namer(item: Input) -> Namer:
    """The function that gives the arXiv id and the title in a line of a bulk input.

    It gives None where only what ``line_decoder`` makes of the line can tell.
    """
    namer = SOURCES_BY_NAME[item.format].namer
    return namer(item.name) if namer is not None else _tells_nothing


def has_ids(item: Input) -> bool:
    """Whether an input's records have arXiv ids; see ``Source``."""
    return item.format in SOURCES_BY_NAME and SOURCES_BY_NAME[item.format].has_ids


def _tells_nothing(_line: bytes, _number: int) -> None:
    return None


def read_papers(item: Input, saved_years: SavedYears) -> Iterator[Record]:
    """Read an input that is not bulk.

    Args:
        item: What to read; where it has a problem, that is its one ``Rejected``.
        saved_years: What the evidence of all inputs came to.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    if item.problem is not None:
        yield Rejected(file=item.name, line=1, reason=item.problem)
    else:
        read = SOURCES_BY_NAME[item.format].read
        assert read is not None
        yield from read(item, saved_years)
