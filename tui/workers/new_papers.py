"""New papers in a list, and days that have papers, as the search thread finds them."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from index import FIELDS, QueryError, clear_filters, parse, picks_nearest, set_filter
from tui.session.generations import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Page, Papers
    from tui.session.session import View

DAYS = ("date", "featured", "added")
"""The fields of days that a list can be narrowed to."""

ONE_DAY = datetime.timedelta(days=1)

MOST_LOOKED_AT = 500
"""Papers of a list, or new ones of it, that are looked at one by one where meaning orders it."""


class NewPlace(NamedTuple):
    """Where in a list a new paper stands.

    Attributes:
        place: From 0; None where none is new.
        wrapped: Whether it was looked for from the other end, too.
    """

    place: int | None
    wrapped: bool = False


def only_new(query: str, typing: bool, papers: Papers) -> str:
    """The query for those of its papers that are new; what is typed still is its end.

    Args:
        query: For the papers of a list.
        typing: Whether its last word may be a beginning; no longer where a space follows.
        papers: Where the list came from.
    """
    if not any(sign in query for sign in ("|", " OR ")):
        return f"is:new {query}" if query.strip() else "is:new"
    if typing and query[-1:].isalnum():
        # Between parentheses nothing is being typed. A date or a number is no beginning.
        begun = f"is:new ({query}*)"
        with suppress(QueryError):
            papers.search(begun, sort="date", limit=0)
            return begun
    return f"is:new ({query})"


def count_new(view: View, typing: bool, papers: Papers) -> int:
    """How many papers of a list are new; those of them that match."""
    picked = _picked(view, typing, papers)
    if picked is not None:
        return len(_new_places(picked, 0, papers))
    query = only_new(view.query, typing, papers)
    return papers.search(query, sort="date", limit=0, prefix=typing).total


def find_new(view: View, typing: bool, cursor: int, step: int, papers: Papers) -> NewPlace:
    """The nearest new paper after the cursor, or before it; else the farthest the other way.

    The new papers stand in the order of the list, so the places of a few of them tell where the
    one that is sought stands, however long the list is.

    Args:
        view: What is listed.
        typing: Whether its last word may be a beginning.
        cursor: The place to look from.
        step: 1 for down, -1 for up.
        papers: The generation that is listed.
    """
    picked = _picked(view, typing, papers)
    if picked is not None:
        return _beyond(_new_places(picked, 0, papers), cursor, step)
    query = only_new(view.query, typing, papers)
    if view.semantic:
        near = _beyond(_places_beside(view, typing, cursor, step, papers), cursor, step)
        if near.place is not None and not near.wrapped:
            return near
        return _beyond(_mixed_places(view, query, typing, papers), cursor, step)

    def place_of_new(number: int) -> int | None:
        page = papers.search(
            query,
            sort=view.sort,
            reverse=view.reverse,
            offset=number,
            limit=1,
            prefix=typing,
            semantic=False,
        )
        if not page.hits:
            return None
        return place_of(view, page.hits[0].paper.key, typing, papers)

    page = papers.search(query, sort=view.sort, limit=0, prefix=typing, semantic=False)
    low, high = 0, page.total + page.partial_total
    count = high
    while low < high:
        middle = (low + high) // 2
        place = place_of_new(middle)
        if place is not None and (place > cursor if step > 0 else place >= cursor):
            high = middle
        else:
            low = middle + 1
    wanted = low if step > 0 else low - 1
    if not count:
        return NewPlace(None)
    wrapped = not 0 <= wanted < count
    return NewPlace(place_of_new(wanted % count), wrapped)


def _picked(view: View, typing: bool, papers: Papers) -> Page | None:
    """The whole list, where the query picks the nearest papers: its new ones are no query's."""
    if not picks_nearest(parse(view.query)):
        return None
    page = papers.search(
        view.query,
        sort=view.sort,
        reverse=view.reverse,
        limit=MOST_LOOKED_AT,
        prefix=typing,
        fuzzy=True,
        semantic=view.semantic,
    )
    # Without vectors like: is a filter as others are.
    return page if page.listed <= MOST_LOOKED_AT else None


