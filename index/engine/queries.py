"""The parts that queries are put together from, whichever engine runs them.

What a query means is decided once, by the modules beside this one. They make it with the `Queries`
that its searcher takes: Tantivy's own, or the JSON of a search cluster.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import tantivy
from tantivy import FieldType, Occur

from index.engine import schema

if TYPE_CHECKING:
    from index.paper import Paper

Query: TypeAlias = Any
"""What some `Queries` made: only they and the searcher that takes them look into it."""

LONGEST_PATTERN: Final = 200
"""Characters of the longest text that stands for others than itself."""


class Queries(ABC):
    """Makes the queries of one engine, of texts that are analysed already."""

    @abstractmethod
    def term(self, column: str, text: str) -> Query:
        """Matches papers with a term in a column; those that have it more often score more."""

    @abstractmethod
    def having(self, column: str, text: str) -> Query:
        """Matches papers with a term in a column, however often they have it."""

    @abstractmethod
    def having_any(self, column: str, values: Iterable[str | int]) -> Query:
        """Matches papers with one of some terms in a column."""

    @abstractmethod
    def phrase(self, column: str, terms: Sequence[str]) -> Query:
        """Matches papers with two terms or more next to each other in a column, in this order."""

    @abstractmethod
    def phrase_begun(
        self, column: str, terms: Sequence[str], last: str, others: Sequence[str]
    ) -> Query:
        """Matches terms next to each other and after them one that starts so, or is one of some.

        Args:
            column: Where they are.
            terms: The terms before the last one.
            last: What the last one starts with.
            others: Terms that may stand there instead.
        """

    @abstractmethod
    def starting(self, column: str, beginning: str) -> Query:
        """Matches papers with a term that starts so; the beginning is no longer than a pattern."""

    @abstractmethod
    def near(self, column: str, text: str, edits: int) -> Query:
        """Matches papers with a term that is so many edits away at most; a swap is one edit."""

    @abstractmethod
    def pattern(self, column: str, pattern: str) -> Query:
        """Matches papers with a term that a regular expression matches as a whole."""

    @abstractmethod
    def between(self, column: str, low: int | None, high: int | None) -> Query:
        """Matches papers whose number is in a range, both ends included; None is no end."""

    @abstractmethod
    def known(self, column: str) -> Query:
        """Matches papers that have anything in a column."""

    @abstractmethod
    def all(self) -> Query:
        """Matches every paper."""

    @abstractmethod
    def none(self) -> Query:
        """Matches no paper."""

    @abstractmethod
    def joined(self, parts: Sequence[tuple[Occur, Query]], least: int = 0) -> Query:
        """Matches what each part says, and at least so many of those that should match."""

    @abstractmethod
    def best(self, queries: Sequence[Query], tie: float) -> Query:
        """Matches what any matches; the best scores, and of the others this share is added."""

    @abstractmethod
    def boosted(self, query: Query, weight: float) -> Query:
        """Matches the same and scores so many times as much."""

    @abstractmethod
    def constant(self, query: Query, score: float) -> Query:
        """Matches the same, and every match scores alike."""

    @abstractmethod
    def like(self, texts: Mapping[str, str], most: int, stop_words: list[str]) -> Query:
        """Matches papers that share some of the most telling terms of texts, by column."""

    # What is made of these

    def adjacent(self, column: str, terms: Sequence[str]) -> Query:
        """Matches papers with terms next to each other in a column, or with the one given."""
        return self.term(column, terms[0]) if len(terms) == 1 else self.phrase(column, terms)

    def starting_with(self, column: str, beginning: str) -> Query:
        """Matches papers with a term in a column that starts with ``beginning``."""
        if len(beginning) > LONGEST_PATTERN:
            return self.none()
        return self.starting(column, beginning)

    def silent(self, query: Query) -> Query:
        """Matches the same and adds nothing to a score."""
        return self.constant(query, 0.0)

    def any_of(self, queries: Sequence[Query]) -> Query:
        """Matches what any of ``queries`` matches, and scores like all that match together."""
        if len(queries) == 1:
            return queries[0]
        return self.joined([(Occur.Should, query) for query in queries])

    def all_of(self, parts: Sequence[tuple[Occur, Query]]) -> Query:
        """All of ``parts``; those that only exclude leave out of everything there is."""
        if not parts:
            return self.none()
        if all(occur == Occur.MustNot for occur, _ in parts):
            parts = [(Occur.Must, self.silent(self.all())), *parts]
        if len(parts) == 1:
            return parts[0][1]
        return self.joined(parts)

    def at_least(self, words: Sequence[Query], number: int) -> Query:
        """Matches papers with at least so many of the words."""
        if number == len(words):
            return self.joined([(Occur.Must, word) for word in words])
        return self.joined([(Occur.Should, word) for word in words], number)


class TantivyQueries(Queries):
    """Makes Tantivy's queries."""

    def __init__(self) -> None:
        self._schema = schema.build_schema()

    def term(self, column: str, text: str) -> Query:
        """As ``Queries.term``."""
        return tantivy.Query.term_query(self._schema, column, text, "freq")

    def having(self, column: str, text: str) -> Query:
        """As ``Queries.having``."""
        return tantivy.Query.term_query(self._schema, column, text, "basic")

    def having_any(self, column: str, values: Iterable[str | int]) -> Query:
        """As ``Queries.having_any``."""
        return tantivy.Query.term_set_query(self._schema, column, list(values))

    def phrase(self, column: str, terms: Sequence[str]) -> Query:
        """As ``Queries.phrase``."""
        return tantivy.Query.phrase_query(self._schema, column, list(terms))

    def phrase_begun(
        self, column: str, terms: Sequence[str], last: str, others: Sequence[str]
    ) -> Query:
        """As ``Queries.phrase_begun``."""
        import re

        pattern = "|".join((f"{re.escape(last)}.*", *map(re.escape, others)))
        patterns = [*map(re.escape, terms), f"({pattern})"]
        return tantivy.Query.regex_phrase_query(self._schema, column, patterns)  # type: ignore[arg-type]

    def starting(self, column: str, beginning: str) -> Query:
        """As ``Queries.starting``: a near spelling with no edits.

        A regular expression takes a fifth of a millisecond to prepare.
        """
        return tantivy.Query.fuzzy_term_query(self._schema, column, beginning, 0, prefix=True)

    def near(self, column: str, text: str, edits: int) -> Query:
        """As ``Queries.near``."""
        return tantivy.Query.fuzzy_term_query(self._schema, column, text, edits)

    def pattern(self, column: str, pattern: str) -> Query:
        """As ``Queries.pattern``."""
        return tantivy.Query.regex_query(self._schema, column, pattern)

    def between(self, column: str, low: int | None, high: int | None) -> Query:
        """As ``Queries.between``."""
        return tantivy.Query.range_query(self._schema, column, FieldType.Integer, low, high)

    def known(self, column: str) -> Query:
        """As ``Queries.known``."""
        return tantivy.Query.exists_query(column)

    def all(self) -> Query:
        """As ``Queries.all``."""
        return tantivy.Query.all_query()

    def none(self) -> Query:
        """As ``Queries.none``."""
        return tantivy.Query.empty_query()

    def joined(self, parts: Sequence[tuple[Occur, Query]], least: int = 0) -> Query:
        """As ``Queries.joined``."""
        if least:
            return tantivy.Query.boolean_query(parts, minimum_number_should_match=least)
        return tantivy.Query.boolean_query(parts)

    def best(self, queries: Sequence[Query], tie: float) -> Query:
        """As ``Queries.best``."""
        return tantivy.Query.disjunction_max_query(queries, tie)

    def boosted(self, query: Query, weight: float) -> Query:
        """As ``Queries.boosted``."""
        return tantivy.Query.boost_query(query, weight)

    def constant(self, query: Query, score: float) -> Query:
        """As ``Queries.constant``."""
        return tantivy.Query.const_score_query(query, score)

    def like(self, texts: Mapping[str, str], most: int, stop_words: list[str]) -> Query:
        """As ``Queries.like``."""
        return tantivy.Query.more_like_this_document_fields_query(
            self._schema,
            {column: [text] for column, text in texts.items()},
            min_doc_frequency=2,
            min_term_frequency=1,
            max_query_terms=most,
            stop_words=stop_words,
        )


