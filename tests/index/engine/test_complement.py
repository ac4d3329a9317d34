"""All papers but many: the same list and count as by asking for each, and sooner."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import open_library
from index.engine import complement
from index.engine.search import TantivyPapers
from index.library.library import Library
from index.paper import Paper
from tests.support.papers import numbered
from tests.support.reference import open_papers

PAPERS = [
    Paper(key=paper.arxiv_id or "", title=paper.title, arxiv_id=paper.arxiv_id)
    for paper in numbered(200)
]
QUERIES = ("is:unread", "-is:read", "is:unread -tag:rl", "-(is:read OR tag:rl)", "NOT tag:rl")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = open_library(tmp_path / "library.db")
    library.mark_read(PAPERS[20:140:2])
    library.tag(PAPERS[:30], ["rl"])
    return library


@pytest.fixture
def papers(library: Library) -> TantivyPapers:
    return open_papers(PAPERS, overlay=library)


def listed(papers: TantivyPapers, query: str, step: int = 37) -> list[str]:
    total = papers.search(query, limit=0).total
    keys = [
        hit.paper.key
        for offset in range(0, total + step, step)
        for hit in papers.search(query, offset=offset, limit=step).hits
    ]
    assert len(keys) == total
    return keys


@pytest.mark.parametrize("deepest", [20_000, 100])
@pytest.mark.parametrize("query", QUERIES)
def test_the_list_is_the_same(
    library: Library, query: str, deepest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = listed(open_papers(PAPERS, overlay=library), query)
    monkeypatch.setattr("index.engine.overlay_filters.LEAST", 2)
    monkeypatch.setattr(complement, "_DEEPEST", deepest)
    papers = open_papers(PAPERS, overlay=library)
    assert listed(papers, query) == expected
    library.mark_read(PAPERS[150:160])
    library.tag(PAPERS[150:160], ["rl"])
    changed = [key for key in expected if key not in {paper.key for paper in PAPERS[150:160]}]
    assert listed(papers, query) == changed


def test_no_key_is_looked_for_once_they_are_known(
    papers: TantivyPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engine.overlay_filters.LEAST", 2)
    assert papers.search("is:unread", limit=50).total == 140
    # These would ask for all of them.
    monkeypatch.setattr("index.engine.ranking.number", None)
    monkeypatch.setattr("index.engine.ranking.window", None)
    page = papers.search("is:unread", limit=20, offset=3)
    assert (page.total, len(page.hits)) == (140, 20)


def test_few_papers_are_asked_for_as_ever(papers: TantivyPapers) -> None:
    assert papers.search("is:unread").total == 140
    assert papers.search("is:unread is:starred").total == 0
