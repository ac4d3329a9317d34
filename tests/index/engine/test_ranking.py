"""What comes first: one word, one weight, however it is written and however long the query is."""

from __future__ import annotations

import datetime

import pytest

from index.engine.compounds import Variants
from index.engine.question import asked
from index.engine.search import TantivyPapers
from index.paper import Paper
from index.query.parse import parse
from index.query.unparse import to_text
from tests.support.reference import open_papers, paper


def listed(papers: TantivyPapers, query: str, **options: object) -> list[str]:
    page = papers.search(query, limit=100, **options)  # type: ignore[arg-type]
    return [hit.paper.key for hit in page.hits]


def scores(papers: TantivyPapers, query: str) -> dict[str, float]:
    return {hit.paper.key: hit.score or 0.0 for hit in papers.search(query, limit=100).hits}


def common(words: str, count: int = 30) -> list[Paper]:
    return [paper(f"common-{at}", "Untitled", f"{words} number{at}") for at in range(count)]


def test_a_missing_space_makes_no_paper_better() -> None:
    papers = open_papers(
        [
            *common("language models"),
            paper("typo", "Untitled", "a few languagemodels that were scored"),
            paper("right", "Untitled", "our language models that were scored"),
        ]
    )
    found = scores(papers, "language models")
    assert found["typo"] <= found["right"]
    assert listed(papers, "language models scored")[0] == "right"
    assert papers.search("language models scored").total == 2


def test_a_word_cut_in_two_before_its_ending_is_no_other_spelling() -> None:
    papers = open_papers(
        [
            *common("model"),
            paper("cut", "Untitled", "the model s were scored"),
            paper("right", "Untitled", "other models were scored"),
        ]
    )
    found = scores(papers, "models")
    assert found["cut"] <= found["right"]


def test_a_word_weighs_the_same_however_it_is_written() -> None:
    papers = open_papers(
        [
            *common("pretraining of encoders"),
            paper("apart", "Untitled", "pre training of decoders"),
            paper("joined", "Untitled", "pretraining of decoders with"),
        ]
    )
    found = scores(papers, "pretraining")
    assert found["apart"] == pytest.approx(found["joined"], rel=0.05)


def test_a_stop_word_that_is_dropped_joins_nothing() -> None:
    papers = open_papers(
        [
            paper("invariant", "Invariants of knots"),
            paper("various", "Knots in various spaces"),
            paper("along", "Walks along knots"),
            paper("long", "A long walk on knots"),
        ]
    )
    assert papers.search("knots in various").total == 1
    assert papers.search("knots a long").total == 1
    assert papers.highlights("knots in various", "invariants of various") == [(14, 21)]
    assert papers.highlights("data of sets", "a dataset of data") == [(13, 17)]


@pytest.mark.parametrize(
    ("apart", "joined"), [("data set", "dataset"), ("deep seek r1", "deepseek r1")]
)
def test_two_words_and_the_word_that_papers_make_of_them_find_the_same(
    apart: str, joined: str
) -> None:
    papers = open_papers(
        [
            paper("joined", f"Notes on {joined}"),
            paper("apart", f"Notes on {apart}"),
            *(paper(f"more-{at}", f"More on {joined} {at}") for at in range(60)),
            *(paper(f"other-{at}", "Sets of other data") for at in range(3)),
        ]
    )
    wanted = {"joined", "apart", *(f"more-{at}" for at in range(60))}
    assert {hit.paper.key for hit in papers.search(joined, limit=99).hits if not hit.partial} == (
        wanted
    )
    found = {hit.paper.key for hit in papers.search(apart, limit=99).hits if not hit.partial}
    assert found - {"other-0", "other-1", "other-2"} == wanted


@pytest.mark.parametrize("word", ["me", "he", "her", "us", "please", "am"])
def test_pronouns_are_dropped(word: str) -> None:
    papers = open_papers([paper("quark", "Quarks"), paper("word", f"Notes on {word}")])
    assert listed(papers, f"{word} quarks") == ["quark"]
    assert listed(papers, word) == ["word"]


def test_a_word_of_a_title_tells_no_more_than_in_an_abstract_where_a_query_describes() -> None:
    words = "quark lattice tensor robot"
    papers = open_papers(
        [
            *(paper(f"common-{at}", "Untitled notes", f"this work, {at}") for at in range(60)),
            # "Work" is rare in titles only.
            paper("boilerplate", "Work", f"{words} and others"),
            paper("subject", "Notes", f"{words} and plasma"),
            *(paper(f"other-{at}", "Notes", f"plasma {at}") for at in range(6)),
        ]
    )
    # Four words name a paper, five and more describe it.
    assert listed(papers, f"{words} plasma work")[0] == "subject"
    found = scores(papers, "work")
    assert found["boilerplate"] > found["common-1"]


