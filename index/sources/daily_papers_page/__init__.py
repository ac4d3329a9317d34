"""Saved Daily Papers pages: their data or their blocks, titles, details and years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Record
from index.sources.inputs.mail import is_web_archive
from index.sources.source import Head, Source
from index.sources.xml.roots import root_of

if TYPE_CHECKING:
    from index.sources.daily_papers_page.years import SavedYears
    from index.sources.inputs.open import Input


_BEGINNING: Final = 256 * 1024


def is_web_page(item: Input) -> bool:
    """Whether an input is a page as browsers save it, and not its text.

    Raises:
        InputError: The data are damaged at their beginning.
    """
    from index.sources.inputs.open import open_input, read_some

    with open_input(item)[0] as stream:
        return _begins_as_web_page(read_some(stream, _BEGINNING).lstrip())


def _begins_as_web_page(start: bytes) -> bool:
    root = root_of(start)
    return (root is not None and root.is_html) or is_web_archive(start)


def _recognises(head: Head) -> bool:
    if _begins_as_web_page(head.start):
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
