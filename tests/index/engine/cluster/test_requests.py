"""How often a cluster is asked: every request takes as long as a query in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import msgspec
import pytest

from index import Page, Paper, Papers, QueryError, open_index
from index.engine.cluster.client import Client, Version
from index.engine.cluster.documents import document_of
from index.engine.cluster.mapping import CLUSTER_FINGERPRINT
from index.engine.cluster.searcher import ClusterSearcher
from tests.support.fake_cluster import FakeCluster, fake_cluster, pushed_index


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
    # What matches and what matches in part is one of them, the others are for ways to write words.
    assert asked["_msearch"] <= 3
    # What is found by near spellings, which are tried where nothing matches.
    assert asked["_search"] <= 1


@pytest.fixture
def rivers() -> Iterator[FakeCluster]:
    """A cluster with 300 papers, of which 200 have one word and 6 another one too."""
    with fake_cluster() as cluster:
        pushed_index(cluster, CLUSTER_FINGERPRINT)
        for number in range(300):
            words = f"Old {'rivers' if number < 200 else 'roads'} {'bend' if number < 6 else ''}"
            paper = Paper(key=f"{number:03}", title=words)
            cluster.indexes["papers-1"][paper.key] = msgspec.to_builtins(document_of(paper))
        yield cluster


def asked_of(cluster: FakeCluster, papers: Papers, query: str) -> tuple[Page, list[str]]:
    """A page of an answer to what is being typed, and what was asked for it."""
    cluster.seen.clear()
    page = papers.search(query, prefix=True, limit=50)
    return page, [path.rpartition("/")[2] for _, path, _ in cluster.seen]


def test_what_is_typed_is_answered_by_one_search(rivers: FakeCluster) -> None:
    with open_index(rivers.address()) as papers:
        papers.search("rivers bend old")
        page, asked = asked_of(rivers, papers, "rivers bend")
        assert (page.total, page.partial_total) == (6, 194)
        assert [hit.partial for hit in page.hits] == [False] * 6 + [True] * 44
        assert asked == ["_msearch"]
        # The word is whole now, and one letter that follows it asks for no other papers.
        assert asked_of(rivers, papers, "rivers bend ")[1] == ["_msearch"]
        page, asked = asked_of(rivers, papers, "rivers bend t")
        assert page.total == 6
        assert set(asked) <= {"_mtermvectors"}


@pytest.mark.parametrize(("limit", "offset"), [(9_990, 0), (50, 9_990), (10_000, 9_000)])
def test_more_than_a_cluster_gives_at_once_is_had_all_the_same(
    limit: int, offset: int, rivers: FakeCluster
) -> None:
    with open_index(rivers.address()) as papers:
        page = papers.search("rivers bend", limit=limit, offset=offset)
    assert (page.total, page.partial_total) == (6, 194)
    assert len(page.hits) == max(0, min(limit, 200 - offset))


@pytest.mark.parametrize("having", [1, 100_000])
def test_an_answer_does_not_depend_on_what_was_likely(rivers: FakeCluster, having: int) -> None:
    # Either way it is wrong how many papers have both words.
    rivers.having = dict.fromkeys(("old", "river", "bend"), having)
    with open_index(rivers.address()) as papers:
        few = papers.search("rivers bend", limit=50)
        assert (few.total, few.partial_total) == (6, 194)
        assert [hit.partial for hit in few.hits] == [False] * 6 + [True] * 44
        many = papers.search("old rivers", limit=50)
        assert (many.total, many.partial_total) == (200, 100)
        assert [hit.partial for hit in many.hits] == [False] * 50


def test_papers_of_one_score_are_put_in_order_by_the_cluster(rivers: FakeCluster) -> None:
    with open_index(rivers.address()) as papers:
        papers.search("rive")
        page, asked = asked_of(rivers, papers, "riv")
        assert page.total == 200
        assert asked[-1] == "_msearch"
        assert "_search" not in asked
        again, asked = asked_of(rivers, papers, "riv")
        assert asked == []
        rest = papers.search("riv", prefix=True, limit=200, offset=50)
        newest = papers.search("riv", prefix=True, limit=200, sort="date")
    listed = [hit.paper.key for hit in (*again.hits, *rest.hits)]
    assert listed == [hit.paper.key for hit in newest.hits]


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
        phases: The types of these, and of those that count.
    """

    address = "https://host:9200/papers"

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.phases: list[tuple[str, ...]] = []

    def version(self) -> Version:
        return Version(is_opensearch=True, number="2.19.6")

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        if path.endswith("point_in_time"):
            return {"pit_id": "1"} if method == "POST" else {}
        size = body["size"]
        self.phases.append(tuple(more.values()))
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


def test_only_what_compares_scores_takes_the_frequencies_of_all_shards() -> None:
    recorder = Recorder()
    searcher = ClusterSearcher(cast(Client, recorder), "papers-1", ["0"])
    words = {"term": {"title": {"value": "map"}}}
    searcher.search(words, 50)
    searcher.search(words, 50, order_by_field="by_date")
    searcher.search({"constant_score": {"filter": words, "boost": 1.0}}, 50)
    searcher.count_up_to(words, 10)
    # The first counted all papers.
    assert recorder.phases == [(), ("dfs_query_then_fetch",), (), (), ()]
