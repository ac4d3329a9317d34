"""A compiled query: the Tantivy queries for each way to run it, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from math import prod
from typing import Final

from tantivy import Occur

from index.engine.analysis import tokens
from index.engine.queries import Queries, Query
from index.engine.question import FEWEST, Enough, Question
from index.engine.text_queries import Neighbours, TextQueries
from index.query.tree import Beginning, Clause, Near, Node, Prefix, Word

COLUMNS: Final = ("title", "abstract", "authors", "org_words")
"""Where a bare word is looked for."""

_OTHERS: Final = 0.02
"""The share of all papers that have what begins so, or is near to something."""


class Compiled:
    """A query that is ready to run. Each way to run it is made when it is first asked for.

    Attributes:
        scored: Whether anything in the query makes one match better than another.
        has_partial: Whether there are partial matches to ask for: they lack some bare words, but
            not all. A query of fewer than two has none, and one hardly begun is not enough.
        enough: How many of the question's words are enough for a full match, where no paper has
            all of them; else None.

    Args:
        queries: Those of the searcher.
        words: The bare words, of which a partial match may lack some.
        others: What must hold beside them.
        titled: What a title scores that has some words.
        scored: As the attribute.
        enough: As the attribute.
    """

    def __init__(
        self,
        queries: Queries,
        words: Sequence[BareWord],
        others: Sequence[tuple[Occur, Query]],
        titled: Callable[[Sequence[BareWord]], Query | None],
        *,
        scored: bool,
        enough: Enough | None = None,
    ) -> None:
        self.scored = scored
        self.enough = enough
        self._queries = queries
        self._words = words
        self._others = others
        self._titled = titled
        self._telling = [word for word in words if not word.is_hardly_begun]
        self.has_partial = len(words) >= 2 and bool(self._telling)

    def with_enough(self, enough: Enough) -> Compiled:
        """The same query for papers that have so many of the question's words."""
        return Compiled(
            self._queries,
            self._words,
            self._others,
            self._titled,
            scored=self.scored,
            enough=enough,
        )

    @cached_property
    def filters(self) -> Query | None:
        """Matches what all but the bare words leave; None where that is everything."""
        return self._queries.all_of(self._others) if self._others else None

    @cached_property
    def full(self) -> Query:
        """Matches papers that match the whole query."""
        if self.question is not None and self.enough is not None:
            return self._with_others(self._queries.at_least(self.question.plain, self.enough.words))
        return self._queries.all_of([*self._every_word(), *self._others])

    @cached_property
    def ranked(self) -> Query:
        """The same with the scores by which they are ranked."""
        if self.enough is not None:
            scored = [word.scored for word in self._distinct.values()]
            return self._with_others(self._queries.at_least(scored, self.enough.words))
        best = self._titled(self._telling)
        return self._queries.all_of(
            [
                *((Occur.Must, word.scored) for word in self._words),
                *self._others,
                *([] if best is None else [(Occur.Should, best)]),
            ]
        )

    @cached_property
    def partial(self) -> Query | None:
        """Matches partial matches only."""
        if not self.has_partial:
            return None
        lacking = (Occur.MustNot, self._queries.joined(self._every_word()))
        return self._queries.joined([(Occur.Must, self._any_word()), *self._others, lacking])

    @cached_property
    def either(self) -> Query | None:
        """Matches what ``full`` or ``partial`` matches; None where ``partial`` is."""
        return self._with_others(self._any_word()) if self.has_partial else None

    @cached_property
    def loose(self) -> Query | None:
        """Matches what ``either`` does and is cheaper to count; None where ``either`` is."""
        if not self.has_partial:
            return None
        ways = (query for word in self._telling for query in (*word.ways, *word.pieces))
        return self._with_others(self._queries.any_of(list(ways)))

    @cached_property
    def question(self) -> Question | None:
        """The words, where they are so many that all of them may be too many to ask for."""
        if not self.has_partial or len(self._telling) < FEWEST:
            return None
        words = self._distinct
        if len(words) < FEWEST:
            return None
        plain = tuple(word.plain for word in words.values())
        return Question(tuple(words), plain, tuple(self._others))

    def likely_matches(self, papers: int) -> float:
        """About how many papers have all telling words, if they had each of them by chance.

        Args:
            papers: How many there are.
        """
        shares = (
            _OTHERS if word.having is None else word.having / max(1, papers)
            for word in self._telling
        )
        return papers * prod(shares)

    @property
    def _distinct(self) -> dict[Node, BareWord]:
        return {word.part: word for word in self._telling}

    def _every_word(self) -> list[tuple[Occur, Query]]:
        # The same papers, without the trouble of scoring them.
        return [(Occur.Must, word.plain) for word in self._words]

    def _any_word(self) -> Query:
        ways = [query for word in self._telling for query in (word.scored, *word.pieces)]
        return self._queries.any_of(ways)

    def _with_others(self, query: Query) -> Query:
        return self._queries.all_of([(Occur.Must, query), *self._others])


class BareWord:
    """A word that a full match needs and a partial one may lack.

    Args:
        part: The word.
        beside: What it stands for together with its neighbours.
        text_queries: Of its query.
        known: What matches it, where that is nothing that ``text_queries`` has for a whole word.
    """

    def __init__(
        self, part: Clause, beside: Neighbours, text_queries: TextQueries, known: Query | None
    ) -> None:
        assert isinstance(part.value, Word | Beginning | Prefix | Near)
        self.part = part
        self.beside = beside
        self._text_queries = text_queries
        self._queries = text_queries.queries
        self._known = known
        self._found = tokens(part.value.text)

    @cached_property
    def scored(self) -> Query:
        """Matches papers that have it, the better ones with higher scores."""
        if self._known is not None:
            return self._known
        found = self._text_queries.word(COLUMNS, self._found, self.beside)
        return self._queries.none() if found is None else found

    @cached_property
    def ways(self) -> list[Query]:
        """What matches the same where any of it does, without the trouble of scoring."""
        if self._known is not None:
            return [self._known]
        return self._text_queries.plain(COLUMNS, self._found, self.beside)

    @cached_property
    def plain(self) -> Query:
        """Matches the same, without the trouble of scoring."""
        return self._queries.any_of(self.ways)

    @cached_property
    def pieces(self) -> list[Query]:
        """The words of a compound, each on its own, which are partial matches."""
        if self._known is not None:
            return []
        return self._text_queries.pieces(COLUMNS, self._found)

    @property
    def having(self) -> int | None:
        """About how many papers have it; None where that can't be told by its stem."""
        if not isinstance(self.part.value, Word) or self._found.symbols:
            return None
        return self._text_queries.having(self._found)

    @property
    def is_hardly_begun(self) -> bool:
        """Whether this is a word being typed that nearly every paper has one like."""
        found = self._found
        return (
            isinstance(self.part.value, Beginning)
            and len(found.folded) == 1
            and len(found.folded[0]) <= 2
            and not found.symbols
        )
