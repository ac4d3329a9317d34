"""A server on loopback that takes questions and answers none of them as it should."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "


class OddHost:
    """One host.

    Attributes:
        host: Where it listens.
        asked: How many questions it was asked.
        is_left: Set when whoever asked it has gone.
    """

    def __init__(self, listener: socket.socket, answer: Callable[[OddHost, Any], None]) -> None:
        self.host = f"127.0.0.1:{listener.getsockname()[1]}"
        self.asked = 0
        self.is_left = threading.Event()
        self._listener = listener
        self._answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(connection,), daemon=True).start()

    def _take(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            if connection.recv(65_536):
                self.asked += 1
                self._answer(self, connection)


def silent(host: OddHost, connection: socket.socket) -> None:
    """Say nothing, and wait until nobody listens any more."""
    connection.recv(1)
    host.is_left.set()


def dripping(host: OddHost, connection: socket.socket) -> None:
    """Answer a sign at a time, without an end."""
    connection.sendall(_HEAD + b"1000000000\r\n\r\n")
    with suppress(OSError):
        while not host.is_left.wait(0.01):
            connection.sendall(b" ")
    host.is_left.set()


def resetting(_host: OddHost, connection: socket.socket) -> None:
    """Break off in the middle of an answer, as a process does that is killed."""
    connection.sendall(_HEAD + b'1000\r\n\r\n{"version": ')
    # Nothing is sent any more, nor is the end of it told.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def half(_host: OddHost, connection: socket.socket) -> None:
    """Answer with half of the JSON, and say that it is all."""
    body = b'{"version": {"number": "2.19.6", "distri'
    connection.sendall(_HEAD + str(len(body)).encode() + b"\r\n\r\n" + body)


def short(_host: OddHost, connection: socket.socket) -> None:
    """Answer with less than was announced."""
    connection.sendall(_HEAD + b'1000\r\n\r\n{"version": {}}')


def no_cluster(_host: OddHost, connection: socket.socket) -> None:
    """Answer with a page."""
    connection.sendall(_HEAD + b"13\r\n\r\n<html></html>")


@contextmanager
def odd_host(answer: Callable[[OddHost, Any], None]) -> Iterator[OddHost]:
    """Run one; it is gone afterwards.

    Args:
        answer: What it does with a question.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = OddHost(listener, answer)
        try:
            yield found
        finally:
            found.is_left.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
