"""Orders, pages, explanations and highlights."""

from __future__ import annotations

import datetime
import random
import threading
from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SORTS
from index.engine import ranking as ordering
from index.engine.search import TantivyPapers
from index.errors import QueryError, UsageError
from index.fields import SORTING
from index.paper import Paper
from index.query.parse import parse
from tests.support.papers import FEW_WORDS, repetitive
from tests.support.reference import open_papers, paper

PAPERS = repetitive(300, seed=5)
VALUES: dict[str, Callable[[Paper], object]] = {
    field.name: attrgetter(field.attribute) for field in SORTING
}


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=3)


def order(papers: TantivyPapers, query: str, **options: object) -> list[str]:
    page = papers.search(query, limit=1000, **options)  # type: ignore[arg-type]
    return [hit.paper.key for hit in page.hits]


@pytest.mark.parametrize(
    "query", ["", "quark", "-quark", "quar", "title:quark", "date:2020..", "(", "org:none quark"]
)
def test_the_natural_order_is_the_one_that_is_answered_with(
    papers: TantivyPapers, query: str
) -> None:
    if query == "(":
        with pytest.raises(QueryError):
            papers.natural_sort(query)
        return
    natural = papers.natural_sort(query, prefix=True)
    scored = [hit.score is not None for hit in papers.search(query, prefix=True).hits]
    assert scored
    assert scored == [natural == "relevance"] * len(scored)


@pytest.mark.parametrize("sort", VALUES)
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("query", ["", "quark", "-quark"])
def test_sorts_put_unknown_last_both_ways(
    papers: TantivyPapers, sort: str, reverse: bool, query: str
) -> None:
    hits = papers.search(query, sort=sort, reverse=reverse, limit=1000).hits
    values = [VALUES[sort](hit.paper) for hit in hits]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=not reverse)  # type: ignore[type-var]
    assert all(hit.score is None and not hit.partial for hit in hits)


@pytest.mark.parametrize("sort", [name for name in VALUES if name != "date"])
def test_equal_values_are_newest_first(papers: TantivyPapers, sort: str) -> None:
    hits = papers.search("", sort=sort, limit=1000).hits
    for above, below in pairwise(hits):
        if VALUES[sort](above.paper) == VALUES[sort](below.paper) and below.paper.published:
            assert above.paper.published is not None
            assert above.paper.published >= below.paper.published


@given(
    st.sampled_from(["", "quark", "quark zebra", "qua*", "-prior", "quark org:kestrel"]),
    st.sampled_from([None, *SORTS]),
    st.booleans(),
    st.integers(1, 40),
)
def test_pages_put_together_are_the_whole_answer(
    papers: TantivyPapers, query: str, sort: str | None, reverse: bool, size: int
) -> None:
    whole = papers.search(query, sort=sort, reverse=reverse, limit=1000)
    keys: list[str] = []
    while True:
        page = papers.search(query, sort=sort, reverse=reverse, limit=size, offset=len(keys))
        assert (page.total, page.partial_total) == (whole.total, whole.partial_total)
        if not page.hits:
            break
        keys += [hit.paper.key for hit in page.hits]
    assert keys == [hit.paper.key for hit in whole.hits]
    assert len(keys) == len(set(keys)) == whole.total + whole.partial_total


def test_equal_scores_are_newest_first_across_segments_and_pages() -> None:
    dated = [
        paper(f"p{number}", "twin", published=one.published)
        for number, one in enumerate(repetitive(150, seed=9))
    ]
    papers = open_papers(dated, commits=4)
    hits = papers.search("twin", limit=1000).hits
    assert len({hit.score for hit in hits}) == 1
    days = [hit.paper.published for hit in hits]
    known = [day for day in days if day is not None]
    assert days == sorted(known, reverse=True) + [None] * (len(days) - len(known))
    middle = papers.search("twin", limit=20, offset=70).hits
    assert [hit.paper.key for hit in middle] == [hit.paper.key for hit in hits[70:90]]


def test_without_words_newest_first_and_with_words_by_relevance(papers: TantivyPapers) -> None:
    assert order(papers, "") == order(papers, "", sort="date")
    assert order(papers, "org:kestrel -quark") == order(papers, "org:kestrel -quark", sort="date")
    assert order(papers, "org:kestrel", sort="relevance") == order(papers, "org:kestrel")
    assert order(papers, "quark zebra") == order(papers, "quark zebra", sort="relevance")


