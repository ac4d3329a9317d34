"""A host that is silent, slow or breaks off keeps nobody waiting where another one answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from index import open_index
from index.engine.cluster.address import parse_address
from index.engine.cluster.client import Client
from index.engine.cluster.credentials import Credentials
from index.errors import IndexDamaged, IndexUnreachable
from tests.support.fake_cluster import FakeCluster
from tests.support.odd_host import (
    OddHost,
    dripping,
    half,
    no_cluster,
    odd_host,
    resetting,
    short,
    silent,
)

LONG = 60.0
"""Seconds that no test takes."""
BREAKING = [half, resetting, short]


def client_of(*hosts: str, **options: Any) -> Client:
    return Client(parse_address(f"http://{','.join(hosts)}/papers"), Credentials(), **options)


@pytest.mark.parametrize("answer", [silent, dripping])
def test_another_host_is_asked_where_one_is_late(
    answer: Callable[[OddHost, Any], None],
    cluster: FakeCluster,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with odd_host(answer) as odd:
        client = client_of(odd.host, cluster.host, answering=LONG, late=0.05)
        assert client.version().number == "2.19.6"
        # What nobody waits for any more is given up, so that a cluster may stop working on it.
        assert odd.is_left.wait(LONG)
        before = odd.asked
        monkeypatch.setattr(client, "_late", LONG)
        client.version()
        # Who answered is asked first from now on.
        assert odd.asked == before


def test_a_browser_is_opened_where_one_host_is_silent(
    cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client.LATE", 0.05)
    with (
        odd_host(silent) as odd,
        open_index(f"http://{odd.host},{cluster.host}/papers") as papers,
    ):
        assert papers.search("").total == 0


def test_whoever_is_patient_asks_another_host_when_one_has_failed(cluster: FakeCluster) -> None:
    with odd_host(silent) as odd:
        client = client_of(odd.host, cluster.host, answering=0.2, late=0.0, is_patient=True)
        assert client.version().number == "2.19.6"
        assert odd.asked == 1


def test_a_host_that_is_late_may_still_be_the_first_to_answer(cluster: FakeCluster) -> None:
    answered = threading.Event()

    def wait(_method: str, _path: str) -> None:
        answered.wait(LONG)

    cluster.before = wait
    with odd_host(silent) as odd:
        client = client_of(cluster.host, odd.host, answering=LONG, late=0.0)
        threading.Timer(0.1, answered.set).start()
        assert client.version().number == "2.19.6"


@pytest.mark.parametrize("answer", BREAKING)
def test_another_host_answers_for_one_that_breaks_off(
    answer: Callable[[OddHost, Any], None], cluster: FakeCluster
) -> None:
    with odd_host(answer) as odd:
        client = client_of(odd.host, cluster.host)
        assert client.version().number == "2.19.6"
        assert odd.asked == 1


@pytest.mark.parametrize("answer", BREAKING)
def test_one_that_breaks_off_is_told_of_where_there_is_no_other(
    answer: Callable[[OddHost, Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    with (
        odd_host(answer) as odd,
        pytest.raises(IndexUnreachable, match=f"{odd.host} breaks off in the middle"),
    ):
        client_of(odd.host).version()


@pytest.mark.parametrize("answer", [silent, dripping])
def test_one_that_is_late_for_good_is_asked_once(answer: Callable[[OddHost, Any], None]) -> None:
    with odd_host(answer) as odd:
        with pytest.raises(IndexUnreachable, match=f"{odd.host} takes too long"):
            client_of(odd.host, answering=0.2, late=0.05).version()
        assert odd.asked == 1


def test_what_is_no_cluster_is_told_of_where_no_other_host_is_one(cluster: FakeCluster) -> None:
    with odd_host(no_cluster) as odd:
        assert client_of(odd.host, cluster.host).version().number == "2.19.6"
        with pytest.raises(IndexDamaged, match="is no OpenSearch"):
            client_of(odd.host).version()


def test_who_has_given_up_waits_no_longer() -> None:
    with odd_host(silent) as odd:
        client = client_of(odd.host, answering=LONG)
        failures: list[Exception] = []

        def wait() -> None:
            try:
                client.version()
            except IndexUnreachable as failure:
                failures.append(failure)

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        while odd.asked == 0:
            assert thread.is_alive()
        client.give_up()
        thread.join(LONG)
        assert not thread.is_alive()
        assert len(failures) == 1
        assert odd.is_left.wait(LONG)


def test_where_no_thread_can_be_started_a_host_is_asked_all_the_same(
    cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(cluster.host)

    class NoThread:
        def __init__(self, **_: Any) -> None:
            raise RuntimeError("can't start new thread")

    monkeypatch.setattr("index.engine.cluster.replies.threading.Thread", NoThread)
    # The stand-in serves each connection on a thread: none is made while it is asked.
    monkeypatch.setattr(client, "_once", lambda *_: (200, {"version": cluster.version}))
    assert client.version().number == "2.19.6"
