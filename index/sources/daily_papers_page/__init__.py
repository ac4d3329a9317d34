"""Saved Daily Papers pages: their data or their blocks, titles, details and years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Record
from index.sources.daily_papers_page.web_page import begins_as_web_page, is_web_page
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears


def _recognises(head: Head) -> bool:
    if begins_as_web_page(head.start):
        # Those without papers are refused before.
        return True
    if head.is_json or head.root is not None:
        return False
    # Most builds read no page.
    from index.sources.daily_papers_page.page import looks_like_page

    return looks_like_page(head.text)


def _read(item: Input, saved_years: SavedYears) -> Iterator[Record]:
    if is_web_page(item):
        from index.sources.daily_papers_page.html import read_html

        return read_html(item)
    from index.sources.daily_papers_page.page import read_page

    return read_page(item, saved_years)


SOURCE: Final = Source(
    name="daily-papers-page",
    origin="daily-papers",
    label="saved pages of Daily Papers",
    recognises=_recognises,
    read=_read,
    # They have lost backslashes.
    title_rank=0,
)
