"""The year that a user gives for saved pages."""

from __future__ import annotations

from typing import Final

from index.errors import UsageError

_FIRST: Final = 1900
_LAST: Final = 9999


def check_year(year: int | None) -> None:
    """Refuse what no page can have been saved in.

    Args:
        year: As given with ``--year``; None where none was given.

    Raises:
        UsageError: It is no year from 1900 to 9999.
    """
    if year is not None and not _FIRST <= year <= _LAST:
        raise UsageError(f"--year {year} is not a year from {_FIRST} to {_LAST}")
