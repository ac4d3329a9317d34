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
from index.sources.daily_papers_page.blocks import blocks_of
from index.sources.daily_papers_page.details import Day, Details, is_dot
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
    from index.sources.saved_years import SavedYears


# Of 467 real pages without preamble and details all keep within these, of 36 other texts that
# look like titles and paragraphs none does.
_LONG_ABSTRACT: Final = 400
_USUAL_ABSTRACT: Final = 500
_LONGEST_ABSTRACT: Final = 6_000
_PARAGRAPHS: Final = 1.5
_FUNCTION_WORDS: Final = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "has", "have", "in",
     "into", "is", "it", "its", "of", "on", "or", "our", "that", "the", "their", "these", "this",
     "to", "we", "which", "while", "with"]
)  # fmt: skip
_FEWEST_FUNCTION_WORDS: Final = 0.13
"""Share of an abstract's words. Each of 1,714 real ones has more than 0.14, code hardly any."""


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
            yield _paper(found, own_day, saved_years.of(item.name, found.page), item.format)


def _paper(record: Record, own_day: Day | None, saved_year: int | None, source: str) -> Paper:
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
        sources=(source,),
    )


def looks_like_page(head: bytes) -> bool:
    """Whether bytes are the start of a saved page: by its preamble, its details, or its shape.

    Dates, names and buttons stand in ordinary text too, and so do headings and paragraphs. Without
    the preamble either most papers have to have a title, an abstract and details that only pages
    print; or the first block has to look like a title, the second like an abstract, most titles
    have to have abstracts, and these have to be as long as abstracts are.
    """
    lines = head.decode("utf-8", "replace").splitlines()[:5000]
    if any(block.is_sign for block in blocks_of(enumerate(lines, start=1))):
        return True
    records = [
        found for found in read_records(enumerate(lines, start=1)) if isinstance(found, Record)
    ]
    detailed = sum(_is_detailed_paper(record, lines) for record in records)
    return detailed * 2 > len(records) or (_are_plain_papers(records) and not _is_of_keys(lines))


def _is_detailed_paper(record: Record, lines: list[str]) -> bool:
    """Whether a record has a title, an abstract, and details as only pages print them.

    A name and a date end letters and notes too: the authors, the dot between the parts, a count
    behind the date or a link to the paper has to be there as well.
    """
    details = record.details
    if details is None or not _has_prose(record):
        return False
    if details.author_count is not None:
        return True
    counts = (details.comments, details.stars, record.upvotes, record.arxiv_id)
    return details.day is not None and (
        any(count is not None for count in counts) or _has_dot(details, lines)
    )


def _has_dot(details: Details, lines: list[str]) -> bool:
    """Whether the dot stands within the details' first line, or alone on one of three."""
    first = details.line - 1
    return any(dot in lines[first] for dot in "·∙⋅") or any(
        is_dot(line.strip()) for line in lines[first : first + 3]
    )


def _are_plain_papers(records: list[Record]) -> bool:
    """Whether records have the shape of papers whatever their details."""
    if not records or not _is_plain_paper(records[0]):
        return False
    abstracts = [record.abstract for record in records if record.abstract]
    lengths = [sum(map(len, abstract)) for abstract in abstracts]
    return (
        len(records) <= len(lengths) * 2
        and sum(length >= _LONG_ABSTRACT for length in lengths) >= 0.6 * len(lengths)
        and sum(map(_is_english, abstracts)) >= 0.9 * len(abstracts)
        and median(lengths) >= _USUAL_ABSTRACT
        and max(lengths) <= _LONGEST_ABSTRACT
        and sum(map(len, abstracts)) <= _PARAGRAPHS * len(lengths)
    )


def _is_english(paragraphs: tuple[str, ...]) -> bool:
    """Whether a text has the small words of sentences, which lists, settings and code lack."""
    words = [word.strip(".,;:()").lower() for word in " ".join(paragraphs).split()]
    small = sum(word in _FUNCTION_WORDS for word in words)
    return small >= _FEWEST_FUNCTION_WORDS * len(words)


def _is_of_keys(lines: list[str]) -> bool:
    """Whether more than a fifth of the lines are settings, list items, directives or code."""
    filled = [line for line in map(str.strip, lines) if line]
    keys = sum(1 for line in filled if _key_line().match(line) is not None)
    return keys * 5 > len(filled)


@cache
def _key_line() -> re.Pattern[str]:
    return re.compile(
        r"[a-z][\w.-]{0,40}:(?:\s|$)|[-*+•]\s|\.\. |\S{0,60}::|[\w.\"'-]{1,60}\s?=\s"
        # Comments, but no headings that are links; brackets that open or close a block of code.
        r"|#(?!#|\s*\[)|//|[)\]}]|.*[(\[{;]$|(?:def|class|import|return) "
    )


def _is_plain_paper(record: Record) -> bool:
    return (
        _has_prose(record)
        and record.title[:1] not in "#<{(/\\`=;|~%@$&*-"
        and not record.title.startswith("[!")
        # A heading's underline.
        and re.search(r"([\^=~\"'#*+-])\1{3}", record.title) is None
        # As in the heads of licences: Files: *, Copyright: ..., License: ...
        and len(re.findall(r"\S:\s", record.title)) < 3
        and title_likeness(record.title) > 0
    )


def _has_prose(record: Record) -> bool:
    return bool(record.abstract) and title_likeness(" ".join(record.abstract)) < 0
