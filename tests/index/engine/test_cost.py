"""What a query costs is told before it is searched for."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import QueryError, open_index
from index.engine.cost import MEASURED, Costs, refuse_costly
from index.query.parse import parse_parts
from index.query.tree import clauses_of

ABSTRACT = " ".join(f"word{number} of the" for number in range(100))


class Everywhere:
    """An index in which every word stands in a share of the papers."""

    def __init__(self, papers: int = MEASURED, share: float = 0.1) -> None:
        self.num_docs = papers
        self._share = share

    def doc_freq(self, field_name: str, field_value: str) -> int:
        del field_name
        return int(self.num_docs * (0.9 if field_value in {"of", "the"} else self._share))


def refused(text: str, frequencies: Everywhere) -> QueryError | None:
    try:
        refuse_costly(parse_parts(text), text, frequencies)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mixture of experts org:nvidia date:2024..",
        '"mixture of experts" OR "of the people" -title:"of the"',
        "graph~ neural~ network~ atention~ transfomer~",
        "pre-training of state-of-the-art vision-language models",
        "authors:>3 comments:>=5 -date:2019 -date:2020 -authors:1",
        "like:2401.00001 -like:2401.00002",
        "a* b* title:c* multi-layer-per*",
        "id:(" + " OR ".join(f"2401.{number:05}" for number in range(500)) + ")",
    ],
)
def test_what_people_ask_is_never_refused(text: str) -> None:
    for papers in (100, MEASURED, 10 * MEASURED):
        assert refused(text, Everywhere(papers)) is None


@pytest.mark.parametrize("papers", [100, MEASURED, 10 * MEASURED])
def test_a_pasted_abstract_is_not_refused(papers: int) -> None:
    assert refused(ABSTRACT, Everywhere(papers, share=0.02)) is None


@pytest.mark.parametrize(
    "text",
    [
        " OR ".join(['"of the"'] * 50),
        " ".join(["of-the"] * 50),
        " ".join(f"model{number}" for number in range(1_000)),
        "(" + " OR ".join(f"model{number}" for number in range(1_000)) + ")",
        " ".join(f"-date:{1990 + number // 12}-{1 + number % 12:02}" for number in range(300)),
        " OR ".join(f"of-the-w{number}*" for number in range(50)),
        " ".join(f"like:2401.{number:05}" for number in range(100)),
        " ".join(f"id:{number}*" for number in range(1_500)),
        " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 8),
    ],
)
def test_what_would_take_minutes_is_refused(text: str) -> None:
    error = refused(text, Everywhere())
    assert error is not None
    assert "too long" in error.reason
    assert 0 <= error.position < len(text)


def test_a_few_words_are_not_looked_up() -> None:
    """However common each of them is, they take no time to speak of."""

    class Unasked(Everywhere):
        def doc_freq(self, field_name: str, field_value: str) -> int:
            raise AssertionError((field_name, field_value))

    few = " ".join(f"word{number}" for number in range(12))
    assert refused(few, Unasked(10 * MEASURED)) is None
    assert refused(few, Everywhere(10 * MEASURED, share=1.0)) is None
    with pytest.raises(AssertionError):
        refused(f'"{few}"', Unasked())


def test_the_spot_is_where_it_becomes_too_much() -> None:
    text = "plain " + " ".join(['"of the"'] * 50)
    error = refused(text, Everywhere())
    assert error is not None
    assert 6 < error.position < len(text)
    assert refused(text[: error.position], Everywhere()) is None


def test_the_same_takes_less_where_there_are_few_papers() -> None:
    ((clause, _),) = clauses_of(parse_parts("wrod~").tree)
    assert Costs(Everywhere(500)).of(clause) < Costs(Everywhere()).of(clause) / 10


def test_an_index_refuses_before_it_searches(demo_index: Path) -> None:
    text = " ".join(f"id:{number}*" for number in range(1_500))
    with open_index(demo_index) as papers:
        for ask in (papers.search, papers.facets, papers.explain, papers.natural_sort):
            with pytest.raises(QueryError, match="too long"):
                ask(text)
        with pytest.raises(QueryError, match="too long"):
            papers.position(text, "any")
