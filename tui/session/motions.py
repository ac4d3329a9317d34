"""Moves of the cursor that can be made again in another answer, and ways to a paper. Pure."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from index import QueryError
from tui.session.generations import Spot, count_listed, find_again, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Papers
    from tui.session.session import View


class Motion(msgspec.Struct, frozen=True):
    """One move of the cursor, told without saying how many papers there are.

    Attributes:
        start: Where it counts from.
        by: Papers down from there, or up where it is negative.
    """

    start: Literal["cursor", "first", "middle", "last"]
    by: int = 0

    def target(self, cursor: int, count: int) -> int:
        """Where it leads.

        Args:
            cursor: Where the cursor is.
            count: How many papers there are.
        """
        starts = {"cursor": cursor, "first": 0, "middle": count // 2, "last": count - 1}
        return min(max(starts[self.start] + self.by, 0), max(count - 1, 0))


def moved(motions: Iterable[Motion], cursor: int, count: int) -> int:
    """Where several moves lead, one after the other."""
    for motion in motions:
        cursor = motion.target(cursor, count)
    return cursor


class Trail(msgspec.Struct, frozen=True, kw_only=True):
    """The way to a paper in an answer that nobody has seen yet.

    Attributes:
        view: What was asked for.
        typing: Whether its last word may be a beginning.
        keep: The paper that the answer begins at, None for its first one.
        motions: The moves from there.
    """

    view: View
    typing: bool = False
    keep: Keep = None
    motions: tuple[Motion, ...] = ()


Keep: TypeAlias = "str | Trail | Spot | None"
"""The paper that the cursor stays on: its key, how to get to it, or where it was listed before."""


def find_kept(keep: Keep, papers: Papers) -> str | None:
    """The key of the paper to stay on; None where there is none."""
    if isinstance(keep, Spot):
        paper = find_again(keep.paper, papers)
        return paper.key if paper is not None else None
    if not isinstance(keep, Trail):
        return keep
    start = find_kept(keep.keep, papers)
    view, typing = keep.view, keep.typing
    # What is no query was never answered, and nobody has moved through its papers.
    with suppress(QueryError):
        cursor = 0
        if start is not None:
            cursor = place_of(view, start, typing, papers) or 0
        if keep.motions:
            cursor = moved(keep.motions, cursor, count_listed(view, typing, papers))
        hits = papers.search(
            view.query,
            sort=view.sort,
            reverse=view.reverse,
            limit=1,
            offset=cursor,
            prefix=typing,
            fuzzy=True,
            semantic=view.semantic,
        ).hits
        if hits:
            return hits[0].paper.key
    return start
