"""A server on loopback that keeps and searches documents as a cluster does, and fails when told to.

How well it finds them is not the point: that is tested with a real cluster.
"""

from __future__ import annotations

import re
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from index.engine.cluster.mapping import index_body
from tests.support.json_search import Columns, columns_of, frequencies, search

_BODY: Final = index_body(1, 0, build=1, legacy_similarity=False)
"""What an index was made with that was not made by a request."""
NODE: Final = "node-1"
"""What the stand-in calls itself."""
_HEALTH: Final = {"number_of_data_nodes": 1, "status": "green"}
_VERSION: Final = {"distribution": "opensearch", "number": "2.19.6"}


class Fault(msgspec.Struct):
    """What to answer to some requests instead.

    Attributes:
        path: A regular expression that their paths begin with.
        status: What to answer with.
        body: Text, or what to make JSON of.
        times: How often; -1 for always.
        leads_to: Another address, for a redirection.
        item: The status of every operation of a bulk request, in the place of ``status``; then the
            body is the error of each.
    """

    path: str
    status: int = 500
    body: Any = None
    times: int = -1
    item: int = 0
    leads_to: str = ""


class FakeCluster:
    """What the server knows.

    Attributes:
        scheme: ``https`` where it has a certificate, for ``localhost``.
        host: Where it listens.
        authorization: What whoever asks has to send; empty for nothing.
        indexes: Documents by name, by index.
        aliases: The index of each alias.
        settings: What each index was made with.
        having: How many papers have a term, in any column.
        health: What it says of itself and of each index.
        faults: What goes wrong.
        changes: How often each document was written that is not sent with many.
        seen: Method and path of each request, with its headers.
        preferences: The nodes that each request prefers, where it says so.
        received: Told how many bytes each request has.
    """

    def __init__(self, host: str) -> None:
        self.scheme = "http"
        self.host = host
        self.authorization = ""
        self.indexes: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, str] = {}
        self.settings: dict[str, Any] = {}
        self.changes: Counter[tuple[str, str]] = Counter()
        self.having: dict[str, int] = {}
        self.health: dict[str, Any] = dict(_HEALTH)
        self.faults: list[Fault] = []
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.preferences: list[tuple[str, str]] = []
        self.version: dict[str, str] = dict(_VERSION)
        self.before: Callable[[str, str], None] = lambda _method, _path: None
        self.received: Callable[[int], object] = lambda _size: None
        self.lock = threading.Lock()
        self._columns: dict[tuple[str, str], tuple[Any, Columns]] = {}

    def address(self, name: str = "papers") -> str:
        """The address of an index."""
        return f"{self.scheme}://{self.host}/{name}"

    def paths(self, method: str) -> list[str]:
        """The paths that were asked for by a method."""
        return [path for one, path, _ in self.seen if one == method]

    def live(self, name: str = "papers") -> dict[str, Any]:
        """The documents that an alias stands for."""
        return self.indexes[self.aliases[name]]

    def fault_at(self, path: str) -> Fault | None:
        """The fault for a path, used once more."""
        for fault in self.faults:
            if fault.times and re.match(fault.path, path):
                fault.times -= 1
                return fault
        return None

    def answer(self, method: str, path: str, query: dict[str, str], data: bytes) -> tuple[int, Any]:
        """Status and body of an answer."""
        parts = [unquote(part) for part in path.strip("/").split("/") if part]
        match method, *parts:
            case ["GET"]:
                return 200, {"version": self.version, "tagline": "for tests"}
            case ["GET", "_alias", name]:
                index = self.aliases.get(name)
                return (200, {index: {}}) if index else (404, {"error": "alias missing"})
            case ["GET", "_cluster", "health", *_]:
                return 200, self.health
            case ["POST", "_aliases"]:
                for action in msgspec.json.decode(data)["actions"]:
                    if "add" in action:
                        self.aliases[action["add"]["alias"]] = action["add"]["index"]
                return 200, {"acknowledged": True}
            case ["POST", "_bulk"]:
                return 200, self._bulk(data)
            case ["GET", "_nodes", "_local", "http"]:
                return 200, {"nodes": {NODE: {}}}
            case ["POST", name, "_termvectors"]:
                asked = msgspec.json.decode(data)
                return 200, self._frequencies(name, asked["doc"])
            case ["POST", "_mtermvectors"]:
                asked = msgspec.json.decode(data)["docs"]
                return 200, {
                    "docs": [self._frequencies(one["_index"], one["doc"]) for one in asked]
                }
            case ["POST", "_search"]:
                body = msgspec.json.decode(data)
                return 200, self._search(body.pop("pit")["id"], body)
            case ["DELETE", "_search", "point_in_time"]:
                return 200, {"pits": []}
            case ["GET", name, "_alias"]:
                pattern = re.escape(name).replace("\\*", ".*")
                return 200, {one: {} for one in self.indexes if re.fullmatch(pattern, one)}
            case ["PUT", name]:
                self.indexes[name] = {}
                self.settings[name] = msgspec.json.decode(data)
                return 200, {"acknowledged": True}
            case ["PUT", name, "_doc", key]:
                place = name, key
                if query.get("if_seq_no", str(self.changes[place])) != str(self.changes[place]):
                    return 409, {"error": {"type": "version_conflict_engine_exception"}}
                self.changes[place] += 1
                self.indexes[name][key] = msgspec.json.decode(data)
                return 201, {"result": "created"}
            case ["PUT", name, "_settings"]:
                return 200, {"acknowledged": True}
            case ["DELETE", name]:
                self.indexes.pop(name, None)
                return 200, {"acknowledged": True}
            case [_, name, *_] if name not in self.indexes:
                error = {"type": "index_not_found_exception", "reason": f"no such index [{name}]"}
                return 404, {"error": error | {"root_cause": [error]}, "status": 404}
            case ["GET", name]:
                return 200, {name: {}}
            case ["GET", name, "_doc", key]:
                found = self.indexes[name].get(key)
                now = {"_seq_no": self.changes[name, key], "_primary_term": 1}
                return (200, {"found": True, "_source": found} | now) if found else (404, {})
            case ["GET", name, "_mapping"]:
                return 200, {name: {"mappings": self.settings.get(name, {}).get("mappings", {})}}
            case ["GET", name, "_settings"]:
                return 200, {name: {"settings": {"index": {"number_of_shards": "1"}}}}
            case ["GET", name, "_search_shards"]:
                return 200, {"shards": [[{"shard": 0}]]}
            case ["GET", name, "_count"]:
                return 200, {"count": len(self.indexes[name])}
            case ["POST", name, "_refresh"]:
                return 200, {}
            case ["POST", name, "_mget"]:
                return 200, {"docs": [self._document(name, key) for key in _ids(data)]}
            case ["POST", name, "_msearch"]:
                bodies = [msgspec.json.decode(line) for line in data.splitlines()[1::2]]
                return 200, {"responses": [self._search(name, body) for body in bodies]}
            case ["GET", name, "_stats", _]:
                counts = {"docs": {"count": len(self.indexes[name])}}
                total = {"store": {"size_in_bytes": 1_000}}
                return 200, {"_all": {"primaries": counts, "total": total}}
            case ["POST", name, "_search", "point_in_time"]:
                return 200, {"pit_id": name}
            case ["POST", name, "_search"]:
                return 200, self._search(name, msgspec.json.decode(data))
            case _:
                return 400, {"error": {"type": "no_handler", "reason": f"{method} {path}"}}

    def _document(self, name: str, key: str) -> dict[str, Any]:
        source = self.indexes[name].get(key)
        if source is None:
            return {"_id": key, "found": False}
        return {"_id": key, "found": True, "_source": {"paper": source["paper"]}}

    def _frequencies(self, name: str, asked: dict[str, Any]) -> dict[str, Any]:
        vectors = frequencies(self._read(name).values(), asked)
        for told in vectors.values():
            known = told["terms"].keys() & self.having.keys()
            told["terms"] |= {term: {"doc_freq": self.having[term]} for term in known}
        return {"term_vectors": vectors}

    def _bulk(self, data: bytes) -> dict[str, Any]:
        items = []
        lines = iter(data.splitlines())
        for line in lines:
            ((kind, action),) = msgspec.json.decode(line).items()
            documents = self.indexes.setdefault(action["_index"], {})
            if kind == "index":
                documents[action["_id"]] = msgspec.json.decode(next(lines))
                items.append({kind: {"_id": action["_id"], "status": 201}})
            else:
                found = documents.pop(action["_id"], None)
                status = 404 if found is None else 200
                items.append({kind: {"_id": action["_id"], "status": status}})
        return {"errors": False, "items": items}

    def _search(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        total, hits, counts = search(self._read(name), body)
        if body.get("_source", True):
            for hit in hits:
                hit["_source"] = {"paper": self.indexes[name][hit["_id"]]["paper"]}
        found = {"total": {"value": total}, "hits": hits}
        return {"_shards": {"total": 1, "failed": 0}, "hits": found, "aggregations": counts}

    def _read(self, name: str) -> dict[str, Columns]:
        """The columns of each document of an index."""
        found = {}
        for key, document in self.indexes[name].items():
            known, columns = self._columns.get((name, key), (None, {}))
            if known is not document:
                columns = columns_of(document, self.settings.get(name, _BODY))
                self._columns[name, key] = document, columns
            found[key] = columns
        return found


def _ids(data: bytes) -> list[str]:
    ids: list[str] = msgspec.json.decode(data)["ids"]
    return ids


def pushed_index(cluster: FakeCluster, fingerprint: str) -> None:
    """Let a cluster have an index without papers that ``quire push`` made."""
    cluster.aliases["papers"] = "papers-1"
    cluster.indexes["papers-1"] = {}
    manifest = {
        "fingerprint": fingerprint,
        "quire": "0",
        "created": "2024-06-15T00:00:00Z",
        "records": 1,
        "sources": {},
        "organisations": {},
        "same_organisations": {},
        "routings": ["0"],
        "build": 1,
    }
    cluster.indexes["papers-1-about"] = {"manifest": manifest}


@contextmanager
def fake_cluster(context: ssl.SSLContext | None = None) -> Iterator[FakeCluster]:
    """Run one; it is gone afterwards.

    Args:
        context: Of a server that has a certificate for ``localhost``.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # An answer is sent as one: its second part would wait until the first is acknowledged.
        wbufsize = -1

        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("content-length", 0)))
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            with cluster.lock:
                cluster.seen.append((self.command, parts.path, dict(self.headers.items())))
                cluster.received(len(data))
                if "preference" in query:
                    cluster.preferences.append((parts.path, query["preference"]))
                elif b'"preference":' in data:
                    head = msgspec.json.decode(data.splitlines()[0])
                    cluster.preferences.append((parts.path, head["preference"]))
                cluster.before(self.command, parts.path)
                status, body, place = self.found(parts.path, query, data)
            sent = body.encode() if isinstance(body, str) else msgspec.json.encode(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if place:
                self.send_header("Location", place)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.handle_any
            raise AttributeError(name)

        def found(self, path: str, query: dict[str, str], data: bytes) -> tuple[int, Any, str]:
            wanted = cluster.authorization
            if wanted and self.headers.get("Authorization") != wanted:
                return 401, {"error": {"type": "security_exception"}, "status": 401}, ""
            fault = cluster.fault_at(path)
            if fault is None:
                return *cluster.answer(self.command, path, query, data), ""
            if not fault.item:
                return fault.status, fault.body, fault.leads_to
            error = fault.body or {"type": "rejected", "reason": "told to"}
            actions = [line for line in data.splitlines() if line.startswith(b'{"index":{"_index')]
            items = [{"index": {"status": fault.item, "error": error}} for _ in actions]
            return 200, {"errors": True, "items": items}, ""

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    cluster = FakeCluster(f"127.0.0.1:{server.server_address[1]}")
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        cluster.scheme, cluster.host = "https", f"localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield cluster
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
