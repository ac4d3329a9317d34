"""The answers to the latest queries, what meaning adds to them, and windows on both."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from index.engine.answer import Answer
from index.engine.limits import DEEP
from index.engine.recent import remember
from index.query import dates

if TYPE_CHECKING:
    from index.engine.compile import Compiler
    from index.engine.mixed_answer import Mixed
    from index.engine.ranking import Found
    from index.query.tree import Node


class Answers:
    """The answers to the latest queries. Threads may share it."""

    def __init__(self) -> None:
        self._known: dict[tuple[Node, datetime.date, bool, int, bool], Answer] = {}
        self._mixed: dict[Answer, Mixed] = {}

    def clear(self) -> None:
        """Forget them all."""
        self._known.clear()
        self._mixed.clear()

    def to(self, tree: Node, compiler: Compiler, *, fuzzy: bool = False) -> Answer:
        """The answer to a query by words.

        Args:
            tree: What is asked for.
            compiler: Of the index.
            fuzzy: Whether to answer with a near spelling where nothing matches the query as it is.
        """
        # Relative dates move at midnight, which is that of the papers' own dates.
        today = dates.today()
        by_meaning = compiler.asked_meaning is not None
        key = (tree, today, fuzzy, compiler.overlay_version(tree), by_meaning)
        answer = self._known.get(key)
        if answer is None:
            answer = Answer(compiler, tree, today, fuzzy=fuzzy)
            remember(self._known, key, answer)
        return answer

    def mixed(self, answer: Answer) -> Mixed | None:
        """What meaning adds to an answer; None where it is not to be asked."""
        meaning = answer.meaning
        if meaning is None:
            return None
        mixed = self._mixed.get(answer)
        if mixed is None:
            from index.engine.mixed_answer import mix

            mixed = mix(answer, meaning)
            if mixed.refusal is None:
                remember(self._mixed, answer, mixed)
        return mixed


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
