"""What is near a text or a paper in meaning: how many, in which order, among which papers."""

from __future__ import annotations

import datetime
from typing import Any, NoReturn, cast

import pytest

from index.engine import meaning, nearest, nearest_matching
from index.engine.meaning import Meaning
from index.engine.search import TantivyPapers
from index.errors import QueryError, VectorsUnfit
from index.query.nearness import OFF
from index.results import Page
from tests.support.concepts import ConceptModel, ConceptVectors, with_meaning
from tests.support.reference import open_papers, paper

DAY = datetime.date(2024, 3, 1)
PAPERS = [
    paper("cars", "Cars", "A cheap car for everybody", published=DAY),
    paper(
        "automobiles", "Automobiles", "Affordable; an automobile and an automobile", published=DAY
    ),
    paper("lorries", "Lorry", "Of a lorry", published=datetime.date(2023, 1, 1)),
    paper("boats", "Boats", "A cheap boat"),
    paper("sea", "Waves", "The tide and a wave", published=DAY),
    paper("nothing", "Untold", "Methods"),
]


@pytest.fixture
def papers() -> TantivyPapers:
    opened = open_papers(PAPERS, commits=2)
    with_meaning(opened)
    return opened


def keys(page: Page) -> list[str]:
    return [hit.paper.key for hit in page.hits]


@pytest.fixture
def nearest_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "NEAREST", 3)


@pytest.mark.usefixtures("nearest_three")
def test_the_nearest_to_a_text_come_first_and_are_the_matches(papers: TantivyPapers) -> None:
    page = papers.search('near:"a costly vessel"')
    assert (page.total, page.partial_total, page.meaning_total) == (3, 0, 0)
    assert keys(page)[0] == "boats"
    scores = [hit.score or 0.0 for hit in page.hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1.0)
    assert papers.natural_sort('near:"a costly vessel"') == "relevance"
    assert [papers.position('near:"a costly vessel"', key) for key in keys(page)] == [0, 1, 2]
    assert papers.facets('near:"a costly vessel"').total == 3


@pytest.mark.usefixtures("nearest_three")
@pytest.mark.parametrize(
    ("rest", "allowed"),
    [
        ("date:2024", {"cars", "automobiles", "sea"}),
        ("-date:2024", {"lorries", "boats", "nothing"}),
        ("cheap", {"cars", "boats"}),
        ("methods OR wave", {"sea", "nothing"}),
        ("date:1999", set()),
    ],
)
def test_all_else_is_asked_for_before(papers: TantivyPapers, rest: str, allowed: set[str]) -> None:
    page = papers.search(f'({rest}) near:"a lorry"')
    assert set(keys(page)) == allowed
    assert page.total == len(allowed)
    assert all(hit.paper.key in allowed for hit in page.hits)


