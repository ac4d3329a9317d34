"""Lists of conference papers: organisations, years of file names, papers that were not taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.paper import Organisation, Paper
from tests.index.sources.json_reading import facts, paper, read_json

ENTRY: dict[str, Any] = {
    "id": "d2d9d02ac7",
    "title": "Gardens of Cells",
    "track": "main",
    "status": "Poster",
    "keywords": "moss;light ; ",
    "abstract": "They grow.",
    "author": "Ada Moss; Bo Fern;Cy Reed",
    "aff": "Lantern Bay;;Zoo+Lantern Bay",
    "aff_unique_index": "0;;1+0",
    "aff_unique_norm": "Lantern Bay;;Zoo of Ideas",
    "site": "https://openreview.net/forum?id=1",
    "gs_citation": -1,
    "pdf": "-1",
}


def test_an_entry_as_it_comes(tmp_path: Path) -> None:
    (found,) = read_json(tmp_path, [ENTRY], "iclr2024.json")
    assert isinstance(found, Paper)
    assert facts(found) == {
        "title": "Gardens of Cells",
        "abstract": "They grow.",
        "published": "2024",
        "orgs": (Organisation(name="Lantern Bay"), Organisation(name="Zoo of Ideas")),
        "author_count": 3,
        "authors": ("Ada Moss", "Bo Fern", "Cy Reed"),
        "url": "https://openreview.net/forum?id=1",
        "keywords": ("moss", "light"),
        "venue": "ICLR 2024",
        "sources": ("paperlists",),
    }


@pytest.mark.parametrize(
    ("file", "venue", "year"),
    [
        ("lists/nips/nips2023.json", "NeurIPS 2023", "2023"),
        ("corl2021.json.gz", "CoRL 2021", "2021"),
        ("all.zip/3dv/3dv2025.json", "3DV 2025", "2025"),
        ("acl_2022.json", "ACL 2022", "2022"),
        ("papers.json", None, None),
        ("-", None, None),
    ],
)
def test_the_file_tells_the_conference_and_the_year(
    file: str, venue: str | None, year: str | None
) -> None:
    found = paper(ENTRY, file)
    assert (found.venue, found.published_text) == (venue, year)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # A conference that did not take a paper is not where it was published.
        ({"status": "Reject"}, {"venue": None, "published_text": "2024"}),
        ({"status": "Withdraw"}, {"venue": None}),
        ({"status": "Desk Reject"}, {"venue": None}),
        ({"status": "Oral"}, {"venue": "ICLR 2024"}),
        ({"author": "Ada Moss, Bo Fern"}, {"authors": ("Ada Moss", "Bo Fern")}),
        ({"author": "Ada Moss"}, {"authors": ("Ada Moss",), "author_count": 1}),
        ({"author": "", "author_site": "Ada Moss, Bo Fern"}, {"author_count": 2}),
        ({"aff_unique_norm": ";"}, {"orgs": None}),
        ({"aff_unique_norm": "-1"}, {"orgs": None}),
        ({"arxiv": "2401.00001"}, {"arxiv_id": "2401.00001"}),
        ({"arxiv": "-1"}, {"arxiv_id": None}),
        ({"pdf": "https://arxiv.org/pdf/2401.00001"}, {"arxiv_id": "2401.00001"}),
        ({"abstract": ""}, {"abstract": None}),
    ],
)
def test_what_entries_lack_or_have_otherwise(
    changed: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = paper({**ENTRY, **changed}, "iclr2024.json")
    assert {name: getattr(found, name) for name in expected} == expected


def test_an_entry_tells_the_year_by_its_bibtex() -> None:
    found = paper({**ENTRY, "bibtex": "@misc{a,\n year = \t {2019},\n}"}, "papers.json")
    assert found.published_text == "2019"
