"""The time of day and waiting, so that tests need not wait."""

from __future__ import annotations

import datetime
import time
from typing import Protocol


class Clock(Protocol):
    """What tells the time and waits."""

    def now(self) -> datetime.datetime:
        """The moment it is, in Universal Time."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment, whatever is done to the time of day."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own."""

    def now(self) -> datetime.datetime:
        """The moment it is, in Universal Time."""
        return datetime.datetime.now(datetime.UTC)

    def monotonic(self) -> float:
        """Seconds since some moment, whatever is done to the time of day."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
