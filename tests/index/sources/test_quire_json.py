"""Quire's own JSON lines: what is printed is read back, what is wrong is said."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.paper import Paper, Rejected
from index.sanitize import one_line
from index.sources.quire_json import decoder

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
    sources=("arxiv", "daily-papers-api"),
)


def decode(value: Any) -> Paper | Rejected:
    return decoder("file")(json.dumps(value).encode(), 3)


def test_a_printed_paper_is_read_back_without_its_key_and_score() -> None:
    line = msgspec.json.encode({**msgspec.to_builtins(FULL), "score": 1.25})
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
            "author_count": 9,
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
    ("value", "reason"),
    [
        ({}, 'no "title" in it'),
        ({"title": ""}, "the title is empty"),
        ({"title": " \u200b "}, "the title is empty"),
        ({"title": 7}, '"title": expected str, got int'),
        ({"title": "x", "published": "yesterday"}, '"published"'),
        ({"title": "x", "published": "2023-02-29"}, '"published"'),
        ({"title": "x", "authors": "Ada Moss"}, '"authors": expected array'),
        ({"title": "x", "authors": ["Ada", 7]}, '"authors[1]": expected str, got int'),
        ({"title": "x", "comments": "3"}, '"comments": expected int'),
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


line = st.text(max_size=40).map(one_line)
filled = line.filter(bool)
count = st.none() | st.integers(0, 2**53)
names = st.none() | st.lists(filled, min_size=1, max_size=4).map(tuple)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    authors = draw(names)
    published = draw(st.none() | st.dates())
    return Paper(
        title=draw(filled),
        abstract=draw(st.none() | st.lists(filled, min_size=1).map("\n\n".join)),
        published=published,
        year_inferred=published is not None and draw(st.booleans()),
        featured=draw(st.none() | st.dates()),
        org=draw(st.none() | filled),
        org_name=draw(st.none() | filled),
        author_count=len(authors) if authors else draw(count),
        authors=authors,
        comments=draw(count),
        upvotes=draw(count),
        stars=draw(count),
        arxiv_id=draw(st.sampled_from([None, "2401.01234", "hep-th/9901001"])),
        categories=draw(names),
        keywords=draw(names),
        sources=tuple(sorted(draw(st.sets(filled, min_size=1, max_size=3)))),
    )


@given(papers())
def test_any_clean_paper_is_read_back(paper: Paper) -> None:
    assert decoder("file")(msgspec.json.encode(paper) + b"\n", 1) == paper


@given(st.binary())
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    assert isinstance(decoder("file")(data, 1), Paper | Rejected)
