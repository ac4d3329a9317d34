"""End a command at once on Ctrl-C or SIGTERM, and let it clean up."""

from __future__ import annotations

import _thread
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

LONGEST_WAIT: Final = 0.5
"""Seconds in which an interrupt is met at the latest.

A wait for a lock ends with a signal that comes while it waits, not with one that came just before;
Python's own steps are between two waits.
"""


def run_interruptibly(work: Callable[[], int]) -> int:
    """Do some work on a thread of its own, while this one waits for signals.

    Python runs a signal's handler between two of its own steps, which may be long after: one call
    of Tantivy can take a minute. After an interrupt the work is left to itself.
    """
    # Loading `threading` would take a sixtieth of a search.
    done = _thread.allocate_lock()
    done.acquire()
    codes: list[int] = []
    errors: list[BaseException] = []

    def run() -> None:
        # A signal that another thread takes does not wake the one that waits.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        try:
            codes.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            done.release()

    with terminating_as_interrupt():
        try:
            _thread.start_new_thread(run, ())
        except RuntimeError:
            # There is no room for another thread.
            return work()
        while not done.acquire(timeout=LONGEST_WAIT):
            pass
    if errors:
        raise errors[0]
    return codes[0]


@contextmanager
def terminating_as_interrupt() -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl-C does: cleaned up, and said in one sentence."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:
        # Not in the main thread: signals are somebody else's business.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
