"""Changes of the library, made one after the other on a thread of their own.

The event loop does not wait for a disk. What was asked for first is done first, so that undoing
comes after what it undoes. At the end of the browser there is one wait for all that is left.
"""

from __future__ import annotations

import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Library

Answer = TypeVar("Answer")

_SOON: Final = 0.5
"""Seconds after which it is said that something is waited for."""


class _Asked(NamedTuple):
    change: Callable[[Library], Any]
    deliver: Callable[[Any], None]
    fail: Callable[[Exception], None]
    what: str


class Unkept(NamedTuple):
    """What was not done at the end.

    Attributes:
        what: Each change in words, the first one first; changes without words are left out.
        error: Why the first of them failed; None where its turn did not come in time.
    """

    what: list[str]
    error: Exception | None


class LibraryChanges:
    """Makes changes.

    Args:
        library: Changed by nobody else in this process.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._news = threading.Condition()
        # Those that are not done, the one under way first.
        self._left: deque[_Asked] = deque()
        self._failed: list[tuple[_Asked, Exception]] = []
        self._is_ending = False
        self._is_over = False
        self._thread: threading.Thread | None = None
        self._hand_over: Callable[[Callable[[], None]], None] = lambda call: call()

    def attach(self, hand_over: Callable[[Callable[[], None]], None]) -> None:
        """Say how an answer gets to the screen: ``hand_over(call)`` has ``call`` run over there."""
        self._hand_over = hand_over

    def detach(self) -> None:
        """There is no screen any more: what fails from now on is told by ``finish``."""
        self._is_ending = True

    def ask(
        self,
        change: Callable[[Library], Answer],
        deliver: Callable[[Answer], None],
        fail: Callable[[Exception], None],
        what: str = "",
    ) -> None:
        """Queue a change; returns at once.

        Args:
            change: What to do, on the thread of changes.
            deliver: Gets what it gave, on the screen's side, once it is on the disk.
            fail: Gets the error instead.
            what: The change in words, for when it can't be kept at the end; nothing for questions.
        """
        with self._news:
            self._left.append(_Asked(change, deliver, fail, what))
            self._news.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="quire-library", daemon=True
                )
                self._thread.start()

    def finish(self, patience: float, waiting: Callable[[], None] = lambda: None) -> Unkept:
        """Wait until everything that was asked for is done, but not for ever.

        Args:
            patience: Seconds in all. What is not begun by then is not done.
            waiting: Called once if it takes longer than a moment.
        """
        self.detach()
        with self._news:
            soon = min(_SOON, patience)
            if not self._news.wait_for(self._is_done, soon):
                waiting()
                self._news.wait_for(self._is_done, patience - soon)
            left = [*self._left]
            # The one under way may end as it will: nobody waits for it.
            self._left.clear()
            first = next((error for _, error in self._failed), None)
            asked = [*(asked for asked, _ in self._failed), *left]
            self._failed = []
            self._is_over = True
            self._news.notify_all()
        return Unkept([one.what for one in asked if one.what], first)

    def _is_done(self) -> bool:
        return not self._left

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._left or self._is_over)
                if not self._left:
                    return
                asked = self._left[0]
            error: Exception | None = None
            try:
                call = partial(asked.deliver, asked.change(self._library))
            except Exception as failure:
                error = failure
                call = partial(asked.fail, failure)
            with self._news:
                if self._left and self._left[0] is asked:
                    self._left.popleft()
                if error is not None and self._is_ending:
                    self._failed.append((asked, error))
                self._news.notify_all()
            if not self._is_ending:
                self._hand_over(call)
