"""Writes documents to a cluster: many at once, no faster than it takes them, none lost.

https://docs.opensearch.org/2.19/api-reference/document-apis/bulk/
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Final, NamedTuple

import msgspec

from index.engine.cluster.client import Client
from index.engine.cluster.documents import document_id, document_of
from index.engine.cluster.failures import BUSY, is_blocked, refused
from index.errors import IndexUnreachable, QuireError
from index.paper import Paper
from index.text.counting import counted

_MOST: Final = 500
_MOST_BYTES: Final = 4 << 20
_AT_ONCE: Final = 3
"""Requests that are under way together."""
_ATTEMPTS: Final = 12
_LONGEST_WAIT: Final = 20.0
_FIRST_WAIT: Final = 0.25

_encode = msgspec.json.Encoder().encode


class _Operation(NamedTuple):
    key: str
    lines: bytes


class BulkWriter:
    """Sends operations on one index. What it is told stands after ``finish``, which waits for it.

    Attributes:
        written: Documents that the cluster took.

    Args:
        client: Asks the cluster.
        index: Name of the index.
        refuse: Told of each paper that the cluster does not take: its key, and why.
        sleep: Waits so many seconds.
    """

    def __init__(
        self,
        client: Client,
        index: str,
        refuse: Callable[[str, str], None],
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.written = 0
        self._client = client
        self._index = index
        self._refuse = refuse
        self._sleep = sleep
        self._batch: list[_Operation] = []
        self._bytes = 0
        self._threads = ThreadPoolExecutor(_AT_ONCE, "quire-push")
        self._running: set[Future[None]] = set()
        self._is_closing = False

    def put(self, paper: Paper) -> None:
        """Write a paper, in the place of what had its key.

        Raises:
            QuireError: Something before it could not be written.
        """
        action = {"index": {"_index": self._index, "_id": document_id(paper.key)}}
        self._add(paper.key, _encode(action) + b"\n" + _encode(document_of(paper)) + b"\n")

    def remove(self, key: str) -> None:
        """Remove the paper with a key, if there is one.

        Raises:
            QuireError: Something before it could not be written.
        """
        action = {"delete": {"_index": self._index, "_id": document_id(key)}}
        self._add(key, _encode(action) + b"\n")

    def finish(self) -> None:
        """Send what is left and wait until all of it is written.

        Raises:
            QuireError: Something could not be written.
        """
        self._send()
        self._collect(most=0)

    def close(self) -> None:
        """Send nothing more, nor anything again; what is under way is waited for."""
        self._is_closing = True
        self._threads.shutdown(cancel_futures=True)

    def _add(self, key: str, lines: bytes) -> None:
        self._batch.append(_Operation(key, lines))
        self._bytes += len(lines)
        if len(self._batch) >= _MOST or self._bytes >= _MOST_BYTES:
            self._send()

    def _send(self) -> None:
        if self._batch:
            batch, self._batch, self._bytes = self._batch, [], 0
            self._collect(most=_AT_ONCE - 1)
            self._running.add(self._threads.submit(self._write, batch))

    def _collect(self, most: int) -> None:
        """Wait until no more requests than ``most`` are under way."""
        while len(self._running) > most:
            done, self._running = wait(self._running, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()

    def _write(self, batch: Sequence[_Operation]) -> None:
        failure: QuireError | None = None
        for attempt in range(_ATTEMPTS):
            if attempt:
                if self._is_closing:
                    break
                self._sleep(min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt))
            try:
                status, answer = self._client.bulk(b"".join(one.lines for one in batch))
            except IndexUnreachable as error:
                failure = error
                continue
            if status == 413:
                self._halve(batch)
                return
            if answer is None:
                failure = self._refusal(status, None)
                continue
            batch, why = self._left(batch, answer)
            if not batch:
                return
            failure = why
        assert failure is not None
        raise failure

    def _halve(self, batch: Sequence[_Operation]) -> None:
        """Send what is too much for one request in two."""
        if len(batch) == 1:
            self._refuse(batch[0].key, f"it is too large ({counted(len(batch[0].lines), 'byte')})")
            return
        half = len(batch) // 2
        self._write(batch[:half])
        self._write(batch[half:])

    def _left(
        self, batch: Sequence[_Operation], answer: Any
    ) -> tuple[list[_Operation], QuireError | None]:
        """The operations that the cluster had no time for, and what it says of that.

        Raises:
            QuireError: It takes no changes at all.
        """
        left: list[_Operation] = []
        why: QuireError | None = None
        for operation, item in zip(batch, answer["items"], strict=True):
            ((kind, result),) = item.items()
            status = result["status"]
            if status < 300:
                self.written += kind == "index"
            elif status in (401, 403) or is_blocked(result):
                raise self._refusal(status, result)
            elif status in BUSY or status >= 500:
                # Whatever fails in the cluster is no fault of the paper.
                left.append(operation)
                why = self._refusal(status, result)
            elif kind == "delete" and status == 404:
                continue
            else:
                self._refuse(operation.key, _reason(result))
        return left, why

    def _refusal(self, status: int, body: Any) -> QuireError:
        address = self._client.address
        return refused(status, body or {}, address.cluster, address.name)


def _reason(result: Any) -> str:
    error = result.get("error") or {}
    cause = error.get("caused_by") or {}
    return ": ".join(str(part.get("reason", "")) for part in (error, cause) if part)[:300]
