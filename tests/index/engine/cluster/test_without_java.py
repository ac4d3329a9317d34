"""Quire on a cluster's dialect answers as on Tantivy, also where no real cluster can be started."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from index import rebuild
from index.building.push import push
from index.engine.cluster import windows
from index.engine.cluster.papers import ClusterPapers, open_cluster
from index.engine.search import TantivyPapers, open_folder
from index.exporting.json_lines import json_lines
from tests.index.engine.cluster.test_real_cluster import ODD, QUERY, told
from tests.support.fake_cluster import fake_cluster
from tests.support.papers import invented
from tests.support.thorough import tries

COUNT = 150


@pytest.fixture(scope="module")
def both(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[TantivyPapers, ClusterPapers]]:
    """The same papers in a folder and on a stand-in of a cluster."""
    folder = tmp_path_factory.mktemp("folder")
    path = folder / "papers.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json_lines((*invented(COUNT), *ODD)))
    rebuild([path], folder / "index")
    with fake_cluster() as cluster:
        push(cluster.address(), [path])
        with open_folder(folder / "index") as local, open_cluster(cluster.address()) as there:
            yield local, there


@settings(max_examples=tries(40, 400), deadline=None, derandomize=True)
@given(QUERY)
def test_as_many_papers_match(both: tuple[TantivyPapers, ClusterPapers], query: str) -> None:
    local, there = both
    assert told(there.search(query, limit=0)) == told(local.search(query, limit=0))


@pytest.mark.parametrize("query", ["", "sparse", "date:2019..2021", "-sparse org:unknown"])
def test_counts_and_orders_are_the_same(
    query: str, both: tuple[TantivyPapers, ClusterPapers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "MOST_AT_ONCE", 40)
    local, there = both
    assert there.facets(query) == local.facets(query)
    last = local.search(query, sort="date", limit=1).hits[0].paper.published
    assert last is not None
    in_view = last - datetime.timedelta(days=41), last
    days = there.facets(query, in_view=in_view)
    assert days == local.facets(query, in_view=in_view)
    assert days.days
    assert there.trend(query) == local.trend(query)
    for sort in ("date", "upvotes"):
        for reverse in (False, True):
            for offset in (0, 30, 90):
                pages = [
                    papers.search(query, sort=sort, reverse=reverse, offset=offset, limit=30)
                    for papers in both
                ]
                first, second = ([hit.paper.key for hit in page.hits] for page in pages)
                assert first == second, (query, sort, reverse, offset)
