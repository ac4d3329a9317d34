"""Quire's own JSON lines: what is printed is read back, what is wrong is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paper import (
    Organisation,
    OrganisationRecord,
    Paper,
    Precision,
    Record,
    Rejected,
    printed,
)
from index.sources.arxiv import decoder as arxiv_decoder
from index.sources.json_values import MISSING
from index.sources.quire_json import decoder
from index.text.cleaning import one_line

ZOO = Organisation("zoo", "Zoo")
FULL = Paper(
    key="2401.01234",
    title="Gärten aus Zellen",
    abstract="They grow.\n\nThey are many.",
    published=date(2024, 1, 2),
    year_inferred=True,
    featured=date(2024, 1, 5),
    org="zoo",
    org_name="Zoo of Ideas",
    author_count=2,
    authors=("Ada Moss", "B. Fern"),
    comments=0,
    upvotes=7,
    stars=1810,
    arxiv_id="2401.01234",
    categories=("cs.LG", "cs.AI"),
    doi="10.1000/182",
    url="https://arxiv.org/abs/2401.01234",
    keywords=("gardens", "light"),
    venue="Journal of Gardens",
    sources=("arxiv", "daily-papers-api"),
)


def decode(value: Any) -> Record:
    return decoder("file")(json.dumps(value).encode(), 3)


def test_a_printed_paper_is_read_back_without_its_key_and_score() -> None:
    line = msgspec.json.encode({**printed(FULL), "score": 1.25})
    found = decoder("file")(line, 1)
    assert found == msgspec.structs.replace(FULL, key="")


def test_a_line_needs_only_a_title() -> None:
    assert decode({"title": "Gardens"}) == Paper(title="Gardens", sources=("quire",))
    assert decode({"title": "Gardens", "color": "green", "sources": []}) == Paper(
        title="Gardens", sources=("quire",)
    )


def test_values_are_cleaned() -> None:
    found = decode(
        {
            "title": " Gardens\n of\x1b light ",
            "abstract": "One\nline.\n\n\nTwo.",
            "author_count": 1,
            "authors": [" Ada\tMoss ", "", "\u202eB"],
            "org": "",
            "arxiv_id": "https://arxiv.org/abs/2401.01234v3",
            "doi": "https://doi.org/10.1000/182",
            "url": "javascript:alert(1)",
            "keywords": [],
            "year_inferred": True,
            "sources": ["z", "a", "z"],
        }
    )
    assert found == Paper(
        title="Gardens of light",
        abstract="One line.\n\nTwo.",
        author_count=2,
        authors=("Ada Moss", "B"),
        arxiv_id="2401.01234",
        doi="10.1000/182",
        sources=("a", "z"),
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"published": "2025-11-20T10:00:00.000Z"}, {"published": date(2025, 11, 20)}),
        ({"published": 1763632800000}, {"published": date(2025, 11, 20)}),
        ({"published": "NaN", "doi": None, "org": "None"}, {"published": None, "org": None}),
        ({"arxiv_id": 704.0001}, {"arxiv_id": "0704.0001"}),
        (
            {"comments": "3", "upvotes": 4.0, "stars": "5.0"},
            {"comments": 3, "upvotes": 4, "stars": 5},
        ),
        (
            {"authors": "Ada Moss and Bo Fern"},
            {"authors": ("Ada Moss", "Bo Fern"), "author_count": 2},
        ),
        ({"authors": ["Ada Moss", "et al."]}, {"authors": ("Ada Moss",), "author_count": None}),
        ({"authors": "Ada Moss et al."}, {"authors": ("Ada Moss",), "author_count": None}),
        ({"authors": ["Ada Moss"], "author_count": None}, {"author_count": None}),
        ({"authors": ["Ada Moss"], "author_count": 9}, {"author_count": 9}),
        ({"categories": "cs.LG cs.AI"}, {"categories": ("cs.LG", "cs.AI")}),
        ({"keywords": "light"}, {"keywords": ("light",)}),
        ({"keywords": '["light", "shade"]'}, {"keywords": ("light", "shade")}),
        ({"keywords": "[light]"}, {"keywords": ("[light]",)}),
        ({"categories": "['cs.LG', 'cs.AI']"}, {"categories": ("cs.LG", "cs.AI")}),
        ({"authors": "['Ada Moss', 'Bo Fern']"}, {"authors": ("Ada Moss", "Bo Fern")}),
        ({"abstract": ["One.", "Two."]}, {"abstract": "One.\n\nTwo."}),
        ({"year_inferred": "true", "published": "2024-01-02"}, {"year_inferred": True}),
    ],
)
def test_what_other_types_mean_is_read(value: dict[str, Any], expected: dict[str, Any]) -> None:
    found = decode({"title": "Gardens", **value})
    assert isinstance(found, Paper)
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_record_of_another_format_is_read_as_that_one() -> None:
    arxiv = decode({"id": "2401.01234", "title": "Gardens", "authors_parsed": [["Moss", "Ada"]]})
    assert isinstance(arxiv, Paper)
    assert (arxiv.arxiv_id, arxiv.authors, arxiv.sources) == (
        "2401.01234",
        ("Ada Moss",),
        ("arxiv",),
    )
    plain = decode({"id": 704.0001, "title": "Gardens", "comments": "9 pages"})
    assert isinstance(plain, Paper)
    assert (plain.arxiv_id, plain.sources) == ("0704.0001", ("arxiv",))
    own = decode({"id": "2401.01234", "title": "Gardens", "upvotes": 3})
    assert isinstance(own, Paper)
    assert (own.arxiv_id, own.upvotes, own.sources) == ("2401.01234", 3, ("quire",))
    stranger = decode({"id": "W12", "title": "Gardens"})
    assert isinstance(stranger, Paper)
    assert (stranger.arxiv_id, stranger.sources) == (None, ("quire",))
    for value in (
        {"title": "x", "paper": {"id": "2401.01234", "title": "Gardens"}},
        {"id": "2401.01234", "title": "Gardens", "summary": "They grow."},
        {"id": "2401.01234", "title": "Gardens", "published_at": "2024-01-02"},
    ):
        found = decode(value)
        assert isinstance(found, Paper)
        assert (found.arxiv_id, found.sources) == ("2401.01234", ("daily-papers-api",))


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ({"id": "https://openalex.org/W1", "title": "Gardens"}, "openalex"),
        ({"paperId": "1", "title": "Gardens"}, "semantic-scholar"),
        ({"url_abs": "https://example.com/1", "title": "Gardens"}, "papers-with-code"),
        ({"type": "webpage", "id": "moss", "title": "Gardens"}, "csl"),
        ({"forum": "1", "content": {"title": "Gardens"}}, "openreview"),
        ({"title": "Gardens", "author": "Ada Moss", "aff": "Zoo"}, "paperlists"),
    ],
)
@pytest.mark.parametrize("decode_line", [decoder("file"), arxiv_decoder("file")])
def test_a_line_with_keys_of_another_format_is_never_half_read(
    value: dict[str, Any], source: str, decode_line: Callable[[bytes, int], Paper | Rejected]
) -> None:
    found = decode_line(json.dumps(value).encode(), 1)
    assert isinstance(found, Paper)
    assert (found.title, found.sources) == ("Gardens", (source,))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, 'no "title" in it'),
        ({"title": ""}, "the title is empty"),
        ({"title": " \u200b "}, "the title is empty"),
        ({"title": "NaN"}, "the title is empty"),
        ({"title": 7}, '"title": expected str, got int'),
        ({"title": "x", "published": "yesterday"}, '"published"'),
        ({"title": "x", "published": "2023-02-29"}, '"published"'),
        ({"title": "x", "published": 10**399}, '"published"'),
        ({"title": "x", "published": -5e12}, '"published"'),
        ({"title": "x", "authors": {}}, '"authors": expected array'),
        ({"title": "x", "authors": ["Ada", 7]}, '"authors[1]": expected str, got int'),
        ({"title": "x", "comments": "many"}, '"comments": expected int'),
        ({"title": "x", "comments": True}, '"comments": expected int'),
        ({"title": "x", "arxiv_id": True}, '"arxiv_id": expected str, got bool'),
        ({"title": None, "authorships": []}, 'a work of OpenAlex: "title": expected str'),
        ({"title": "x", "author": "Ada Moss"}, "it looks like a bibliography in a form of its own"),
        ({"title": "", "paper": {"id": "2401.01234"}}, "the paper has no title"),
        ({"title": "x", "comments": -1}, '"comments": -1 is no count'),
        ({"title": "x", "stars": 10**30}, '"stars"'),
        ({"title": "x", "arxiv_id": "gardens"}, '"arxiv_id": not an arXiv id'),
        (["x"], "expected object, got array"),
    ],
)
def test_wrong_values_reject_the_line(value: Any, reason: str) -> None:
    found = decode(value)
    assert isinstance(found, Rejected)
    assert (found.file, found.line) == ("file", 3)
    assert reason in found.reason


# What tables write for unknown values is not what a paper is called.
line = st.text(max_size=40).map(one_line)
filled = line.filter(lambda text: text not in MISSING)
count = st.none() | st.integers(0, 2**53)
names = st.none() | st.lists(filled, min_size=1, max_size=4).map(tuple)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    authors = draw(names)
    more = draw(st.sampled_from([0, 0, 3, None]))
    published = draw(st.none() | st.dates())
    return Paper(
        title=draw(filled),
        abstract=draw(st.none() | st.lists(filled, min_size=1).map("\n\n".join)),
        published=published,
        year_inferred=published is not None and draw(st.booleans()),
        featured=draw(st.none() | st.dates()),
        org=draw(st.none() | filled),
        org_name=draw(st.none() | filled),
        author_count=(more if more is None else len(authors) + more) if authors else draw(count),
        authors=authors,
        comments=draw(count),
        upvotes=draw(count),
        stars=draw(count),
        arxiv_id=draw(st.sampled_from([None, "2401.01234", "hep-th/9901001"])),
        categories=draw(names),
        keywords=draw(names),
        venue=draw(st.none() | filled),
        sources=tuple(sorted(draw(st.sets(filled, min_size=1, max_size=3)))),
    )


@given(papers())
def test_any_clean_paper_is_read_back(paper: Paper) -> None:
    assert decoder("file")(msgspec.json.encode(printed(paper)) + b"\n", 1) == paper


@pytest.mark.parametrize(
    ("written", "first", "precision"),
    [
        ("2019", date(2019, 1, 1), "year"),
        (2019, date(2019, 1, 1), "year"),
        ("2019-00-00", date(2019, 1, 1), "year"),
        ("2019-05", date(2019, 5, 1), "month"),
        (" 2019-5 ", date(2019, 5, 1), "month"),
        ("2019/05", date(2019, 5, 1), "month"),
        ("2019-05-00", date(2019, 5, 1), "month"),
        ("2019-05-17", date(2019, 5, 17), "day"),
        ("2019-05-17T10:00:00Z", date(2019, 5, 17), "day"),
    ],
)
def test_a_date_may_be_a_month_or_a_year(
    written: str | int, first: date, precision: Precision
) -> None:
    found = decode({"title": "Gardens", "published": written})
    assert isinstance(found, Paper)
    assert (found.published, found.published_precision) == (first, precision)


@pytest.mark.parametrize("written", ["2019-13", "19", "201", "May", "2019-05-32", 19, "0000"])
def test_what_is_no_date_rejects_the_line(written: str | int) -> None:
    found = decode({"title": "Gardens", "published": written})
    assert isinstance(found, Rejected)
    assert found.reason == f'"published": {str(written)!r} is no date'


@pytest.mark.parametrize(
    ("written", "orgs"),
    [
        ([{"slug": "zoo", "name": "Zoo"}, {"name": "Pond"}], (ZOO, Organisation(name="Pond"))),
        ([{"slug": "zoo", "name": "Zoo"}, {"slug": "ZOO"}, "zoo", {}], (ZOO,)),
        (["Pond", None, " "], (Organisation(name="Pond"),)),
        ("Pond", (Organisation(name="Pond"),)),
        ('["Pond"]', (Organisation(name="Pond"),)),
        ({"slug": "zoo", "name": "Zoo"}, (ZOO,)),
        ([], None),
        (None, None),
    ],
)
def test_organisations_are_read(written: Any, orgs: tuple[Organisation, ...] | None) -> None:
    found = decode({"title": "Gardens", "orgs": written})
    assert isinstance(found, Paper)
    assert found.orgs == orgs
    assert (found.org, found.org_name) == ((orgs[0].slug, orgs[0].name) if orgs else (None, None))


def test_what_is_no_organisation_rejects_the_line() -> None:
    found = decode({"title": "Gardens", "orgs": ["Pond", 3]})
    assert isinstance(found, Rejected)
    assert found.reason == '"orgs[1]": expected object, got int'


def test_when_another_index_had_a_paper_does_not_count() -> None:
    found = decode({"title": "Gardens", "added": "2020-01-01"})
    assert isinstance(found, Paper)
    assert found.added is None


@given(st.binary())
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    assert isinstance(decoder("file")(data, 1), Paper | Rejected)


def test_a_record_without_a_title_says_organisations_of_a_paper_that_it_names() -> None:
    said = decode({"arxiv_id": "arXiv:2401.01234v2", "orgs": [{"slug": "zoo", "name": "Zoo"}]})
    assert said == OrganisationRecord(
        arxiv_id="2401.01234",
        doi=None,
        key=None,
        orgs=(ZOO,),
        sources=("quire",),
        file="file",
        line=3,
    )
    by_doi = decode({"doi": "https://doi.org/10.1000/182", "org_name": "Zoo", "sources": ["lab"]})
    assert isinstance(by_doi, OrganisationRecord)
    assert (by_doi.doi, by_doi.sources) == ("10.1000/182", ("lab",))
    assert by_doi.orgs == (Organisation(name="Zoo"),)
    by_key = decode({"key": "gardens-abc", "org": "zoo", "title": None})
    assert isinstance(by_key, OrganisationRecord)
    assert (by_key.key, by_key.orgs) == ("gardens-abc", (Organisation("zoo"),))
    by_foreign_name = decode({"id": "2401.01234", "orgs": ["Zoo"], "comment": "from a table"})
    assert isinstance(by_foreign_name, OrganisationRecord)
    assert by_foreign_name.arxiv_id == "2401.01234"


@pytest.mark.parametrize(
    "said",
    [
        {"organisations": ["Zoo", "Fern College"]},
        {"organizations": [{"name": "Zoo"}, {"display_name": "Fern College"}]},
        {"institutions": "Zoo; Fern College"},
        {"affiliations": [["Zoo, Oslo"], [], ["Dept of Mosses, Fern College, Oslo", "Zoo"]]},
    ],
)
@pytest.mark.parametrize("paper", [{"arxiv": "2401.01234"}, {"DOI": "10.1000/182"}])
def test_organisations_are_read_under_the_keys_that_tables_of_them_have(
    said: dict[str, Any], paper: dict[str, Any]
) -> None:
    alone = decode({**paper, **said})
    assert isinstance(alone, OrganisationRecord)
    assert [org.name for org in alone.orgs] == ["Zoo", "Fern College"]
    titled = decode({"title": "Gardens", **said})
    assert isinstance(titled, Paper)
    assert titled.orgs == alone.orgs


def test_a_person_with_affiliations_is_no_record_of_organisations() -> None:
    found = decode({"name": "Ada Moss", "DOI": "10.1000/182", "affiliations": ["Zoo"]})
    assert isinstance(found, Rejected)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (
            {"arxiv_id": "2401.01234", "orgs": ["Zoo"], "abstract": "Long."},
            'no "title" in it, and without one a record is for organisations alone, not "abstract"',
        ),
        ({"arxiv_id": "2401.01234", "orgs": []}, 'no "title" in it, and no organisation'),
        ({"arxiv_id": "24", "orgs": ["Zoo"]}, '"arxiv_id": not an arXiv id like 2401.01234'),
        (
            {"doi": "none", "orgs": ["Zoo"]},
            'no "title" in it, and no "arxiv_id", "doi" or "key" that names a paper',
        ),
        ({"arxiv_id": "2401.01234"}, 'no "title" in it'),
    ],
)
def test_a_record_of_organisations_alone_is_rejected_with_a_reason(value: Any, reason: str) -> None:
    assert decode(value) == Rejected(file="file", line=3, reason=reason)
