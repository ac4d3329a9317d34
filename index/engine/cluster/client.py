"""Asks a cluster over HTTP: any of its hosts, again where that may help, and never for long."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from urllib3 import PoolManager, Timeout
from urllib3 import exceptions as http

from index.engine.cluster.address import Address
from index.engine.cluster.credentials import Credentials
from index.engine.cluster.failures import (
    BUSY,
    is_blocked,
    not_a_cluster,
    redirected,
    refused,
    unknown_user,
    unreachable,
)
from index.engine.cluster.replies import POOLS, Replies, Reply
from index.engine.cluster.steering import Request, Steering, one_by_one, preferring
from index.engine.cluster.whole import what_is_missing
from index.errors import IndexOutdated, IndexUnreachable, QuireError, UsageError
from index.version import VERSION

_CONNECTING: Final = 3.0
_ANSWERING: Final = 15.0
LATE: Final = 1.0
"""Seconds of silence after which another host is asked too, while somebody looks on."""
_QUICK: Final = 0.5
"""Seconds in which a host that does not hang tells its name."""
_FIRST_WAIT: Final = 0.2
_LONGEST_WAIT: Final = 5.0
_ATTEMPTS: Final = 3
_PATIENT_ATTEMPTS: Final = 16
"""Attempts over about a minute: a cluster that lost a node chooses other copies meanwhile."""
# A node that is lost is waited for no longer than it takes to choose another copy.
_PATIENT: Final = {"timeout": "20s"}
_CONNECTIONS: Final = 8

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Version(msgspec.Struct, frozen=True):
    """What a cluster is.

    Attributes:
        is_opensearch: Whether it is OpenSearch; else it is Elasticsearch.
        number: As it tells it, such as ``2.19.6``.
    """

    is_opensearch: bool
    number: str

    @property
    def major(self) -> int:
        """The first part of the number."""
        return int(self.number.partition(".")[0])


class Client:
    """Makes requests. Threads may share it.

    Attributes:
        address: Of the index.

    Args:
        address: As the attribute.
        credentials: Who asks.
        answering: Seconds that an answer may take.
        is_patient: Whether to wait a minute for what passes by itself, rather than a second, and
            to ask no other host before one has failed: for work that nobody looks at.
        late: Seconds of silence after which another host is asked too, unless it is patient; by
            default ``LATE``.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        address: Address,
        credentials: Credentials,
        *,
        answering: float = _ANSWERING,
        is_patient: bool = False,
        late: float | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.address = address
        self._credentials = credentials
        self._sleep = sleep
        self._is_patient = is_patient
        self._has_answered = False
        self._answering = answering
        self._late = None if is_patient else LATE if late is None else late
        self._asked: set[Replies] = set()
        self._silent = ""
        self._headers = {"User-Agent": f"Quire/{VERSION}", "Accept-Encoding": "gzip"}
        if credentials.authorization:
            self._headers["Authorization"] = credentials.authorization
        timeout = Timeout(connect=_CONNECTING, read=answering)
        options: dict[str, Any] = {"maxsize": _CONNECTIONS, "timeout": timeout}
        if address.scheme == "https":
            options["ssl_context"] = _trusting(credentials.ca_file)
        self._manager = PoolManager(**options)
        self._manager.pool_classes_by_scheme = dict(POOLS)
        self._hosts = list(address.hosts)
        self._steering = Steering(self._node_of)

    def close(self) -> None:
        """Close all connections."""
        self._manager.clear()

    def version(self) -> Version:
        """What the cluster is.

        Raises:
            IndexOutdated: It is of a version that is not known to work.
            IndexDamaged: It is no cluster.
            QuireError: It can't be asked.
        """
        found = self.ask("GET", "/")
        told = found.get("version") if isinstance(found, dict) else None
        host = self.address.cluster
        if not isinstance(told, dict) or not isinstance(told.get("number"), str):
            raise not_a_cluster(host, "it says nothing of its version")
        distribution = told.get("distribution")
        is_opensearch = distribution == "opensearch"
        name = "OpenSearch" if is_opensearch else "Elasticsearch"
        if not is_opensearch and distribution is not None:
            # What speaks a part of the dialect says so, as Quickwit does.
            name = str(distribution)[:40]
        number = told["number"]
        first = number.partition(".")[0]
        least = 2 if is_opensearch else 8
        is_known = is_opensearch or distribution is None
        if not is_known or not first.isdecimal() or int(first) < least:
            raise IndexOutdated(
                f"{host} is {name} {number[:20]}, and Quire speaks with OpenSearch from 2 and "
                "Elasticsearch from 8 on"
            )
        return Version(is_opensearch, number)

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        accepted: Sequence[int] = (),
        **parameters: str,
    ) -> Any:
        """Make a request that may be made again without harm.

        Args:
            method: Of HTTP.
            path: After the host, quoted.
            body: What to send as JSON, or bytes of lines of JSON.
            accepted: Statuses beside those of success that are no error.
            parameters: Of the address.

        Returns:
            The decoded answer; None for a status that was accepted.

        Raises:
            QuireError: It can't be had; the sentence says why.
        """
        failure: QuireError | None = None
        # Whoever never answered is not likely to be there in a minute.
        is_patient = self._is_patient and self._has_answered
        until = time.monotonic() + self._answering
        for attempt in range(_PATIENT_ATTEMPTS if is_patient else _ATTEMPTS):
            if attempt:
                self._sleep(min(_LONGEST_WAIT, _FIRST_WAIT * 4 ** (attempt - 1)))
            if self._is_patient:
                each = _CONNECTING + self._answering
                until = time.monotonic() + each * len(self._hosts)

            def once(host: str) -> tuple[int, Any]:
                return self._steered(host, method, Request(path, body, parameters))

            with self._replies(once, until) as replies:
                for reply in replies:
                    if reply.status in accepted:
                        return None
                    failure = self._failure_of(reply)
                    if failure is None:
                        self._put_first(reply.host)
                        return reply.body
                    if reply.status and not isinstance(failure, IndexUnreachable):
                        raise failure
            is_over = replies.is_given_up or time.monotonic() >= until
            if is_over or (failure is not None and not isinstance(failure, IndexUnreachable)):
                break
        raise failure or unreachable(TimeoutError(), self.address.cluster)

    @contextmanager
    def _replies(self, once: Callable[[str], tuple[int, Any]], until: float) -> Iterator[Replies]:
        with Replies(
            list(self._hosts), once, patience=self._late, until=until, late=self._note_silent
        ) as replies:
            self._asked.add(replies)
            try:
                yield replies
            finally:
                self._asked.discard(replies)
                self._silent = ""

    @property
    def waits_for(self) -> str:
        """The host that has been silent for a while and is waited for; empty for none."""
        return self._silent

    def _note_silent(self, host: str) -> None:
        self._silent = host
        self._steering.begin()

    def give_up(self) -> None:
        """Wait no longer for what is asked now, in any thread; the cluster gives it up too."""
        for replies in list(self._asked):
            replies.give_up()

    def _failure_of(self, reply: Reply) -> QuireError | None:
        """Why a reply is no whole answer; None where it is one.

        Raises:
            BaseException: A defect.
        """
        host = reply.host
        if reply.failure is not None:
            if not isinstance(reply.failure, (http.HTTPError, OSError, QuireError)):
                raise reply.failure
            self._put_last(host)
            if isinstance(reply.failure, QuireError):
                return reply.failure
            return unreachable(reply.failure, host)
        self._has_answered = True
        if 200 <= reply.status < 300:
            return what_is_missing(reply.body, host, self.address.name)
        return self._refusal(reply.status, reply.body, host)

    def _refusal(self, status: int, body: Any, host: str) -> QuireError:
        if status == 401:
            return unknown_user(host, self._credentials)
        return refused(status, body, host, self.address.name)

    def bulk(self, lines: bytes) -> tuple[int, Any]:
        """Send operations once: status 200 and what became of each, or a status of a busy cluster.

        Raises:
            QuireError: They can't be sent to any host.
        """
        failure: QuireError | None = None
        for host in list(self._hosts):
            try:
                status, found = self._once(host, "POST", "/_bulk", lines, _PATIENT)
            except (http.HTTPError, OSError) as error:
                failure = unreachable(error, host)
                self._put_last(host)
                continue
            if status == 200 and found is not None:
                return status, found
            if status == 413 or (status in BUSY and not is_blocked(found)):
                return status, None
            raise self._refusal(status, found, host)
        assert failure is not None, "an address has a host"
        raise failure

    def _once(
        self,
        host: str,
        method: str,
        path: str,
        body: object,
        parameters: Mapping[str, str],
    ) -> tuple[int, Any]:
        """Status and decoded answer, which is None where it is no JSON."""
        url = f"{self.address.scheme}://{host}{path}"
        if parameters:
            url += f"?{urlencode(parameters)}"
        headers = dict(self._headers)
        sent: bytes | None = None
        if body is not None:
            is_lines = isinstance(body, bytes)
            headers["Content-Type"] = "application/x-ndjson" if is_lines else "application/json"
            sent = body if isinstance(body, bytes) else _encode(body)
        response = self._manager.request(
            method,
            url,
            body=sent,
            headers=headers,
            retries=False,
            redirect=False,
        )
        if 300 <= response.status < 400:
            raise redirected(host, response.headers.get("Location", ""))
        try:
            return response.status, _decode(response.data)
        except msgspec.DecodeError:
            if response.data[:1] in (b"{", b"["):
                raise ConnectionError("the rest is missing") from None
            if 200 <= response.status < 300:
                raise not_a_cluster(host, "it answers with something else than JSON") from None
            return response.status, None

    def _steered(self, host: str, method: str, request: Request) -> tuple[int, Any]:
        """As ``_once``, past a node that hangs."""
        preference = self._steering.preference(self.address.hosts)
        docs = []
        for single in one_by_one(preference, request):
            status, found = self._once(host, method, *single)
            if status != 200:
                return status, found
            docs.append(found)
        if docs:
            return 200, {"docs": docs}
        return self._once(host, method, *preferring(preference, request))

    def _node_of(self, host: str) -> str:
        """The name of the node that a host is, which it tells without asking others.

        Raises:
            LookupError, TypeError: It does not tell it at once.
        """

        def once(host: str) -> tuple[int, Any]:
            return self._once(host, "GET", "/_nodes/_local/http", None, {})

        until = time.monotonic() + _QUICK
        with Replies([host], once, patience=None, until=until, late=self._put_last) as replies:
            (name,) = next(iter(replies)).body["nodes"]
        return str(name)

    def _put_first(self, host: str) -> None:
        """Ask a host that answered before the others from now on."""
        if self._hosts[0] != host:
            self._hosts = [host, *(one for one in self._hosts if one != host)]

    def _put_last(self, host: str) -> None:
        """Ask a host that failed after the others from now on."""
        others = [one for one in self._hosts if one != host]
        self._hosts = [*others, host]


def _trusting(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise UsageError(
                f"the certificates of ca_file, {ca_file}, can't be read ({reason})"
            ) from None
    return context
