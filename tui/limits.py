"""What one guest may take of the host: memory, files and time. Other guests are there as well."""

from __future__ import annotations

import os
import resource
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

GIGABYTE: Final = 1 << 30

MOST_MEMORY: Final = GIGABYTE
"""Bytes of a guest's own; the index is shared with all others, and does not count."""

ADDRESSES: Final = 4 * GIGABYTE
"""Bytes of addresses beside those of the index, most of which stand for no memory."""

INDEXES: Final = 4
"""How many times the index fits in: a larger one may take its place, and for a while both stay."""

MOST_FILES: Final = 256
SESSION_SECONDS: Final = 1_800
"""Seconds of computing that a session may take; a day of busy reading takes a few minutes."""

QUERY_SECONDS: Final = 15.0
"""Seconds of computing for one answer; what takes as long is refused in all but huge indexes."""

LOOK_EVERY: Final = 1.0
BUSY_SHARE: Final = 0.5
"""Share of a core from which on, over some looks, others go first."""
BUSY_LOOKS: Final = 5
POLITENESS: Final = 10

TOO_LONG: Final = "quire: this search took too long, and the session is over"


def limit_process(index_dir: str) -> None:
    """Take away from this process, for good, what a guest has no need of.

    The number of processes is no limit: the system counts those of all guests of an account
    together, and the fence lets none be started.

    Args:
        index_dir: The index, whose size decides how much can be mapped.
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, MOST_FILES)
    _lower(resource.RLIMIT_DATA, MOST_MEMORY)
    _lower(resource.RLIMIT_AS, ADDRESSES + INDEXES * _size_of(index_dir))
    # The first is told by a signal that ends the browser in an orderly way.
    _lower(resource.RLIMIT_CPU, SESSION_SECONDS, SESSION_SECONDS + 10)


def _lower(what: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit, or leave it where the host has set a lower one."""
    soft_before, hard_before = resource.getrlimit(what)

    def least(wanted: int, before: int) -> int:
        return wanted if before == resource.RLIM_INFINITY else min(wanted, before)

    hard = least(soft if hard is None else hard, hard_before)
    # Some systems know a limit and don't let it be set.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (min(least(soft, soft_before), hard), hard))


def _size_of(folder: str) -> int:
    """Bytes of all files below a folder, whichever disks they are on."""
    total = 0
    for place, _, names in os.walk(folder, followlinks=True):
        for name in names:
            with suppress(OSError):
                total += os.stat(os.path.join(place, name)).st_size
    return total


class Watch:
    """Ends a session whose search goes on and on, and has a busy one let others go first.

    Args:
        begun: When the search that is going on began, by the clock that counts this process's
            seconds of computing; None while there is none.
        end: Ends the session, and says why.
        clock: That clock.
    """

    def __init__(
        self,
        begun: Callable[[], float | None],
        end: Callable[[str], object],
        clock: Callable[[], float] = time.process_time,
    ) -> None:
        self._begun = begun
        self._end = end
        self._clock = clock
        self._last = clock()
        self._busy = 0
        self.polite = False
        self.ended = False

    def start(self) -> None:
        """Look every now and then, on a thread of its own."""
        threading.Thread(target=self._run, name="quire-watch", daemon=True).start()

    def look(self) -> None:
        """Look once; as often as every ``LOOK_EVERY`` seconds."""
        now = self._clock()
        begun = self._begun()
        if not self.ended and begun is not None and now - begun > QUERY_SECONDS:
            self.ended = True
            self._end(TOO_LONG)
        self._busy = self._busy + 1 if now - self._last > BUSY_SHARE * LOOK_EVERY else 0
        self._last = now
        if self._busy >= BUSY_LOOKS and not self.polite:
            self.polite = True
            let_others_go_first()

    def _run(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            self.look()


def let_others_go_first() -> None:
    """Have every thread of this process come after those of other processes."""
    # Under Linux each thread has a priority of its own; elsewhere the process has one.
    try:
        threads = [int(name) for name in os.listdir("/proc/self/task")]
    except OSError:
        threads = [0]
    for thread in threads:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, POLITENESS)
