"""What is known of a paper, in short: the most important facts where there is little room."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Paper
from index.paper import Organisation, Precision
from tests.support.hostile import PAYLOADS
from tests.support.papers import invented
from tui.rendering.paper_facts import (
    address_in,
    details_of,
    facts_in,
    leads_to_web,
    names_of,
)
from tui.text import width_of

PAPER = Paper(
    title="On Ferries",
    org="lantern",
    org_name="Lantern Bay Research",
    published=datetime.date(2025, 4, 7),
    author_count=12,
    upvotes=1234,
    comments=5,
)


def line(paper: Paper, width: int) -> str:
    return " · ".join(fact.text for fact in facts_in(paper, width).shown)


@pytest.mark.parametrize(
    ("width", "facts"),
    [
        (80, "Lantern Bay Research · 12 authors · 2025-04-07 · 1,234 upvotes · 5 comments"),
        (74, "lantern · 12 authors · 2025-04-07 · 1,234 upvotes · 5 comments"),
        (58, "lantern · 12 authors · 2025-04-07 · 1,234 up · 5 com"),
        (49, "lantern · 12 authors · 2025-04-07 · 1,234 upvotes"),
        (44, "lantern · 12 authors · 2025-04-07 · 1,234 up"),
        (43, "lantern · 2025-04-07 · 1,234 upvotes"),
        (30, "lantern · 2025-04-07"),
        (18, "2025-04-07"),
        (6, "2025-…"),
    ],
)
def test_a_narrow_line_keeps_the_facts_that_matter_most(width: int, facts: str) -> None:
    assert line(PAPER, width) == facts


def test_what_finds_no_room_is_told_after_the_abstract() -> None:
    left_out = facts_in(PAPER, 30).left_out
    assert left_out == ("12 authors", "1,234 upvotes", "5 comments")
    assert details_of(PAPER, left_out)[:3] == list(left_out)
    assert facts_in(PAPER, 80).left_out == ()


@given(st.integers(1, 120))
def test_no_line_of_facts_is_wider_than_its_room(width: int) -> None:
    for paper in invented(60):
        assert width_of(line(paper, width)) <= width


def test_unknown_things_are_left_out_but_for_the_day() -> None:
    assert line(Paper(title="T"), 80) == "date unknown"
    inferred = Paper(title="T", published=datetime.date(2025, 4, 7), year_inferred=True)
    assert line(inferred, 80) == "~2025-04-07"
    assert "year inferred" in details_of(inferred)
    named_in_part = Paper(title="T", authors=("Ada Marlow", "Bo Lind"))
    assert line(named_in_part, 80) == "2+ authors · date unknown"


@pytest.mark.parametrize(
    ("org", "name", "told"),
    [
        ("hugging-face", "Hugging Face", []),
        ("nvidia", "NVIDIA", []),
        ("lantern", "Lantern Bay", ["org:lantern"]),
        (None, "Lantern Bay", []),
        ("lantern", None, []),
    ],
)
def test_a_slug_that_is_the_name_is_not_repeated(
    org: str | None, name: str | None, told: list[str]
) -> None:
    assert details_of(Paper(title="T", org=org, org_name=name)) == told


@pytest.mark.parametrize(
    ("precision", "day"), [("day", "2019-05-17"), ("month", "2019-05"), ("year", "2019")]
)
def test_a_date_is_as_exact_as_it_is_known(precision: Precision, day: str) -> None:
    paper = Paper(title="T", published=datetime.date(2019, 5, 17), published_precision=precision)
    assert line(paper, 80) == day


def test_of_several_organisations_the_first_is_named_first_and_the_others_later() -> None:
    orgs = (
        Organisation("lantern", "Lantern Bay"),
        Organisation("nordlys", "Nordlys"),
        Organisation(None, "Hanami"),
    )
    paper = Paper(title="T", orgs=orgs, venue="Tides 2025")
    assert line(paper, 80) == "Lantern Bay +2 · date unknown"
    assert line(paper, 25) == "lantern +2 · date unknown"
    assert details_of(paper) == ["org:lantern", "Nordlys", "Hanami", "Tides 2025"]


def written_by(count: int, of: int | None = -1) -> Paper:
    names = tuple(f"A{number}" for number in range(1, count + 1))
    return Paper(title="T", authors=names, author_count=count if of == -1 else of)


@pytest.mark.parametrize(
    ("paper", "names"),
    [
        (written_by(121), "A1, A2, A3, … A121 and 117 more"),
        (written_by(6), "A1, A2, A3, … A6 and 2 more"),
        (written_by(5), "A1, A2, A3, A4, A5"),
        (written_by(1), "A1"),
        (written_by(2, of=40), "A1, A2 and 38 more"),
        (written_by(2, of=None), "A1, A2 and others"),
        (written_by(50, of=None), "A1, A2, A3 and others"),
        (written_by(50, of=3000), "A1, A2, A3 and 2,997 more"),
        (Paper(title="T", author_count=9), ""),
        (Paper(title="T"), ""),
    ],
)
def test_of_many_authors_the_first_and_the_last_are_named(paper: Paper, names: str) -> None:
    assert names_of(paper, 3) == names


def test_all_authors_are_named_where_that_is_asked_for() -> None:
    assert names_of(written_by(121)).count(",") == 120


ADDRESS = "https://huggingface.co/papers/2401.01234"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, ADDRESS),
        (39, "huggingface.co/papers/2401.01234"),
        (32, "huggingface.co/papers/2401.01234"),
        (31, "huggingface.co/…/2401.01234"),
        (26, "…/2401.01234"),
        (12, "…/2401.01234"),
        (8, "hugging…"),
    ],
)
def test_an_address_is_one_line_and_its_id_stays_whole(width: int, shown: str) -> None:
    assert address_in(ADDRESS, width) == shown


@given(st.text(max_size=80), st.integers(1, 60))
def test_no_address_is_wider_than_its_room(path: str, width: int) -> None:
    assert width_of(address_in(f"https://papers.example/{path}", width)) <= width


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        (ADDRESS, True),
        ("http://papers.example/a?b=c;d#e", True),
        ("https://papers.example/a b", False),
        ("https://papers.example/é", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        *(
            (f"https://papers.example/{payload}", False)
            for payload in PAYLOADS
            if not payload.isprintable()
        ),
    ],
)
def test_only_clean_web_addresses_become_links(address: str, leads: bool) -> None:
    assert leads_to_web(address) is leads
