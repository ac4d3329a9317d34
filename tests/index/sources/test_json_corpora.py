"""Real JSON of every kind beside the checkout: each record is read, or rejected with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.paper import Paper, Rejected
from index.sources import find_inputs, gather_evidence, line_decoder, read_lines, read_papers
from tests.support.corpora import corpus
from tests.support.records import papers_and_rejected

pytestmark = pytest.mark.corpora


def read_all(path: Path) -> tuple[str, list[Paper | Rejected]]:
    """The format of a file and all its records, bulk or not."""
    (item,) = find_inputs([path])
    if item.is_bulk:
        decode = line_decoder(item)
        return item.format, papers_and_rejected(
            decode(line, number) for number, line in read_lines(item)
        )
    return item.format, papers_and_rejected(read_papers(item, gather_evidence([]).settle()))


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def whole(path: Path) -> Any:
    return json.loads(path.read_text())


KINDS: list[tuple[str, str, str, Callable[[Path], list[dict[str, Any]]]]] = [
    ("arxiv-variants", "array-pretty.json", "arxiv", whole),
    ("arxiv-variants", "*.jsonl", "arxiv", lines_of),
    ("csl", "*.csl.json", "csl", whole),
    ("csl", "doi.json", "csl", lambda path: [w for works in whole(path).values() for w in works]),
    ("daily-papers-json", "api-papers-array.json", "daily-papers-api", whole),
    ("daily-papers-json", "api-papers-id.json", "daily-papers-api", lambda path: [whole(path)]),
    (
        "daily-papers-json",
        "by-date.json",
        "daily-papers-api",
        lambda path: [entry["paper"] for day in whole(path).values() for entry in day],
    ),
    (
        "daily-papers-json",
        "dataset-rows.json",
        "daily-papers-api",
        lambda path: [row["row"]["paper"] for row in whole(path)["rows"]],
    ),
    ("daily-papers-json", "flat-lines.jsonl", "quire", lines_of),
    ("daily-papers-json", "hf-papers-info.json", "daily-papers-api", lambda path: [whole(path)]),
    ("daily-papers-json", "hf-papers-ls.json", "daily-papers-api", whole),
    ("openalex", "*.json", "openalex", lambda path: whole(path)["results"]),
    (
        "openreview",
        "*.json",
        "openreview",
        lambda path: [{"title": n["content"]["title"]["value"]} for n in whole(path)["notes"]],
    ),
    ("papers-with-code", "*.json", "papers-with-code", whole),
    ("semantic-scholar", "Paper.json", "semantic-scholar", lambda path: [whole(path)]),
]


@pytest.mark.parametrize(
    ("folder", "pattern", "name", "records"), KINDS, ids=[f"{k[0]}/{k[1]}" for k in KINDS]
)
def test_every_record_of_a_sample_is_read(
    folder: str, pattern: str, name: str, records: Callable[[Path], list[dict[str, Any]]]
) -> None:
    paths = sorted(corpus(f"formats/{folder}").glob(pattern))
    assert paths
    for path in paths:
        expected = records(path)
        found_format, found = read_all(path)
        assert found_format == name
        papers = [record for record in found if isinstance(record, Paper)]
        assert len(papers) == len(found) == len(expected) > 0
        for paper, record in zip(papers, expected, strict=True):
            title = record["title"]
            first = (title[0] if isinstance(title, list) else title).split("<")[0].split("\\")[0]
            assert paper.title.startswith(" ".join(first.split())[:30])
            assert paper.sources == (name,)
            if name not in ("openalex", "openreview"):
                people = record.get("author") or record.get("authors") or []
                assert bool(paper.authors) == bool(people)
                text = record.get("abstract") or record.get("summary")
                assert (paper.abstract is None) == (not text)


def test_ids_days_and_organisations_of_the_samples() -> None:
    folder = corpus("formats/daily-papers-json")
    wrapped = [
        papers
        for name in ("api-papers-array.json", "by-date.json", "dataset-rows.json")
        for papers in [[p for p in read_all(folder / name)[1] if isinstance(p, Paper)]]
    ]
    ids = [sorted(paper.arxiv_id or "" for paper in papers) for papers in wrapped]
    assert ids[0] == ids[1] == ids[2]
    assert "" not in ids[0]
    assert {paper.featured.isoformat() for paper in wrapped[1] if paper.featured} == {"2026-08-20"}
    arxiv = corpus("formats/arxiv-variants")
    names = ("array-pretty.json", "categories-list.jsonl", "float-ids.jsonl")
    variants = [read_all(arxiv / name)[1] for name in names]
    assert variants[0] == variants[1] == variants[2]


def test_a_paper_without_a_title_is_rejected_with_its_line() -> None:
    path = corpus("formats/semantic-scholar") / "PaperWithNullValues.json"
    name, found = read_all(path)
    assert name == "semantic-scholar"
    assert [(type(record), getattr(record, "line", 0)) for record in found] == [(Rejected, 1)]


@pytest.mark.parametrize(
    ("file", "name", "expected"),
    [
        ("8-array.json", "quire", {"title": "Lantern: Papers in Order", "abstract": "x"}),
        ("9-pretty.json", "quire", {"title": "Lantern: Papers in Order", "abstract": "x"}),
        ("10-datetime.jsonl", "quire", {"published_text": "2025-11-20"}),
        (
            "11-hf-papers-ls.json",
            "daily-papers-api",
            {"arxiv_id": "2511.00001", "published_text": "2025-11-20", "upvotes": 3, "comments": 2},
        ),
        (
            "12-api-papers-id.json",
            "daily-papers-api",
            {"arxiv_id": "2511.00001", "authors": ("Ada Lovelace",), "upvotes": 3},
        ),
        ("16-arxiv-list.jsonl", "arxiv", {"arxiv_id": "2511.00001", "categories": ("cs.CL",)}),
    ],
)
def test_the_samples_that_were_misread(file: str, name: str, expected: dict[str, Any]) -> None:
    found_format, (found,) = read_all(corpus("formats/misread") / file)
    assert found_format == name
    assert isinstance(found, Paper)
    assert {key: getattr(found, key) for key in expected} == expected


def test_a_list_begins_in_the_evening_before() -> None:
    _, (found,) = read_all(corpus("formats/misread") / "18-featured.json")
    assert isinstance(found, Paper)
    assert found.featured is not None
    assert found.featured.isoformat() == "2025-01-15"
