"""A window on what a query finds, in whichever order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.engine.limits import DEEP

if TYPE_CHECKING:
    from index.engine.answer import Answer, Found
    from index.engine.mixed_answer import Mixed


def window(
    answer: Answer,
    mixed: Mixed | None,
    sort: str,
    offset: int,
    limit: int,
    *,
    reverse: bool,
    partial: bool,
) -> list[Found]:
    """A window on what an answer finds.

    Args:
        answer: By words.
        mixed: What meaning adds to it, if anything.
        sort: The order.
        offset: Papers to skip.
        limit: Most papers to list.
        reverse: Whether the order is turned around.
        partial: Whether to list what are no full matches.
    """
    listed = (mixed and mixed.answer) or answer
    if not limit or reverse or sort != "relevance" or offset + limit > DEEP:
        answer.count_all()
    if offset + limit > DEEP:
        # Tantivy makes room for as many as are asked for, whether there are so many or not.
        most = answer.total()
        if sort == "relevance":
            most += answer.partial_total() + (mixed.total if mixed else 0)
        offset = min(offset, most)
        limit = min(limit, most - offset)
    if sort != "relevance":
        return answer.sorted(sort, offset, limit, reverse=reverse)
    if reverse:
        return listed.least_relevant(offset, limit)
    best = listed.most_relevant if partial else listed.most_relevant_full
    return best(offset, limit)
