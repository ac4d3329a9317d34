"""What saved searches ask for by way of others is put in the place of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import QueryError
from index.query.parse import MOST_CLAUSES
from index.query.saved_searches import expanded
from index.query.tree import Clause, Word, clauses_of

if TYPE_CHECKING:
    from index.query.tree import Single


def words(count: int, letter: str = "w") -> str:
    return " ".join(f"{letter}{number}" for number in range(count))


def words_of(name: str, queries: dict[str, str]) -> int:
    """How many words a saved search asks for with all that it names."""

    def meant(value: Single) -> dict[str, str]:
        assert isinstance(value, Word)
        return {value.text: queries[value.text]} if value.text in queries else {}

    clause = Clause("saved", Word(name))
    return sum(1 for tree in expanded(clause, meant) for _ in clauses_of(tree))


def test_a_word_counts_once_however_deep_it_stands() -> None:
    queries = {"d0": words(MOST_CLAUSES - 15)}
    queries |= {f"d{level}": f"saved:d{level - 1} x{level}" for level in range(1, 16)}
    assert words_of("d15", queries) == MOST_CLAUSES
    queries["d15"] += " y"
    with pytest.raises(QueryError, match="more than 2,000 words"):
        words_of("d15", queries)


def test_a_search_that_is_named_at_two_places_counts_at_both() -> None:
    half = MOST_CLAUSES // 2
    queries = {"half": words(half), "two": "(saved:half) -(saved:half)"}
    assert words_of("two", queries) == MOST_CLAUSES
    queries["two"] += " y"
    with pytest.raises(QueryError, match="more than 2,000 words"):
        words_of("two", queries)


def test_names_of_nothing_count_as_words() -> None:
    queries = {"all": words(MOST_CLAUSES - 1) + " saved:none"}
    assert words_of("all", queries) == MOST_CLAUSES
    queries["more"] = "saved:all saved:none"
    with pytest.raises(QueryError, match="more than 2,000 words"):
        words_of("more", queries)


def test_what_would_be_too_large_is_refused_before_it_is_made() -> None:
    queries = {"d0": words(MOST_CLAUSES)}
    for level in range(1, 20):
        queries[f"d{level}"] = " ".join([f"-(y{level} saved:d{level - 1})"] * 500)
    with pytest.raises(QueryError, match="more than 2,000 words"):
        words_of("d19", queries)
