"""Clean papers for export: the exporters trust no one to have cleaned before them."""

from __future__ import annotations

import msgspec

from index.paper import Organisation, Paper
from index.text.cleaning import one_line, paragraphs, web_address


def cleaned(paper: Paper) -> Paper:
    """The paper without controls and other tricks in its text; an equal one if it had none.

    An address that is not http or https goes.
    """
    authors = _lines(paper.authors)
    author_count = paper.author_count
    if authors and paper.authors and author_count == len(paper.authors):
        author_count = len(authors)
    return msgspec.structs.replace(
        paper,
        key=one_line(paper.key),
        title=one_line(paper.title),
        abstract=paragraphs(paper.abstract) or None if paper.abstract else None,
        org=None,
        org_name=None,
        orgs=_organisations(paper.orgs),
        author_count=author_count,
        authors=authors,
        arxiv_id=_line(paper.arxiv_id),
        categories=_lines(paper.categories),
        doi=_line(paper.doi),
        url=web_address(paper.url),
        keywords=_lines(paper.keywords),
        venue=_line(paper.venue),
        sources=_lines(paper.sources) or (),
    )


def _line(text: str | None) -> str | None:
    return one_line(text) or None if text else None


def _organisations(orgs: tuple[Organisation, ...] | None) -> tuple[Organisation, ...] | None:
    clean = (Organisation(_line(org.slug), _line(org.name)) for org in orgs or ())
    return tuple(org for org in clean if org.slug or org.name) or None


def _lines(texts: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if not texts:
        return None
    return tuple(line for text in texts if (line := one_line(text))) or None
