"""Finding the paper under the cursor again in a newer generation of the index. Pure.

A paper's key changes when its id is learned, and a paper may be gone.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import msgspec

from index import Paper, QueryError

if TYPE_CHECKING:
    from index import Papers
    from tui.session.session import View

MOST_OF_ONE_TITLE = 10
"""Papers that are looked at for one of the same title."""


class Spot(msgspec.Struct, frozen=True):
    """Where the cursor stands in a list of an earlier generation.

    Attributes:
        paper: The paper under the cursor.
        place: Its place, from 0.
        following: The papers below it, the nearest first.
        preceding: The papers above it, the nearest first.
    """

    paper: Paper
    place: int
    following: tuple[Paper, ...] = ()
    preceding: tuple[Paper, ...] = ()


class Kept(msgspec.Struct, frozen=True):
    """Whether the cursor has kept its paper.

    Attributes:
        gone_from: What the paper is in no more; None where the cursor is on it.
        neighbour: Whether the cursor is on a paper that was below it (1) or above it (-1).
    """

    gone_from: Literal["index", "list"] | None = None
    neighbour: Literal[1, -1] = 1


def find_again(paper: Paper, papers: Papers) -> Paper | None:
    """A paper as another generation has it, also under another key; None if it is gone."""
    for name in (paper.key, paper.arxiv_id, paper.doi):
        found = papers.get(name) if name else None
        if found is not None:
            return found
    words = " ".join(paper.title.replace('"', " ").split())
    namesakes = []
    with suppress(QueryError):
        hits = papers.search(f'title:"{words}"', limit=MOST_OF_ONE_TITLE).hits
        namesakes = [hit.paper for hit in hits if _may_be(paper, hit.paper)]
    # Of several papers of one title nobody knows which it has become.
    return namesakes[0] if len(namesakes) == 1 else None


def _may_be(paper: Paper, other: Paper) -> bool:
    if paper.arxiv_id is not None and other.arxiv_id is not None:
        return False
    return _letters(paper.title) == _letters(other.title)


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


def place_of(view: View, key: str, typing: bool, papers: Papers) -> int | None:
    """The place of a paper in what a view shows; None if it is not there.

    Args:
        view: What is asked for.
        key: Of the paper.
        typing: Whether the last word may be the beginning of one.
        papers: The generation.
    """
    return papers.position(
        view.query,
        key,
        sort=view.sort,
        reverse=view.reverse,
        prefix=typing,
        fuzzy=True,
        semantic=view.semantic,
    )


def count_listed(view: View, typing: bool, papers: Papers) -> int:
    """How many papers a view shows, whether they match or not. Arguments as for ``place_of``."""
    counted = papers.search(
        view.query,
        sort=view.sort,
        reverse=view.reverse,
        limit=0,
        prefix=typing,
        fuzzy=True,
        semantic=view.semantic,
    )
    return counted.listed


def stand(spot: Spot, view: View, typing: bool, papers: Papers) -> tuple[int, Kept]:
    """Where the cursor goes in the answer of another generation.

    Args:
        spot: Where it stood.
        view: What is asked for.
        typing: Whether the last word may be the beginning of one.
        papers: The generation.

    Returns:
        The place of the same paper, else of the nearest one that is still listed, else the same
        place; and which of them it is.
    """

    def place_here(paper: Paper) -> int | None:
        return place_of(view, paper.key, typing, papers)

    same = find_again(spot.paper, papers)
    place = None if same is None else place_here(same)
    if place is not None:
        return place, Kept()
    gone_from: Literal["index", "list"] = "index" if same is None else "list"
    for paper in spot.following:
        if (place := place_here(paper)) is not None:
            return place, Kept(gone_from, 1)
    for paper in spot.preceding:
        if (place := place_here(paper)) is not None:
            return place, Kept(gone_from, -1)
    last = max(count_listed(view, typing, papers) - 1, 0)
    return min(spot.place, last), Kept(gone_from)
