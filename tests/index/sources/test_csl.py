"""CSL-JSON, and works of Crossref."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.paper import Organisation, Paper, Rejected
from index.sources.json_records import BadRecord
from tests.index.sources.json_reading import facts, paper, read_json

ITEM: dict[str, Any] = {
    "id": "moss2024",
    "type": "article-journal",
    "title": 'Gardens of <i>Cells</i> in CO<sub>2</sub> and <span class="nocase">Light</span>',
    "abstract": "They grow.",
    "container-title": "Annals of Moss",
    "DOI": "10.1000/182",
    "URL": "https://example.com/1",
    "author": [
        {"family": "Moss", "given": "Ada"},
        {"family": "Berg", "given": "Bo", "non-dropping-particle": "van den", "suffix": "Jr."},
        {"literal": "Fern Collaboration"},
    ],
    "issued": {"date-parts": [["2024", 3, "5"]]},
    "keyword": "moss, light",
}


def test_an_item_as_it_comes() -> None:
    assert facts(paper(ITEM)) == {
        "title": "Gardens of Cells in CO2 and Light",
        "abstract": "They grow.",
        "published": "2024-03-05",
        "author_count": 3,
        "authors": ("Ada Moss", "Bo van den Berg Jr.", "Fern Collaboration"),
        "doi": "10.1000/182",
        "url": "https://example.com/1",
        "keywords": ("moss", "light"),
        "venue": "Annals of Moss",
        "sources": ("csl",),
    }


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[2024]]}, "2024"),
        ({"date-parts": [["2024", "5"]]}, "2024-05"),
        # Of a range it is the first day.
        ({"date-parts": [[2011, 5, 25], [2012, 6, 26]], "circa": True}, "2011-05-25"),
        ({"date-parts": [[2024]], "season": 2}, "2024"),
        ({"date-parts": [[2024, 21]]}, "2024"),
        ({"date-parts": [[2024, 2, 30]]}, "2024-02"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[0]]}, None),
        ({"date-parts": [[-333, 1, 1]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": [2024, 5]}, "2024-05"),
        ({"raw": "2024-05-06"}, "2024-05-06"),
        ({"literal": "in press"}, None),
        ("2024-05", "2024-05"),
        (2024, "2024"),
        (None, None),
    ],
)
def test_dates_are_as_exact_as_they_are_given(issued: Any, published: str | None) -> None:
    assert paper({**ITEM, "issued": issued}).published_text == published


@pytest.mark.parametrize(
    ("changed", "arxiv_id", "categories"),
    [
        ({"note": "arXiv:2401.00001 [cs.LG]"}, "2401.00001", ("cs.LG",)),
        ({"note": "Read it.\narXiv: 2401.00001v2"}, "2401.00001", None),
        ({"number": "arXiv:hep-th/9901001"}, "hep-th/9901001", None),
        ({"container-title": "arXiv preprint arXiv:2401.00001"}, "2401.00001", None),
        ({"URL": "http://arxiv.org/abs/2401.00001"}, "2401.00001", None),
        ({"DOI": "10.48550/arXiv.2401.00001"}, "2401.00001", None),
        ({"archive": "arXiv", "archive_location": "2401.00001"}, "2401.00001", None),
        ({"number": "2401.00001"}, None, None),
        ({"page": "2401.00001"}, None, None),
    ],
)
def test_arxiv_ids_are_found_where_programs_put_them(
    changed: dict[str, Any], arxiv_id: str | None, categories: tuple[str, ...] | None
) -> None:
    found = paper({**ITEM, **changed})
    assert (found.arxiv_id, found.categories) == (arxiv_id, categories)
    assert found.venue in ("Annals of Moss", None)


WORK: dict[str, Any] = {
    "DOI": "10.1000/183",
    "type": "posted-content",
    "title": ["Gardens of Cells"],
    "subtitle": ["A Study"],
    "container-title": [],
    "author": [{"given": "Ada", "family": "Moss", "affiliation": []}, {"name": "Fern Group"}],
    "issued": {"date-parts": [[None]]},
    "posted": {"date-parts": [[2024, 3, 5]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>They <jats:italic>grow</jats:italic> "
    "&amp; shine if a &lt; b.</jats:p><jats:p>Well.</jats:p>",
    "is-referenced-by-count": 3,
    "URL": "http://dx.doi.org/10.1000/183",
}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda work: {"status": "ok", "message-type": "work", "message": work},
        lambda work: {"status": "ok", "message": {"total-results": 1, "items": [work]}},
        lambda work: {"10.1000/183": [work]},
        lambda work: {"items": [work]},
        lambda work: [work],
    ],
)
def test_a_work_of_crossref(tmp_path: Path, wrap: Any) -> None:
    (found,) = read_json(tmp_path, wrap(WORK))
    assert isinstance(found, Paper)
    assert facts(found) == {
        "title": "Gardens of Cells: A Study",
        "abstract": "They grow & shine if a < b.\n\nWell.",
        "published": "2024-03-05",
        "author_count": 2,
        "authors": ("Ada Moss", "Fern Group"),
        "doi": "10.1000/183",
        "url": "http://dx.doi.org/10.1000/183",
        "sources": ("csl",),
    }


def test_organisations_of_authors_and_of_theses() -> None:
    work = {
        **WORK,
        "author": [
            {"family": "Moss", "affiliation": [{"name": "University of Ferns, Oslo"}]},
            {"family": "Fern", "affiliation": [{"name": "University of Ferns"}, {}, "Garden Lab"]},
            {"name": "Fern Group"},
        ],
    }
    assert paper(work).orgs == (Organisation(name="University of Ferns"),)
    thesis = {"id": "moss", "type": "thesis", "title": "Gardens", "publisher": "Fern College"}
    assert paper(thesis).org_name == "Fern College"
    assert paper({**thesis, "type": "article-journal"}).orgs is None


@pytest.mark.parametrize("title", [[], None, "", [""]])
def test_an_item_without_a_title_is_rejected(title: Any) -> None:
    with pytest.raises(BadRecord, match=r"an item of CSL-JSON: "):
        paper({**WORK, "title": title})


def test_one_bad_item_is_rejected_alone(tmp_path: Path) -> None:
    first, second = read_json(tmp_path, [{**ITEM, "author": 7}, ITEM])
    assert isinstance(first, Rejected)
    assert first.line == 2
    assert first.reason == 'an item of CSL-JSON: "author": expected array, got int'
    assert isinstance(second, Paper)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&lt;i&gt;Moss&lt;/i&gt; &amp;amp; Light", "Moss & Light"),
        ("H<sub>2</sub>O if a<b and p < 0.05", "H2O if a<b and p < 0.05"),
        (
            "<jats:tex-math>$x$</jats:tex-math><mml:math><mml:mi>x</mml:mi></mml:math> grows",
            "$x$ grows",
        ),
        ("AT&T and R&D", "AT&T and R&D"),
    ],
)
def test_markup_in_titles_becomes_text(written: str, read: str) -> None:
    assert paper({**ITEM, "title": written}).title == read
