"""Work that is left to itself after an interrupt."""

from __future__ import annotations

import signal
import threading

import pytest

from index.process.interrupts import run_interruptibly


def test_a_signal_that_does_not_wake_the_wait_ends_it_too() -> None:
    """As one that comes just before the wait: it is met, but the lock's wait goes on."""
    over = threading.Event()
    outlasted = []

    def work() -> int:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        outlasted.append(not over.wait(30))
        return 0

    try:
        with pytest.raises(KeyboardInterrupt):
            run_interruptibly(work)
        assert not outlasted
    finally:
        over.set()
