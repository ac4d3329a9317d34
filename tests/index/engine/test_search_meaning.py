"""What queries find, compared with plain Python over the same papers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.engine.search import TantivyPapers
from index.errors import QueryError
from index.fields import NUMBER_FIELDS
from index.paper import Paper
from index.query.parse import parse
from index.query.tree import Node
from index.query.unparse import to_text
from tests.support.papers import CATEGORIES, FEW_NAMES, FEW_ORGANISATIONS, FEW_WORDS, repetitive
from tests.support.reference import (
    TODAY,
    having,
    open_papers,
)
from tests.support.thorough import tries

PAPERS = repetitive(400)


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=3)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.query.dates.today", lambda: TODAY)


def found(papers: TantivyPapers, query: str | Node) -> set[str]:
    page = papers.search(query, sort="date", limit=len(PAPERS))
    assert page.total == len(page.hits)
    return {hit.paper.key for hit in page.hits}


def expected(query: str, every: list[Paper] = PAPERS) -> set[str]:
    papers, _ = having(parse(query), every)
    return {paper.key for paper in papers}


DATES = st.sampled_from(
    ["2021", "2022", "2024", "2022-07", "2023-12", "2024-02", "2023-05-17", "2024-06-15"]
)
POINTS = st.one_of(DATES, st.sampled_from(["today", "yesterday", "90d", "20w", "13m", "2y", "0d"]))
NUMBERS = st.sampled_from(["0", "1", "2", "3", "7", "10", "50", "1500", "1.5k", "2m", "9999999999"])
WORD = st.sampled_from(FEW_WORDS)


def quantities(field: str, points: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    values = st.one_of(
        points,
        st.sampled_from(["unknown", "*"]),
        st.builds("{}{}".format, st.sampled_from([">", ">=", "<", "<="]), points),
        points.map("{}..".format),
        points.map("..{}".format),
        st.tuples(points, points)
        .map(lambda ends: "..".join(sorted(ends)))
        .filter(_is_query(field)),
    )
    return st.one_of(
        values, st.tuples(values, values).map(lambda two: f"({' OR '.join(two)})")
    ).map(f"{field}:{{}}".format)


def _is_query(field: str) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            parse(f"{field}:{value}")
        except QueryError:
            return False
        return True

    return check


CLAUSES = st.one_of(
    WORD,
    WORD,
    WORD.map(lambda word: f"{word[:3]}*"),
    st.tuples(WORD, WORD).map(lambda two: f'"{two[0]} {two[1]}"'),
    st.tuples(st.sampled_from(["title", "abs"]), WORD).map(":".join),
    st.sampled_from(FEW_NAMES).map(lambda name: f'author:"{name}"'),
    st.sampled_from(["au:ada", "author:NUNEZ", "author:tan*", "nunez", "okafor"]),
    st.sampled_from(
        [name for pair in FEW_ORGANISATIONS for name in pair if name]
        + ["none", "kes*", "*", "absent", "institute", "INSTITUTE"]
    ).map(lambda name: f'org:"{name}"' if " " in name else f"org:{name}"),
    st.sampled_from(["kestrel", "Institute", "nordlys", '"kestrel institute"']),
    st.sampled_from([*CATEGORIES, "cs", "CS", "math", "hep*", "none", "*"]).map("cat:{}".format),
    st.sampled_from(["arxiv", "QUIRE", "absent"]).map("source:{}".format),
    st.sampled_from(["paper-7", "2405.00004", "10.5555/9", "2403*"]).map("id:{}".format),
    st.sampled_from(["2405.00004", "10.5555/9"]),
    quantities("date", POINTS),
    quantities("featured", POINTS),
    quantities("added", POINTS),
    st.sampled_from(["quark", "QUARK", "tensor", "tens*", '"quark studies"', "none", "*"]).map(
        "venue:{}".format
    ),
    st.sampled_from(
        ["kestrel-inst", '"Harbour school"', '"Nord Lys"', "NORDLYS", '"tide pool"', "labs"]
    ).map("org:{}".format),
    *(quantities(field, NUMBERS) for field in NUMBER_FIELDS),
)
QUERIES = st.recursive(
    CLAUSES,
    lambda inner: st.one_of(
        inner.map("-({})".format),
        inner.map("NOT ({})".format),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
    ),
    max_leaves=5,
)


@settings(max_examples=tries(80, 400))
@given(query=QUERIES)
@example(query="")
@example(query="-quark")
@example(query="-quark -date:2023")
@example(query="-(quark OR -zebra)")
@example(query="quark -quark")
@example(query="org:absent OR date:unknown")
@example(query="*")
@example(query="-*")
def test_a_query_finds_what_it_says(papers: TantivyPapers, query: str) -> None:
    assert found(papers, query) == expected(query)


@given(query=QUERIES)
def test_a_printed_query_finds_the_same(papers: TantivyPapers, query: str) -> None:
    assert found(papers, to_text(parse(query))) == expected(query)


@given(query=QUERIES)
def test_a_query_and_its_opposite_share_all_papers(papers: TantivyPapers, query: str) -> None:
    having, lacking = found(papers, query), found(papers, f"-({query})")
    assert not having & lacking
    assert having | lacking == {paper.key for paper in PAPERS}


@given(
    words=st.lists(WORD, min_size=2, max_size=4, unique=True),
    narrow=st.sampled_from(["", "org:kestrel", "-date:2023", "authors:>2"]),
)
def test_partial_matches_have_some_of_the_words_and_all_of_the_rest(
    papers: TantivyPapers, words: list[str], narrow: str
) -> None:
    query = " ".join([*words, narrow])
    page = papers.search(query, limit=len(PAPERS))
    full = expected(query)
    if not full:
        return
    some = expected(f"({' OR '.join(words)}) {narrow}") - full
    assert [hit.partial for hit in page.hits] == [False] * len(full) + [True] * len(some)
    assert {hit.paper.key for hit in page.hits if not hit.partial} == full
    assert {hit.paper.key for hit in page.hits if hit.partial} == some
    assert (page.total, page.partial_total) == (len(full), len(some))


@given(narrow=quantities("authors", NUMBERS))
def test_filters_do_not_change_scores(papers: TantivyPapers, narrow: str) -> None:
    wide = {hit.paper.key: hit.score for hit in papers.search("quark zebra", limit=400).hits}
    narrowed = papers.search(f"quark zebra {narrow} -date:2022", sort="relevance", limit=400)
    for hit in narrowed.hits:
        assert hit.score == wide[hit.paper.key]


QUESTIONS = st.lists(
    st.one_of(WORD, WORD, st.sampled_from(["okafor", "tanaka", "len*"])),
    min_size=6,
    max_size=12,
    unique=True,
)
CONDITIONS = st.sampled_from(
    ["", "org:kestrel", "-date:2023", "authors:>2", "date:2022 org:none", "-quark", "title:zebra"]
)


@settings(max_examples=tries(25, 100))
@given(words=QUESTIONS, condition=CONDITIONS)
@example(words=list(FEW_WORDS), condition="")
@example(words=[*FEW_WORDS, *FEW_WORDS], condition="org:kestrel")
def test_of_a_question_so_many_words_are_enough_that_fifty_papers_have_them(
    papers: TantivyPapers, words: list[str], condition: str
) -> None:
    query = " ".join([*words, condition])
    full, enough = having(parse(query), PAPERS)
    keys = {paper.key for paper in full}
    assert found(papers, query) == keys
    page = papers.search(query, limit=len(PAPERS))
    assert (page.required, page.of) == (enough, enough and len(set(words)))
    assert (page.total, {hit.paper.key for hit in page.hits if not hit.partial}) == (
        len(full),
        keys,
    )
    any_word = expected(f"({' OR '.join(words)}) {condition}")
    assert {hit.paper.key for hit in page.hits} == any_word
    assert page.partial_total == len(any_word) - len(full)
    whole = papers.search(query, sort="relevance", limit=len(PAPERS), partial=False)
    assert {hit.paper.key for hit in whole.hits} == keys
    backwards = papers.search(query, sort="relevance", limit=len(PAPERS), reverse=True)
    assert {hit.paper.key for hit in backwards.hits} == keys
    # The number of words depends on the words alone, so what facets count is what is found.
    facets = papers.facets(query)
    assert (facets.total, facets.required, facets.of) == (page.total, page.required, page.of)
    assert papers.explain(query).total == page.total


@settings(max_examples=20)
@given(words=st.lists(WORD, min_size=8, max_size=12, unique=True))
def test_choosing_a_facet_of_a_question_finds_what_it_counts(
    papers: TantivyPapers, words: list[str]
) -> None:
    query = " ".join(words)
    for counted in papers.facets(f"{query} org:nordlys").organisations:
        page = papers.search(f'{query} org:"{counted.value}"', limit=0)
        assert page.total == counted.count


@settings(max_examples=20)
@given(words=QUESTIONS)
def test_pages_of_a_question_agree_and_places_are_known(
    papers: TantivyPapers, words: list[str]
) -> None:
    query = " ".join(words)
    every = papers.search(query, limit=len(PAPERS)).hits
    listed = [
        (hit.paper.key, hit.partial)
        for offset in range(0, len(every), 37)
        for hit in papers.search(query, limit=37, offset=offset).hits
    ]
    assert listed == [(hit.paper.key, hit.partial) for hit in every]
    for place in range(0, len(every), 29):
        assert papers.position(query, every[place].paper.key) == place
    by_date = papers.search(query, sort="date", limit=len(PAPERS)).hits
    for place in range(0, len(by_date), 29):
        assert papers.position(query, by_date[place].paper.key, sort="date") == place
