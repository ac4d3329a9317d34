"""What a first page takes, said before it is looked for: a searcher far away is asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.engine.queries import OtherSearcher, Query

if TYPE_CHECKING:
    import tantivy

    from index.engine.compiled import Compiled

_MARGIN: Final = 16
"""Papers that are listed beyond those that are likely to be asked for."""
_LONGEST: Final = 500
"""Papers of the longest list that may be asked for in vain."""


def list_ahead(searcher: tantivy.Searcher, compiled: Compiled, limit: int) -> None:
    """Say that the most relevant papers are about to be listed of what was not counted yet.

    Partial matches are listed too where there are likely to be fewer full ones than are asked for,
    and only counted elsewhere. If it turns out otherwise, they are asked for by themselves.

    Args:
        searcher: Of the index.
        compiled: The query.
        limit: Most papers to list.
    """
    if not isinstance(searcher, OtherSearcher) or not 0 < limit <= _LONGEST:
        return
    lists: list[tuple[Query, int]] = [(compiled.ranked, limit)]
    # Of a question it is found out first whether all words are needed.
    counts: list[Query] = [] if compiled.question is None else [compiled.full]
    if compiled.either is not None:
        likely = compiled.likely_matches(searcher.num_docs)
        if likely < limit:
            # The full ones stand among them.
            lists.append((compiled.either, limit + min(limit, int(likely) + _MARGIN)))
        else:
            counts.append(compiled.loose)
    searcher.list_ahead(lists, counts)
