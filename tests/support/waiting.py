"""Waiting for a state instead of for a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from textual._context import active_app

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


LONGEST_REST = 0.04
"""Seconds after a key that are waited at most, where a test holds a search up."""


async def wait_for_rest(min_sleep: float = 0, max_sleep: float = 0) -> None:
    """Let the application run until it has nothing to do, in place of ``wait_for_idle``.

    Textual looks every fiftieth of a second whether the process works, and so sleeps twice as long
    after each key. What there is to do can be known: messages, and what the search thread is at.
    """
    del min_sleep, max_sleep
    app = active_app.get()
    end = time.monotonic() + LONGEST_REST
    rested = 0
    while rested < 2 and time.monotonic() < end:
        await asyncio.sleep(0.001)
        rested = rested + 1 if _rests(app) else 0


def _rests(app: Any) -> bool:
    searcher = getattr(app, "searcher", None)
    pumps = [app, *(app.screen.walk_children(with_self=True) if app.screen_stack else ())]
    return (searcher is None or searcher.idle) and not any(
        pump.message_queue_size for pump in pumps
    )
