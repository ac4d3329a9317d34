"""Reads Quire's own JSON lines: what ``search --json`` prints, or what a converter writes.

A line needs only a title. Keys it does not know, ``score`` among them, are passed over. A key
with a value of a wrong type rejects the line: a silent loss would be worse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from index.paper import Paper, Rejected
from index.sanitize import NAME_LIMIT, one_line, paragraphs, web_address
from index.sources.identifiers import clean_arxiv_id, clean_doi
from index.sources.json_records import decode_carefully

FORMAT: Final = "quire"
_COUNT_LIMIT: Final = 2**53
"""Counts above this are not exact in JSON, and are of nothing."""


def decoder(file: str) -> Callable[[bytes, int], Paper | Rejected]:
    """A function that makes a record of a line's bytes and number.

    Args:
        file: The input's name, for what is rejected.
    """
    typed = msgspec.json.Decoder(Paper)

    def decode(line: bytes, number: int) -> Paper | Rejected:
        try:
            paper = typed.decode(line)
        except (ValueError, RecursionError):
            paper_or_reason = decode_carefully(typed, line)
            if isinstance(paper_or_reason, str):
                return Rejected(file=file, line=number, reason=paper_or_reason)
            paper = paper_or_reason
        cleaned = _cleaned(paper)
        if isinstance(cleaned, str):
            return Rejected(file=file, line=number, reason=cleaned)
        return cleaned

    return decode


def _cleaned(paper: Paper) -> Paper | str:
    """The paper with clean values, or a sentence saying what is wrong with it."""
    title = one_line(paper.title)
    if not title:
        return "the title is empty"
    arxiv_id = None
    if paper.arxiv_id:
        arxiv_id = clean_arxiv_id(paper.arxiv_id)
        if arxiv_id is None:
            return '"arxiv_id": not an arXiv id like 2401.01234'
    for name, count in (
        ("author_count", paper.author_count),
        ("comments", paper.comments),
        ("upvotes", paper.upvotes),
        ("stars", paper.stars),
    ):
        if count is not None and not 0 <= count <= _COUNT_LIMIT:
            return f'"{name}": {count} is no count'
    authors = _names(paper.authors)
    return Paper(
        title=title,
        abstract=paragraphs(paper.abstract) or None if paper.abstract else None,
        published=paper.published,
        year_inferred=paper.year_inferred and paper.published is not None,
        featured=paper.featured,
        org=one_line(paper.org, NAME_LIMIT) or None if paper.org else None,
        org_name=one_line(paper.org_name, NAME_LIMIT) or None if paper.org_name else None,
        author_count=len(authors) if authors else paper.author_count,
        authors=authors,
        comments=paper.comments,
        upvotes=paper.upvotes,
        stars=paper.stars,
        arxiv_id=arxiv_id,
        categories=_names(paper.categories),
        doi=clean_doi(paper.doi) if paper.doi else None,
        url=web_address(paper.url),
        keywords=_names(paper.keywords),
        sources=tuple(sorted(set(_names(paper.sources) or (FORMAT,)))),
    )


def _names(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if not names:
        return None
    cleaned = (one_line(name, NAME_LIMIT) for name in names)
    return tuple(name for name in cleaned if name) or None