def test_a_word_itself_comes_before_others_of_its_stem() -> None:
    newer = datetime.date(2024, 1, 1)
    papers = open_papers(
        [
            paper("itself", "Relativity of tides", published=datetime.date(2001, 1, 1)),
            *(paper(f"mate-{at}", f"Relative tides {at}", published=newer) for at in range(9)),
            *common("seas"),
        ]
    )
    for query in ("relativity", "title:relativity", "tides relativity"):
        assert listed(papers, query)[0] == "itself"
        assert papers.search(query).total == 10
    # A query that describes takes words in every form.
    found = scores(papers, "relativity of tides here or there and anywhere nearby today")
    assert found["itself"] == pytest.approx(found["mate-1"], rel=0.2)


def test_a_title_with_all_the_words_comes_before_one_with_most_of_them() -> None:
    filling = "of many other words that tell of nothing at all"
    papers = open_papers(
        [
            *(paper(f"some-{at}", f"A title {filling}", "quark lattice") for at in range(30)),
            *(paper(f"tensor-{at}", f"Tensor {filling}") for at in range(9)),
            paper("whole", "A quark in a lattice with one tensor, and other notes on a few maps"),
            paper("most", "Quark lattice", "of one tensor"),
        ]
    )
    assert listed(papers, "quark lattice tensor")[:2] == ["whole", "most"]
    assert papers.position("quark lattice tensor", "whole") == 0
    assert papers.position("quark lattice tensor", "most") == 1


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("Are there any research papers on quarks?", "quarks?"),
        ("can you tell me papers that use tensor networks", "use tensor networks"),
        ("Which studies look at quarks", "look at quarks"),
        ("find work on graphs date:2024..", "graphs date:2024.."),
        ('what paper is about "dark matter"', '"dark matter"'),
        # These ask for nothing, name no literature, or leave nothing.
        ("papers on quarks", "papers on quarks"),
        ("a study of quarks", "a study of quarks"),
        ("what is a quark", "what is a quark"),
        ("find papers", "find papers"),
        ("which paper date:2024", "which paper date:2024"),
        ("title:which papers on quarks", "title:which papers on quarks"),
        ("which -papers on quarks", "which -papers on quarks"),
        ("", ""),
    ],
)
def test_what_leads_up_to_a_question_is_not_searched_for(query: str, left: str) -> None:
    assert to_text(asked(parse(query))) == left


def test_a_question_finds_what_it_asks_for() -> None:
    papers = open_papers([paper("quark", "Quarks in plasma"), paper("paper", "A paper on papers")])
    query = "are there any papers on quarks"
    assert listed(papers, query) == ["quark"]
    assert papers.search(query).partial_total == 0
    assert papers.highlights(query, "any papers on quarks") == [(14, 20)]
    assert listed(papers, "find papers on q", prefix=True) == ["quark"]


def test_a_word_that_is_typed_alone_counts_once_in_a_title() -> None:
    papers = open_papers([paper("one", "Kestrels over the moor", "Birds that hover.")])
    (hit,) = papers.search("kestre", prefix=True).hits
    assert hit.score == pytest.approx(2.0)


def test_all_papers_with_enough_words_of_a_question_are_known_though_they_are_many() -> None:
    """Then none of them has to be looked for once more."""
    count = 700
    papers = open_papers(
        [
            *(
                paper(f"most-{at}", "Untitled", "amber birch cedar dune ember")
                for at in range(count)
            ),
            paper("few", "Untitled", "fjord"),
        ]
    )
    compiler = papers.compiler
    compiled = compiler.relaxed(compiler.compile(parse("amber birch cedar dune ember fjord")))
    assert compiled.enough is not None
    assert compiled.enough.words == 5
    assert compiled.enough.papers is not None
    assert len(compiled.enough.papers) == count


def test_the_ways_to_write_a_word_are_worked_out_once_for_all_queries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = open_papers([paper("one", "Amber birches", "cedar dune")])
    papers.search("amber birch")
    looked_up: list[str] = []

    def halves(_: Variants, word: str) -> tuple[tuple[str, str], ...]:
        looked_up.append(word)
        return ()

    monkeypatch.setattr(Variants, "halves", halves)
    papers.search("amber birch cedar")
    assert set(looked_up) <= {"birch", "cedar"}
    assert "cedar" in looked_up
