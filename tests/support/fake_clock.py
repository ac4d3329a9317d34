"""A clock whose waits are over at once."""

from __future__ import annotations

import datetime
import time


class FakeClock:
    """Says what time it would be after all waits.

    Attributes:
        waits: Seconds of each wait.
    """

    def __init__(self, moment: str = "2026-01-20T08:00:00") -> None:
        self.waits: list[float] = []
        self._start = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)

    def now(self) -> datetime.datetime:
        return self._start + datetime.timedelta(seconds=sum(self.waits))

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def turn(self, **ahead: float) -> None:
        """Let time pass, such as ``days=1``."""
        self._start += datetime.timedelta(**ahead)
