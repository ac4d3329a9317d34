"""The version of Quire that is installed."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """For example ``0.1.0``; ``unknown`` where Quire runs without being installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("quire")
    except PackageNotFoundError:
        return "unknown"
