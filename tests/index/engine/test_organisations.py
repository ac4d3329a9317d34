"""Organisations by slug, by name, by a word of it, and in free text."""

from __future__ import annotations

import pytest

from index.engine.search import TantivyPapers
from tests.support.reference import open_papers, paper

ORGANISATIONS = {
    "kestrel": ("kestrel", "Kestrel"),
    "labs": ("kestrel-labs", "Kestrel Labs"),
    "north": ("north-kestrel", "Kestrel of the North"),
    "aurora": ("auroraworks", "Works of Aurora Borealis"),
    "slug": ("tidepool-marsh", None),
    "script": ("hanami", "花見研究所"),
}
PAPERS = [
    *(
        paper(f"{key}-{at}", f"Diffusion of tides {at}", org=slug, org_name=name)
        for key, (slug, name) in ORGANISATIONS.items()
        for at in range(2)
    ),
    paper("text", "Diffusion at Kestrel and in Aurora", "with the borealis"),
    paper("other", "Diffusion of something else"),
]


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=2)


def found(papers: TantivyPapers, query: str, **options: bool) -> set[str]:
    page = papers.search(query, limit=100, **options)  # type: ignore[arg-type]
    assert page.total == sum(not hit.partial for hit in page.hits)
    return {hit.paper.key.removesuffix("-0") for hit in page.hits if not hit.partial} - {
        f"{key}-1" for key in ORGANISATIONS
    }


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        # A slug or a name that exists picks out that organisation alone.
        ("org:kestrel", {"kestrel"}),
        ("org:KESTREL", {"kestrel"}),
        ('org:"kestrel labs"', {"labs"}),
        ("org:north-kestrel", {"north"}),
        ("org:auroraworks", {"aurora"}),
        # Else a word of the name, or several that stand side by side in it.
        ("org:labs", {"labs"}),
        ("org:Aurora", {"aurora"}),
        ("org:north", {"north"}),
        ('org:"aurora borealis"', {"aurora"}),
        ('org:"of the north"', {"north"}),
        ('org:"north kestrel of"', set()),
        ("org:marsh", {"slug"}),
        ("org:花見研究所", {"script"}),
        ("org:kestr", set()),
        ("org:(labs OR borealis)", {"labs", "aurora"}),
        (
            "diffusion -org:labs -org:aurora -org:kestrel -org:hanami",
            {"north", "slug", "text", "other"},
        ),
        # In free text it is one more way to write a word.
        ("kestrel", {"kestrel", "labs", "north", "text"}),
        ("kestrel diffusion", {"kestrel", "labs", "north", "text"}),
        ("aurora diffusion", {"aurora", "text"}),
        ("auroraworks diffusion", {"aurora"}),
        ('"aurora borealis"', {"aurora"}),
        ("aurora borealis tides", {"aurora"}),
        ("works of aurora tides", {"aurora"}),
        ("kestrel-labs", {"labs"}),
        ("kestrel -labs", {"kestrel", "north", "text"}),
        ("marsh tides", {"slug"}),
        ("花見研究所", {"script"}),
        ("title:kestrel", {"text"}),
        ("author:kestrel", set()),
        # Stop words name nobody.
        ("of the diffusion", {*ORGANISATIONS, "text", "other"}),
    ],
)
def test_an_organisation_is_found_by_what_it_is_called(
    papers: TantivyPapers, query: str, keys: set[str]
) -> None:
    assert found(papers, query) == keys


def test_an_organisation_is_found_while_a_word_of_its_name_is_typed(papers: TantivyPapers) -> None:
    assert found(papers, "org:bor", prefix=True) == {"aurora"}
    assert found(papers, "org:auro", prefix=True) == {"aurora"}
    assert found(papers, "org:borea", prefix=True) == {"aurora"}
    assert found(papers, "tides aurora", prefix=True) == {"aurora"}


@pytest.mark.parametrize("query", ["diffusion", "kestrel", "aurora tides", "org:labs tides"])
def test_what_the_facets_count_is_what_choosing_one_finds(
    papers: TantivyPapers, query: str
) -> None:
    for counted in papers.facets(query).organisations:
        for conditions in (f"{query} org:{counted.slug}", f"org:{counted.slug} {query}"):
            if "org:labs" not in query:
                assert papers.search(conditions, limit=0).total == counted.count
    assert papers.facets(query).total == papers.search(query, limit=0).total


def test_words_of_many_names_tell_of_no_organisation() -> None:
    many = [
        paper(f"p{at}", f"Tides {at}", org=f"lab-{at}", org_name=f"Institute {at}")
        for at in range(8)
    ]
    assert open_papers(many, commits=3).search("institute tides").total == 8
    one_more = paper("p8", "Tides", org="lab-8", org_name="Institute of none")
    papers = open_papers([*many, one_more], commits=3)
    assert papers.search("institute").total == 0
    assert papers.search("org:institute").total == 9
    # Together with its neighbours a word may tell of one.
    for query in ("institute of none", "tides institute of none", "institute of none tides"):
        assert [hit.paper.key for hit in papers.search(query).hits if not hit.partial] == ["p8"]
    assert papers.search("tides of none").total == 1
    assert papers.search("institute tides").total == 0


def test_the_organisation_counts_beside_the_words() -> None:
    papers = open_papers(
        [
            *(paper(f"p{at}", f"Sparse tides {at}") for at in range(30)),
            paper("theirs", "Sparse tides again", org="nordlys", org_name="Nordlys"),
            paper("told", "Sparse tides", "as nordlys has them"),
        ]
    )
    page = papers.search("nordlys sparse tides")
    assert {hit.paper.key for hit in page.hits if not hit.partial} == {"theirs", "told"}
    assert page.partial_total == 30
