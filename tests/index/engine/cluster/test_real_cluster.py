"""A real OpenSearch of three nodes answers as Tantivy does, and loses nothing when a node is lost.

All tests with this cluster run one after another in one process, since to start it takes a while,
and only where that is asked for: ``QUIRE_TESTS=cluster``.
"""

from __future__ import annotations

import datetime
import itertools
import json
import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Paper, Papers, QuireError, open_index, rebuild
from index.building.push import push
from index.engine.cluster import windows
from index.engine.cluster.client import Client
from index.engine.cluster.papers import ClusterPapers, open_cluster
from index.engine.search import TantivyPapers, open_folder
from index.exporting.json_lines import json_lines
from index.results import Page
from tests.support.cluster import RunningCluster
from tests.support.papers import ORGANISATIONS, WORDS, invented
from tests.support.thorough import tries

pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.end_to_end, pytest.mark.cluster]

COUNT = 2_000
ODD = (
    Paper(key="", title="Über C++ und Größe", abstract="Pre-training in pre-trained nets."),
    Paper(key="", title="深度学习的地图", abstract="A state-of-the-art KV cache."),
    Paper(key="", title="LookaheadKV: Eviction", arxiv_id="2401.01234", doi="10.1000/xyz.1"),
    Paper(key="", title="Pretraining dataset", venue="Journal of Rivers", categories=("cs.LG",)),
    Paper(key="", title="Data set pretraining", venue="Rivers", categories=("cs.CL", "cs")),
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of papers as varied as real ones."""
    path = tmp_path_factory.mktemp("papers") / "papers.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json_lines((*invented(COUNT), *ODD)))
    return path


@pytest.fixture(scope="module")
def pushed(real_cluster: RunningCluster, lines: Path) -> str:
    """The address of an index of these papers."""
    address = real_cluster.address("papers")
    report = push(address, [lines])
    assert report.live
    assert report.refused.count == 0
    assert report.papers == report.sent == report.read > COUNT * 0.9
    return address


@pytest.fixture(scope="module")
def both(
    pushed: str, lines: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TantivyPapers, ClusterPapers]]:
    """The same papers in a folder and on the cluster."""
    folder = tmp_path_factory.mktemp("folder")
    rebuild([lines], folder)
    with open_folder(folder) as local, open_cluster(pushed) as there:
        yield local, there


WORD = st.one_of(
    st.sampled_from(sorted(set(WORDS))),
    st.sampled_from(
        [
            "pretraining",
            "pre-training",
            "c++",
            "über",
            "größe",
            "深度",
            "kv",
            "dataset",
            "lookahead",
        ]
    ),
    st.sampled_from(sorted(set(WORDS))).map(lambda word: f"{word[:3]}*"),
    st.sampled_from([word for word in sorted(set(WORDS)) if len(word) > 4]).map("{}~".format),
    st.lists(st.sampled_from(sorted(set(WORDS))), min_size=2, max_size=3).map(
        lambda words: f'"{" ".join(words)}"'
    ),
)
FILTER = st.one_of(
    st.sampled_from([slug for slug, _ in ORGANISATIONS if slug]).map(lambda slug: f'org:"{slug}"'),
    st.sampled_from(
        [
            *("date:2020", "date:2019-03..2021-05", "date:unknown", "date:>=2022", "org:unknown"),
            *("authors:3", "authors:>5", "authors:unknown", "comments:>2", "cat:cs", "cat:cs.LG"),
            *("venue:rivers", "venue:journal*", "id:2401.01234", "doi:10.1*", "is:starred"),
            *("source:quire", "author:a*", "title:graph", "abs:model", "org:a*"),
        ]
    ),
)
QUERY = st.recursive(
    WORD | FILTER,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("({0[0]} {0[1]})".format),
        st.tuples(inner, inner).map("({0[0]} OR {0[1]})".format),
        inner.map("-{}".format),
    ),
    max_leaves=5,
)


def told(page: Page) -> tuple[Any, ...]:
    return page.total, page.partial_total, page.required, page.absent, page.suggestion


@settings(max_examples=tries(120, 1_000), deadline=None, derandomize=True)
@given(QUERY)
def test_as_many_papers_match(both: tuple[TantivyPapers, ClusterPapers], query: str) -> None:
    local, there = both
    assert told(there.search(query, limit=0)) == told(local.search(query, limit=0))


@pytest.mark.parametrize(
    "query", ["", "sparse", "models agents", "date:2019..2021", "-sparse org:unknown", "authors:>2"]
)
def test_counts_and_orders_are_the_same(
    query: str, both: tuple[TantivyPapers, ClusterPapers]
) -> None:
    local, there = both
    assert there.facets(query) == local.facets(query)
    last = local.search(query, sort="date", limit=1).hits[0].paper.published
    assert last is not None
    in_view = last - datetime.timedelta(days=41), last
    days = there.facets(query, in_view=in_view)
    assert days == local.facets(query, in_view=in_view)
    assert days.days
    assert there.trend(query) == local.trend(query)
    for sort in ("date", "upvotes", "authors"):
        for reverse in (False, True):
            for offset in (0, 700, COUNT - 5):
                pages = [
                    papers.search(query, sort=sort, reverse=reverse, offset=offset, limit=20)
                    for papers in both
                ]
                first, second = ([hit.paper.key for hit in page.hits] for page in pages)
                assert first == second, (query, sort, reverse, offset)
    if local.search(query, limit=1).hits:
        key = local.search(query, sort="date", offset=7, limit=1).hits[0].paper.key
        assert there.position(query, key, sort="date") == 7


def test_a_paper_that_is_known_comes_first_as_often(
    both: tuple[TantivyPapers, ClusterPapers],
) -> None:
    local, _ = both
    chance = random.Random(3)
    papers = [hit.paper for hit in local.search("", limit=COUNT).hits]
    wanted = chance.sample([paper for paper in papers if len(paper.title.split()) > 3], 60)

    def first(found: Any, paper: Paper) -> bool:
        words = chance.sample(paper.title.split(), 4)
        hits = found.search(" ".join(words), limit=1).hits
        return bool(hits) and hits[0].paper.key == paper.key

    scores = []
    for found in both:
        chance.seed(5)
        scores.append(sum(first(found, paper) for paper in wanted))
    assert abs(scores[0] - scores[1]) <= 1
    assert scores[0] > 5


def test_what_lies_deep_is_reached(
    both: tuple[TantivyPapers, ClusterPapers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "MOST_AT_ONCE", 50)
    local, there = both
    for query, sort in (("", "date"), ("models", "date"), ("", "upvotes")):
        for reverse in (False, True):
            for offset in (49, 180, 900):
                pages = [
                    papers.search(query, sort=sort, reverse=reverse, offset=offset, limit=30)
                    for papers in both
                ]
                first, second = ([hit.paper.key for hit in page.hits] for page in pages)
                assert first == second, (query, sort, reverse, offset)
                assert pages[0].total == pages[1].total
    found = there.search("models agents", offset=300, limit=20)
    assert len(found.hits) == 20
    assert found.total == local.search("models agents", limit=0).total


def test_one_paper_and_those_like_it(both: tuple[TantivyPapers, ClusterPapers]) -> None:
    local, there = both
    paper = local.get("2401.01234")
    assert paper is not None
    for name in ("2401.01234", "2401.01234v2", "10.1000/XYZ.1", "arxiv.org/abs/2401.01234"):
        found = there.get(name)
        assert found is not None
        assert (found.key, found.title, found.doi) == (paper.key, paper.title, paper.doi)
    assert there.get("nothing") is None
    key = local.search("", limit=1).hits[0].paper.key
    alike, same = (
        {hit.paper.key for hit in papers.similar(key, limit=20)} for papers in (local, there)
    )
    assert len(alike & same) >= 10
    assert there.frequent_names("models").categories == local.frequent_names("models").categories


def test_a_near_spelling_is_suggested(both: tuple[TantivyPapers, ClusterPapers]) -> None:
    word = "multilingual"
    wrong = word.replace("g", "q")
    for papers in both:
        assert papers.search(wrong, fuzzy=True).corrected is not None
    local, there = (papers.search(wrong, limit=0).suggestion for papers in both)
    assert local == there


def test_an_update_is_seen_by_who_opens_the_index_again(
    real_cluster: RunningCluster, tmp_path: Path
) -> None:
    address = real_cluster.address("updated")
    path = tmp_path / "papers.jsonl"
    path.write_text(json.dumps({"title": "Old Ovens", "upvotes": 1}) + "\n")
    push(address, [path])
    with open_index(address) as before:
        path.write_text(
            json.dumps({"title": "Old Ovens", "upvotes": 5, "arxiv_id": "9901.00001"})
            + "\n"
            + json.dumps({"title": "New Chairs"})
            + "\n"
        )
        report = push(address, [path], update=True)
        assert (report.papers, report.sent) == (2, 2)
        assert before.is_stale()
    with open_index(address) as after:
        assert not after.is_stale()
        assert [hit.paper.upvotes for hit in after.search("ovens").hits] == [5]
        assert after.search("is:new").total == after.count == 2


@pytest.mark.parametrize("lost", ["helper", "manager"])
def test_a_node_that_is_lost_loses_nothing(
    lost: str,
    real_cluster: RunningCluster,
    pushed: str,
    lines: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real_cluster.settle()
    node = real_cluster.manager() if lost == "manager" else real_cluster.helper()
    sent = itertools.count(1)
    send = Client.bulk

    def bulk(client: Client, operations: bytes) -> tuple[int, Any]:
        if next(sent) == 8:
            node.kill()
        return send(client, operations)

    # Many requests, so that some are answered before, some after, and some never.
    monkeypatch.setattr("index.engine.cluster.bulk._MOST", 100)
    monkeypatch.setattr(Client, "bulk", bulk)
    with ExitStack() as stack:
        stack.callback(real_cluster.start)
        papers = stack.enter_context(open_index(pushed))
        count = papers.count
        report = push(real_cluster.address(f"without-{lost}"), [lines])
        assert not node.is_running
        assert report.live
        assert report.refused.count == 0
        assert report.papers == report.read == count
        with open_index(real_cluster.address(f"without-{lost}")) as again:
            keys = [hit.paper.key for hit in again.search("", limit=2 * COUNT).hits]
            assert len(keys) == len(set(keys)) == count
        # Whoever was reading goes on, once the cluster has noticed what it lost.
        for query in ("models", "sparse", "graph neural"):
            assert _asked_again(papers, query) > 0


def _asked_again(papers: Papers, query: str) -> int:
    """How many papers match, asked for until the cluster has found what it lost."""
    while True:
        try:
            return papers.search(query, limit=5).total
        except QuireError as error:
            if error.exit_code != 6:
                raise
