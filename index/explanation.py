"""What an engine tells of a query: what its parts match, and why papers stand where they do."""

from __future__ import annotations

from typing import Literal

import msgspec


class PaperScores(msgspec.Struct, frozen=True, gc=False):
    """Why a paper stands where it does, in an order by words and meaning.

    Attributes:
        key: Of the paper.
        title: Of the paper.
        partial: As for ``Hit``.
        by_meaning: As for ``Hit``.
        words: Its score by words; None for one that only meaning finds. Of what is nearest to a
            text or a paper it is what the words beside that have it score; None without any.
        meaning: The cosine of its vector and that of what the query says, or names, from -1 to 1;
            None for one that is neither among the best by words nor among the nearest.
        mix: What the order goes by: both mixed, from 0 to 1; of what is nearest to a text or a
            paper the cosine alone; None for one that has no part in either.
    """

    key: str
    title: str
    partial: bool
    by_meaning: bool
    words: float | None
    meaning: float | None
    mix: float | None


class Explained(msgspec.Struct, frozen=True):
    """A node of the query's tree.

    Attributes:
        kind: ``and``, ``or``, ``not``, ``clause`` for a single condition, or ``saved`` for one that
            stands for saved searches.
        text: The node in the query language.
        count: Papers that match it alone.
        nodes: What it joins, negates or stands for.
    """

    kind: Literal["and", "or", "not", "clause", "saved"]
    text: str
    count: int
    nodes: tuple[Explained, ...] = ()


class ExplainedPart(msgspec.Struct, frozen=True, gc=False):
    """One of the parts of a query that must all hold.

    Attributes:
        text: The part as it was written.
        start: Its first character in the query.
        end: One past its last.
        alone: Papers that match it alone.
        without: Papers that match all the other parts.
        removes: How many of those it takes away.
    """

    text: str
    start: int
    end: int
    alone: int
    without: int
    removes: int


class Explanation(msgspec.Struct, frozen=True):
    """What there is to know of a query.

    Attributes:
        query: The query, printed anew.
        total: Papers that match it.
        tree: How it was understood.
        parts: What its outermost ``AND`` joins, in order.
        drop: Index in ``parts`` of the part without which the most papers are found, if the query
            finds none and leaving out one part helps.
    """

    query: str
    total: int
    tree: Explained
    parts: tuple[ExplainedPart, ...]
    drop: int | None
