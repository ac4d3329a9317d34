"""One request in three seconds to arXiv, over all runs of Quire on this machine.

https://info.arxiv.org/help/api/tou.html: "make no more than one request every three seconds, and
limit requests to a single connection at a time".
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from index.fetching.clock import Clock

GAP: Final = 3.0
"""Seconds."""

_NOTE: Final = ".arxiv"
"""A file that was last changed when the last request was made."""


class Pace:
    """Keeps requests apart.

    Args:
        folder: The folder of all downloads, which is there.
    """

    def __init__(self, folder: str) -> None:
        self._note = os.path.join(folder, _NOTE)

    def wait(self, clock: Clock, tell: Callable[[str], None]) -> None:
        """Wait until the next request may be made."""
        try:
            last = datetime.datetime.fromtimestamp(os.stat(self._note).st_mtime, datetime.UTC)
        except OSError:
            return
        since = (clock.now() - last).total_seconds()
        # A clock that was put back is no reason to wait for years.
        if 0 <= since < GAP:
            tell(f"arXiv asks for {GAP:.0f} seconds between requests")
            clock.sleep(GAP - since)
            tell("")

    def note(self, clock: Clock) -> None:
        """Remember that a request was made now."""
        now = clock.now().timestamp()
        # Where it can't be kept, the folder can't be written to, which is told of elsewhere.
        with suppress(OSError):
            with open(self._note, "ab"):
                pass
            os.utime(self._note, (now, now))