def _new_places(page: Page, start: int, papers: Papers) -> list[int]:
    """The places of the new papers of a part of a list.

    Args:
        page: The part.
        start: The place of its first paper.
        papers: The generation that is listed.
    """
    keys = [hit.paper.key for hit in page.hits]
    if not keys:
        return []
    named = " OR ".join(f'"{key}"' for key in keys)
    found = papers.search(f"is:new id:({named})", sort="date", limit=len(keys))
    new = {hit.paper.key for hit in found.hits}
    return [start + at for at, key in enumerate(keys) if key in new]


def _places_beside(view: View, typing: bool, cursor: int, step: int, papers: Papers) -> list[int]:
    """The places of new papers among those next to the cursor. Arguments as for ``find_new``."""
    start = cursor + 1 if step > 0 else max(0, cursor - MOST_LOOKED_AT)
    page = papers.search(
        view.query,
        sort=view.sort,
        reverse=view.reverse,
        offset=start,
        limit=MOST_LOOKED_AT if step > 0 else max(0, cursor - start),
        prefix=typing,
        fuzzy=True,
        semantic=True,
    )
    return _new_places(page, start, papers)


def _mixed_places(view: View, query: str, typing: bool, papers: Papers) -> list[int]:
    """The places of new papers where meaning has joined, which puts few papers elsewhere.

    Args:
        view: What is listed.
        query: For those of it that are new.
        typing: Whether the last word may be a beginning.
        papers: The generation that is listed.
    """

    def asked(query: str, *, semantic: bool, limit: int, offset: int = 0) -> Page:
        return papers.search(
            query,
            sort=view.sort,
            limit=limit,
            offset=offset,
            prefix=typing,
            fuzzy=True,
            semantic=semantic,
        )

    by_words = asked(query, semantic=False, limit=MOST_LOOKED_AT)
    found = (place_of(view, hit.paper.key, typing, papers) for hit in by_words.hits)
    places = {place for place in found if place is not None}
    if view.reverse:
        # What only meaning finds is not listed then.
        return sorted(places)
    # No query by words finds what only meaning does.
    start = asked(view.query, semantic=True, limit=0)
    alone = asked(view.query, semantic=True, limit=start.meaning_total, offset=start.meaning_at)
    return sorted(places | {*_new_places(alone, start.meaning_at, papers)})


def _beyond(places: Sequence[int], cursor: int, step: int) -> NewPlace:
    """The nearest of some places, in their order, after the cursor, or before it."""
    if not places:
        return NewPlace(None)
    beyond = [place for place in places if (place > cursor if step > 0 else place < cursor)]
    return NewPlace((beyond or places)[0 if step > 0 else -1], not beyond)


def day_in(query: str, field: str, day: datetime.date, step: int, papers: Papers) -> str | None:
    """The query narrowed to the nearest day with papers, before a day or after it.

    Args:
        query: What is listed.
        field: One of ``DAYS``.
        day: The day to look from.
        step: 1 for later, -1 for earlier, 0 for that day itself.
        papers: The generation that is listed.

    Returns:
        The query; None where there is no such day.
    """
    freed = clear_filters(query, DAYS)
    if not step:
        return set_filter(freed, field, day.isoformat())
    span = f"{day + ONE_DAY}.." if step > 0 else f"..{day - ONE_DAY}"
    # By day, the largest first; the nearest later day is the smallest.
    page = papers.search(set_filter(freed, field, span), sort=field, reverse=step > 0, limit=1)
    if not page.hits:
        return None
    found: datetime.date = getattr(page.hits[0].paper, FIELDS[field].attribute)
    return set_filter(freed, field, found.isoformat())
