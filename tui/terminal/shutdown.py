"""Shut down on signals or a lost terminal, even while the main thread is busy.

A signal, or a terminal that is gone, is noticed by a thread of its own. It asks for an orderly end,
and where that has not come soon, gives the terminal back, removes what is short-lived and ends the
process. So neither a search that takes long nor a terminal that takes no more output, which blocks
whoever writes to it, can keep a process alive that nobody looks at any more.
"""

from __future__ import annotations

import os
import signal
import stat
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

ENDING: Final = (
    signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGXCPU,
)  # fmt: skip
"""The signals that end the browser. Its exit code is then 128 and the number of the signal."""

HUNG_UP: Final = 128 + signal.SIGHUP
"""The exit code where the terminal is gone."""

GRACE: Final = 0.45
"""Seconds for an orderly end."""

LAST: Final = 0.3
"""Seconds after that for giving the terminal back and removing what is short-lived."""


class Shutdown:
    """What happens when the process is told to end."""

    def __init__(self) -> None:
        self._code: int | None = None
        self._ask: Callable[[int], object] | None = None
        self._lasting: list[Callable[[], object]] = []
        self._bell = -1
        self._end_other: Callable[[], object] | None = None

    @property
    def code(self) -> int | None:
        """The exit code that the process was told to end with, None while it goes on."""
        return self._code

    def watch(self) -> None:
        """Begin to listen for signals. Only for the main thread, and once."""
        ear, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        # Python's own handlers wait for the main thread; this is written to at once.
        signal.set_wakeup_fd(self._bell, warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, self._told)
        threading.Thread(target=self._listen, args=(ear,), name="quire-end", daemon=True).start()

    def entrust(self, ask: Callable[[int], object]) -> None:
        """From now on the end is asked for, and not made by an exception in the main thread.

        Args:
            ask: Gets the exit code, on another thread than the main one.
        """
        self._ask = ask

    def at_last(self, work: Callable[[], object]) -> Callable[[], None]:
        """Have something done if an orderly end does not come, on a thread of its own.

        Returns:
            Takes that back: the work has been done in an orderly way.
        """
        self._lasting.append(work)

        def take_back() -> None:
            with suppress(ValueError):
                self._lasting.remove(work)

        return take_back

    @contextmanager
    def apart(self, end: Callable[[], object]) -> Iterator[None]:
        """Let another program have the terminal: what Ctrl+C sends is meant for that one.

        What tells this process to end is obeyed when the program has ended.

        Args:
            end: Has the program end. Called, on the main thread, where the terminal is gone.
        """
        if self._bell < 0:
            yield
            return
        self._end_other = end
        meant = (signal.SIGINT, signal.SIGQUIT)
        before = [signal.signal(number, _not_meant) for number in meant]
        signal.set_wakeup_fd(-1)
        try:
            yield
        finally:
            self._end_other = None
            signal.set_wakeup_fd(self._bell, warn_on_full_buffer=False)
            for number, handler in zip(meant, before, strict=True):
                signal.signal(number, handler)
            if self._code is not None and self._ask is not None:
                self._ask(self._code)

    def hang_up(self) -> None:
        """End as on a hangup: the terminal is gone. From any thread."""
        if self._bell >= 0:
            with suppress(OSError):
                os.write(self._bell, bytes([signal.SIGHUP]))

    def _told(self, number: int, frame: FrameType | None) -> None:
        del frame
        if self._code is None:
            self._code = 128 + number
        if number == signal.SIGHUP and self._end_other is not None:
            self._end_other()
        if self._ask is None:
            raise SystemExit(self._code)

    def _listen(self, ear: int) -> None:
        while True:
            for number in os.read(ear, 256):
                if number in ENDING:
                    self._leave(128 + number)

    def _leave(self, code: int) -> None:
        if self._code is None:
            self._code = code
        if self._ask is not None:
            # What is asked may be at its end already.
            with suppress(Exception):
                self._ask(self._code)
        # Where the orderly end comes, it takes this thread with it.
        time.sleep(GRACE)
        threads = [
            threading.Thread(target=_quietly, args=(work,), daemon=True)
            for work in reversed(self._lasting)
        ]
        for thread in threads:
            thread.start()
        end = time.monotonic() + LAST
        for thread in threads:
            thread.join(max(end - time.monotonic(), 0))
        os._exit(self._code)


def abandon_terminal(code: int | None) -> None:
    """Let what is still to be written to a terminal that is gone go nowhere.

    Else Python fails to write it when the process ends, and ends it with 120. What standard output
    is, where that is a pipe or a file, stays.

    Args:
        code: With which the process ends; the terminal is gone where that says so.
    """
    if code != HUNG_UP:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    try:
        for descriptor in (1, 2):
            # A terminal that is gone does not say that it is one.
            with suppress(OSError):
                if stat.S_ISCHR(os.fstat(descriptor).st_mode):
                    os.dup2(nowhere, descriptor)
    finally:
        os.close(nowhere)


def _not_meant(number: int, frame: FrameType | None) -> None:
    del number, frame


def _quietly(work: Callable[[], object]) -> None:
    with suppress(Exception):
        work()


SHUTDOWN: Final = Shutdown()
"""The one of this process."""
