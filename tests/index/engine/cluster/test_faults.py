"""What a cluster, or what stands in its place, may do wrong ends in a sentence and an exit code."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from index import open_index
from index.engine.cluster.address import parse_address
from index.engine.cluster.client import Client
from index.engine.cluster.credentials import Credentials
from index.errors import (
    IndexClosed,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnreachable,
    OutputError,
    QuireError,
    UsageError,
)
from tests.support.fake_cluster import FakeCluster, Fault


def error_of(kind: str, reason: str = "why") -> dict[str, Any]:
    cause = {"type": kind, "reason": reason}
    return {"error": cause | {"root_cause": [cause]}}


def test_an_index_is_opened_and_described(cluster: FakeCluster) -> None:
    with open_index(cluster.address()) as papers:
        assert papers.count == 0
        assert papers.generation == "papers-1.1"
        assert not papers.is_stale()
        cluster.indexes["papers-1-about"]["manifest"]["build"] = 2
        assert papers.is_stale()
    assert all("Authorization" not in headers for _, _, headers in cluster.seen)


def test_who_asks_is_told_with_every_request(
    cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIRE_CLUSTER_API_KEY", "abc")
    open_index(cluster.address()).close()
    assert {headers.get("Authorization") for _, _, headers in cluster.seen} == {"ApiKey abc"}


@pytest.mark.parametrize(
    ("fault", "kind", "why"),
    [
        (Fault("/", 200, "<html>Welcome</html>"), IndexDamaged, "is no OpenSearch"),
        (Fault("/", 404, "<html>Nothing</html>"), IndexDamaged, "is no OpenSearch.*404"),
        (Fault("/", 200, {"hello": 1}), IndexDamaged, "says nothing of its version"),
        (Fault("/", 200, []), IndexDamaged, "says nothing of its version"),
        (
            Fault("/$", 200, {"version": {"number": "1.3.0", "distribution": "opensearch"}}),
            IndexOutdated,
            "is OpenSearch 1.3.0",
        ),
        (
            Fault("/$", 200, {"version": {"number": "7.10.2"}}),
            IndexOutdated,
            "is Elasticsearch 7.10.2",
        ),
        (Fault("/$", 200, {"version": {"number": "next"}}), IndexOutdated, "Elasticsearch next"),
        (
            Fault("/$", 200, {"version": {"number": "9.8.2", "distribution": "quickwit"}}),
            IndexOutdated,
            "is quickwit 9.8.2, and Quire speaks with OpenSearch from 2",
        ),
        (Fault("/", 401, error_of("security")), IndexClosed, "does not know you"),
        (Fault("/_alias", 403, error_of("security")), IndexClosed, "does not let you"),
        (Fault("/", 503, error_of("unavailable")), IndexUnreachable, "has no time now"),
        (Fault("/", 429, "<html>"), IndexUnreachable, "has no time now"),
        (Fault("/_alias", 404, {"error": "x"}), IndexMissing, "quire push"),
        (Fault("/_alias", 200, {"a": {}, "b": {}}), IndexDamaged, "stands for 2 indexes"),
        (Fault("/papers-1-about", 404, {}), IndexDamaged, "was not made by `quire push`"),
        (
            Fault("/papers-1-about", 200, {"_source": {"fingerprint": "other"}}),
            IndexOutdated,
            "another version of Quire",
        ),
        (Fault("/papers-1-about", 200, {"_source": {}}), IndexDamaged, "makes no sense"),
        (
            Fault("/papers-1/_search", 404, error_of("index_not_found_exception")),
            IndexMissing,
            "no index papers",
        ),
        (
            Fault("/papers-1/_search", 400, error_of("index_closed_exception")),
            IndexClosed,
            "papers on .* is closed",
        ),
        (Fault("/papers-1/_search", 400, error_of("too_many_clauses")), UsageError, "too much"),
        (
            Fault("/papers-1/_search", 400, error_of("validation", "[1000] maximum shards open")),
            UsageError,
            "too much to ask for at once: .1000. maximum shards",
        ),
        (
            Fault("/papers-1/_search", 200, {"_shards": {"failed": 1, "total": 3}}),
            IndexUnreachable,
            "1 of 3 gave no answer",
        ),
        (Fault("/papers-1/_search", 500, error_of("boom")), IndexDamaged, "500 why"),
    ],
)
def test_what_goes_wrong_is_told(
    fault: Fault, kind: type[QuireError], why: str, cluster: FakeCluster
) -> None:
    cluster.faults.append(fault)
    with pytest.raises(kind, match=why) as caught:
        open_index(cluster.address())
    assert "\n" not in str(caught.value)
    assert type(caught.value) is kind


HALF: Any = {"_shards": {"total": 3, "failed": 1}}
LOST_DOCUMENT: Any = {
    "docs": [{"_id": "1", "error": {"type": "no_shard_available", "reason": "no copy"}}]
}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (HALF, "of the parts of papers, 1 of 3 gave no answer"),
        ({"timed_out": True}, "takes too long to answer for all of papers"),
        ({"responses": [{"_shards": {"failed": 0}}, HALF]}, "1 of 3 gave no answer"),
        ({"responses": [error_of("search_phase", "no copy") | {"status": 503}]}, "no copy"),
        (LOST_DOCUMENT, "no copy"),
    ],
)
def test_half_an_answer_is_none(answer: Any, why: str, cluster: FakeCluster) -> None:
    cluster.faults.append(Fault("/x", 200, answer, times=1))
    client = Client(parse_address(cluster.address()), Credentials())
    # What is missing may be back by now.
    cluster.indexes["x"] = {}
    assert client.ask("POST", "/x/_mget", {"ids": []}) == {"docs": []}
    cluster.faults.append(Fault("/x", 200, answer))
    with pytest.raises(IndexUnreachable, match=why):
        client.ask("POST", "/x/_mget", {"ids": []})


def test_what_was_found_by_half_of_a_cluster_is_not_shown(cluster: FakeCluster) -> None:
    cluster.indexes["papers-1"] = {"1": {"paper": {"key": "1", "title": "Maps"}}}
    with open_index(cluster.address()) as papers:
        cluster.faults.append(Fault("/papers-1/_search", 200, HALF))
        with pytest.raises(IndexUnreachable, match="a node of the cluster seems to be lost"):
            papers.search("maps")
        cluster.faults[:] = [Fault("/_mtermvectors", 200, LOST_DOCUMENT)]
        with pytest.raises(IndexUnreachable, match="no copy"):
            papers.search("rivers")
        cluster.faults.clear()
        assert papers.search("").total == 1


def test_a_part_that_finds_it_too_much_says_that(cluster: FakeCluster) -> None:
    reason = {"type": "too_many_clauses", "reason": "maxClauseCount is set to 1024"}
    shards = {"total": 3, "failed": 1, "failures": [{"shard": 0, "reason": reason}]}
    cluster.faults.append(Fault("/papers-1/_search", 200, {"_shards": shards}))
    with pytest.raises(UsageError, match="too much to ask for at once: maxClauseCount"):
        open_index(cluster.address())


def test_a_storm_of_questions_is_not_answered_with_more(cluster: FakeCluster) -> None:
    cluster.indexes["papers-1"] = {"1": {"paper": {"key": "1", "title": "Maps"}}}
    with open_index(cluster.address()) as papers:
        cluster.seen.clear()
        rejected = error_of("rejected_execution_exception", "queue capacity")
        cluster.faults.append(Fault("/papers-1/_search", 429, rejected))
        with pytest.raises(IndexUnreachable, match=r"has no time now .429 queue capacity"):
            papers.search("")
        assert cluster.paths("POST") == ["/papers-1/_search"] * 3


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("https://ada:secret@login.example/way?token=secret", "https://login.example"),
        ("//ada:secret@login.example/way", "//login.example"),
        ("https://[login.example/way", "https://[login.example"),
        ("/login", "/login"),
    ],
)
def test_nobody_is_followed_to_another_place(place: str, shown: str, cluster: FakeCluster) -> None:
    cluster.faults.append(Fault("/", 302, "<html>", leads_to=place))
    with pytest.raises(IndexDamaged, match=f"it leads to {re.escape(shown)};") as caught:
        open_index(cluster.address())
    assert "secret" not in str(caught.value)


def test_who_waits_for_work_waits_longer(cluster: FakeCluster) -> None:
    waited: list[float] = []
    address = parse_address(cluster.address())
    unknown, patient = (
        Client(address, Credentials(), is_patient=True, sleep=waited.append) for _ in range(2)
    )
    patient.version()
    cluster.faults.append(Fault("/", 503, error_of("unavailable"), times=10))
    with pytest.raises(IndexUnreachable):
        # A cluster that never answered is not likely to be there in a minute.
        unknown.version()
    assert len(waited) == 2
    patient.version()
    assert len(waited) == 2 + 7


def test_what_passes_is_waited_for(cluster: FakeCluster) -> None:
    cluster.faults.append(Fault("/_alias", 503, error_of("unavailable"), times=2))
    open_index(cluster.address()).close()
    assert cluster.paths("GET").count("/_alias/papers") == 3


def test_a_cluster_that_takes_no_changes(cluster: FakeCluster) -> None:
    cluster.faults.append(Fault("/x", 403, error_of("cluster_block_exception", "read-only")))
    client = Client(parse_address(cluster.address()), Credentials())
    with pytest.raises(OutputError, match="takes no changes now"):
        client.ask("PUT", "/x", {})


def test_an_answer_that_makes_no_sense_is_damage(cluster: FakeCluster) -> None:
    with open_index(cluster.address()) as papers:
        cluster.faults.append(Fault("/papers-1/_search", 200, {"hits": {}}))
        with pytest.raises(IndexDamaged, match="makes no sense"):
            papers.search("quark")


def test_another_host_answers_for_one_that_is_lost(cluster: FakeCluster) -> None:
    with socket.socket() as lost:
        lost.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{lost.getsockname()[1]}"
        with open_index(f"http://{host},{cluster.host}/papers") as papers:
            assert papers.search("").total == 0


def test_a_host_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    with socket.socket() as lost:
        lost.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{lost.getsockname()[1]}"
        with pytest.raises(IndexUnreachable, match=f"{host} can't be reached .connection refused"):
            open_index(f"http://{host}/papers")


def test_a_host_that_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        client = Client(parse_address(f"http://{host}/papers"), Credentials(), answering=0.05)
        with pytest.raises(IndexUnreachable, match="takes too long"):
            client.version()


def test_a_certificate_that_nobody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(
            [*made, *named, "-keyout", key, "-out", certificate], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("openssl is not on this machine")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"https://127.0.0.1:{server.getsockname()[1]}/papers"

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                body = json.dumps(
                    {"version": {"number": "2.19.6", "distribution": "opensearch"}}
                ).encode()
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        secure.recv(65_536)
                        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                        secure.sendall(head + str(len(body)).encode() + b"\r\n\r\n" + body)
                except OSError:
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(IndexUnreachable, match=r"can't prove who it is.*ca_file"):
            open_index(address)
        trusting = Client(parse_address(address), Credentials(ca_file=str(certificate)))
        assert trusting.version().number == "2.19.6"
        server.shutdown(socket.SHUT_RDWR)
    with pytest.raises(UsageError, match="ca_file, /nowhere"):
        Client(parse_address(address), Credentials(ca_file="/nowhere"))


def test_a_cluster_without_tls_is_not_asked_for_certificates(
    cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    with pytest.raises(IndexUnreachable, match=r"begins with http://") as caught:
        open_index(cluster.address().replace("http:", "https:"))
    assert "ca_file" not in str(caught.value)
    assert "_ssl" not in str(caught.value)
