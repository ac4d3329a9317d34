"""Parses what ``is:`` takes: what the reader did with a paper, in one of a few words."""

from __future__ import annotations

from index.errors import QueryError
from index.fields import FIELDS
from index.query.fields import expected
from index.query.tree import Beginning, Word


def state(query: str, text: str, start: int, *, is_open: bool) -> Word | Beginning:
    """The value of ``is:``.

    Args:
        query: The whole query, for errors.
        text: What is asked for.
        start: Where that begins in the query.
        is_open: Whether it is being typed, so that it may be the beginning of such a word.

    Raises:
        QueryError: It is none of the words.
    """
    states, folded = FIELDS["is"].values, text.casefold()
    if folded in states:
        return Word(folded)
    if is_open and any(one.startswith(folded) for one in states):
        return Beginning(folded)
    from difflib import get_close_matches

    close = get_close_matches(folded, states, 1)
    meant = f"; did you mean {close[0]}?" if close else ""
    shown = text if len(text) <= 30 else text[:29] + "…"
    raise QueryError(query, start, f"expected {expected('is')}, not “{shown}”{meant}")
