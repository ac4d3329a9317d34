"""What a query costs, told before it is searched for: Tantivy can't be stopped once it runs.

The numbers were measured on an index of half a million papers, on two cores. They need not be
right, but tell a query that takes a moment from one that keeps everybody waiting for minutes. In a
larger index everything takes longer, and so may a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, Protocol

from index.engine.analysis import is_stop_word, tokens
from index.errors import QueryError
from index.fields import DATE_FIELDS, NUMBER_FIELDS, TEXT_FIELDS
from index.query.nearness import NEAR
from index.query.tree import (
    AnyOf,
    Beginning,
    Clause,
    Near,
    Node,
    Parsed,
    Phrase,
    Prefix,
    Single,
    Value,
    Word,
    clauses_of,
)

BUDGET: Final = 2.0
"""Seconds that a query may take where there are as many papers as ``MEASURED``."""

MEASURED: Final = 500_000

_FEW: Final = 12
"""Single words, without any wildcards, that are never too many, however common."""

_WORD: Final = 1e-3
_UNKNOWN_WORD: Final = 5e-3
_PAPER_OF_WORD: Final = 0.08e-6
_PAPER_OF_PHRASE: Final = 0.5e-6
_PAPER_OF_PHRASE_WORD: Final = 0.01e-6
_NEAR: Final = 0.08
_NEAR_WORD: Final = 1.5e-3
_BEGINNING: Final = 5e-3
_BEGINNING_OF_PHRASE: Final = 0.15
_LIKE: Final = 0.04
_NAME: Final = 0.7e-3
_BEGINNING_OF_NAME: Final = 2.5e-3
_RANGE: Final = 0.012
_EXCLUDED_RANGE: Final = 0.02
"""Seconds, by what there is to be done: the look for near spellings of a word that no paper has;
for each paper that has a word or all words of a phrase; for reading where they stand; for what is
near a word, among all words there are, and to prepare that; and so on."""

_SHORT: Final = 2
"""Letters that so many words begin with that nearly every paper has some."""

_TWICE: Final = 2.5
"""A bare compound word is looked for in parts too, for papers that match in part."""


class Frequencies(Protocol):
    """What an index knows of its words."""

    @property
    def num_docs(self) -> int:
        """Number of papers."""

    def doc_freq(self, field_name: str, field_value: str) -> int:
        """Number of papers that have a term in a field."""


def refuse_costly(
    parsed: Parsed,
    text: str,
    frequencies: Frequencies,
    saved: Callable[[Clause], Iterable[Node]] = lambda _: (),
    *,
    times: float = 1.0,
) -> None:
    """Refuse a query that would take too long, by itself or by saved searches that it names.

    Args:
        parsed: The query.
        text: What it was parsed from.
        frequencies: Of the index that is to be searched.
        saved: Gives what the saved searches ask for that a clause of ``saved:`` names.
        times: How often it is searched for.

    Raises:
        QueryError: It would, or a saved search can't be understood; the spot is the part of the
            query with which it becomes too much, or which names that saved search.
    """
    clauses = [
        _Asked(part.start, clause, negated)
        for part in parsed.parts
        for clause, negated in clauses_of(part.node)
    ]
    if (
        times == 1.0
        and len(clauses) <= _FEW
        and all(_is_single_word(one.clause) for one in clauses)
    ):
        return
    costs, spent = Costs(frequencies), 0.0
    for one in _looked_for(clauses):
        within = _saved_clauses(one, saved, text) if one.clause.field == "saved" else [one]
        spent += sum(times * costs.of(each.clause, negated=each.negated) for each in within)
        if spent > BUDGET:
            raise QueryError(
                text,
                one.start,
                "this would take too long to search for: leave out some from here on",
            )


class _Asked(NamedTuple):
    """A clause, where in the query the part begins that it is of, and whether it is left out."""

    start: int
    clause: Clause
    negated: bool


def _looked_for(clauses: list[_Asked]) -> list[_Asked]:
    """The clauses of one query without the stop words, if it has other words too."""
    has_words = any(
        one.clause.field is None and not one.negated and not _is_stop_word(one.clause.value)
        for one in clauses
    )
    return [
        one
        for one in clauses
        if not (has_words and one.clause.field is None and _is_stop_word(one.clause.value))
    ]


def _saved_clauses(
    one: _Asked, saved: Callable[[Clause], Iterable[Node]], text: str
) -> list[_Asked]:
    """What is asked for by the saved searches that a clause names."""
    try:
        trees = saved(one.clause)
    except QueryError as error:
        raise QueryError(text, one.start, error.reason) from None
    found: list[_Asked] = []
    for tree in trees:
        inner = clauses_of(tree, negated=one.negated)
        found += _looked_for([_Asked(one.start, clause, negated) for clause, negated in inner])
    return found


def _is_single_word(clause: Clause) -> bool:
    if not isinstance(clause.value, Word | Beginning) or clause.field not in (None, *TEXT_FIELDS):
        return False
    found = tokens(clause.value.text)
    return len(found.folded) == 1 and not found.symbols


def _is_stop_word(value: Value) -> bool:
    """Whether it is left out of a query that has other words."""
    return isinstance(value, Word | Beginning) and is_stop_word(value.text)


class Costs:
    """Estimates for one index.

    Args:
        frequencies: Of the index.
    """

    def __init__(self, frequencies: Frequencies) -> None:
        self._frequencies = frequencies
        self._share = MEASURED / max(frequencies.num_docs, MEASURED)
        self._size = min(frequencies.num_docs / MEASURED, 1.0)

    def of(self, clause: Clause, *, negated: bool = False) -> float:
        """Seconds that a clause takes, in an index of ``MEASURED`` papers if this is a larger one.

        Args:
            clause: What is asked for.
            negated: Whether it is what is left out.
        """
        values = clause.value.values if isinstance(clause.value, AnyOf) else (clause.value,)
        if clause.field is None or clause.field in TEXT_FIELDS:
            return sum(self._of_text(value, clause.field) for value in values)
        return sum(self._of_filter(value, clause.field, negated) for value in values)

    def _of_text(self, value: Single, field: str | None) -> float:
        if not isinstance(value, Word | Beginning | Prefix | Near | Phrase):
            return 0.0
        found = tokens(value.text)
        cost = 0.0
        if field in (None, "author"):
            cost += self._of_terms("authors", found.folded)
        if field != "author":
            columns = (field,) if field is not None else ("title", "abstract")
            cost += sum(self._of_terms(column, found.stems) for column in columns)
        if cost == 0.0:
            cost = _UNKNOWN_WORD * self._size
        if field is None and len(found.stems) > 1 and not isinstance(value, Phrase):
            cost *= _TWICE
        if isinstance(value, Near):
            cost += max(len(found.folded), 1) * (_NEAR * self._size + _NEAR_WORD)
        elif isinstance(value, Prefix):
            begins_phrase = len(found.folded) > 1
            cost += (_BEGINNING_OF_PHRASE if begins_phrase else _BEGINNING) * self._size
            if len(value.text) <= _SHORT:
                cost += self._frequencies.num_docs * _PAPER_OF_WORD * self._share
        return cost + _WORD

    def _of_terms(self, column: str, terms: tuple[str, ...]) -> float:
        """What words next to each other cost in a column, or a single one."""
        if not terms:
            return 0.0
        frequencies = [self._frequencies.doc_freq(column, term) for term in terms]
        if len(terms) == 1:
            return frequencies[0] * _PAPER_OF_WORD * self._share
        each = min(frequencies) * _PAPER_OF_PHRASE + sum(frequencies) * _PAPER_OF_PHRASE_WORD
        return each * self._share

    def _of_filter(self, value: Single, field: str, negated: bool) -> float:
        if field in ("like", NEAR):
            return _LIKE * self._size
        if field in DATE_FIELDS or field in NUMBER_FIELDS:
            return (_EXCLUDED_RANGE if negated else _RANGE) * self._size
        return _BEGINNING_OF_NAME if isinstance(value, Prefix | Near) else _NAME