class OtherSearcher(ABC):
    """A searcher that answers what this engine asks of Tantivy's, by queries of its own.

    Attributes:
        queries: Makes what it takes.
        most_counted: Up to how many papers it counts where they are listed by relevance.
        most_ordered: So many of the most relevant papers it lists with equal ones newest first.
    """

    queries: Queries
    most_counted: int
    most_ordered: int = 0

    @abstractmethod
    def count_up_to(self, query: Query, most: int) -> int:
        """How many papers match; one more than ``most`` if there are more."""

    @abstractmethod
    def paper(self, address: Any) -> Paper:
        """The paper at an address."""

    @abstractmethod
    def papers(self, addresses: Iterable[Any]) -> Iterable[Paper]:
        """The papers at some addresses, in order; they are asked for together."""

    @abstractmethod
    def foresee(self, queries: Iterable[Query]) -> None:
        """Find the first paper of each query, all at once; they are asked for one by one then."""

    @abstractmethod
    def list_ahead(self, lists: Sequence[tuple[Query, int]], counts: Collection[Query]) -> None:
        """List the most relevant papers of some queries and count what others match, all at once.

        They are asked for one by one then, the numbers by ``count_up_to``.

        Args:
            lists: What to list, each with how many papers.
            counts: What to count, up to ``most_counted``.
        """

    @abstractmethod
    def expect(self, terms: Iterable[tuple[str, str]]) -> None:
        """Take note of terms, by column, that it may be asked for soon; nothing is asked yet."""

    @abstractmethod
    def expect_counts(self, queries: Iterable[Query]) -> None:
        """Take note of queries that it may soon be asked to count; nothing is counted yet."""

    @abstractmethod
    def learn(self, terms: Collection[tuple[str, str]]) -> object:
        """Find out how many papers have each of some terms, by column, all at once."""

    @abstractmethod
    def keys_with(
        self, column: str, values: Collection[str | int]
    ) -> Mapping[str | int, Collection[str]]:
        """The keys of the papers with each of some values in a column of names or numbers.

        They are asked for together; values that no paper has are left out.
        """


