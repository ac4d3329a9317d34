"""Reads the feeds of arXiv's API: Atom, an entry a paper.

Format: https://info.arxiv.org/help/api/user-manual.html. Where there is no answer, since an id is
wrong for example, one entry titled "Error" says why in its summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
"""Atom's: https://www.rfc-editor.org/rfc/rfc4287."""


def entry_paper(entry: Element) -> Paper:
    """The paper of an entry.

    Raises:
        BadRecord: It is an answer without one, or has no title.
    """
    from index.sources.affiliations import organisations
    from index.sources.authors import from_names
    from index.sources.clean_record import clean_record
    from index.sources.identifiers import clean_arxiv_id
    from index.sources.json_records import BadRecord
    from index.sources.partial_dates import partial_date
    from index.sources.xml.texts import text_at, texts_at

    address, title = text_at(entry, "id"), text_at(entry, "title")
    if "/api/errors" in address or (title == "Error" and clean_arxiv_id(address) is None):
        raise BadRecord(f"arXiv answered with an error: {text_at(entry, 'summary')[:300]}")
    if clean_arxiv_id(address) is None:
        raise BadRecord(f"its id is none of arXiv's: {address[:80]!r}")
    affiliations = texts_at(entry, "author/affiliation")
    primary = entry.find("primary_category")
    terms = [] if primary is None else [primary.get("term", "")]
    terms += [category.get("term", "") for category in entry.findall("category")]
    return clean_record(
        SOURCE.name,
        title=title,
        abstract=abstract_of(text_at(entry, "summary")),
        published=partial_date(text_at(entry, "published")),
        authors=from_names(texts_at(entry, "author/name")),
        arxiv_id=address,
        categories=filter(is_category, terms),
        doi=text_at(entry, "doi"),
        organisations=organisations(affiliations),
    )


def abstract_of(text: str) -> str:
    """An abstract whose paragraphs begin with indented lines, with blank lines between them."""
    return re.sub(r"\n[ \t]{2,}", "\n\n", text.strip())


def is_category(term: str) -> bool:
    """Whether a term is a category of arXiv's: feeds give classes of the ACM and the AMS, too."""
    return _category().fullmatch(term) is not None


@cache
def _category() -> re.Pattern[str]:
    return re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]+(?:-[A-Za-z]+)*)?")


@cache
def _sign() -> re.Pattern[bytes]:
    """What only arXiv's feeds have."""
    return re.compile(
        rb"arxiv\.org/schemas/atom"
        rb"|<id>\s*(?:https?://(?:[a-z]+\.)?arxiv\.org/|oai:arxiv\.org:)",
        re.IGNORECASE,
    )


def _recognises(head: Head) -> bool:
    root = head.root
    if root is None or root.name not in ("feed", "entry") or root.namespace not in ("", NAMESPACE):
        return False
    return _sign().search(head.text) is not None


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.xml.records import papers

    return papers(item, ["entry"], entry_paper)


SOURCE: Final = Source(
    name="arxiv-atom",
    label="feeds of arXiv's API",
    recognises=_recognises,
    read=_read,
    title_rank=3,
)
