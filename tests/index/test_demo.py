"""The demonstration papers show every feature, and show it reliably."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Paper, Papers, open_index, rebuild
from index.demo import demo_paths


@pytest.fixture(scope="module")
def papers(demo_index: Path) -> Iterator[Papers]:
    with open_index(demo_index) as opened:
        yield opened


@pytest.fixture(scope="module")
def everything(papers: Papers) -> list[Paper]:
    return [hit.paper for hit in papers.search("", limit=1000).hits]


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    report = rebuild(demo_paths(), tmp_path)
    assert report.rejected.count == 0, report.rejected.first
    assert (report.records, report.papers, report.merged) == (114, 102, 12)


def test_there_are_enough_pages_to_merge_and_to_infer_years_from() -> None:
    paths = demo_paths()
    assert all(path.is_file() for path in paths)
    assert collections.Counter(path.suffix for path in paths) == {".txt": 3, ".jsonl": 1}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 102),
        ("date:unknown", 15),
        ("org:none", 44),
        ("org:lantern-bay", 5),
        ("authors:unknown", 58),
        ("authors:1", 6),
        ("authors:60", 1),
        ("authors:>10", 5),
        ("comments:60", 1),
        ("date:2026", 8),
        ("date:..2019", 3),
        ("stars:>1000", 4),
        ("upvotes:>=100", 9),
        ("author:vantongeren", 1),
        ("cat:cs.ro", 1),
        ("erdos", 1),
        ("k-means", 1),
        ("title:mixture", 5),
    ],
)
def test_queries_for_every_feature_find_something(papers: Papers, query: str, count: int) -> None:
    assert papers.search(query, limit=0).total == count


def test_papers_on_two_pages_know_what_each_page_knew(papers: Papers) -> None:
    ledger = papers.search('title:"ledger: attributing"').hits[0].paper
    assert str(ledger.published) == "2025-09-03"
    assert not ledger.year_inferred
    assert (ledger.org, ledger.comments) == ("lantern-bay", 4)
    spikes = papers.search('title:"loss spikes"').hits[0].paper
    assert (str(spikes.published), spikes.comments) == ("2020-03-19", 46)


def test_names_come_to_papers_whose_pages_only_count_people(papers: Papers) -> None:
    quiet = papers.search('title:"quiet experts"').hits[0].paper
    assert quiet.arxiv_id == "9901.00101"
    assert quiet.authors is not None
    assert quiet.author_count == len(quiet.authors) == 5
    assert quiet.sources == ("daily-papers-page", "quire")
    assert not quiet.year_inferred


def test_some_years_are_inferred_and_some_are_printed(everything: list[Paper]) -> None:
    inferred = [paper for paper in everything if paper.year_inferred]
    assert {paper.published.year for paper in inferred if paper.published} == {2025, 2026}
    assert len(inferred) == 17


def test_texts_are_as_varied_as_real_ones(everything: list[Paper]) -> None:
    def some(wanted: str) -> bool:
        return any(wanted in f"{paper.title}\n{paper.abstract}" for paper in everything)

    assert all(map(some, ["霧", "ő", "$k$", "\\mathcal{O}", "C++", "🦜", "ε", "\n\n", "-"]))
    titles = [len(paper.title) for paper in everything]
    assert min(titles) < 12
    assert max(titles) > 150
    assert any(paper.abstract is None for paper in everything)


def test_nothing_can_be_taken_for_a_real_paper(everything: list[Paper]) -> None:
    numbered = [paper for paper in everything if paper.arxiv_id]
    # arXiv's new identifiers begin in 2007, so "99" is a year that is still far away.
    assert all(paper.key.startswith("99") for paper in numbered)
    links = [paper.url for paper in everything if paper.url]
    assert links
    assert all(link.startswith("https://papers.example.org/") for link in links)
