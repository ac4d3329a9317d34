"""Asks hosts of a cluster the same: one that falls silent is not waited for, but another is asked.

What is too late is given up with its connection, at which a cluster stops working on it.
https://docs.opensearch.org/2.19/api-reference/tasks/tasks/#task-canceling
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from socket import SHUT_RDWR
from typing import Any, Final, NamedTuple

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_asking = threading.local()
_handing_over = threading.Lock()


class Reply(NamedTuple):
    """What became of asking a host.

    Attributes:
        host: Who was asked.
        status: Of its answer; 0 where there is none.
        body: Its decoded answer; None where it has none.
        failure: Why there is no answer, or None.
    """

    host: str
    status: int = 0
    body: Any = None
    failure: BaseException | None = None


class Replies:
    """The replies of some hosts to one question, as they come.

    Each further host is asked when those before it have failed, or when they have been silent for
    a while. Whoever has an answer closes this, and what is still awaited is given up.

    Attributes:
        is_given_up: Whether nobody waits for a reply any more.

    Args:
        hosts: Who is asked, the first one first.
        ask: Asks one of them: status and decoded answer. Called on a thread of its own.
        patience: Seconds after which the next one is asked too; None to wait for a failure.
        until: The time of ``time.monotonic`` up to which replies are waited for.
        late: Told of each host that has been silent for so long.
    """

    def __init__(
        self,
        hosts: Sequence[str],
        ask: Callable[[str], tuple[int, Any]],
        *,
        patience: float | None,
        until: float,
        late: Callable[[str], object],
    ) -> None:
        self._waiting = list(hosts)
        self._ask = ask
        self._patience = patience
        self._until = until
        self._late = late
        self._running: dict[str, _Attempt] = {}
        self._silent: set[str] = set()
        self._done: SimpleQueue[Reply | None] = SimpleQueue()
        self.is_given_up = False

    def __enter__(self) -> Replies:
        return self

    def __exit__(self, *_: object) -> None:
        for attempt in self._running.values():
            attempt.give_up()

    def __iter__(self) -> Iterator[Reply]:
        """The replies; those that are late for good fail."""
        self._begin_next()
        while self._running:
            reply = self._next()
            if self.is_given_up:
                return
            if reply is None and time.monotonic() >= self._until:
                for host in list(self._running):
                    yield Reply(host, failure=TimeoutError())
                return
            if reply is None:
                for host in self._running.keys() - self._silent:
                    self._silent.add(host)
                    self._late(host)
                self._begin_next()
                continue
            del self._running[reply.host]
            yield reply
            if not self._awaited:
                self._begin_next()

    def give_up(self) -> None:
        """Let whoever waits for a reply wait no longer. Called from any thread."""
        self.is_given_up = True
        self._done.put(None)

    def _begin_next(self) -> None:
        if self._waiting:
            host = self._waiting.pop(0)
            self._running[host] = _Attempt(host, self._ask, self._done.put)

    @property
    def _awaited(self) -> set[str]:
        """Those that were asked and are not silent for long."""
        return self._running.keys() - self._silent

    def _next(self) -> Reply | None:
        """The next reply; None where none came in time."""
        left = max(0.0, self._until - time.monotonic())
        if self._patience is not None and self._awaited:
            left = min(left, self._patience)
        with suppress(Empty):
            return self._done.get(timeout=left)
        return None


class _Attempt:
    """A question to one host, on a thread of its own.

    Attributes:
        connection: The one that it goes through, until another question does.
    """

    def __init__(
        self,
        host: str,
        ask: Callable[[str], tuple[int, Any]],
        put: Callable[[Reply], object],
    ) -> None:
        self.connection: _Plain | _Secure | None = None
        self._host = host
        self._ask = ask
        self._put = put
        try:
            threading.Thread(target=self._run, name="quire-cluster", daemon=True).start()
        except RuntimeError:
            # There are no more threads to be had: this one is waited for.
            self._run()

    def give_up(self) -> None:
        """Break off what is under way."""
        with _handing_over:
            connection = self.connection
            if connection is None or connection.attempt is not self:
                return
            if connection.sock is not None:
                with suppress(OSError):
                    # Whoever reads from it finds that nothing more comes.
                    connection.sock.shutdown(SHUT_RDWR)

    def _run(self) -> None:
        _asking.attempt = self
        try:
            status, body = self._ask(self._host)
            reply = Reply(self._host, status, body)
        except BaseException as failure:
            reply = Reply(self._host, failure=failure)
        self._put(reply)


class _Plain(HTTPConnection):
    """A connection that is given up with the question that goes through it."""

    attempt: _Attempt | None = None

    def request(self, *arguments: Any, **options: Any) -> None:
        """As urllib3's."""
        _hold(self)
        super().request(*arguments, **options)


class _Secure(HTTPSConnection):
    """The same with TLS."""

    attempt: _Attempt | None = None

    def request(self, *arguments: Any, **options: Any) -> None:
        """As urllib3's."""
        _hold(self)
        super().request(*arguments, **options)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


POOLS: Final = {"http": _PlainPool, "https": _SecurePool}
"""What keeps connections, by scheme."""


def _hold(connection: _Plain | _Secure) -> None:
    """Take note of the connection that the question of this thread goes through."""
    attempt: _Attempt | None = getattr(_asking, "attempt", None)
    with _handing_over:
        connection.attempt = attempt
        if attempt is not None:
            attempt.connection = connection
