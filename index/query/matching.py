"""Queries for text: one word, the beginning of one, a near spelling, a phrase.

Each is looked for in some columns of the index; the best column scores, the others add a little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import tantivy
from tantivy import Occur, Query

from index import schema
from index.query.spelling import one_edit_away
from index.query.variants import Variants
from index.query.words import STOP_WORDS, Tokens, shorter_stems, stem, tokens

TIE: Final = 0.3
"""What a column adds that is not the best one."""
LONGEST_PATTERN: Final = 200
"""Characters of the longest text that stands for others than itself."""
_AUTHOR_WEIGHT: Final = 0.7
_PREFIX_SCORES: Final = {"title": 2.0, "abstract": 1.0, "authors": 1.0}
# Three words and more are hardly ever written as one.
_MOST_JOINED: Final = 3
# Letters from which a near spelling may differ in two of them.
_LONG: Final = 8
# Letters from which the words that begin so are few enough for a phrase.
_TELLING: Final = 3


def best(queries: Sequence[Query]) -> Query | None:
    """Matches what any of ``queries`` matches and scores like the best; None for none."""
    if len(queries) < 2:
        return queries[0] if queries else None
    return Query.disjunction_max_query(queries, TIE)


def silent(query: Query) -> Query:
    """Matches the same and adds nothing to a score."""
    return Query.const_score_query(query, 0.0)


def starting_with(column: str, beginning: str) -> Query:
    """Matches terms of ``column`` that start with ``beginning``."""
    if len(beginning) > LONGEST_PATTERN:
        return Query.empty_query()
    return Query.regex_query(schema.build_schema(), column, re.escape(beginning) + ".*")


class TextQueries:
    """Makes queries for text for one searcher.

    Args:
        searcher: Knows which words the index has.
        variants: Of the same searcher.
        title_weight: How much more a title counts than an abstract.
    """

    def __init__(self, searcher: tantivy.Searcher, variants: Variants, title_weight: float) -> None:
        self._searcher = searcher
        self._schema = schema.build_schema()
        self._variants = variants
        self._weights = {"title": title_weight, "authors": _AUTHOR_WEIGHT}

    def word(
        self, columns: Sequence[str], found: Tokens, joined: Sequence[str] = ()
    ) -> Query | None:
        """A word in any way it may be written; None if there is nothing to look for.

        Args:
            columns: Where to look for it.
            found: The word; several tokens are those of a compound such as ``pre-training``.
            joined: Stems that stand for the word and a neighbour together.
        """
        return best(self.ways(columns, found, joined))

    def ways(
        self, columns: Sequence[str], found: Tokens, joined: Sequence[str] = ()
    ) -> list[Query]:
        """Each way a word may be written in each column, as ``word`` puts them together."""
        queries: list[Query] = []
        prose = [column for column in columns if column != "authors"]
        if found.symbols and prose:
            queries.append(self._with_symbols(prose, found, found.rest))
        if not found.folded or (found.symbols and not found.script):
            return queries
        if "authors" in columns:
            queries.append(self._weighted("authors", self._tokens("authors", found.folded)))
        if found.symbols:
            return queries
        halves = self._variants.halves(found.folded[0]) if len(found.folded) == 1 else ()
        whole = None
        if 2 <= len(found.folded) <= _MOST_JOINED:
            whole = stem("".join(found.folded))
        for column in prose:
            ways = [self._tokens(column, found.stems)]
            if whole is not None and self._searcher.doc_freq(column, whole):
                ways.append(self._term(column, whole))
            ways.extend(self._tokens(column, pair) for pair in halves)
            ways.extend(self._term(column, term) for term in joined)
            queries.extend(self._weighted(column, way) for way in ways)
        return queries

    def pieces(self, columns: Sequence[str], found: Tokens) -> list[Query]:
        """The words of a compound, each on its own; none for other words."""
        if len(found.stems) < 2 or found.symbols:
            return []
        prose = [column for column in columns if column != "authors"]
        queries = (
            best([self._weighted(column, self._term(column, stem)) for column in prose])
            for word, stem in zip(found.folded, found.stems, strict=True)
            if word not in STOP_WORDS
        )
        return [query for query in queries if query is not None]

    def phrase(self, columns: Sequence[str], text: str) -> Query | None:
        """Words next to each other; None if there is nothing to look for."""
        found = tokens(text)
        queries: list[Query] = []
        prose = [column for column in columns if column != "authors"]
        if found.symbols and prose:
            # A script's runs of characters are no words, so they can't be part of a phrase.
            phrase = found.rest if found.script else found.stems
            queries.append(self._with_symbols(prose, found, phrase))
        elif found.stems:
            queries.extend(
                self._weighted(column, self._tokens(column, found.stems)) for column in prose
            )
        if "authors" in columns and found.folded:
            queries.append(self._weighted("authors", self._tokens("authors", found.folded)))
            # "Noether, Emmy" is how bibliographies write it.
            last, comma, first = text.partition(",")
            if comma and "," not in first:
                turned = tokens(f"{first} {last}").folded
                if turned != found.folded:
                    queries.append(self._weighted("authors", self._tokens("authors", turned)))
        return best(queries)

    def prefix(self, columns: Sequence[str], found: Tokens) -> Query | None:
        """Words that begin like this one; every match in a column scores the same."""
        if found.symbols or not found.folded:
            return self.word(columns, found)
        *before, last = found.folded
        queries = [
            Query.const_score_query(self._prefix_in(column, before, last), _PREFIX_SCORES[column])
            for column in columns
        ]
        return best(queries)

    def near(self, columns: Sequence[str], found: Tokens) -> Query | None:
        """Words spelt like this one or nearly so; those spelt just so score more."""
        exact = self.word(columns, found)
        if exact is None or found.symbols:
            return exact
        queries = [exact]
        for column in columns:
            parts = [(Occur.Must, self._near_in(column, word)) for word in found.folded]
            queries.append(Query.const_score_query(Query.boolean_query(parts), 1.0))
        return best(queries)

    def _prefix_in(self, column: str, before: Sequence[str], last: str) -> Query:
        prose = column != "authors"
        shorter = shorter_stems(last) if prose else ()
        if not before:
            queries = [starting_with(column, last)]
            if shorter:
                queries.append(Query.term_set_query(self._schema, column, shorter))
            return _any(queries)
        stems = [stem(word) if prose else word for word in before]
        if len(last) >= _TELLING:
            pattern = "|".join((f"{re.escape(last)}.*", *map(re.escape, shorter)))
            adjacent = Query.regex_phrase_query(
                self._schema, column, [*map(re.escape, stems), f"({pattern})"]
            )
        else:
            terms = [(Occur.Must, self._term(column, term)) for term in stems]
            adjacent = Query.boolean_query([*terms, (Occur.Must, starting_with(column, last))])
        return _any([adjacent, starting_with(column, "".join((*before, last)))])

    def _near_in(self, column: str, word: str) -> Query:
        distance = 2 if len(word) >= _LONG else 1
        spellings = {word: None}
        queries = []
        if column != "authors":
            spellings[stem(word)] = None
            stems = [stem for _, stem in one_edit_away(word)]
            queries.append(Query.term_set_query(self._schema, column, stems))
        for spelling in spellings:
            allowed = min(distance, max(1, len(spelling) // 3))
            queries.append(Query.fuzzy_term_query(self._schema, column, spelling, allowed))
        return _any(queries)

    def _with_symbols(self, columns: Sequence[str], found: Tokens, others: Sequence[str]) -> Query:
        parts = [(Occur.Must, self._term("extra", symbol)) for symbol in found.symbols]
        if others:
            query = best([self._weighted(c, self._tokens(c, others)) for c in columns])
            if query is not None:
                parts.append((Occur.Must, query))
        return Query.boolean_query(parts)

    def _tokens(self, column: str, terms: Sequence[str]) -> Query:
        if len(terms) == 1:
            return self._term(column, terms[0])
        return Query.phrase_query(self._schema, column, list(terms))

    def _term(self, column: str, term: str) -> Query:
        option = "basic" if column == "extra" else "freq"
        return Query.term_query(self._schema, column, term, option)

    def _weighted(self, column: str, query: Query) -> Query:
        weight = self._weights.get(column, 1.0)
        return query if weight == 1.0 else Query.boost_query(query, weight)


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])
