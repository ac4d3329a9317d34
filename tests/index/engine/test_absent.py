"""Values of fields that no paper has are told, with the nearest that some papers have."""

from __future__ import annotations

import pytest

from index.engine.search import TantivyPapers
from tests.support.reference import open_papers, paper

PAPERS = [
    paper(
        "one",
        "Tides",
        org="kestrel",
        org_name="Kestrel",
        authors=("Ada Fernsby",),
        categories=("cs.CL", "math.OA"),
        sources=("arxiv",),
    ),
    paper(
        "two",
        "Tides and moons",
        org="auroraworks",
        org_name="Works of Aurora Borealis",
        authors=("Ben Okonjo",),
        sources=("quire",),
    ),
    paper("three", "Nobody's tides"),
]


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS)


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("org:kestrl", ["no organisation kestrl; nearest: kestrel"]),
        # What is excluded though nobody has it is told as well.
        ("tides -org:kestrl", ["no organisation kestrl; nearest: kestrel"]),
        ("tides -org:(kestrl OR kestrel)", ["no organisation kestrl; nearest: kestrel"]),
        ("org:KESTRL", ["no organisation KESTRL; nearest: kestrel"]),
        ("org:kestrl*", ["no organisation kestrl*; nearest: kestrel"]),
        ("org:auroa", ["no organisation auroa; nearest: aurora"]),
        (
            'org:"works of arora borealis"',
            ["no organisation works of arora borealis; nearest: works of aurora borealis"],
        ),
        ("org:zzzz", ["no organisation zzzz"]),
        ("cat:cs.CN", ["no category cs.CN; nearest: cs.cl"]),
        ("source:arxv", ["no source arxv; nearest: arxiv"]),
        ("author:Fernsbi", ["no author Fernsbi; nearest: fernsby"]),
        ('author:"Ada Fernsbi"', ["no author Ada Fernsbi; nearest: ada fernsby"]),
        ('author:"Ada Okonjo"', ["no author Ada Okonjo"]),
        (
            "org:kestrl OR author:Fernsbi",
            ["no organisation kestrl; nearest: kestrel", "no author Fernsbi; nearest: fernsby"],
        ),
        ("org:kestrl org:kestrl", ["no organisation kestrl; nearest: kestrel"]),
        # What some papers have is nothing to tell of, nor is what is no name.
        ("org:kestrel author:Ada cat:cs source:arxiv", []),
        ("org:kes* -org:works org:none", []),
        ("kestrl date:1999 authors:77", []),
        ("", []),
    ],
)
def test_a_value_that_no_paper_has_is_told(
    papers: TantivyPapers, query: str, sentences: list[str]
) -> None:
    for answer in (papers.search(query), papers.facets(query), papers.search(query, sort="date")):
        assert [absent.sentence for absent in answer.absent] == sentences


def test_what_is_being_typed_is_told_once_nothing_begins_so(papers: TantivyPapers) -> None:
    assert papers.search("org:kest", prefix=True).absent == ()
    (absent,) = papers.search("org:kestl", prefix=True).absent
    assert (absent.field, absent.value, absent.nearest) == ("org", "kestl", "kestrel")


def test_of_very_many_only_the_first_are_told(papers: TantivyPapers) -> None:
    query = "org:(" + " OR ".join(f"nobody{at}" for at in range(200)) + ")"
    assert len(papers.search(query).absent) == 10
