"""Reads saved Daily Papers pages: text whose blocks are parted by blank lines.

A page is a preamble (perhaps missing, or only parts of it), the page's own date, then papers: a
title block, blocks of abstract, and usually a block of details. Pages may be pasted one after
another into one file. How blocks become papers is said in ``records`` and ``titles``,
how dates without a year get one in ``years``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.daily_papers_page import SOURCE
from index.sources.daily_papers_page.blocks import blocks_of
from index.sources.daily_papers_page.details import Day, Details, find_details
from index.sources.daily_papers_page.file_records import records_of
from index.sources.daily_papers_page.records import (
    PageStart,
    Record,
    Stray,
    read_records,
)
from index.sources.daily_papers_page.titles import title_likeness
from index.sources.daily_papers_page.years import full_date
from index.sources.inputs.open import Input
from index.text.cleaning import NAME_LIMIT, TEXT_LIMIT, one_line
from index.text.latex import to_unicode

if TYPE_CHECKING:
    from index.sources.daily_papers_page.years import SavedYears


# Of 467 real pages without preamble and details all keep within these, of 36 other texts that
# look like titles and paragraphs none does.
_LONG_ABSTRACT: Final = 400
_USUAL_ABSTRACT: Final = 500
_LONGEST_ABSTRACT: Final = 6_000
_PARAGRAPHS: Final = 1.5


def read_page(item: Input, saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    """Read the papers of all pages in a file.

    Args:
        item: The file.
        saved_years: In which year each of its pages was saved.

    Raises:
        InputError: The data are damaged; the sentence says where.
    """
    own_day: Day | None = None
    for found in records_of(item):
        if isinstance(found, PageStart):
            own_day = found.day
        elif isinstance(found, Stray):
            yield Rejected(file=item.name, line=found.line, reason=found.reason)
        else:
            yield _paper(found, own_day, saved_years.of(item.name, found.page))


def _paper(record: Record, own_day: Day | None, saved_year: int | None) -> Paper:
    details = record.details or Details(line=record.line)
    published: date | None = None
    if details.day is not None:
        published = full_date(details.day, own_day, saved_year)
    abstract = to_unicode("\n\n".join(record.abstract))
    if len(abstract) > TEXT_LIMIT:
        abstract = abstract[: TEXT_LIMIT - 1].rstrip() + "…"
    return Paper(
        title=one_line(to_unicode(record.title)) or one_line(record.title),
        abstract=abstract or None,
        published=published,
        year_inferred=published is not None and details.day is not None and not details.day.year,
        org=one_line(details.org, NAME_LIMIT) if details.org else None,
        org_name=one_line(details.org_name, NAME_LIMIT) if details.org_name else None,
        author_count=details.author_count,
        comments=details.comments,
        upvotes=record.upvotes,
        stars=details.stars,
        arxiv_id=record.arxiv_id,
        url=f"https://arxiv.org/abs/{record.arxiv_id}" if record.arxiv_id else None,
        sources=(SOURCE.name,),
    )


def looks_like_page(head: bytes) -> bool:
    """Whether bytes are the start of a saved page: by its preamble, its details, or its shape.

    Without preamble and details the first block has to look like a title, the second like an
    abstract, most titles have to have abstracts, and these have to be as long as abstracts are:
    ordinary text has headings and paragraphs, too.
    """
    lines = head.decode("utf-8", "replace").splitlines()[:5000]
    papers = paragraphs = 0
    lengths: list[int] = []
    for block in blocks_of(enumerate(lines, start=1)):
        if block.is_sign or find_details(block.lines, block.line) is not None:
            return True
    for found in read_records(enumerate(lines, start=1)):
        if isinstance(found, Record):
            if papers == 0 and not _is_plain_paper(found):
                return False
            papers += 1
            if found.abstract:
                lengths.append(sum(map(len, found.abstract)))
                paragraphs += len(found.abstract)
    return (
        0 < papers <= len(lengths) * 2
        and sum(length >= _LONG_ABSTRACT for length in lengths) >= 0.6 * len(lengths)
        and median(lengths) >= _USUAL_ABSTRACT
        and max(lengths) <= _LONGEST_ABSTRACT
        and paragraphs <= _PARAGRAPHS * len(lengths)
        and not _is_of_keys(lines)
    )


def _is_of_keys(lines: list[str]) -> bool:
    """Whether more than a fifth of the lines are settings, list items or directives."""
    filled = [line for line in map(str.strip, lines) if line]
    keys = sum(1 for line in filled if _key_line().match(line) is not None)
    return keys * 5 > len(filled)


@cache
def _key_line() -> re.Pattern[str]:
    return re.compile(r"[a-z][\w.-]{0,40}:(?:\s|$)|[-*+•]\s|\.\. |\S{0,60}::|[\w.\"'-]{1,60}\s?=\s")


def _is_plain_paper(record: Record) -> bool:
    return (
        bool(record.abstract)
        and record.title[:1] not in "#<{(/\\`=;|~%@$&*-"
        and not record.title.startswith("[!")
        and title_likeness(record.title) > 0
        and title_likeness(" ".join(record.abstract)) < 0
    )
