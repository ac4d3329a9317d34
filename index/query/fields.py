"""The values that fields take, and the error sentences for other ones."""

from __future__ import annotations

from typing import Final

from index.errors import QueryError
from index.fields import ALIASES, FIELDS, MEANT, NUMBER_FIELDS
from index.query import dates
from index.query.tree import Beginning, Word

_LONGEST_NUMBER: Final = 15
_ORDERS: Final = ("sort", "sorted", "sortby", "order", "orderby", "ordered")


def is_backwards(field: str, low: str, high: str) -> bool:
    """Whether a range of canonical values ends before it starts, whatever day it is."""
    if field in NUMBER_FIELDS:
        return int(low) > int(high)
    return dates.is_backwards(low, high)


def number(text: str) -> str | None:
    """A whole number, written in full; ``1.5k`` and ``2m`` are numbers too."""
    folded = text.lower()
    scale = {"k": 1_000, "m": 1_000_000}.get(folded[-1:], 1)
    whole, _, fraction = (folded[:-1] if scale > 1 else folded).partition(".")
    if not whole.isascii() or not whole.isdigit() or len(whole) > _LONGEST_NUMBER:
        return None
    if not fraction:
        return str(int(whole) * scale) if "." not in folded else None
    if scale == 1 or not fraction.isascii() or not fraction.isdigit() or len(fraction) > 3:
        return None
    return str(int(whole) * scale + int(fraction) * scale // 10 ** len(fraction))


def expected(field: str) -> str:
    """What stands where a value of ``field`` is expected."""
    return FIELDS[field].expected


def unknown_field(name: str) -> str:
    """Says that there is no such field, and which one may be meant."""
    from difflib import get_close_matches

    folded = name.lower()
    if folded in _ORDERS:
        return (
            f"there is no field {name}: a query says which papers, not in which order; "
            "that is chosen by --sort, and in the browser by the key s"
        )
    meant = MEANT.get(folded)
    if meant is None:
        known = [*FIELDS, *ALIASES, *MEANT]
        close = get_close_matches(folded, known, n=1, cutoff=0.6)
        if close:
            meant = ALIASES.get(close[0], MEANT.get(close[0], close[0]))
    if meant is not None:
        return f"there is no field {name}: did you mean {meant}:?"
    return f"there is no field {name}: the fields are {', '.join(FIELDS)}"


def state(query: str, text: str, start: int, *, is_open: bool) -> Word | Beginning:
    """The value of ``is:``: what the reader did with a paper, in one of a few words.

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
