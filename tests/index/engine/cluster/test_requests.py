"""How often a cluster is asked: every request takes as long as a query in a folder."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

import pytest

from index import QueryError, open_index
from index.engine.cluster.client import Client, Version
from index.engine.cluster.mapping import CLUSTER_FINGERPRINT
from index.engine.cluster.searcher import ClusterSearcher
from tests.support.fake_cluster import fake_cluster, pushed_index


@pytest.mark.parametrize(
    "query", ["high-speed extended-volume engines", '"deep nets" OR "old maps"', "dataset~ kvcache"]
)
def test_what_a_query_takes_is_asked_for_together(query: str) -> None:
    with fake_cluster() as cluster:
        pushed_index(cluster, CLUSTER_FINGERPRINT)
        cluster.indexes["papers-1"] = {"1": {"paper": {"key": "1", "title": "Maps"}}}
        # Their halves stand side by side in some papers, as far as the words tell.
        cluster.having = dict.fromkeys(("high", "speed", "data", "set", "dataset", "kv", "cach"), 3)
        with open_index(cluster.address()) as papers:
            cluster.seen.clear()
            papers.search(query, prefix=True)
            asked = Counter(path.rpartition("/")[2] for path in cluster.paths("POST"))
    # One for what the query costs, and some for the ways to write its words.
    assert asked["_mtermvectors"] <= 5
    # They come with the list.
    assert "_mget" not in asked
    assert asked["_msearch"] <= 3
    # What matches, and what matches in part.
    assert asked["_search"] <= 3


def test_nothing_is_found_by_meaning_on_a_cluster() -> None:
    with fake_cluster() as cluster:
        pushed_index(cluster, CLUSTER_FINGERPRINT)
        with open_index(cluster.address()) as papers:
            with pytest.raises(QueryError, match="a search cluster has no vectors"):
                papers.search('near:"old maps"')
            assert papers.meaning.refusal() == "a search cluster has no vectors"


class Recorder:
    """Answers like a cluster with many papers, and keeps what it was asked.

    Attributes:
        bodies: Of searches that list papers.
    """

    address = "https://host:9200/papers"

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def version(self) -> Version:
        return Version(is_opensearch=True, number="2.19.6")

    def ask(self, method: str, path: str, body: Any = None, **_: Any) -> Any:
        if path.endswith("point_in_time"):
            return {"pit_id": "1"} if method == "POST" else {}
        size = body["size"]
        if size:
            self.bodies.append(body)
        paper = {"paper": {"key": "1", "title": "Maps"}}
        hit = {"_id": "1", "_score": 1.0, "sort": [1.0, 1, "1"], "_source": paper}
        return {"hits": {"total": {"value": 100_000}, "hits": [hit] * size}}


@pytest.mark.parametrize("offset", [0, 9_900, 24_000])
def test_no_papers_are_read_on_the_way_to_others(offset: int) -> None:
    recorder = Recorder()
    searcher = ClusterSearcher(cast(Client, recorder), "papers-1", ["0"])
    found = searcher.search({"match_all": {}}, 50, offset=offset)
    assert len(found.hits) == 50
    read = sum(body["size"] for body in recorder.bodies if body["_source"])
    assert read == (50 if offset < 10_000 else 0)
