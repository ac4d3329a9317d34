"""A server on loopback that speaks what papers are fetched by, and can be told to misbehave.

Daily Papers: https://huggingface.co/docs/hub/api
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec


class Seen(msgspec.Struct, frozen=True):
    """A request as the server saw it."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    connection: int
    at: float


class Reply(msgspec.Struct):
    """What a server answers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = {}


Fault = Callable[["Handler", Reply], None]
"""Answers in the server's place; what it would have answered is given."""


class PaperServer:
    """What the server holds, and what it saw.

    Attributes:
        base: Its address.
        seen: The requests, in order.
        faults: What the next requests meet, in order; None is an answer as it should be.
        pages: What is answered for other paths, by path.
        days: Entries of Daily Papers by day.
        page_size: How many entries a page of them holds at most.
        has_etags: Whether answers have an ETag, and may be 304.
        has_ranges: Whether a part is answered where one is asked for.
    """

    def __init__(self) -> None:
        self.base = ""
        self.seen: list[Seen] = []
        self.faults: list[Fault | None] = []
        self.pages: dict[str, Reply] = {}
        self.days: dict[str, list[dict[str, Any]]] = {}
        self.page_size = 100
        self.has_etags = True
        self.has_ranges = True
        self.released = Event()
        self.answer: Callable[[Seen], Reply | None] = lambda _: None

    @property
    def paths(self) -> list[str]:
        """What was asked for, with its query."""
        return [
            seen.path
            + ("?" if seen.query else "")
            + "&".join(f"{k}={v}" for k, v in seen.query.items())
            for seen in self.seen
        ]

    def reply_to(self, seen: Seen) -> Reply:
        """What is right to answer."""
        found = self.answer(seen) or self.pages.get(seen.path)
        if found is not None:
            return found
        if seen.path == "/api/daily_papers":
            return self._day(seen.query)
        return Reply(b'{"error":"not found"}', 404)

    def _day(self, query: Mapping[str, str]) -> Reply:
        size = min(int(query.get("limit", "50")), self.page_size)
        first = int(query.get("p", "0")) * size
        entries = self.days.get(query["date"], [])[first : first + size]
        return Reply(json.dumps(entries).encode(), headers={"Content-Type": "application/json"})


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    papers: PaperServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        seen = Seen(
            parts.path,
            {name: values[0] for name, values in parse_qs(parts.query).items()},
            {name.lower(): value for name, value in self.headers.items()},
            self.client_address[1],
            time.monotonic(),
        )
        self.papers.seen.append(seen)
        reply = self.papers.reply_to(seen)
        etag = ""
        if self.papers.has_etags and reply.status == 200:
            etag = f'"{hash(reply.body):x}"'
            reply = msgspec.structs.replace(reply, headers={**reply.headers, "ETag": etag})
        if self.papers.has_ranges:
            reply = part_of(reply, seen.headers)
        fault = self.papers.faults.pop(0) if self.papers.faults else None
        if fault is not None:
            fault(self, reply)
            return
        if etag and seen.headers.get("if-none-match") == etag:
            reply = Reply(status=304, headers={"ETag": etag})
        if "gzip" in seen.headers.get("accept-encoding", "") and reply.body:
            headers = {**reply.headers, "Content-Encoding": "gzip"}
            reply = Reply(gzip.compress(reply.body), reply.status, headers)
        self.send(reply)

    def send(self, reply: Reply, *, cut: int | None = None) -> None:
        """Send an answer, or the beginning of one, after which the connection is closed."""
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Be silent."""


@contextmanager
def paper_server() -> Iterator[PaperServer]:
    """A server that runs on a thread until the end."""
    papers = PaperServer()

    class Own(Handler):
        pass

    Own.papers = papers

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Clients may go away at any time."""

    server = Server(("127.0.0.1", 0), Own)
    papers.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield papers
    finally:
        papers.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def part_of(reply: Reply, asked: Mapping[str, str]) -> Reply:
    """What follows a byte, where that is asked for, of the version that is asked for.

    https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
    """
    found = re.fullmatch(r"bytes=(\d+)-", asked.get("range", ""))
    if found is None or reply.status != 200 or asked.get("if-range") != reply.headers.get("ETag"):
        return reply
    first, size = int(found[1]), len(reply.body)
    if first >= size:
        return Reply(b"", 416, {"Content-Range": f"bytes */{size}"})
    headers = {**reply.headers, "Content-Range": f"bytes {first}-{size - 1}/{size}"}
    return Reply(reply.body[first:], 206, headers)


def entry(number: int, day: str, **more: Any) -> dict[str, Any]:
    """An invented entry of a day's list."""
    paper = {
        "id": f"2601.{number:05}",
        "title": f"A Study of Sample {number}",
        "summary": f"Sample {number} is described at some length. " * 8,
        "authors": [{"name": "Ada Lovelace", "hidden": False}, {"name": "Emmy Noether"}],
        "publishedAt": f"{day}T00:00:00.000Z",
        "submittedOnDailyAt": f"{day}T01:02:03.000Z",
        "upvotes": 3,
        **more,
    }
    return {
        "paper": paper,
        "publishedAt": f"{day}T00:00:00.000Z",
        "title": paper["title"],
        "numComments": 2,
    }


def status(code: int, **headers: str) -> Fault:
    """An answer with an error."""

    def answer(handler: Handler, _: Reply) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send(Reply(b"in trouble", code, named))

    return answer


def cut_off(handler: Handler, reply: Reply) -> None:
    """The connection ends in the middle of an answer."""
    handler.send(reply, cut=len(reply.body) // 2)


def torn_gzip(handler: Handler, reply: Reply) -> None:
    """The compressed data end too early, though all is sent that was promised."""
    packed = gzip.compress(reply.body)
    handler.send(Reply(packed[: len(packed) // 2], headers={"Content-Encoding": "gzip"}))


def web_page(handler: Handler, _: Reply) -> None:
    """A page for people with status 200, such as a network's that wants a password."""
    page = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
    handler.send(Reply(page, headers={"Content-Type": "text/html"}))


def endless(handler: Handler, _: Reply) -> None:
    """A body without an end."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.close_connection = True
    part = b"[" * 65_536
    try:
        while True:
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
    except OSError:
        return


def dripping(handler: Handler, reply: Reply) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(reply.body) + 1_000_000))
    handler.end_headers()
    handler.close_connection = True
    try:
        while not handler.papers.released.wait(0.02):
            handler.wfile.write(b"x")
    except OSError:
        return


def dripping_head(handler: Handler, _: Reply) -> None:
    """The head of an answer comes a byte at a time, for ever."""
    handler.close_connection = True
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not handler.papers.released.wait(0.02):
            handler.wfile.write(b"x")
    except OSError:
        return


def redirect(to: str, code: int = 302) -> Fault:
    """A redirection."""

    def answer(handler: Handler, _: Reply) -> None:
        handler.send(Reply(b"", code, {"Location": to}))

    return answer
