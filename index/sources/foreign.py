"""Tells records of other formats by their keys, where they stand among Quire's own lines.

They have titles too, and reading only what both formats have would lose the rest without a word.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from index.sources.identifiers import clean_arxiv_id

_OPENALEX: Final = "OpenAlex"
_SEMANTIC_SCHOLAR: Final = "Semantic Scholar"
_PAPERS_WITH_CODE: Final = "Papers with Code"
_CSL: Final = "CSL-JSON"
_CROSSREF: Final = "Crossref"

_KEYS: Final = {
    "paper": "daily-papers-api",
    "summary": "daily-papers-api",
    "publishedAt": "daily-papers-api",
    "published_at": "daily-papers-api",
    "submittedOnDailyAt": "daily-papers-api",
    "submitted_on_daily_at": "daily-papers-api",
    "authors_parsed": "arxiv",
    "journal-ref": "arxiv",
    "versions": "arxiv",
    "authorships": _OPENALEX,
    "abstract_inverted_index": _OPENALEX,
    "paperId": _SEMANTIC_SCHOLAR,
    "externalIds": _SEMANTIC_SCHOLAR,
    "corpusid": _SEMANTIC_SCHOLAR,
    "url_abs": _PAPERS_WITH_CODE,
    "paper_url": _PAPERS_WITH_CODE,
    "author": "paperlists or CSL-JSON",
    "issued": _CSL,
    "container-title": _CSL,
    "container_title": _CSL,
    "is-referenced-by-count": _CROSSREF,
    "invitation": "OpenReview",
    "invitations": "OpenReview",
    "tcdate": "OpenReview",
}
"""Keys that only one format has, and which. The first that a record has decides."""

_OWN_KEYS: Final = frozenset(
    ["author_count", "featured", "keywords", "org", "org_name", "published", "stars", "upvotes"]
)
"""Keys of Quire's own lines that the arXiv snapshot does not have."""


@cache
def _pattern() -> re.Pattern[bytes]:
    names = "|".join(map(re.escape, (*_KEYS, "id"))).encode()
    return re.compile(rb'"(?:' + names + rb')"\s*:')


def may_be_foreign(line: bytes) -> bool:
    """Whether a line has to be looked at closer: quick, and never wrong where it says no."""
    return _pattern().search(line) is not None


def foreign_format(record: dict[str, Any]) -> str | None:
    """The format that a record is in by its keys: one of ``FORMATS`` or another's name.

    None where it may be Quire's own.
    """
    for key, name in _KEYS.items():
        if key in record and (key != "paper" or isinstance(record[key], dict)):
            return name
    has_own_keys = not record.keys().isdisjoint(_OWN_KEYS) or isinstance(
        # The snapshot's are a text, such as "37 pages".
        record.get("comments"),
        int,
    )
    return "arxiv" if has_foreign_id(record) and not has_own_keys else None


def is_of_snapshot(record: dict[str, Any]) -> bool:
    """Whether a record is one of the arXiv snapshot, or of a copy of it."""
    return (
        "authors_parsed" in record
        or "journal-ref" in record
        or (isinstance(record.get("categories"), str) and isinstance(record.get("id"), str))
        or ("title" in record and foreign_format(record) == "arxiv")
    )


def has_snapshot_keys(text: bytes) -> bool:
    """Whether a key that only the arXiv snapshot has stands in a text of JSON."""
    return re.search(rb'"authors_parsed"\s*:|"journal-ref"\s*:', text) is not None


def is_own(record: dict[str, Any]) -> bool:
    """Whether a record that stands among another format's has keys that only Quire's lines have."""
    return foreign_format(record) is None and not record.keys().isdisjoint((*_OWN_KEYS, "arxiv_id"))


def has_foreign_id(record: dict[str, Any]) -> bool:
    """Whether a record has its arXiv id under the name that arXiv gives it."""
    identifier = record.get("id")
    return (
        "arxiv_id" not in record
        and isinstance(identifier, str | float)
        and clean_arxiv_id(str(identifier)) is not None
    )
