"""Works of OpenAlex: abstracts from indexes of words, organisations, arXiv ids of locations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.paper import Organisation, Paper, Rejected
from tests.index.sources.json_reading import facts, paper, read_json

WORK: dict[str, Any] = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/182",
    "title": "Gardens of <i>Cells</i>",
    "display_name": "Gardens of <i>Cells</i>",
    "publication_year": 2024,
    "publication_date": "2024-03-05",
    "ids": {"openalex": "https://openalex.org/W1", "doi": "https://doi.org/10.1000/182"},
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1000/182",
        "source": {"display_name": "Annals of Moss"},
    },
    "locations": [
        {"landing_page_url": "https://doi.org/10.1000/182"},
        {"landing_page_url": "http://arxiv.org/abs/2401.00001", "pdf_url": None},
    ],
    "authorships": [
        {
            "author": {"display_name": "Ada Moss"},
            "institutions": [
                {"display_name": "Lantern Bay", "ror": "https://ror.org/1"},
                {"display_name": "Zoo of Ideas"},
            ],
        },
        {
            "author": {"display_name": None},
            "raw_author_name": "B. Fern",
            "institutions": [{"display_name": "Lantern Bay"}],
        },
    ],
    "is_retracted": False,
    "is_paratext": False,
    "keywords": [{"display_name": "Moss"}, {"keyword": "Light"}],
    "abstract_inverted_index": {"grow": [1, 5], "They": [0, 4], "in": [2], "light.": [3]},
}


def test_a_work_as_it_comes() -> None:
    assert facts(paper(WORK)) == {
        "title": "Gardens of Cells",
        "abstract": "They grow in light. They grow",
        "published": "2024-03-05",
        "orgs": (Organisation(name="Lantern Bay"), Organisation(name="Zoo of Ideas")),
        "author_count": 2,
        "authors": ("Ada Moss", "B. Fern"),
        "arxiv_id": "2401.00001",
        "doi": "10.1000/182",
        "url": "https://arxiv.org/abs/2401.00001",
        "keywords": ("Moss", "Light"),
        "venue": "Annals of Moss",
        "sources": ("openalex",),
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # Words may be missing, and one position may be given twice.
        ({"abstract_inverted_index": {"b": [7], "a": [2]}}, {"abstract": "a b"}),
        ({"abstract_inverted_index": None}, {"abstract": None}),
        ({"abstract_inverted_index": '{"a": [0]}'}, {"abstract": "a"}),
        (
            {"abstract_inverted_index": {"IndexLength": 1, "InvertedIndex": {"a": [0]}}},
            {"abstract": "a"},
        ),
        # Its 1 January means that only the year is known.
        ({"publication_date": "2024-01-01"}, {"published_text": "2024"}),
        ({"publication_date": None}, {"published_text": "2024"}),
        (
            {"is_authors_truncated": True},
            {"author_count": None, "authors": ("Ada Moss", "B. Fern")},
        ),
        ({"is_retracted": True}, {"keywords": ("Moss", "Light", "retracted")}),
        ({"title": None}, {"title": "Gardens of Cells"}),
        (
            {"locations": [], "doi": "https://doi.org/10.48550/arXiv.2402.00002"},
            {"arxiv_id": "2402.00002"},
        ),
        ({"locations": []}, {"arxiv_id": None, "url": "https://doi.org/10.1000/182"}),
        (
            {"primary_location": {"source": {"display_name": "arXiv (Cornell University)"}}},
            {"venue": None},
        ),
        ({"authorships": []}, {"author_count": None, "authors": None, "orgs": None}),
    ],
)
def test_what_works_lack_or_have_otherwise(
    changed: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = paper({**WORK, **changed})
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            {"title": None, "display_name": None},
            'a work of OpenAlex: "title": expected str, got null',
        ),
        ({"is_paratext": True}, "a work of OpenAlex: it is a cover, a table of contents"),
        ({"abstract_inverted_index": {"a": ["b"]}}, '"abstract_inverted_index": expected int'),
        ({"authorships": {"a": 1}}, '"authorships": expected array, got object'),
        ({"publication_date": "soon"}, "\"publication_date\": 'soon' is no date"),
    ],
)
def test_what_is_no_paper_is_rejected(tmp_path: Path, changed: dict[str, Any], reason: str) -> None:
    first, second = read_json(
        tmp_path, {"meta": {"count": 2}, "results": [WORK, {**WORK, **changed}]}
    )
    assert isinstance(first, Paper)
    assert isinstance(second, Rejected)
    assert reason in second.reason
    assert second.line > 50
