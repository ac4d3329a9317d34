"""Changes of the library, made one after the other on a thread of their own.

The event loop does not wait for a disk. What was asked for first is done first, so that undoing
comes after what it undoes.
"""

from __future__ import annotations

import threading
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Library

Answer = TypeVar("Answer")


class LibraryChanges:
    """Makes changes.

    Args:
        library: Changed by nobody else in this process.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._waiting: SimpleQueue[tuple[Any, Any, Any] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._hand_over: Callable[[Callable[[], None]], None] = lambda call: call()

    def attach(self, hand_over: Callable[[Callable[[], None]], None]) -> None:
        """Say how an answer gets to the screen: ``hand_over(call)`` has ``call`` run over there."""
        self._hand_over = hand_over

    def ask(
        self,
        change: Callable[[Library], Answer],
        deliver: Callable[[Answer], None],
        fail: Callable[[Exception], None],
    ) -> None:
        """Queue a change; returns at once.

        Args:
            change: What to do, on the thread of changes.
            deliver: Gets what it gave, on the screen's side, once it is on the disk.
            fail: Gets the error instead.
        """
        self._waiting.put((change, deliver, fail))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="quire-library", daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """Wait until everything that was asked for is done, and take nothing more."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while (asked := self._waiting.get()) is not None:
            change, deliver, fail = asked
            try:
                answer = change(self._library)
            except Exception as error:
                receive, answer = fail, error
            else:
                receive = deliver
            self._hand_over(partial(receive, answer))
