"""What is made of a query, and when: Tantivy is asked for nothing that is not needed."""

from __future__ import annotations

from typing import Any

import pytest

from index.engine.compile import Compiler
from index.engine.frequencies import RememberedFrequencies
from index.engine.queries import LONGEST_PATTERN, TANTIVY
from index.engine.ranking import number
from index.engine.text_queries import TextQueries
from index.query.parse import parse
from tests.support.reference import open_papers, paper


class CountingSearcher:
    """Says that five papers have any term, and counts how often it is asked."""

    num_docs = 9

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def doc_freq(self, field_name: str, field_value: str) -> int:
        self.asked.append((field_name, field_value))
        return 5


def test_a_frequency_is_asked_for_once() -> None:
    searcher: Any = CountingSearcher()
    frequencies = RememberedFrequencies(searcher)
    for _ in range(3):
        assert frequencies.doc_freq("title", "quark") == 5
        assert frequencies.doc_freq("abstract", "quark") == 5
    assert searcher.asked == [("title", "quark"), ("abstract", "quark")]
    assert frequencies.num_docs == 9


def test_what_is_not_in_order_of_relevance_makes_no_scores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_papers([paper("a", title="Quark plasma"), paper("b", title="Quark zebra")]) as papers:

        def score(*_: object) -> None:
            raise AssertionError("nobody asked for scores")

        monkeypatch.setattr(TextQueries, "word", score)
        assert papers.facets("quark plasma").total == 1
        assert papers.search("quark plasma", sort="date").total == 1
        with pytest.raises(AssertionError, match="nobody asked"):
            papers.search("quark plasma")


def test_a_word_is_looked_for_only_where_papers_have_it() -> None:
    with open_papers([paper("a", title="Zebra", abstract="Of a quark.")]) as papers:
        compiled = Compiler(papers.searcher).compile(parse("quark"))
        for query in (compiled.full, compiled.ranked):
            # Once in abstracts, and not in titles and in names; titles score what they have.
            assert repr(query).count("TermQuery") == 1
        nowhere = Compiler(papers.searcher).compile(parse("tensor"))
        assert number(papers.searcher, nowhere.ranked) == 0
        assert papers.search("tensor").total == 0
        assert papers.search("tensor zebra").partial_total == 1


@pytest.mark.parametrize(
    "beginning",
    ["a", "ab", "a.", "a*", "a b", "a+", "(", "[x", "\\d", "é", "日", "日本", "🦓", "zz", "x" * 90],
)
def test_a_beginning_is_taken_letter_by_letter(beginning: str) -> None:
    names = ["a", "ab", "abc", "a.b", "a*b", "a b", "a+", "(", "[x]", "\\d", "é", "日本語", "🦓🦓"]
    names += ["x" * 89, "x" * 95]
    with open_papers([paper(str(place), org=name) for place, name in enumerate(names)]) as papers:
        expected = sum(name.startswith(beginning) for name in names)
        assert number(papers.searcher, TANTIVY.starting_with("org_terms", beginning)) == expected


def test_the_longest_beginning() -> None:
    names = ["é" * LONGEST_PATTERN, "é" * (LONGEST_PATTERN - 1)]
    with open_papers([paper(str(place), org=name) for place, name in enumerate(names)]) as papers:
        for beginning, expected in ((names[0], 1), (names[1], 2), (f"{names[0]}é", 0)):
            assert (
                number(papers.searcher, TANTIVY.starting_with("org_terms", beginning)) == expected
            )
