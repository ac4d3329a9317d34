"""Whatever is typed, search answers or says why not, with bounded work."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine.search import TantivyPapers
from index.errors import QueryError
from index.query.parse import MOST_CLAUSES
from tests.index.query.test_parse import QUERIES
from tests.support.papers import repetitive
from tests.support.reference import open_papers
from tests.support.thorough import tries
from tests.support.work import calls_in

PAPERS = repetitive(60, seed=3)


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=2)


def answer(papers: TantivyPapers, query: str, *, prefix: bool) -> str | int:
    try:
        page = papers.search(query, prefix=prefix)
    except QueryError as error:
        return error.reason
    assert len(page.hits) == min(20, page.total + page.partial_total)
    return page.total


@settings(max_examples=tries(120, 300))
@given(query=QUERIES, prefix=st.booleans())
def test_any_text_is_answered(papers: TantivyPapers, query: str, prefix: bool) -> None:
    told = answer(papers, query, prefix=prefix)
    for start, end in papers.highlights(query, query, "abstract", prefix=prefix):
        assert 0 <= start < end <= len(query)
    if isinstance(told, int):
        assert papers.facets(query, prefix=prefix).total == told
        assert papers.search(query, sort="date", prefix=prefix, reverse=True).total == told
        if not prefix:
            assert papers.explain(query).total == told


@given(text=st.text(max_size=40))
def test_any_name_is_looked_up(papers: TantivyPapers, text: str) -> None:
    assert papers.get(f"no {text}") is None
    assert papers.similar(f"no {text}") == []
    assert papers.position("", f"no {text}") is None
    assert papers.facets("", find_organisation=f"absent {text}").organisations == []


MONSTROUS = (
    "w" * 19_000,
    "w" * 19_000 + "*",
    "w" * 19_000 + "~",
    "org:" + "w" * 19_000,
    "org:" + "w" * 19_000 + "*",
    "org:" + "w" * 19_000 + "~",
    "id:" + "中" * 6_000 + "*",
    "title:" + "ab-" * 6_000,
    "ab-" * 6_000 + "c*",
    "ab-" * 6_000 + "c~",
    "中" * 6_000,
    '"' + "quark " * 3_000 + '"',
    "quark " * (MOST_CLAUSES - 1),
    " OR ".join(["quark zebra"] * 900),
    "-quark " * 1_000,
    "org:(" + " OR ".join(f"o{number}" for number in range(1_500)) + ")",
    " ".join(f"w{number}" for number in range(1_900)),
    "qu* " * 200,
    "quark~ " * 100,
    "like:" + "x" * 10_000,
    "(" * 40 + "quark" + ")" * 40,
    "date:(" + " OR ".join(f"{year}.." for year in range(1000, 2000)) + ")",
)


@pytest.mark.parametrize("number", range(len(MONSTROUS)))
@pytest.mark.parametrize("prefix", [False, True])
def test_monstrous_queries_are_answered_or_refused(
    papers: TantivyPapers, number: int, prefix: bool
) -> None:
    query = MONSTROUS[number]
    assert calls_in(lambda: answer(papers, query, prefix=prefix)) < 200 * len(query) + 20_000
