"""Where a node hangs, a cluster is told which others to ask for the parts that it has."""

from __future__ import annotations

import msgspec
import pytest

from index import open_index
from index.engine.cluster import steering
from index.engine.cluster.mapping import CLUSTER_FINGERPRINT
from index.engine.cluster.steering import Request, Steering, one_by_one, preferring
from tests.support.fake_cluster import NODE, fake_cluster, pushed_index
from tests.support.odd_host import odd_host, silent

ONE = "_prefer_nodes:one"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


def test_nodes_are_preferred_from_when_one_is_silent_until_all_know(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(steering, "time", clock)
    asked: list[str] = []

    def name_of(host: str) -> str:
        asked.append(host)
        if host == "b":
            raise TypeError("b says nothing")
        return f"node-{host}"

    steered = Steering(name_of)
    assert steered.preference("abc") == ""
    steered.begin()
    for _ in range(2):
        assert steered.preference("abc") == "_prefer_nodes:node-a,node-c"
        clock.now += 20
    # Who hangs is asked once.
    assert asked == ["a", "b", "c"]
    clock.now += 40
    assert steered.preference("abc") == ""
    steered.begin()
    steered.preference("abc")
    assert asked == ["a", "b", "c"] * 2


def test_nothing_is_preferred_where_nobody_tells_a_name() -> None:
    def name_of(host: str) -> str:
        raise KeyError(host)

    steered = Steering(name_of)
    steered.begin()
    assert steered.preference("ab") == ""


@pytest.mark.parametrize("action", ["_search", "_mget"])
def test_what_reads_an_index_prefers_nodes_by_a_parameter(action: str) -> None:
    asked = Request(f"/papers-1/{action}", {}, {"search_type": "x"})
    assert preferring("", asked) == asked
    assert preferring(ONE, asked) == Request(
        asked.path, {}, {"search_type": "x", "preference": ONE}
    )


def test_searches_that_are_sent_together_prefer_nodes_each() -> None:
    lines = b'{}\n{"query":1}\n{"search_type":"x"}\n{"query":2}\n'
    _, body, parameters = preferring(ONE, Request("/papers-1/_msearch", lines, {}))
    assert parameters == {}
    assert isinstance(body, bytes)
    assert [msgspec.json.decode(line) for line in body.splitlines()] == [
        {"preference": ONE},
        {"query": 1},
        {"search_type": "x", "preference": ONE},
        {"query": 2},
    ]


@pytest.mark.parametrize("path", ["/_search", "/_alias/papers", "/papers-1/_search/point_in_time"])
def test_what_can_prefer_nothing_stays(path: str) -> None:
    asked = Request(path, {}, {})
    assert preferring(ONE, asked) == asked
    assert one_by_one(ONE, asked) == []


def test_term_vectors_are_asked_for_singly_where_nodes_are_preferred() -> None:
    docs = [{"_index": "papers-1", "doc": {"title": "a"}, "routing": one} for one in ("0", "5")]
    asked = Request("/_mtermvectors", {"docs": docs}, {})
    assert one_by_one("", asked) == []
    assert one_by_one(ONE, asked) == [
        Request(
            "/papers-1/_termvectors",
            {"doc": {"title": "a"}},
            {"routing": routing, "preference": ONE},
        )
        for routing in ("0", "5")
    ]


def test_a_search_is_answered_past_a_host_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine.cluster.client.LATE", 0.05)
    monkeypatch.setattr("index.engine.cluster.client._QUICK", 2.0)
    with fake_cluster() as cluster, odd_host(silent) as odd:
        pushed_index(cluster, CLUSTER_FINGERPRINT)
        cluster.indexes["papers-1"] = {"1": {"paper": {"key": "1", "title": "Maps"}}}
        cluster.having = {"map": 1}
        with open_index(f"http://{odd.host},{cluster.host}/papers") as papers:
            assert papers.search("maps", prefix=True).total == 0
    preferred = f"_prefer_nodes:{NODE}"
    assert {value for _, value in cluster.preferences} == {preferred}
    actions = {path.rpartition("/")[2] for path, _ in cluster.preferences}
    assert actions >= {"_search", "_msearch", "_termvectors"}
