"""The three saved pages beside the checkout, held to figures that were counted by hand."""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Paper, Papers, Report, open_index, rebuild
from index.cli import main
from index.paper import printed
from tests.support.corpora import corpus

pytestmark = pytest.mark.corpora

DIACHRONIC = "Pretraining Language Models for Diachronic Linguistic Change Discovery"


@pytest.fixture(scope="module")
def pages() -> list[Path]:
    found = sorted(corpus("daily-papers-pages").glob("*.txt"))
    assert len(found) == 3
    return found


@pytest.fixture(scope="module")
def built(pages: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    folder = tmp_path_factory.mktemp("pages")
    return folder, rebuild(pages, folder)


@pytest.fixture(scope="module")
def papers(built: tuple[Path, Report]) -> Iterator[Papers]:
    with open_index(built[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def everything(papers: Papers) -> list[Paper]:
    return [hit.paper for hit in papers.search("", limit=1000).hits]


def test_every_record_is_accounted_for(built: tuple[Path, Report]) -> None:
    report = built[1]
    assert report.rejected.first == []
    assert (report.records, report.papers, report.merged) == (173, 161, 12)


@pytest.mark.parametrize(
    ("page", "records"), [("000_", 82), ("002_", 40), ("004_", 51)], ids=["000", "002", "004"]
)
def test_each_page_alone_gives_its_records(
    page: str, records: int, pages: list[Path], tmp_path: Path
) -> None:
    (path,) = [path for path in pages if path.name.startswith(page)]
    report = rebuild([path], tmp_path)
    assert (report.records, report.rejected.count) == (records, 0)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("authors:>10", 15),
        ("org:nvidia", 2),
        ("org:NVIDIA", 2),
        ("date:unknown", 48),
        ("authors:unknown", 50),
        ("comments:>0", 30),
        ("comments:14", 1),
        ("comments:>14", 0),
        ("date:2025", 29),
        ("date:2018..2025", 161 - 48),
    ],
)
def test_counts(query: str, count: int, papers: Papers) -> None:
    assert papers.search(query, limit=0).total == count


@pytest.mark.parametrize(
    ("query", "count"), [("authors:>10", 15), ("org:nvidia", 2), ("date:unknown", 48)]
)
def test_the_command_line_counts_the_same(
    query: str, count: int, built: tuple[Path, Report], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["search", query, "--count", "--index", str(built[0])]) == 0
    assert capfdbinary.readouterr().out == b"%d\n" % count


def test_what_is_unknown_stays_unknown(everything: list[Paper]) -> None:
    assert sum(paper.published is None for paper in everything) == 48
    assert sum(paper.author_count is None for paper in everything) == 50
    assert sum(paper.year_inferred for paper in everything) == 25


def test_comments_add_up(everything: list[Paper]) -> None:
    comments = [paper.comments for paper in everything if paper.comments is not None]
    assert (len(comments), sum(comments), max(comments)) == (30, 86, 14)


def test_years_lie_where_they_should(everything: list[Paper]) -> None:
    years = collections.Counter(paper.published.year for paper in everything if paper.published)
    assert (min(years), max(years), years[2025]) == (2018, 2025, 29)


def test_no_order_of_the_files_changes_anything(
    pages: list[Path], everything: list[Paper], tmp_path: Path
) -> None:
    for number, order in enumerate(itertools.permutations(pages)):
        folder = tmp_path / str(number)
        rebuild(order, folder)
        with open_index(folder) as opened:
            found = [printed(hit.paper) for hit in opened.search("", limit=1000).hits]
            assert found == list(map(printed, everything))
            (hit,) = opened.search(f'title:"{DIACHRONIC}"').hits
        paper = hit.paper
        assert (str(paper.published), paper.year_inferred) == ("2025-04-07", False)
        assert (paper.author_count, paper.comments) == (5, 2)