TANTIVY: Final = TantivyQueries()


def queries_of(searcher: object) -> Queries:
    """The queries that a searcher takes."""
    return searcher.queries if isinstance(searcher, OtherSearcher) else TANTIVY


def foresee(searcher: object, queries: Iterable[Query]) -> None:
    """Say which queries are about to be asked for their first papers.

    What lies on this machine is found when it is asked for; another one is asked once for all.
    """
    if isinstance(searcher, OtherSearcher):
        searcher.foresee(queries)


def learn(searcher: object, terms: Collection[tuple[str, str]]) -> None:
    """Say of which terms, by column, it is about to be asked how many papers have them."""
    if isinstance(searcher, OtherSearcher):
        searcher.learn(terms)


def expect(searcher: object, terms: Iterable[tuple[str, str]]) -> None:
    """Say of which terms, by column, the numbers of papers may be asked for soon.

    What lies on this machine is asked when it is needed, so that nothing is worked out for it.
    """
    if isinstance(searcher, OtherSearcher):
        searcher.expect(terms)


def expect_counts(searcher: object, queries: Iterable[Query]) -> None:
    """Say of which queries the numbers of papers may be asked for soon, as ``expect``."""
    if isinstance(searcher, OtherSearcher):
        searcher.expect_counts(queries)
