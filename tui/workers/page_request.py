"""What the index is asked for when a part of a list is to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from index import Page, Papers
    from tui.session.session import View

PAGE_SIZE = 120
"""Papers in the first page of an answer: more than any terminal has lines."""


class PageRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the papers that match a query."""

    query: str
    sort: str | None = None
    reverse: bool = False
    offset: int = 0
    limit: int = PAGE_SIZE
    typing: bool = False
    semantic: bool = False


def request_for(
    view: View, *, offset: int = 0, limit: int = PAGE_SIZE, typing: bool = False
) -> PageRequest:
    """The request for a part of what a view shows.

    Args:
        view: What is asked for.
        offset: Papers to skip.
        limit: Most papers to fetch.
        typing: Whether the last word is being typed.
    """
    return PageRequest(
        query=view.query,
        sort=view.sort,
        reverse=view.reverse,
        offset=offset,
        limit=limit,
        typing=typing,
        semantic=view.semantic,
    )


def around(request: PageRequest, place: int) -> PageRequest:
    """The same request for the part of the matches around a place.

    It begins where any page around that place begins, and has as many papers after it.
    """
    offset = max(place - PAGE_SIZE // 2, 0)
    return msgspec.structs.replace(request, offset=offset, limit=place - offset + request.limit)


def fetch(papers: Papers, request: PageRequest) -> Page:
    """Ask for a part of the matches."""
    return papers.search(
        request.query,
        sort=request.sort,
        reverse=request.reverse,
        offset=request.offset,
        limit=request.limit,
        prefix=request.typing,
        fuzzy=True,
        semantic=request.semantic,
    )
