"""Filters: queries for dates, numbers and names, which decide what matches and score nothing."""

from __future__ import annotations

import datetime
from typing import Final

from tantivy import Occur

from index.engine import schema
from index.engine.folding import fold
from index.engine.frequencies import RememberedFrequencies
from index.engine.organisations import Organisations
from index.engine.queries import LONGEST_PATTERN, Queries, Query
from index.fields import DATE_FIELDS, FIELDS, NUMBER_FIELDS
from index.identity import organisation_key
from index.query import dates, identifiers
from index.query.tree import Beginning, Compare, Near, Phrase, Prefix, Range, Single, Unknown, Word

_LARGEST: Final = 1 << 62


class Filters:
    """Makes the queries of filters for one index.

    Args:
        queries: Those of its searcher.
        frequencies: Of the index.
        organisations: Of the index.
        today: What relative dates count back from.
    """

    def __init__(
        self,
        queries: Queries,
        frequencies: RememberedFrequencies,
        organisations: Organisations,
        today: datetime.date,
    ) -> None:
        self._queries = queries
        self._frequencies = frequencies
        self._organisations = organisations
        self._today = today

    def quantity(self, field: str, value: Single) -> Query:
        """Papers whose date or number is one that a value stands for.

        A month or a year is one that lies in what the value stands for as a whole.
        """
        column = FIELDS[field].column
        if isinstance(value, Unknown):
            return self._queries.all_of([(Occur.MustNot, self._queries.known(column))])
        if isinstance(value, Prefix):
            return self._queries.known(column)
        low: int | None = None
        high: int | None = None
        if isinstance(value, Range):
            low = self._bounds(field, value.low)[0] if value.low is not None else None
            high = self._bounds(field, value.high)[1] if value.high is not None else None
        elif isinstance(value, Compare):
            first, last = self._bounds(field, value.text)
            low = {">": last + 1, ">=": first}.get(value.operator)
            high = {"<": first - 1, "<=": last}.get(value.operator)
        elif isinstance(value, Word):
            low, high = self._bounds(field, value.text)
            if field in DATE_FIELDS and dates.is_relative(value.text):
                high = None
        if low is not None and high is not None and low > high:
            return self._queries.none()
        found = self._queries.between(column, low, high)
        ends = FIELDS[field].last
        if not ends or high is None or not self._frequencies.has_partial_dates:
            return found
        beyond = self._queries.between(ends, high + 1, None)
        return self._queries.all_of([(Occur.Must, found), (Occur.MustNot, beyond)])

    def _bounds(self, field: str, text: str) -> tuple[int, int]:
        """The first and the last number a date or a number stands for."""
        if field in NUMBER_FIELDS:
            number = min(int(text), _LARGEST)
            return number, number
        first, last = dates.days(text, self._today)
        return schema.date_number(first), schema.date_number(last)

    def name(self, field: str, value: Single) -> Query:
        """Papers that have a name, such as an organisation, a category or an id."""
        column = FIELDS[field].column
        if isinstance(value, Unknown):
            return self._queries.all_of([(Occur.MustNot, self._queries.known(column))])
        if isinstance(value, Compare | Range):
            return self._queries.none()
        text = " ".join(_composed(value.text).casefold().split())
        if isinstance(value, Prefix) and not text:
            return self._queries.known(column)
        if field == "venue":
            return self._venue(value)
        if field == "org":
            column = "org_terms"
        if isinstance(value, Near):
            if len(text) > LONGEST_PATTERN:
                return self._queries.none()
            return self._queries.near(column, text, 2 if len(text) > 7 else 1)
        if field == "org" and not isinstance(value, Prefix):
            return self._organisation(text, typed=isinstance(value, Beginning))
        exact = self._queries.having(column, text)
        if field == "id":
            return self._named(value.text, starts=isinstance(value, Prefix))
        if isinstance(value, Prefix | Beginning):
            return self._queries.starting_with(column, text)
        if field == "cat" and "." not in text:
            return self._queries.any_of([exact, self._queries.starting_with(column, f"{text}.")])
        return exact

    def _organisation(self, text: str, *, typed: bool) -> Query:
        """Papers of the organisation with this slug, else of this name, else with words of it.

        A slug or a name that exists picks out one organisation alone, as the facets count it.
        """
        words = schema.analyzer("name").analyze(fold(text))
        if typed:
            begun = [self._queries.starting_with("org_terms", text)]
            begun += [self._queries.starting_with("org_words", word) for word in words[:1]]
            return self._queries.any_of(begun)
        known = self._organisations
        keys = known.keys_of_slug(text) or known.keys(organisation_key(None, text))
        if any(self._frequencies.doc_freq("org", key) for key in keys):
            return self._queries.having_any("org", keys)
        return self._queries.adjacent("org_words", words) if words else self._queries.none()

    def _venue(self, value: Word | Phrase | Beginning | Prefix | Near) -> Query:
        """Papers whose venue has these words next to each other."""
        words = schema.analyzer("name").analyze(fold(value.text))
        if not words:
            return self._queries.none()
        if isinstance(value, Beginning | Prefix):
            parts = [self._queries.term("venue_words", word) for word in words[:-1]]
            parts.append(self._queries.starting_with("venue_words", words[-1]))
            return self._queries.all_of([(Occur.Must, part) for part in parts])
        if isinstance(value, Near):
            near = [
                self._queries.near("venue_words", word, 2 if len(word) > 7 else 1)
                for word in words
                if len(word) <= LONGEST_PATTERN
            ]
            return self._queries.all_of([(Occur.Must, query) for query in near])
        return self._queries.adjacent("venue_words", words)

    def _named(self, text: str, *, starts: bool) -> Query:
        """Papers with this arXiv id, DOI or key."""
        folded = text.casefold()
        if starts:
            begun = [self._queries.starting_with(column, folded) for column in ("id", "doi")]
            return self._queries.any_of(begun)
        queries = [
            self._queries.having("key", text),
            self._queries.having("doi", folded),
            self._queries.having("id", text),
        ]
        identifier = identifiers.recognise(text)
        if identifier is not None:
            queries.append(self._queries.having_any(identifier.field, identifier.values))
        return self._queries.any_of(queries)


def _composed(text: str) -> str:
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)
