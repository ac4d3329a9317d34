"""The list by words and meaning: one list, whatever is asked of it, and what stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engine import mixed_answer
from tests.support.concepts import SYNONYMS, with_meaning
from tests.support.reference import open_papers, paper
from tests.support.thorough import tries

if TYPE_CHECKING:
    from index.engine.search import TantivyPapers
    from index.results import Page

FILLERS = ("study", "method", "theory", "survey", "harbour", "bridge", "engine", "signal")
WORDS = st.sampled_from([*SYNONYMS, *FILLERS])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
COLLECTIONS = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=40)
QUERIES = st.one_of(
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.lists(WORDS, min_size=6, max_size=9, unique=True).map(" ".join),
    st.builds("{} -{}".format, WORDS, WORDS),
    st.builds("{} title:{}".format, TEXTS, WORDS),
    st.builds("{} ({} OR {})".format, WORDS, WORDS, WORDS),
)


@pytest.fixture(autouse=True)
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few papers are many already, so that a small index has every part of a list."""
    monkeypatch.setattr(mixed_answer, "DEPTH", 5)
    monkeypatch.setattr(mixed_answer, "NEAREST", 6)


def opened(texts: list[tuple[str, str]]) -> TantivyPapers:
    papers = open_papers(
        [paper(f"p{at}", title, abstract) for at, (title, abstract) in enumerate(texts)], commits=2
    )
    with_meaning(papers)
    return papers


def keys(page: Page) -> list[str]:
    return [hit.paper.key for hit in page.hits]


@settings(max_examples=tries(40, 400))
@given(COLLECTIONS, QUERIES, st.integers(0, 40), st.integers(1, 7))
def test_pages_places_and_counts_are_of_one_list(
    texts: list[tuple[str, str]], query: str, offset: int, limit: int
) -> None:
    papers = opened(texts)
    whole = papers.search(query, sort="relevance", limit=100)
    found = keys(whole)
    assert len(set(found)) == len(found)
    assert len(found) == whole.total + whole.partial_total + whole.meaning_total
    window = papers.search(query, sort="relevance", limit=limit, offset=offset)
    assert keys(window) == found[offset : offset + limit]
    assert [papers.position(query, key) for key in found] == list(range(len(found)))
    others = {f"p{at}" for at in range(len(texts))} - set(found)
    assert {papers.position(query, key) for key in others} <= {None}


@settings(max_examples=tries(40, 400))
@given(COLLECTIONS, QUERIES)
def test_meaning_changes_no_match_and_no_count(texts: list[tuple[str, str]], query: str) -> None:
    papers = opened(texts)
    mixed = papers.search(query, sort="relevance", limit=100)
    words = papers.search(query, sort="relevance", limit=100, semantic=False)
    assert (mixed.total, mixed.partial_total) == (words.total, words.partial_total)
    for partial in (False, True):
        by_words = {hit.paper.key for hit in words.hits if hit.partial is partial}
        assert by_words == {
            hit.paper.key for hit in mixed.hits if hit.partial is partial and not hit.by_meaning
        }


@settings(max_examples=tries(40, 400))
@given(COLLECTIONS, QUERIES)
def test_papers_stand_in_their_parts(texts: list[tuple[str, str]], query: str) -> None:
    page = opened(texts).search(query, sort="relevance", limit=100)
    by_meaning = [at for at, hit in enumerate(page.hits) if hit.by_meaning]
    assert by_meaning == list(range(page.meaning_at, page.meaning_at + page.meaning_total))
    assert not any(page.hits[at].partial for at in by_meaning)
    if page.required is None:
        assert not any(hit.partial or hit.by_meaning for hit in page.hits[: page.total])
    else:
        assert page.meaning_at == page.total + page.partial_total
    for hits in (page.hits[: page.total], [page.hits[at] for at in by_meaning]):
        scores = [hit.score or 0.0 for hit in hits]
        assert scores == sorted(scores, reverse=True)


@settings(max_examples=tries(40, 400))
@given(COLLECTIONS, QUERIES)
def test_turned_around_full_matches_stand_the_other_way(
    texts: list[tuple[str, str]], query: str
) -> None:
    papers = opened(texts)
    full = keys(papers.search(query, sort="relevance", limit=100, partial=False))[::-1]
    assert keys(papers.search(query, sort="relevance", limit=100, reverse=True)) == full
    places = [papers.position(query, key, sort="relevance", reverse=True) for key in full]
    assert places == list(range(len(full)))


def test_no_match_of_a_question_is_lost_or_doubled_where_partial_ones_are_left_out() -> None:
    # What repeats a word ranks otherwise among papers with any words than among those with enough.
    papers = opened(
        [
            (title, "theory")
            for title in (
                "bridge engine signal",
                "harbour",
                "bridge study",
                "engine harbour signal study",
                "engine harbour study",
                "harbour",
                "engine",
            )
        ]
    )
    query = "harbour harbour bridge engine signal study method"
    full = keys(papers.search(query, sort="relevance", limit=100, partial=False))
    assert sorted(full) == [f"p{at}" for at in range(7)]
    assert keys(papers.search(query, sort="relevance", limit=100, reverse=True)) == full[::-1]
