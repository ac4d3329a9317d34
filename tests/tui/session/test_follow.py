"""What a paper leads to, and names for searches."""

from __future__ import annotations

import pytest

from index import Paper
from index.query import parse
from tui.session.follow import LONGEST_NAME, author_lead, leads_of, name_of

PAPER = Paper(
    key="2401.00001",
    title="Slow Lanterns in $\\alpha$ Deep Water and Beyond",
    authors=("Ada Fernsby", "Ben Okonjo", "Cleo Marsh"),
    org="kestrel",
    org_name="Kestrel “Labs”",
    categories=("cs.CL", "math.OA"),
)


def test_a_paper_leads_to_its_people_places_and_likes() -> None:
    found = {command: (one.label, one.query, one.name) for command, one in leads_of(PAPER).items()}
    assert found == {
        "follow.author": ("Ada Fernsby", 'author:"Ada Fernsby"', "Ada Fernsby"),
        "follow.last-author": ("Cleo Marsh", 'author:"Cleo Marsh"', "Cleo Marsh"),
        "follow.organisation": ("Kestrel “Labs”", "org:kestrel", "Kestrel Labs"),
        "follow.category": ("cs.CL", "cat:cs.CL", "cs.CL"),
        "follow.similar": (
            "papers like it", "like:2401.00001", "like Slow Lanterns in α Deep",
        ),
    }  # fmt: skip
    for lead in leads_of(PAPER).values():
        parse(lead.query)


def test_what_is_not_known_leads_nowhere() -> None:
    assert list(leads_of(Paper(key="x", title="Moss"))) == ["follow.similar"]
    alone = leads_of(Paper(key="x", title="Moss", authors=("Ada Fernsby",)))
    assert list(alone) == ["follow.author", "follow.similar"]


def test_an_author_is_followed_by_number() -> None:
    assert [lead.label for n in (1, 2, 3) if (lead := author_lead(PAPER, n))] == list(
        PAPER.authors or ()
    )
    assert author_lead(PAPER, 4) is None
    assert author_lead(PAPER, 0) is None
    assert author_lead(Paper(key="x", title="Moss"), 1) is None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ('author:"Ada Fernsby" is:new', "author:Ada Fernsby is:new"),
        ("", ""),
        ("w" * 90, "w" * LONGEST_NAME),
        (" ".join(["lantern"] * 9), "lantern lantern lantern lantern lantern"),
    ],
)
def test_a_query_names_itself(query: str, name: str) -> None:
    assert name_of(query) == name
    assert len(name_of(query)) <= LONGEST_NAME
