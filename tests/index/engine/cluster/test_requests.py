"""How often a cluster is asked: every request takes as long as a query in a folder."""

from __future__ import annotations

from collections import Counter

import pytest

from index import open_index
from index.engine.cluster.mapping import CLUSTER_FINGERPRINT
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
