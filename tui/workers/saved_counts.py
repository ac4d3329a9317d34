"""Counts what a saved search finds; for the search thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import QueryError, set_filter, toggle_part
from tui.rendering.saved_line import SavedCount

if TYPE_CHECKING:
    from index import Papers


def query_for_new(query: str) -> str:
    """The query for those papers of a query that are new."""
    return toggle_part(query, "is", "new") if query else set_filter("", "is", "new")


def count_saved(name: str, papers: Papers) -> SavedCount:
    """How many papers a saved search finds, and how many of them are new."""
    query = set_filter("", "saved", name)
    try:
        total = papers.search(query, sort="date", limit=0).total
        new = papers.search(query_for_new(query), sort="date", limit=0).total
    except QueryError as error:
        return SavedCount(None, reason=error.reason)
    return SavedCount(total, new)
