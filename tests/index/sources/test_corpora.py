"""The real saved pages, API files and arXiv records beside the checkout."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from index.paper import Paper, Rejected
from index.sources import find_inputs, line_decoder, read_lines
from tests.index.sources.rendering import read_files
from tests.support.corpora import corpus
from tests.support.thorough import tries

pytestmark = pytest.mark.corpora


def papers(found: list[Paper | Rejected]) -> list[Paper]:
    assert not [record for record in found if isinstance(record, Rejected)]
    return [record for record in found if isinstance(record, Paper)]


def pages() -> list[Path]:
    return sorted(corpus("daily-papers-pages").glob("*.txt"))


def test_saved_pages() -> None:
    counts = [len(papers(read_files(path))) for path in pages()]
    assert counts == [82, 40, 51]
    found = papers(read_files(corpus("daily-papers-pages")))
    assert all(paper.abstract and len(paper.abstract) > 1000 for paper in found)
    assert sum(paper.year_inferred for paper in found) == 26
    assert {paper.published.year for paper in found if paper.published and paper.year_inferred} == {
        2025
    }
    assert [(paper.org, paper.org_name) for paper in found if paper.org] == [
        ("nvidia", "NVIDIA")
    ] * 2
    assert sum(paper.published is None for paper in found) == 51


def test_the_order_of_pages_changes_nothing() -> None:
    orders = [
        Counter(paper.__repr__() for paper in papers(read_files(*order)))
        for order in permutations(pages())
    ]
    assert all(order == orders[0] for order in orders)


def test_api_files() -> None:
    found = read_files(corpus("daily-papers-api"))
    read = [record for record in found if isinstance(record, Paper)]
    rejected = [record for record in found if isinstance(record, Rejected)]
    assert len(read) == 1719
    assert sum(paper.org is not None for paper in read) == 988
    assert all(
        paper.arxiv_id and paper.published and paper.featured and paper.authors for paper in read
    )
    assert {Path(record.file).stem for record in rejected} == {"2024-12-20", "2025-01-10"}
    assert len({(record.file, record.line) for record in rejected}) == len(rejected) == 25
    assert not any("\n" in paper.title for paper in read)


@pytest.mark.parametrize(
    ("name", "count"), [("kaggle-200.jsonl", 200), ("arxiv-100k.jsonl.xz", 100_000)]
)
def test_arxiv_snapshot(name: str, count: int) -> None:
    (item,) = find_inputs([corpus("arxiv-snapshot") / name])
    assert (item.format, item.is_bulk) == ("arxiv", True)
    decode = line_decoder(item)
    ids = set()
    lines = 0
    for number, line in read_lines(item):
        lines += 1
        if number % tries(5, 1):
            continue
        paper = decode(line, number)
        assert isinstance(paper, Paper)
        assert paper.abstract
        assert paper.authors
        assert paper.author_count == len(paper.authors)
        assert paper.categories
        assert paper.published
        ids.add(paper.arxiv_id)
    assert lines == count
    assert len(ids) == count // tries(5, 1)
    assert None not in ids
    assert item.bytes_read == item.size
