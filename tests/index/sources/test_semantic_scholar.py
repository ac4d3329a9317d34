"""Papers of Semantic Scholar, from its API and its datasets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.paper import Organisation, Paper, Rejected
from tests.index.sources.json_reading import facts, paper, read_json

PAPER: dict[str, Any] = {
    "paperId": "2d56",
    "externalIds": {"ArXiv": "2401.00001", "DOI": "10.1000/182", "CorpusId": 7},
    "url": "https://www.semanticscholar.org/paper/2d56",
    "title": "Gardens of Cells",
    "abstract": "They grow.",
    "venue": "Moss Letters",
    "year": 2024,
    "publicationDate": "2024-03-05",
    "tldr": {"text": "A machine says that they grow."},
    "authors": [{"authorId": "1", "name": "Ada Moss"}, {"authorId": None, "name": "Bo Fern"}],
    "citations": [{"paperId": "3", "title": "No Paper of This File"}],
}


def test_a_paper_as_it_comes() -> None:
    assert facts(paper(PAPER)) == {
        "title": "Gardens of Cells",
        "abstract": "They grow.",
        "published": "2024-03-05",
        "author_count": 2,
        "authors": ("Ada Moss", "Bo Fern"),
        "arxiv_id": "2401.00001",
        "doi": "10.1000/182",
        "url": "https://arxiv.org/abs/2401.00001",
        "venue": "Moss Letters",
        "sources": ("semantic-scholar",),
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"publicationDate": None}, {"published_text": "2024"}),
        ({"publicationDate": None, "year": None}, {"published_text": None}),
        # A summary by a machine is no abstract.
        ({"abstract": None}, {"abstract": None}),
        (
            {"authors": [{"name": "Ada Moss", "affiliations": ["Garden Lab", "Fern College"]}]},
            {"orgs": (Organisation(name="Garden Lab"), Organisation(name="Fern College"))},
        ),
        ({"authors": [{"name": "Ada Moss", "affiliations": None}]}, {"orgs": None}),
        ({"authors": None}, {"authors": None, "author_count": None}),
        ({"venue": "arXiv.org"}, {"venue": None}),
        ({"venue": "", "journal": {"name": "Moss Letters"}}, {"venue": "Moss Letters"}),
        ({"externalIds": None}, {"arxiv_id": None, "doi": None, "url": PAPER["url"]}),
    ],
)
def test_what_papers_lack(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    found = paper({**PAPER, **changed})
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_line_of_a_dataset() -> None:
    line = {
        "corpusid": 7,
        "externalids": {"ArXiv": "2401.00001", "DOI": None},
        "title": "Gardens of Cells",
        "authors": [{"authorId": "1", "name": "Ada Moss"}],
        "publicationdate": "2024-03-05",
        "year": 2024,
    }
    found = paper(line)
    assert (found.arxiv_id, found.doi, found.published_text) == ("2401.00001", None, "2024-03-05")


@pytest.mark.parametrize(
    "wrap",
    [
        lambda papers: {"total": 3, "offset": 0, "data": papers},
        lambda papers: {"data": [paper and {"citingPaper": paper} for paper in papers]},
        lambda papers: {"recommendedPapers": papers},
        lambda papers: papers,
    ],
)
def test_answers_with_papers_and_with_null_for_unknown_ids(tmp_path: Path, wrap: Any) -> None:
    other = {**PAPER, "externalIds": {}, "title": "Deep Wells"}
    first, second, third = read_json(tmp_path, wrap([PAPER, None, other]))
    assert isinstance(first, Paper)
    assert isinstance(second, Rejected)
    assert second.reason == "not a paper of Semantic Scholar: null"
    assert isinstance(third, Paper)
    assert (first.title, third.title) == ("Gardens of Cells", "Deep Wells")


def test_a_paper_without_a_title_is_rejected(tmp_path: Path) -> None:
    (found,) = read_json(tmp_path, {"paperId": "1", "authors": None})
    assert isinstance(found, Rejected)
    assert found.reason == 'a paper of Semantic Scholar: no "title" in it'
