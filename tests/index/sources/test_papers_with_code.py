"""The dumps of Papers with Code."""

from __future__ import annotations

from typing import Any

import pytest

from index.sources.json_records import BadRecord
from tests.index.sources.json_reading import facts, paper

ENTRY: dict[str, Any] = {
    "paper_url": "https://paperswithcode.com/paper/gardens-of-cells",
    "arxiv_id": "2401.00001",
    "title": "Gardens of Cells",
    "abstract": None,
    "short_abstract": "They\ngrow.",
    "url_abs": "http://arxiv.org/abs/2401.00001v4",
    "proceeding": "NeurIPS 2024 12",
    "authors": ["Ada Moss", "Bo Fern"],
    "tasks": ["Moss", "Light"],
    "date": "2024-01-02",
    "methods": [{"name": "x", "full_name": "y"}],
}


def test_a_paper_as_it_comes() -> None:
    assert facts(paper(ENTRY)) == {
        "title": "Gardens of Cells",
        "abstract": "They grow.",
        "published": "2024-01-02",
        "author_count": 2,
        "authors": ("Ada Moss", "Bo Fern"),
        "arxiv_id": "2401.00001",
        "url": "https://arxiv.org/abs/2401.00001",
        "keywords": ("Moss", "Light"),
        "venue": "NeurIPS 2024",
        "sources": ("papers-with-code",),
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"arxiv_id": None}, {"arxiv_id": "2401.00001"}),
        (
            {"arxiv_id": None, "url_abs": "https://openreview.net/forum?id=1"},
            {"arxiv_id": None, "url": "https://openreview.net/forum?id=1"},
        ),
        ({"proceeding": None}, {"venue": None}),
        ({"tasks": None, "authors": None, "date": None}, {"published": None, "authors": None}),
    ],
)
def test_what_papers_lack(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    found = paper({**ENTRY, **changed})
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_link_between_a_paper_and_its_code() -> None:
    link = {
        "paper_url": "https://paperswithcode.com/paper/gardens-of-cells",
        "paper_title": "Gardens of Cells",
        "paper_arxiv_id": "2401.00001",
        "paper_url_abs": "https://arxiv.org/abs/2401.00001",
        "repo_url": "https://example.com/gardens",
    }
    found = paper(link)
    assert (found.title, found.arxiv_id) == ("Gardens of Cells", "2401.00001")


def test_a_paper_without_a_title_is_rejected() -> None:
    with pytest.raises(BadRecord, match=r'Papers with Code: "title": expected str, got null'):
        paper({**ENTRY, "title": None})