def test_relevance_reversed_is_the_full_matches_from_the_end(papers: TantivyPapers) -> None:
    page = papers.search("quark zebra", limit=1000)
    full = [hit.paper.key for hit in page.hits if not hit.partial]
    backwards = papers.search("quark zebra", reverse=True, limit=1000)
    assert [hit.paper.key for hit in backwards.hits] == full[::-1]
    assert backwards.partial_total == 0


def test_only_relevance_has_partial_matches(papers: TantivyPapers) -> None:
    assert papers.search("quark zebra tensor").partial_total > 0
    page = papers.search("quark zebra tensor", sort="date", limit=1000)
    assert page.partial_total == 0
    assert len(page.hits) == page.total


def test_counting_alone(papers: TantivyPapers) -> None:
    page = papers.search("quark zebra", limit=0)
    assert page.hits == []
    assert page.total == papers.search("quark zebra").total
    assert page.partial_total == papers.search("quark zebra").partial_total
    assert papers.search("quark", sort="date", limit=0).total == papers.search("quark").total


def test_offsets_beyond_the_end_are_empty(papers: TantivyPapers) -> None:
    for sort in SORTS:
        page = papers.search("quark", sort=sort, offset=5000)
        assert page.hits == []
        assert page.total == papers.search("quark").total


def test_a_tree_is_as_good_as_its_text(papers: TantivyPapers) -> None:
    query = "quark (zebra OR prior) -org:kestrel"
    text, tree = papers.search(query), papers.search(parse(query))
    assert (text.total, text.hits) == (tree.total, tree.hits)


def test_titles_count_more_than_abstracts() -> None:
    papers = open_papers(
        [
            paper("abstract", "other words here", "quark lattic tensor"),
            paper("title", "quark lattic tensor", "other words here"),
        ]
    )
    assert order(papers, "quark") == ["title", "abstract"]


@pytest.mark.parametrize("query", ["", "quark", "quark zebra", "-prior", "date:2023"])
@pytest.mark.parametrize("sort", [None, *SORTS])
@pytest.mark.parametrize("reverse", [False, True])
def test_the_place_of_a_paper(
    papers: TantivyPapers, query: str, sort: str | None, reverse: bool
) -> None:
    found = order(papers, query, sort=sort, reverse=reverse)
    for key in [*found[:3], *found[len(found) // 2 :][:3], *found[-3:]]:
        assert papers.position(query, key, sort=sort, reverse=reverse) == found.index(key)
    for one in PAPERS[:20]:
        if one.key not in found:
            assert papers.position(query, one.key, sort=sort, reverse=reverse) is None


# Facets


def test_an_explanation_counts_every_part_alone_and_by_its_absence(papers: TantivyPapers) -> None:
    explanation = papers.explain("quark  AND org:kestrel -zebra")
    assert explanation.query == "quark org:kestrel -zebra"
    assert [part.text for part in explanation.parts] == ["quark", "org:kestrel", "-zebra"]
    for at, part in enumerate(explanation.parts):
        others = " ".join(one.text for number, one in enumerate(explanation.parts) if number != at)
        assert part.alone == papers.search(part.text, limit=0).total
        assert part.without == papers.search(others, limit=0).total
        assert part.removes == part.without - explanation.total
    assert explanation.total == papers.search("quark org:kestrel -zebra").total
    assert explanation.drop is None
    assert explanation.tree.kind == "and"
    assert [node.kind for node in explanation.tree.nodes] == ["clause", "clause", "not"]
    assert explanation.tree.nodes[2].nodes[0].count == papers.search("zebra", limit=0).total


def test_an_explanation_says_what_to_drop(papers: TantivyPapers) -> None:
    explanation = papers.explain("quark org:absent date:2021..")
    assert explanation.total == 0
    assert explanation.drop == 1
    assert explanation.parts[1].removes == papers.search("quark date:2021..").total
    assert papers.explain("org:absent cat:absent").drop is None
    assert papers.explain("").parts == ()


# Highlights


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("quark", "Quarks and a QUARK", ["Quarks", "QUARK"]),
        ("-quark zebra", "quark zebra", ["zebra"]),
        ("the quark", "the quark", ["quark"]),
        ("the", "the quark", ["the"]),
        ('"mixture of experts"', "A mixture of experts, of a mixture", ["mixture of experts"]),
        ("qua*", "quark quartz lemma", ["quark", "quartz"]),
        ("title:quark abstract:zebra", "quark zebra", ["quark"]),
        ("scholkopf", "Schölkopf’s", ["Schölkopf"]),
        ("pre-training", "pre-training, pretraining", ["pre-training", "pretraining"]),
        ("C++", "C++ or c", ["C++"]),
        ("学習", "深層学習", ["学習"]),
        ("quark~", "quarck", ["quarck"]),
        ("org:kestrel", "kestrel", []),
        ("author:quark", "quark", []),
        ('quark "', "quark", []),
        ("quark zebra", "quark zebra", ["quark", "zebra"]),
        ("", "quark", []),
    ],
)
def test_highlights_mark_what_matches(
    papers: TantivyPapers, query: str, text: str, marked: list[str]
) -> None:
    ranges = papers.highlights(query, text, "title")
    assert [text[start:end] for start, end in ranges] == marked


