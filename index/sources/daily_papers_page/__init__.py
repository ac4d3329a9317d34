"""Saved Daily Papers pages: their blocks, titles, details and years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from index.sources.daily_papers_page.years import SavedYears
    from index.sources.inputs.open import Input


def _recognises(head: Head) -> bool:
    if head.is_json or head.root is not None:
        return False
    # Most builds read no page.
    from index.sources.daily_papers_page.page import looks_like_page

    return looks_like_page(head.text)


def _read(item: Input, saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.daily_papers_page.page import read_page

    return read_page(item, saved_years)


SOURCE: Final = Source(
    name="daily-papers-page",
    origin="daily-papers",
    label="Daily Papers pages saved as text",
    recognises=_recognises,
    read=_read,
    # They have lost backslashes.
    title_rank=0,
)
