"""What queries become for a cluster."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tantivy import Occur

from index.engine.cluster.compiler import as_tantivy
from index.engine.cluster.json_queries import MOST_TERMS, JsonQueries, Term
from index.engine.compile import Compiler
from index.engine.queries import OtherSearcher
from index.paper import Paper
from index.query.parse import parse
from tests.support.reference import TODAY

GOLDEN = Path(__file__).with_name("queries.json")
FREQUENCIES: dict[Term, int] = {
    ("title", "quark"): 9,
    ("abstract", "quark"): 40,
    ("title_words", "quarks"): 3,
    ("abstract", "plasma"): 20,
    ("abstract", "pretrain"): 2,
    ("title", "train"): 4,
    ("abstract", "train"): 30,
    ("abstract", "pre"): 30,
    ("authors", "rowe"): 2,
    ("org", "northlab"): 5,
}
QUERIES = (
    "quarks",
    "quarks plasma",
    "-quarks plasma",
    '"quark plasma"',
    "quark-pla*",
    "pla*",
    "plasmo~",
    "pre-training",
    "author:rowe",
    "title:(quarks OR plasma)",
    "c++",
    "größe",
    "日本",
    "org:northlab",
    "org:unknown",
    "cat:cs",
    "date:2024-05..2024-08",
    "upvotes:>10",
    "-is:starred",
    "id:2401.01234",
    "*",
)


class Stub(OtherSearcher):
    """A hundred papers, of which some have some terms."""

    num_docs = 100
    most_counted = 1_000

    def __init__(self) -> None:
        self.queries = JsonQueries(lambda: self.num_docs, self.frequencies)

    def frequencies(self, terms: Collection[Term]) -> Mapping[Term, int]:
        return {term: FREQUENCIES.get(term, 0) for term in terms}

    def doc_freq(self, field_name: str, field_value: str) -> int:
        return FREQUENCIES.get((field_name, field_value), 0)

    def list_ahead(self, lists: Any, counts: Any) -> None:
        raise AssertionError(lists, counts)

    def expect_counts(self, queries: Any) -> None:
        """Nothing is far away."""

    def keys_with(self, column: str, values: Collection[str | int]) -> Any:
        raise NotImplementedError

    def search(self, *_: Any, **__: Any) -> Any:
        class Result:
            count = 0
            hits: tuple[()] = ()

        return Result

    def count_up_to(self, query: Any, most: int) -> int:
        raise AssertionError(query, most)

    def aggregate(self, _query: Any, wanted: Mapping[str, Any]) -> Any:
        return {name: {"buckets": [], "doc_count": 0} for name in wanted}

    def terms_with_prefix(self, *_: Any, **__: Any) -> list[tuple[str, int]]:
        return []

    def paper(self, address: Any) -> Paper:
        raise AssertionError(address)

    def papers(self, addresses: Iterable[Any]) -> Iterable[Paper]:
        return map(self.paper, addresses)

    def foresee(self, queries: Iterable[Any]) -> None:
        raise AssertionError(queries)

    def expect(self, terms: Iterable[Term]) -> None:
        """Nothing is asked for."""

    def learn(self, terms: Collection[Term]) -> None:
        raise AssertionError(terms)


def compiled(query: str) -> dict[str, Any]:
    found = Compiler(as_tantivy(Stub())).compile(parse(query), TODAY)
    return {"matches": found.full, "scores": found.ranked}


@pytest.mark.parametrize("query", QUERIES)
def test_queries_are_what_they_were(query: str) -> None:
    golden = msgspec.json.decode(GOLDEN.read_bytes())
    assert msgspec.json.decode(msgspec.json.encode(compiled(query))) == golden[query]


def test_the_goldens_are_of_these_queries() -> None:
    assert tuple(msgspec.json.decode(GOLDEN.read_bytes())) == QUERIES


def parts(query: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(query, dict):
        for name, value in query.items():
            yield name, value
            yield from parts(value)
    elif isinstance(query, list):
        for value in query:
            yield from parts(value)


def test_filters_do_not_score() -> None:
    found = compiled("quarks cat:cs.LG date:2024")["scores"]["bool"]
    assert {"term": {"cat": {"value": "cs.lg"}}} in found["filter"]
    assert any("range" in one for one in found["filter"])
    assert all(name != "cat" for name, _ in parts(found["must"]))


def test_the_best_column_scores_and_the_others_add_a_little() -> None:
    assert {
        value for name, value in parts(compiled("quarks")["scores"]) if name == "tie_breaker"
    } == {0.3}


def test_what_only_excludes_matches_nothing_by_itself() -> None:
    queries = Stub().queries
    assert queries.joined([(Occur.MustNot, queries.all())]) == {"match_none": {}}
    assert compiled("-quarks")["matches"]["bool"]["filter"] == [{"match_all": {}}]


def test_likeness_tells_by_rare_words_first() -> None:
    found = Stub().queries.like({"abstract": "quark quark plasma pretrain the"}, 2, ["the"])
    first, second = (one["term"]["abstract"] for one in found["bool"]["should"])
    assert first == {"value": "pretrain", "boost": 1.0}
    # Twice in the paper, and in many more papers.
    assert second == {"value": "quark", "boost": pytest.approx(0.49, abs=0.01)}


def test_days_count_from_the_day_that_is_told() -> None:
    found = Compiler(as_tantivy(Stub())).compile(parse("date:today"), datetime.date(2024, 6, 15))
    day = 20240615
    assert {"gte": day, "lte": day} in [value for _, value in parts(found.full)]


def test_more_names_than_a_query_may_have_are_parted() -> None:
    names = [f"n{number}" for number in range(MOST_TERMS + 3)]
    found = Stub().queries.having_any("key", names)
    parts = [part["terms"]["key"] for part in found["bool"]["should"]]
    assert [len(part) for part in parts] == [MOST_TERMS, 3]
    assert [*parts[0], *parts[1]] == names
    assert Stub().queries.having_any("key", names[:2]) == {"terms": {"key": names[:2]}}
    assert Stub().queries.having_any("key", []) == Stub().queries.none()