def test_highlights_of_names_and_of_a_word_being_typed(papers: TantivyPapers) -> None:
    assert papers.highlights("author:nunez", "Jorge Nuñez", "authors") == [(6, 11)]
    assert papers.highlights("org:kestrel", "Kestrel Institute", "org") == [(0, 7)]
    assert papers.highlights("institutes -org:kestrel", "Kestrel Institute", "org") == []
    assert papers.highlights("pla", "plasma", "title") == []
    assert papers.highlights("pla", "plasma", "title", prefix=True) == [(0, 6)]
    assert papers.highlights("quark zebr", "zebra", "abstract", prefix=True) == [(0, 5)]


@given(st.sampled_from(FEW_WORDS), st.text(max_size=30))
def test_highlights_lie_in_the_text(papers: TantivyPapers, word: str, text: str) -> None:
    whole = f"{text} {word} {text}"
    ranges = papers.highlights(word, whole, "abstract")
    assert whole.index(word) in [start for start, _ in ranges]
    assert all(0 <= start < end <= len(whole) for start, end in ranges)
    assert all(end < start for (_, end), (start, _) in pairwise(ranges))


# Errors, generations, threads


@pytest.mark.parametrize("query", ['"quark', "auther:x", "date:soon", "(quark"])
def test_a_wrong_query_is_told_with_its_spot(papers: TantivyPapers, query: str) -> None:
    for ask in (papers.search, papers.facets, papers.explain):
        with pytest.raises(QueryError):
            ask(query)


def test_wrong_arguments_are_refused(papers: TantivyPapers) -> None:
    with pytest.raises(UsageError, match="sorts are relevance"):
        papers.search("", sort="size")
    with pytest.raises(UsageError, match="from 0"):
        papers.search("", offset=-1)


def test_an_empty_index_answers() -> None:
    papers = open_papers([])
    assert papers.search("").total == 0
    assert papers.search("quark").hits == []
    assert papers.facets("quark").total == 0
    assert papers.explain("quark zebra").total == 0
    assert papers.sample() == 0


def test_papers_of_every_segment_can_be_read_back(papers: TantivyPapers) -> None:
    assert papers.segments >= 1
    assert papers.segments <= papers.sample() <= papers.count == len(PAPERS)
    few = open_papers(PAPERS[:12], commits=3)
    assert few.sample() == 12


