"""Finds papers by their whole title, whatever id they have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import tantivy
from tantivy import Occur

from index.engine import schema
from index.engine.folding import fold
from index.engine.queries import Queries, Query, queries_of
from index.engine.stored_papers import paper_at
from index.identity import fold_title
from index.paper import Paper

_MOST: Final = 2_000
"""Papers that are asked for before it is known how many match."""

_BEST: Final = 20
"""Papers to be looked at whose titles come nearest to one."""


def with_title(searcher: tantivy.Searcher, title: str, *, nearly: bool = True) -> list[Paper]:
    """The papers with this folded title, those with an id too, whose titles are not hashed.

    Args:
        searcher: Of the index, as of its last commit.
        title: As it is shown.
        nearly: Whether those are looked for too whose titles have other words and fold alike, which
            takes longer.
    """
    folded = fold_title(title)
    queries = queries_of(searcher)
    alike = [
        paper
        for paper in matching(searcher, _with_words(queries, title, Occur.Must))
        if fold_title(paper.title) == folded
    ]
    if alike or not nearly:
        return alike
    # "GPT-4" and "GPT4" fold alike and are other words: then most of the rest agrees.
    nearest = searcher.search(_with_words(queries, title, Occur.Should), _BEST, count=False)
    return [paper for paper in _papers(searcher, nearest) if fold_title(paper.title) == folded]


def matching(searcher: tantivy.Searcher, query: Query) -> Iterator[Paper]:
    """All papers that match."""
    result = searcher.search(query, _MOST)
    count: int = result.count  # type: ignore[attr-defined]
    if count > _MOST:
        result = searcher.search(query, count)
    return _papers(searcher, result)


def _with_words(queries: Queries, title: str, occur: Occur) -> Query:
    """Matches titles by the words of ``title``: with all of them, or the best with some."""
    words = set(schema.analyzer("en").analyze(fold(title)))
    if not words:
        return queries.none()
    return queries.joined([(occur, queries.term("title", word)) for word in words])


def _papers(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> Iterator[Paper]:
    for _, address in result.hits:
        yield paper_at(searcher, address)
