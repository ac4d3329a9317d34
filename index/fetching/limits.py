"""How long and how much of a server is borne, and the watch that ends what comes too slowly."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Final, Self

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What is borne of one request.

    Attributes:
        connecting: Seconds for a connection.
        silence: Seconds without a byte.
        window: Seconds in which so many bytes must come as ``slowest`` says; the head counts.
        slowest: Bytes a second.
        largest: Bytes of an answer, decompressed.
        attempts: How often a request is made that fails by chance.
        first_wait: Seconds before the second attempt where the server names none; they double.
        longest_wait: Seconds that a server may ask to wait; where it asks for more, a later run
            goes on.
    """

    connecting: float = 20
    silence: float = 90
    window: float = 90
    slowest: int = 500
    largest: int = 64_000_000
    attempts: int = 5
    first_wait: float = 2
    longest_wait: float = 300


USUAL: Final = Limits()


class Watch:
    """Shuts the connections of a request that brings too little, whatever it waits for.

    A timeout of a socket begins anew with every byte: a byte a minute would go on for ever.
    """

    def __init__(self, limits: Limits) -> None:
        self.is_overdue = False
        self._limits = limits
        self._received = 0
        self._done = Event()
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def attend(self, connection: socket.socket) -> None:
        """Watch this connection, too; where the time is over already, shut it."""
        self._sockets.append(connection)
        if self.is_overdue:
            _shut(connection)

    def add(self, count: int) -> None:
        """Count bytes that came."""
        self._received += count

    def begin_window(self) -> None:
        """Give another window's time, as something came."""
        self._received += int(self._limits.slowest * self._limits.window) + 1

    def _watch(self) -> None:
        before = 0
        while not self._done.wait(self._limits.window):
            if self._received - before < self._limits.slowest * self._limits.window:
                self.is_overdue = True
                for connection in self._sockets:
                    _shut(connection)
                return
            before = self._received


def _shut(connection: socket.socket) -> None:
    with suppress(OSError, ValueError):
        connection.shutdown(socket.SHUT_RDWR)