def test_threads_get_the_same_answers(papers: TantivyPapers) -> None:
    queries = [f"{first} {second}" for first in FEW_WORDS[:6] for second in FEW_WORDS[6:10]]
    alone = {query: [hit.paper.key for hit in papers.search(query).hits] for query in queries}
    fresh = open_papers(PAPERS, commits=3)
    wrong: list[str] = []

    def ask(start: int) -> None:
        for query in queries[start:] + queries[:start]:
            if [hit.paper.key for hit in fresh.search(query).hits] != alone[query]:
                wrong.append(query)
            fresh.facets(query)

    threads = [threading.Thread(target=ask, args=(6 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_beginnings_of_words_list_the_newest_first_on_every_page() -> None:
    day = datetime.date(2020, 1, 1)
    chance = random.Random(5)
    days = chance.sample(range(3_000), 700)
    every = [
        paper(f"p{number}", f"Grapheme {number}", published=day + datetime.timedelta(days=ahead))
        for number, ahead in enumerate(days)
    ]
    papers = open_papers(every)
    expected = [
        f"p{number}" for number in sorted(range(len(days)), key=lambda number: -days[number])
    ]
    listed: list[str] = []
    for offset in range(0, len(every), 90):
        page = papers.search("graph", prefix=True, limit=90, offset=offset)
        assert page.total == len(every)
        assert all(hit.score is not None for hit in page.hits)
        listed += [hit.paper.key for hit in page.hits]
    assert listed == expected


def test_a_large_group_of_one_score_is_the_same_on_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordering, "_MOST_AROUND", 40)
    every = [paper(f"p{number}", "Grapheme") for number in range(200)]
    every += [paper(f"q{number}", "Grapheme of graphs") for number in range(200)]
    papers = open_papers(every)
    listed = [
        hit.paper.key
        for offset in range(0, len(every), 30)
        for hit in papers.search("grapheme", limit=30, offset=offset).hits
    ]
    assert len(listed) == len(set(listed)) == len(every)


@pytest.mark.parametrize("size", [1, 7, 30, 61, 399])
def test_pages_of_any_size_agree_where_many_score_the_same(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(ordering, "_MOST_AROUND", 40)
    chance = random.Random(3)
    day = datetime.date(2020, 1, 1)
    titles = ["Grapheme"] * 200 + ["Grapheme of graphs"] * 30 + ["On the grapheme of graphs"] * 200
    every = [
        paper(f"p{at}", title, published=day + datetime.timedelta(days=chance.randrange(3_000)))
        for at, title in enumerate(titles)
    ]
    papers = open_papers(every, commits=3)
    whole = [hit.paper.key for hit in papers.search("grapheme", limit=len(every)).hits]
    assert len(set(whole)) == len(every)
    for offset in range(0, len(every), size):
        page = papers.search("grapheme", limit=size, offset=offset)
        assert [hit.paper.key for hit in page.hits] == whole[offset : offset + size]
    assert papers.position("grapheme", whole[210]) == 210


def test_the_place_of_a_paper_is_known_however_far_down_it_is() -> None:
    chance = random.Random(4)
    every = [
        paper(f"p{at}", "Grapheme", " ".join(["lattice"] * chance.randint(1, 300)))
        for at in range(11_000)
    ]
    every += [paper(f"q{at}", "Tensor " * (at + 1)) for at in range(50)]
    papers = open_papers(every, commits=2)
    listed = [hit.paper.key for hit in papers.search("grapheme", limit=len(every)).hits]
    for place in (0, 9_999, 10_000, 10_400, 10_998, 10_999):
        assert papers.position("grapheme", listed[place]) == place
        assert papers.position("grapheme", listed[place], reverse=True) == 10_999 - place
    page = papers.search("grapheme tensor", limit=1, offset=11_020)
    assert page.partial_total == 11_050
    assert papers.position("grapheme tensor", page.hits[0].paper.key) == 11_020


def test_every_place_is_found_where_many_score_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "_MOST_AROUND", 40)
    monkeypatch.setattr(ordering, "_STRETCH", 7)
    titles = ["Grapheme"] * 100 + ["Grapheme of graphs"] * 20 + ["On the grapheme of graphs"] * 60
    papers = open_papers([paper(f"p{at}", title) for at, title in enumerate(titles)], commits=3)
    for query in ("grapheme", "graph", "grap*", "-tensor"):
        listed = order(papers, query)
        assert listed
        assert [papers.position(query, key) for key in listed] == list(range(len(listed)))


def test_what_must_not_match_makes_no_paper_better(papers: TantivyPapers) -> None:
    for query in ("-zebra", "NOT (quark OR zebra)", "-zebra org:kestrel"):
        page = papers.search(query, limit=500)
        assert {hit.score for hit in page.hits} == {None}
        by_date = papers.search(query, sort="date", limit=500)
        assert [hit.paper.key for hit in page.hits] == [hit.paper.key for hit in by_date.hits]
