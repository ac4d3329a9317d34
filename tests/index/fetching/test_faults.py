"""Servers in trouble: what came is kept, nothing else is, and the next run completes."""

from __future__ import annotations

import datetime
import socket
import ssl
import time
from collections.abc import Iterator
from email.utils import format_datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from msgspec.structs import replace

from index.fetching.client import Client
from index.fetching.downloads import kept_files
from index.fetching.feeds import Feed
from index.fetching.fetch import fetch_feeds
from index.fetching.limits import Limits, Watch
from index.fetching.pace import Pace
from tests.index.fetching.conftest import IMPATIENT, SOON, Fetch
from tests.support.certificates import self_signed
from tests.support.fake_clock import FakeClock
from tests.support.paper_server import (
    Fault,
    Handler,
    PaperServer,
    Reply,
    cut_off,
    dripping,
    dripping_head,
    endless,
    entry,
    redirect,
    status,
    torn_gzip,
    web_page,
)


@pytest.fixture
def feed(server: PaperServer) -> Feed:
    for day in range(14, 21):
        name = f"2026-01-{day}"
        server.days[name] = [entry(day * 10 + number, name) for number in range(3)]
    return Feed(name="daily", kind="daily-papers", base=server.base)


@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (status(429, Retry_After="7"), 7),
        (status(503, Retry_After="7"), 7),
        (status(503), 1),
        (status(500), 1),
        (cut_off, 1),
        (torn_gzip, 1),
        (dripping, 1),
        (dripping_head, 1),
    ],
)
def test_what_may_pass_is_tried_again(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock, fault: Fault, least: float
) -> None:
    server.faults = [None, None, fault]
    report = fetch(feed, limits=IMPATIENT if fault in (dripping, dripping_head) else SOON)
    assert (report.error, report.files, report.records) == (None, 7, 21)
    assert clock.waits == [least]


def test_a_date_to_wait_for_is_understood(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock
) -> None:
    until = clock.now() + datetime.timedelta(seconds=40)
    server.faults = [status(503, Retry_After=format_datetime(until, usegmt=True))]
    assert fetch(feed).error is None
    assert clock.waits == [40]


def test_a_long_wait_is_left_to_a_later_run(
    server: PaperServer, feed: Feed, fetch: Fetch, clock: FakeClock
) -> None:
    server.faults = [None, status(429, Retry_After="7200")]
    error = fetch(feed).error or ""
    assert "asks to be left alone until 2026-01-20 10:00 UTC" in error
    seen = len(server.seen)
    clock.turn(hours=1)
    assert "asked to be left alone until 2026-01-20 10:00 UTC" in (fetch(feed).error or "")
    assert len(server.seen) == seen
    clock.turn(hours=2)
    assert fetch(feed).error is None


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (web_page, "with a web page where a list of papers was asked for"),
        (endless, "answers with more than 4,000,000 bytes"),
        (status(404), "answers 404 Not Found"),
        (status(403), "answers 403 Forbidden"),
        (redirect("file:///etc/passwd"), "leads to file:///etc/passwd, which is no web address"),
        (redirect("ftp://example.org/x"), "which is no web address"),
        (redirect("data:,x"), "which is no web address"),
        (redirect("https://[x/y"), "leads to https://[x/y, which is no web address"),
    ],
)
def test_what_is_not_what_was_asked_for_is_refused_and_the_next_run_completes(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, fault: Fault, reason: str
) -> None:
    server.faults = [None, None, None, None, fault]
    report = fetch(feed)
    assert reason in (report.error or "")
    assert report.files == 2
    assert len(kept_files(str(folder / "daily"))) == 2
    assert not list(folder.rglob("*.part*"))
    report = fetch(feed)
    assert (report.error, len(kept_files(str(folder / "daily")))) == (None, 7)


@pytest.mark.parametrize("fault", [cut_off, torn_gzip, dripping, status(500)])
def test_trouble_that_does_not_pass_costs_what_did_not_come(
    server: PaperServer, feed: Feed, fetch: Fetch, folder: Path, fault: Fault
) -> None:
    limits = replace(IMPATIENT, attempts=2) if fault is dripping else SOON
    server.faults = [None, None] + [fault] * limits.attempts
    report = fetch(feed, limits=limits)
    assert report.error is not None
    assert report.files == 1
    assert fetch(feed).error is None
    assert len(kept_files(str(folder / "daily"))) == 7


