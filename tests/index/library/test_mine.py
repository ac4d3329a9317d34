"""Papers are counted by what the reader did with them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index import open_library, set_filter
from index.engine.search import TantivyPapers
from index.library.library import Library
from index.paper import Paper
from index.results import FacetCount, Mine
from tests.support.papers import numbered
from tests.support.reference import open_papers

PAPERS = [
    Paper(key=paper.arxiv_id or "", title=paper.title, arxiv_id=paper.arxiv_id)
    for paper in numbered(40)
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library.db")


@pytest.fixture
def papers(library: Library) -> TantivyPapers:
    return open_papers(PAPERS, overlay=library)


def mine(papers: TantivyPapers, query: str = "") -> Mine:
    found = papers.mine(query)
    assert found is not None
    return found


def test_who_did_nothing_has_nothing_counted(library: Library, papers: TantivyPapers) -> None:
    assert papers.mine("") is None
    library.save("all", "paper")
    assert papers.mine("") is None
    library.tag(PAPERS[:1], ["x"])
    assert papers.mine("") is not None
    library.tag(PAPERS[:1], ["x"], remove=True)
    assert papers.mine("") is None
    assert open_papers(PAPERS).mine("") is None
    assert not papers.own_names("tag")
    assert papers.own_names("saved") == ["all"]


def test_each_count_is_what_choosing_it_finds(library: Library, papers: TantivyPapers) -> None:
    chance = random.Random(7)

    def some(share: float) -> list[Paper]:
        return [paper for paper in PAPERS if chance.random() < share]

    library.mark_read(some(0.4))
    library.star(some(0.3))
    library.note(some(0.2), "strong")
    library.mark(some(0.1))
    for tag, share in (("RL", 0.5), ("to read", 0.2), ("vision", 0.1)):
        library.tag(some(share), [tag])
    for query in ("", "paper", "is:starred", "-is:starred tag:rl", "is:unread tag:none", "tag:rl"):
        counted = mine(papers, query)
        alone = query.replace("is:unread", "")
        for state in ("new", "unread", "read"):
            total = papers.search(f"{alone} is:{state}").total
            assert getattr(counted, state) == total, (query, state)
        for state in ("starred", "noted", "marked"):
            asked = query.replace("-is:starred", "") if state == "starred" else query
            total = papers.search(f"{asked} is:{state}").total
            assert getattr(counted, state) == total, (query, state)
        tags = {one.name: one.count for one in counted.tags}
        for tag in ("RL", "to read", "vision"):
            total = papers.search(set_filter(query, "tag", tag)).total
            assert tags.get(tag, 0) == total, (query, tag)
        assert counted.untagged == papers.search(set_filter(query, "tag", "none")).total
        assert [one.count for one in counted.tags] == sorted(tags.values(), reverse=True)


def test_counts_follow_the_library(library: Library, papers: TantivyPapers) -> None:
    library.tag(PAPERS[:3], ["a"])
    assert mine(papers).tags == [FacetCount("a", 3)]
    library.tag(PAPERS[2:7], ["B"])
    library.tag(PAPERS[:2], ["a"], remove=True)
    assert mine(papers).tags == [FacetCount("B", 5), FacetCount("a", 1)]
    assert mine(papers).untagged == 35


def test_papers_whose_keys_hash_alike_are_told_apart(
    library: Library, papers: TantivyPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.engine import schema

    one = next(paper for paper in PAPERS[1:])
    library.tag([one], ["a"])
    library.tag(PAPERS[:1], ["b"])
    monkeypatch.setattr(schema, "KEY_HASH_MASK", 0)
    monkeypatch.setattr(schema, "key_hash", lambda key: 0)
    assert mine(papers, f"id:{one.key}").tags == [FacetCount("a", 1)]
