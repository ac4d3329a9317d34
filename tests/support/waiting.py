"""Waiting for a state instead of for a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

PATIENCE = 20.0
"""Seconds after which a state that does not come is a failure."""


async def wait_for(pilot: Pilot[int], predicate: Callable[[], object], what: str = "") -> None:
    """Let the application run until ``predicate`` holds."""
    end = time.monotonic() + PATIENCE
    while not predicate():
        if time.monotonic() > end:
            raise AssertionError(f"did not happen: {what or predicate}")
        await pilot.pause(0.005)
    await pilot.pause()
