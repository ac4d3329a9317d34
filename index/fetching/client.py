"""Asks servers over HTTP with manners: one request after another, as far apart as they ask for.

Retries, redirects and waits are decided here and not by urllib3, since all of them count as
requests and all of them are told. https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import msgspec
from urllib3 import PoolManager, ProxyManager, Timeout
from urllib3 import exceptions as http
from urllib3.util import make_headers, parse_url

from index.errors import FetchFailed
from index.fetching.answers import Answer
from index.fetching.body import Body
from index.fetching.failures import MayPass, ServerAsksToWait, StatusError, TooLarge, failure_of
from index.fetching.limits import USUAL, Limits, Watch
from index.text.counting import counted
from index.version import VERSION

if TYPE_CHECKING:
    from urllib3.connectionpool import HTTPConnectionPool
    from urllib3.response import BaseHTTPResponse

    from index.fetching.clock import Clock
    from index.fetching.pace import Pace
    from index.fetching.receiver import Receiver

AGENT: Final = f"Quire/{VERSION} (a paper browser for the terminal; urllib3)"

_MOST_REDIRECTS: Final = 5
_PART: Final = 64 * 1024
_RETRIED: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTING: Final = frozenset({301, 302, 303, 307, 308})


class Client:
    """Makes requests, one at a time.

    Attributes:
        requests: How many were made.
        received: Bytes of bodies that came, decompressed.

    Args:
        clock: Tells the time and waits.
        pace: How far apart requests are.
        limits: What is borne.
        ca_file: Certificates to trust beside the system's.
        tell: Told in a few words what is waited for, and "" when the wait is over.
    """

    def __init__(
        self,
        clock: Clock,
        pace: Pace,
        *,
        limits: Limits = USUAL,
        ca_file: str = "",
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.requests = 0
        self.received = 0
        self._clock = clock
        self._pace = pace
        self._limits = limits
        self._ca_file = ca_file
        self.tell = tell
        # By proxy, and whether they know whose certificates to trust.
        self._managers: dict[tuple[str, bool], PoolManager] = {}
        self._reached: set[str] = set()
        self._watch: Watch | None = None

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        paced: bool = False,
        into: Receiver | None = None,
        largest: int | None = None,
    ) -> Answer:
        """Ask for what is at an address.

        Args:
            url: The address.
            headers: Header fields beside the usual ones.
            paced: Whether the server is one that asks for three seconds between requests.
            into: What takes the body, in the place of ``Answer.data``.
            largest: Bytes that the body may have, where they are not those of the limits.

        Raises:
            FetchFailed: It can't be had; the sentence says why.
        """
        for attempt in range(1, self._limits.attempts + 1):
            try:
                return self._follow(url, headers or {}, paced, into, largest)
            except MayPass as failure:
                # A machine that is offline should hear so at once.
                again = failure.reached or urlsplit(url).netloc in self._reached
                if attempt == self._limits.attempts or not again:
                    raise failure.error from None
                usual = self._limits.first_wait * 2 ** (attempt - 1)
                self._wait(failure, max(usual, failure.wait or 0), urlsplit(url).netloc)
        raise AssertionError("a request has at least one attempt")

    def close(self) -> None:
        """Close all connections."""
        for manager in self._managers.values():
            manager.clear()

    def _wait(self, failure: MayPass, seconds: float, host: str) -> None:
        if seconds > self._limits.longest_wait:
            until = self._clock.now() + datetime.timedelta(seconds=seconds)
            raise ServerAsksToWait(
                f"{host} asks to be left alone until {until:%Y-%m-%d %H:%M} UTC: "
                "a later run goes on then",
                until,
            )
        if failure.wait:
            self.tell(f"{host} asks to wait {counted(round(seconds), 'second')}")
        else:
            self.tell(f"{failure.error}: again in {counted(round(seconds), 'second')}")
        self._clock.sleep(seconds)
        self.tell("")

    def _follow(
        self,
        url: str,
        headers: Mapping[str, str],
        paced: bool,
        into: Receiver | None,
        largest: int | None,
    ) -> Answer:
        """Make one attempt, through redirects."""
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(url, headers, paced, into, largest)
            if answer.status not in _REDIRECTING:
                return answer
            before, to = urlsplit(url), answer.headers.get("location", "")
            after = None
            with suppress(ValueError):
                to = urljoin(url, to)
                after = urlsplit(to)
            if after is None or after.scheme not in ("http", "https") or not after.hostname:
                raise FetchFailed(f"{before.netloc} leads to {to[:200]}, which is no web address")
            if before.scheme == "https" and after.scheme == "http":
                raise FetchFailed(
                    f"{before.netloc} leads from https to http, where anybody could change what "
                    f"comes: {to[:200]}"
                )
            url = to
        raise FetchFailed(f"{urlsplit(url).netloc} leads from one address to another without end")

    def _ask(
        self,
        url: str,
        headers: Mapping[str, str],
        paced: bool,
        into: Receiver | None,
        largest: int | None,
    ) -> Answer:
        """Make one request and read what is answered."""
        host = urlsplit(url).netloc.rpartition("@")[2]
        if paced:
            self._pace.wait(self._clock, self.tell)
        self.requests += 1
        sent = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **headers}
        if into is not None:
            sent |= into.headers()
        rate = f"less than {self._limits.slowest} bytes a second"
        too_slow = MayPass(FetchFailed(f"{host} answers too slowly ({rate})"))
        with Watch(self._limits) as watch:
            self._watch = watch
            response: BaseHTTPResponse | None = None
            try:
                response = self._send(url, sent, watch)
                watch.begin_window()
                self._reached.add(host)
                answer = self._read(response, url, host, watch, into, largest)
                if not watch.is_overdue:
                    return answer
                # What was cut off by the watch may look like an end.
                raise too_slow
            except (http.HTTPError, OSError, ValueError, AttributeError) as error:
                if watch.is_overdue:
                    raise too_slow from None
                raise failure_of(error, host) from None
            finally:
                if response is not None:
                    # What was not read to its end must not be taken for the next answer. A
                    # connection whose answer was has gone back by itself and stays open.
                    response.close()
                    response.release_conn()
                if paced:
                    self._pace.note(self._clock)

    def _send(self, url: str, headers: Mapping[str, str], watch: Watch) -> BaseHTTPResponse:
        """Send a request and wait for the head of its answer."""
        manager = self._manager(url)
        pool = manager.connection_from_url(url)
        pool.ConnectionCls = self._watched(pool)
        for connection in _idle(pool):
            watch.attend(connection)
        return manager.request(
            "GET",
            url,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=Timeout(connect=self._limits.connecting, read=self._limits.silence),
        )

    def _read(
        self,
        response: BaseHTTPResponse,
        url: str,
        host: str,
        watch: Watch,
        into: Receiver | None,
        largest: int | None,
    ) -> Answer:
        """Read an answer, to its end where it is what was asked for."""
        status = response.status
        answer = Answer(
            status=status,
            url=url,
            headers={name.lower(): value for name, value in response.headers.items()},
        )
        if status == 304:
            # It has no body; now the connection knows.
            response.read()
            return answer
        if status in _REDIRECTING:
            return answer
        if status not in (200, 206):
            raise self._refused(answer, host)
        bound = largest or self._limits.largest
        too_large = TooLarge(f"{host} answers with more than {counted(bound, 'byte')}: {url[:200]}")
        announced = answer.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > bound:
            raise too_large
        if into is not None:
            into.begin(answer)
        parts: list[bytes] = []
        size = 0
        body = Body(answer.headers.get("content-encoding", ""), host)
        while packed := response.read1(_PART, decode_content=False):
            watch.add(len(packed))
            part = body.unpack(packed, bound - size + 1)
            size += len(part)
            self.received += len(part)
            if size > bound:
                raise too_large
            if into is None:
                parts.append(part)
            else:
                into.write(part)
        body.finish()
        return msgspec.structs.replace(answer, data=b"".join(parts), size=size)

    def _refused(self, answer: Answer, host: str) -> Exception:
        """The error of an answer with a status that is none of success."""
        try:
            name = f"{answer.status} {HTTPStatus(answer.status).phrase}"
        except ValueError:
            name = str(answer.status)
        error = StatusError(f"{host} answers {name} for {answer.url[:200]}", answer.status)
        if answer.status not in _RETRIED:
            return error
        return MayPass(error, self._retry_after(answer.headers.get("retry-after", "")))

    def _retry_after(self, text: str) -> float | None:
        """Seconds that a server asks for, as their number or as a date."""
        if text.strip().isdecimal():
            return float(text)
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return max(0.0, (moment - self._clock.now()).total_seconds())

    def _manager(self, url: str) -> PoolManager:
        """What keeps the connections to a server: straight, or through a proxy."""
        from urllib.request import getproxies, proxy_bypass

        parts = urlsplit(url)
        proxies = getproxies()
        proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
        if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
            proxy = ""
        # To read the certificates of the system takes longer than to ask a server for something.
        trusts = "https" in (parts.scheme, urlsplit(proxy).scheme) or bool(self._ca_file)
        if (proxy, trusts) not in self._managers:
            self._managers[proxy, trusts] = self._made(proxy, trusts)
        return self._managers[proxy, trusts]

    def _watched(self, pool: HTTPConnectionPool) -> Any:
        """The pool's kind of connection, watched from when it is there, by whose turn it is then.

        A connection that is lost is made anew when it is needed next.
        """
        kind: Any = type(pool).ConnectionCls
        client = self

        class Watched(kind):  # type: ignore[misc]
            def connect(self) -> None:
                super().connect()
                if self.sock is not None and client._watch is not None:
                    client._watch.attend(self.sock)

        return Watched

    def _made(self, proxy: str, trusts: bool) -> PoolManager:
        options: dict[str, Any] = {"num_pools": 4, "maxsize": 1}
        if trusts:
            options["ssl_context"] = self._trusting()
        if not proxy:
            return PoolManager(**options)
        address = parse_url(proxy if "://" in proxy else f"http://{proxy}")
        if address.scheme not in ("http", "https"):
            raise FetchFailed(f"the proxy {proxy} is neither an http nor an https one")
        headers = make_headers(proxy_basic_auth=address.auth) if address.auth else None
        return ProxyManager(address.url, proxy_headers=headers, **options)

    def _trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._ca_file:
            try:
                context.load_verify_locations(self._ca_file)
            except (OSError, ssl.SSLError) as error:
                reason = (getattr(error, "strerror", None) or str(error)).lower()
                raise FetchFailed(
                    f"the certificates of ca_file, {self._ca_file}, can't be read ({reason})"
                ) from None
        return context


def _idle(pool: HTTPConnectionPool) -> list[Any]:
    """The sockets of connections that are there and will be used again."""
    waiting = list(pool.pool.queue) if pool.pool is not None else []
    sockets = [getattr(connection, "sock", None) for connection in waiting]
    return [connection for connection in sockets if connection is not None]