def test_a_connection_that_is_there_only_when_the_time_is_over_is_shut() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, Watch(Limits(window=0.01)) as watch:
        while not watch.is_overdue:
            time.sleep(0.001)
        watch.attend(ours)
        assert theirs.recv(1) == b""


def test_redirects_are_followed_but_not_for_ever(
    server: PaperServer, feed: Feed, fetch: Fetch
) -> None:
    server.faults = [redirect("/api/daily_papers?date=2026-01-20&p=0&limit=100", 307)]
    assert fetch(feed).error is None
    server.faults = [redirect("/again")] * 99
    assert "without end" in (fetch(feed).error or "")


def test_an_address_is_fetched_when_it_has_changed(
    server: PaperServer, fetch: Fetch, folder: Path
) -> None:
    server.pages["/papers/today.jsonl"] = Reply(b'{"title": "A Study of Soot"}\n')
    feed = Feed(name="list", kind="url", url=f"{server.base}/papers/today.jsonl")
    assert (fetch(feed).error, fetch(feed).unchanged) == (None, 1)
    assert "if-none-match" in server.seen[1].headers
    assert [Path(path).name for path in kept_files(str(folder / "list"))] == ["today.jsonl.gz"]
    server.pages["/papers/today.jsonl"] = Reply(b'{"title": "Another Study of Soot"}\n')
    assert fetch(feed).files == 1
    server.pages["/papers/today.jsonl"] = Reply(b"<html><body>Sign in</body></html>")
    report = fetch(feed)
    assert "is nothing that Quire reads: what is there is an HTML page" in (report.error or "")
    assert [Path(path).name for path in kept_files(str(folder / "list"))] == ["today.jsonl.gz"]
    assert not list(folder.rglob("*.part*"))


def test_a_proxy_of_the_environment_is_used(
    server: PaperServer, folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.base)
    monkeypatch.delenv("no_proxy", raising=False)
    server.pages["/papers"] = Reply(b"through the proxy")
    client = Client(clock, Pace(str(folder)), limits=SOON)
    assert client.get("http://papers.invalid/papers").data == b"through the proxy"
    monkeypatch.setenv("no_proxy", "papers.invalid")
    with pytest.raises(Exception, match="can't be found"):
        client.get("http://papers.invalid/papers")
    client.close()


@pytest.fixture
def secure(server: PaperServer, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The same server behind TLS, with a certificate that nobody knows: its address and that."""
    certificate, context = self_signed(tmp_path)

    class Own(Handler):
        papers = server

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Clients may go away at any time."""

    running = Server(("127.0.0.1", 0), Own)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"localhost:{running.server_address[1]}", certificate
    running.shutdown()
    running.server_close()
    thread.join()


def test_a_certificate_that_does_not_fit_is_refused_and_one_that_is_named_is_taken(
    server: PaperServer, feed: Feed, folder: Path, clock: FakeClock, secure: tuple[str, Path]
) -> None:
    host, certificate = secure

    def run(base: str, ca_file: str) -> str | None:
        feeds = [Feed(name="daily", kind="daily-papers", base=base)]
        found = fetch_feeds(
            feeds, folder=str(folder), clock=clock, ca_file=ca_file, limits=Limits(attempts=2)
        )
        return found.feeds[0].error

    assert "can't prove who it is" in (run(f"https://{host}", "") or "")
    wrong_name = host.replace("localhost", "127.0.0.1")
    assert "can't prove who it is" in (run(f"https://{wrong_name}", str(certificate)) or "")
    assert server.seen == []
    assert run(f"https://{host}", str(certificate)) is None
    assert "can't be read" in (run(f"https://{host}", "/nowhere.pem") or "")
    server.faults = [redirect(f"{server.base}/api/daily_papers")]
    assert "from https to http" in (run(f"https://{host}", str(certificate)) or "")
    # The other way round is allowed.
    server.faults = [redirect(f"https://{host}/api/daily_papers?date=2026-01-20&p=0&limit=9")]
    assert run(server.base, str(certificate)) is None


def test_a_server_without_tls_is_asked_without_the_certificates_of_the_system(
    fetch: Fetch, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread() -> None:
        raise AssertionError("reading them takes longer than the question")

    monkeypatch.setattr(ssl, "create_default_context", unread)
    assert fetch(feed).error is None