@pytest.mark.usefixtures("nearest_three")
@pytest.mark.parametrize("rest", ["date:2024", "-date:2024", "cheap", "boat OR wave", "-boat"])
def test_among_many_the_same_are_found(
    papers: TantivyPapers, rest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    query, words = f'({rest}) near:"a lorry"', f"automobile ({rest})"
    listed = keys(papers.search(query)), keys(papers.search(words))
    for many, wide in ((0, 1), (0, 2), (1, 1)):
        monkeypatch.setattr(nearest_matching, "_MANY", many)
        monkeypatch.setattr(nearest_matching, "_WIDE", wide)
        again = open_papers(PAPERS, commits=2)
        with_meaning(again)
        assert (keys(again.search(query)), keys(again.search(words))) == listed


@pytest.mark.usefixtures("nearest_three")
def test_another_order_and_counts_are_of_the_same_papers(papers: TantivyPapers) -> None:
    query = 'near:"automobile"'
    page = papers.search(query, sort="date")
    assert set(keys(page)) == set(keys(papers.search(query))) == {"cars", "automobiles", "lorries"}
    assert keys(page)[-1] == "lorries"
    assert papers.search(query, sort="date", limit=0).total == 3


@pytest.mark.usefixtures("nearest_three")
def test_a_paper_is_like_those_near_it_in_meaning_and_not_like_itself(
    papers: TantivyPapers,
) -> None:
    like = papers.search("like:lorries")
    assert keys(like)[:1] == ["automobiles"]
    assert like.total == 3
    assert "lorries" not in keys(like)
    assert [hit.paper.key for hit in papers.similar("lorries", 3)] == keys(like)
    assert keys(papers.search("like:lorries date:2023")) == []
    assert "automobiles" not in keys(papers.search("-like:lorries"))
    assert "lorries" in keys(papers.search("-like:lorries"))
    assert set(keys(papers.search("like:lorries OR methods"))) == {*keys(like), "nothing"}


def test_a_paper_without_a_vector_is_like_those_with_its_words(papers: TantivyPapers) -> None:
    before = open_papers(PAPERS, commits=2)
    assert keys(papers.search("like:nothing")) == keys(before.search("like:nothing"))
    assert papers.similar("nothing") == before.similar("nothing")


def test_switched_off_it_is_as_without_vectors(papers: TantivyPapers) -> None:
    before = open_papers(PAPERS, commits=2)
    papers.search("like:cars")
    papers.search("cheap car")
    papers.meaning.use(False)
    assert papers.search("cheap car").hits == before.search("cheap car").hits
    assert papers.search("like:cars").hits == before.search("like:cars").hits
    assert papers.similar("cars") == before.similar("cars")
    with pytest.raises(QueryError, match=OFF):
        papers.search('near:"a car"')
    papers.meaning.use(True)
    assert papers.search('near:"a car"').total == len(PAPERS)


def test_what_can_not_be_opened_is_said_once_and_words_go_on(papers: TantivyPapers) -> None:
    before = open_papers(PAPERS, commits=2)
    tried = []

    def fail() -> NoReturn:
        tried.append(1)
        raise VectorsUnfit("the vectors do not fit")

    papers.compiler.meaning = Meaning(fail)
    for _ in range(2):
        page = papers.search("cheap car")
        assert page.refusal == "the vectors do not fit"
        assert page.hits == before.search("cheap car").hits
    assert papers.similar("cars") == before.similar("cars")
    assert papers.search("date:2024").refusal is None
    with pytest.raises(VectorsUnfit):
        papers.search('near:"a car"')
    assert len(tried) == 1


def test_a_model_is_opened_once_for_all_generations(
    papers: TantivyPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def model_of(vectors: ConceptVectors) -> ConceptModel:
        opened.append(vectors.fingerprint)
        return ConceptModel()

    monkeypatch.setattr("index.semantic.vectors.model_of", model_of)
    monkeypatch.setattr(meaning, "_shared", {})
    first, second, other = (ConceptVectors(papers) for _ in range(3))
    other.fingerprint = "another"
    models = [meaning.shared_model(cast("Any", one)) for one in (first, second, other)]
    assert models[0] is models[1]
    assert opened == [first.fingerprint, "another"]


@pytest.mark.parametrize(
    ("query", "embedded"),
    [
        ("cheap cars", ["cheap cars"]),
        ('cheap "sea wave" -boat date:2024', ["cheap sea wave"]),
        ("cars title:cheap", ["cars"]),
        ('"sea wave"', []),
        ("title:cars", []),
        ("cars OR boats", []),
        ("cars~", []),
        ("car*", ["car"]),
        ("*", []),
        ("2401.0123*", []),
        ("date:2024", []),
        ("2401.01234 cars", []),
        ("lemaitre", []),
        ("lemaitre cars", ["cars"]),
    ],
)
def test_only_words_that_say_something_are_embedded(query: str, embedded: list[str]) -> None:
    opened = open_papers([*PAPERS, paper("name", "Stars", authors=("Georges Lemaitre",))])
    model: ConceptModel = with_meaning(opened)
    opened.search(query, sort="relevance")
    opened.search(query, sort="date")
    assert model.embedded == embedded


@pytest.mark.usefixtures("nearest_three")
def test_near_takes_of_what_like_leaves_wherever_it_stands(papers: TantivyPapers) -> None:
    found = keys(papers.search('near:"a costly vessel" like:lorries'))
    assert found
    assert set(found) == set(keys(papers.search("like:lorries")))
    assert keys(papers.search('like:lorries near:"a costly vessel"')) == found


@pytest.mark.usefixtures("nearest_three")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("like:boats", "like:automobiles"),
        ('near:"a vessel"', 'near:"an affordable automobile"'),
        ("like:boats", 'near:"an affordable automobile"'),
        ("like:boats date:2024", "like:automobiles"),
    ],
)
def test_what_is_near_to_two_is_the_same_in_either_order(
    papers: TantivyPapers, one: str, other: str
) -> None:
    page, turned = papers.search(f"{one} {other}"), papers.search(f"{other} {one}")
    assert page.hits
    assert [(hit.paper.key, hit.score) for hit in page.hits] == [
        (hit.paper.key, hit.score) for hit in turned.hits
    ]


@pytest.mark.usefixtures("nearest_three")
def test_near_to_two_is_near_to_their_mean_and_neither_of_them(papers: TantivyPapers) -> None:
    page = papers.search("like:boats like:lorries")
    assert page.total == 3
    # Of a price and of vehicles: one of both is nearer than any of only one of them.
    assert keys(page)[0] in {"cars", "automobiles"}
    assert not {"boats", "lorries"} & {*keys(page)}
    assert keys(papers.search("near:vessel near:cheap"))[0] == "boats"
    assert papers.search("near:lorry near:lorry").hits == papers.search("near:lorry").hits


def test_of_two_the_one_without_a_vector_is_like_by_words(papers: TantivyPapers) -> None:
    before = open_papers(PAPERS, commits=2)
    by_words = {*keys(before.search("like:nothing"))}
    assert {*keys(papers.search("like:nothing like:cars"))} <= by_words
    assert keys(papers.search("like:nothing like:cars")) == keys(
        papers.search("like:cars like:nothing")
    )


@pytest.mark.usefixtures("nearest_three")
@pytest.mark.parametrize("query", ['near:"a lorry"', "like:lorries", 'near:"a lorry" like:cars'])
def test_scores_of_what_is_near_are_its_cosines(papers: TantivyPapers, query: str) -> None:
    page = papers.search(query)
    scores = papers.meaning.scores(query)
    assert [one.key for one in scores] == keys(page)
    assert [one.meaning for one in scores] == [pytest.approx(hit.score) for hit in page.hits]
    assert [one.mix for one in scores] == [one.meaning for one in scores]
    assert {one.words for one in scores} == {None}
    assert papers.meaning.scores(query, limit=1, offset=1) == scores[1:2]


@pytest.mark.usefixtures("nearest_three")
def test_words_beside_what_is_near_are_scored_and_do_not_order(papers: TantivyPapers) -> None:
    by_words = {hit.paper.key: hit.score for hit in papers.search("cheap", semantic=False).hits}
    scores = papers.meaning.scores('cheap like:lorries near:"a vessel"')
    assert scores
    assert [one.words for one in scores] == [pytest.approx(by_words[one.key]) for one in scores]
