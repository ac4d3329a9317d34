"""Writes records as a saved Daily Papers page prints them, and reads text as pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index.paper import Paper, Rejected
from index.sources import find_inputs, gather_evidence, read_papers
from index.sources.daily_papers_page.records import PageStart, Record, Stray, read_records
from index.sources.days import MONTHS
from tests.support.records import papers_and_rejected

PREAMBLE = (
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
)


def render_day(month: int, day: int, year: int | None = None) -> str:
    name = MONTHS[month - 1].capitalize()
    return f"{name} {day}" if year is None else f"{name} {day}, {year:04}"


def render_paper(record: Record) -> list[str]:
    """The blocks of one paper."""
    blocks = [record.title, *record.abstract]
    details = record.details
    if details is not None:
        lines = []
        if details.org is not None:
            lines.append(f"{details.org} {details.org_name or ''}".rstrip())
        if details.author_count is not None:
            lines.append(f"  • {details.author_count} authors")
        if details.day is not None:
            date = render_day(details.day.month, details.day.day, details.day.year)
            for count in (details.comments, details.stars):
                date += f" {count}" if count is not None else ""
            lines += ["·", date]
        blocks.append("\n".join(lines))
    return blocks


def render(
    records: Iterable[Record], day: str | None = "Nov 25", preamble: Iterable[str] = PREAMBLE
) -> str:
    """A whole page."""
    blocks = [*preamble, *([day] if day else [])]
    for record in records:
        blocks += render_paper(record)
    return "\n\n".join(blocks) + "\n"


def read(text: str) -> list[PageStart | Record | Stray]:
    """Everything on the pages in a text."""
    return list(read_records(enumerate(text.split("\n"), start=1)))


def papers_in(text: str) -> list[Record]:
    """The papers on the pages in a text, none of which may be stray."""
    found = read(text)
    assert not [thing for thing in found if isinstance(thing, Stray)]
    return [thing for thing in found if isinstance(thing, Record)]


def read_files(
    *paths: Path, year: int | None = None, format_name: str | None = None
) -> list[Paper | Rejected]:
    """All records of small inputs, years and all."""
    inputs = find_inputs(paths, format=format_name)
    evidence = gather_evidence(inputs, year=year)
    small = [item for item in inputs if not item.is_bulk]
    years = evidence.settle()
    for item in small:
        if item.name not in evidence.undated:
            for record in read_papers(item, years):
                if isinstance(record, Paper):
                    evidence.note(record)
    years = evidence.settle()
    return papers_and_rejected(record for item in small for record in read_papers(item, years))
