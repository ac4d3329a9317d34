"""What the search thread is asked to do for the browser, and what comes of it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import msgspec

from index import QueryError, QuireError, filters_of
from tui.session.generations import Kept, Spot, place_of, stand
from tui.session.motions import find_kept
from tui.workers.page_request import PAGE_SIZE, request_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Facets, Mine, Page, Paper, Papers
    from tui.session.motions import Keep
    from tui.session.session import View
    from tui.text import Range
    from tui.workers.searcher import Searcher

ORGANISATIONS = 200
"""How many organisations the filter lists; others are found by typing."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: a part of the matches, where it begins, and where the cursor goes.

    Attributes:
        page: The part of the matches.
        papers: The generation of the index that answered.
        offset: The place of its first paper.
        cursor: The place of the paper that the cursor goes to.
        kept: How the cursor has kept its paper.
        begun: How many papers match if the last word is only the beginning of one; None where
            that was not asked, 0 where no paper has that either.
    """

    page: Page
    papers: Papers
    offset: int
    cursor: int
    kept: Kept = Kept()
    begun: int | None = None

    @property
    def cut_short(self) -> bool:
        """Whether taking the last word as it stands loses most of what its beginning finds."""
        page = self.page
        if page.corrected is not None or page.required is not None:
            return bool(self.begun)
        return 2 * page.total < (self.begun or 0)


class Marker:
    """Finds what a query matched in a text, for highlighting."""

    def __init__(self, papers: Papers | None, query: str, typing: bool = False) -> None:
        self._papers = papers
        self.query = query
        self.typing = typing

    def __call__(
        self, text: str, field: Literal["title", "abstract", "authors", "org"]
    ) -> Sequence[Range]:
        """The character ranges that match; none where the index can't tell them any more."""
        if self._papers is None or not self.query:
            return ()
        with suppress(QuireError, OSError):
            return self._papers.highlights(self.query, text, field, prefix=self.typing)
        return ()


def find_page(searcher: Searcher, view: View, keep: Keep, typing: bool, papers: Papers) -> Found:
    """Ask for the part of the matches around the paper to keep, else for the first part."""
    searcher.begin_answer(view.query)
    cursor, kept = 0, Kept()
    if isinstance(keep, Spot):
        cursor, kept = stand(keep, view, typing, papers)
    elif (key := find_kept(keep, papers)) is not None:
        cursor = place_of(view, key, typing, papers) or 0
    request = request_for(view, offset=max(cursor - PAGE_SIZE // 2, 0), typing=typing)
    page = searcher.fetch_page(papers, request)
    return Found(page=page, papers=papers, offset=request.offset, cursor=cursor, kept=kept)


def find_settled(searcher: Searcher, view: View, keep: Keep, papers: Papers) -> Found:
    """As ``find_page``, when typing has just ended: also count what its last word began."""
    typed = _begun(view.query, papers)
    whole = typed.corrected is None and typed.required is None
    begun = typed.total if whole else 0
    return msgspec.structs.replace(find_page(searcher, view, keep, False, papers), begun=begun)


def _begun(query: str, papers: Papers) -> Page:
    """Counts what the text finds as a beginning: while it was typed, much was passed over."""
    with suppress(QueryError):
        if query[-1:].isalnum():
            return papers.search(f"{query}*", sort="date", limit=0)
    return papers.search(query, prefix=True, sort="date", limit=0)


def count_choices(
    query: str,
    typing: bool,
    sought: Iterable[tuple[str, str]],
    within: str,
    days_by: str,
    papers: Papers,
) -> Facets:
    """Count for the filters; the months of a year or the days of a month too, if one is looked at.

    Args:
        query: What to find.
        typing: Whether it is being typed.
        sought: What the listed organisations, categories or venues are called, by field.
        within: The year or month that is looked at, as the query writes it; empty for none.
        days_by: The field of dates that is counted by.
        papers: Where to count.
    """
    from tui.rendering.date_choices import days_within

    names = dict(sought)
    facets = papers.facets(
        query,
        organisations=ORGANISATIONS,
        find_organisation=names.get("org", ""),
        find_category=names.get("cat", ""),
        find_venue=names.get("venue", ""),
        days_by=days_by,
        in_view=days_within(within),
        prefix=typing,
        fuzzy=True,
    )
    if facets.organisations_rest:
        return _with_chosen(facets, query, typing, papers)
    return facets


def count_mine(query: str, typing: bool, papers: Papers) -> Mine | None:
    """Count by what the reader did; None who did nothing yet."""
    return papers.mine(query, prefix=typing, fuzzy=True)


def _with_chosen(facets: Facets, query: str, typing: bool, papers: Papers) -> Facets:
    """Add counts for chosen organisations that are too rare to be listed."""
    chosen = (filters_of(query) or {}).get("org")
    if chosen is None:
        return facets
    added = []
    for value in (*chosen.values, *chosen.excluded):
        if any(_is_called(value, entry.slug, entry.name) for entry in facets.organisations):
            continue
        others = papers.facets(
            query,
            organisations=ORGANISATIONS,
            find_organisation=value,
            only=("org",),
            prefix=typing,
            fuzzy=True,
        )
        added += [
            entry for entry in others.organisations if _is_called(value, entry.slug, entry.name)
        ]
    return msgspec.structs.replace(facets, organisations=[*added, *facets.organisations])


def _is_called(value: str, *names: str | None) -> bool:
    return value.casefold() in {name.casefold() for name in names if name}


def find_similar(key: str, limit: int, papers: Papers) -> Sequence[Paper]:
    """The papers that are most like the one of this key, best first."""
    return [hit.paper for hit in papers.similar(key, limit)]
