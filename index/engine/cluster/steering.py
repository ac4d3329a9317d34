"""Steers requests past a node that hangs: a cluster goes on asking it for half a minute.

Whoever answers for a cluster asks other nodes for the parts that it does not have, and may choose
one that hangs. It chooses others where it is told which are preferred.
https://docs.opensearch.org/2.19/api-reference/search/#the-preference-query-parameter
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import msgspec

_LONG: Final = 60.0
"""Seconds after which a cluster has found out by itself who hangs."""
_BY_PARAMETER: Final = ("_search", "_mget")
_TERM_VECTORS: Final = "/_mtermvectors"
_BY_LINES: Final = "_msearch"


class Steering:
    """Knows which nodes answer, from when one is silent until a cluster knows that itself.

    Args:
        name_of: Asks a host for the name of its own node; what it raises says that none was told.
    """

    def __init__(self, name_of: Callable[[str], str]) -> None:
        self._name_of = name_of
        self._until = 0.0
        self._nodes: dict[str, str | None] = {}

    def begin(self) -> None:
        """Take note of a host that is silent, be it that it hangs or waits for one that does."""
        now = time.monotonic()
        if now >= self._until:
            self._nodes = {}
        self._until = now + _LONG

    def preference(self, hosts: Sequence[str]) -> str:
        """What to tell a cluster of its nodes; empty where there is nothing to tell.

        Args:
            hosts: All that may be asked.
        """
        if time.monotonic() >= self._until:
            return ""
        for host in hosts:
            if host not in self._nodes:
                # Who hangs tells no name, and is asked for it once.
                self._nodes[host] = None
                with suppress(LookupError, TypeError, ValueError):
                    self._nodes[host] = self._name_of(host)
        names = sorted(name for name in self._nodes.values() if name is not None)
        return f"_prefer_nodes:{','.join(names)}" if names else ""


class Request(NamedTuple):
    """What a host is asked: a path after it, a body, and parameters of the address."""

    path: str
    body: object
    parameters: Mapping[str, str]


def preferring(preference: str, request: Request) -> Request:
    """A request that says which nodes it prefers, where it is one that can.

    Args:
        preference: Which; empty for none.
        request: That without.
    """
    path, body, parameters = request
    index, _, action = path.rpartition("/")
    if not preference:
        return request
    if action == _BY_LINES and isinstance(body, bytes):
        lines = body.split(b"\n")
        for at in range(0, len(lines) - 1, 2):
            head: dict[str, Any] = msgspec.json.decode(lines[at])
            lines[at] = msgspec.json.encode(head | {"preference": preference})
        return Request(path, b"\n".join(lines), parameters)
    # What belongs to a point in time, which has no index in its path, has chosen its copies.
    if action in _BY_PARAMETER and index:
        return Request(path, body, {**parameters, "preference": preference})
    return request


def one_by_one(preference: str, request: Request) -> list[Request]:
    """The term vectors of several documents, asked for singly: together they prefer no node.

    https://docs.opensearch.org/2.19/api-reference/document-apis/termvectors/

    Returns:
        What to ask for each document; nothing for other requests, and where none is preferred.
    """
    if not preference or request.path != _TERM_VECTORS:
        return []
    found = []
    docs: Any = request.body
    for doc in docs["docs"]:
        body = {name: value for name, value in doc.items() if name not in ("_index", "routing")}
        parameters = {"routing": doc["routing"], "preference": preference}
        found.append(Request(f"/{quote(doc['_index'])}/_termvectors", body, parameters))
    return found
