"""What can be asked of an engine: numbers of papers, and sorts."""

from __future__ import annotations

from typing import Final

from index.errors import UsageError
from index.results import SORTS

LARGEST: Final = 2**63 - 1
"""The largest number of papers that can be asked for."""


def require_number(what: str, number: int) -> None:
    """Refuse what is no number of papers.

    Raises:
        UsageError: It is below 0 or beyond ``LARGEST``.
    """
    if not 0 <= number <= LARGEST:
        raise UsageError(f"{what} is a number from 0 to {LARGEST}, not {number}")


def require_sort(sort: str | None) -> None:
    """Refuse what is no sort.

    Raises:
        UsageError: There is none of this name.
    """
    if sort is not None and sort not in SORTS:
        raise UsageError(f"can't sort by {sort!r}: sorts are {', '.join(SORTS)}")
