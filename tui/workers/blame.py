"""Why a query finds nothing: the part that is to blame, and what no paper has."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from index import QueryError, days_in_vain, filters_of
from tui.text import clean, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index import Papers


class Blame(msgspec.Struct, frozen=True):
    """Why a query finds nothing.

    Attributes:
        reasons: Sentences, the first of which is about the part that is best left out.
        drop: Which of the query's parts that is; None where no single one is to blame.
        notes: Sentences about what the query asks for and the index does not have.
    """

    reasons: tuple[str, ...] = ()
    drop: int | None = None
    notes: tuple[str, ...] = ()


def notes_on_absence(query: str, typing: bool, papers: Papers, *, newer: str = "") -> Iterator[str]:
    """What a query that finds nothing asks for and no paper has: names, and days.

    Args:
        query: What was asked for.
        typing: Whether it is being typed.
        papers: Where.
        newer: The key that gets newer papers; "" where there are none to be had.
    """
    for value in papers.search(query, prefix=typing, limit=0).absent:
        yield f"There is {value.sentence}."
    yield from days_in_vain(query, papers, newer=newer)


def find_blame(query: str, typing: bool, papers: Papers, *, newer: str = "") -> Blame:
    """Find out which part of a query that finds nothing is to blame.

    Args:
        query: What was asked for.
        typing: Whether it is being typed.
        papers: Where.
        newer: The key that gets newer papers; "" where there are none to be had.
    """
    explanation = None
    if typing and query[-1:].isalnum():
        # The word that is being typed was searched as a beginning.
        with suppress(QueryError):
            explanation = papers.explain(f"{query}*")
    explanation = explanation or papers.explain(query)
    parts = explanation.parts
    notes = tuple(notes_on_absence(query, typing, papers, newer=newer))
    like = (filters_of(query) or {}).get("like")
    if like is not None and like.values and not any(papers.get(key) for key in like.values):
        gone = "The paper that these would be like is not in the index."
        return Blame((gone,), explanation.drop if len(parts) > 1 else None)
    if len(parts) < 2:
        return Blame(notes=notes)
    drop = explanation.drop
    if drop is None:
        alone = " · ".join(f"{clean(part.text)} {part.alone:,}" for part in parts)
        return Blame((f"Leaving out one part is not enough. Each alone: {alone}.",), notes=notes)
    blamed = [part for part in parts if part.removes]
    blamed.sort(key=lambda part: (part is not parts[drop], -part.removes))
    return Blame(
        tuple(f"{clean(part.text)} removes {plural(part.removes, 'paper')}." for part in blamed),
        drop,
        notes,
    )
