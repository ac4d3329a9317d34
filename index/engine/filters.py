"""Filters: queries for dates, numbers and names, which decide what matches and score nothing."""

from __future__ import annotations

import datetime
from typing import Final

from tantivy import FieldType, Occur, Query

from index.engine import schema
from index.engine.compiled import all_of
from index.engine.compounds import words_next_to_each_other
from index.engine.folding import fold
from index.engine.frequencies import RememberedFrequencies
from index.engine.organisations import Organisations
from index.engine.text_queries import LONGEST_PATTERN, any_of, starting_with
from index.fields import DATE_FIELDS, FIELDS, NUMBER_FIELDS
from index.identity import organisation_key
from index.query import dates, identifiers
from index.query.tree import Beginning, Compare, Near, Phrase, Prefix, Range, Single, Unknown, Word

_LARGEST: Final = 1 << 62


class Filters:
    """Makes the queries of filters for one index.

    Args:
        frequencies: Of the index.
        organisations: Of the index.
        today: What relative dates count back from.
    """

    def __init__(
        self,
        frequencies: RememberedFrequencies,
        organisations: Organisations,
        today: datetime.date,
    ) -> None:
        self._schema = schema.build_schema()
        self._frequencies = frequencies
        self._organisations = organisations
        self._today = today

    def quantity(self, field: str, value: Single) -> Query:
        """Papers whose date or number is one that a value stands for.

        A month or a year is one that lies in what the value stands for as a whole.
        """
        column = FIELDS[field].column
        if isinstance(value, Unknown):
            return all_of([(Occur.MustNot, Query.exists_query(column))])
        if isinstance(value, Prefix):
            return Query.exists_query(column)
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
            return Query.empty_query()
        found = Query.range_query(self._schema, column, FieldType.Integer, low, high)
        ends = FIELDS[field].last
        if not ends or high is None or not self._frequencies.has_partial_dates:
            return found
        beyond = Query.range_query(self._schema, ends, FieldType.Integer, high + 1, None)
        return all_of([(Occur.Must, found), (Occur.MustNot, beyond)])

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
            return all_of([(Occur.MustNot, Query.exists_query(column))])
        if isinstance(value, Compare | Range):
            return Query.empty_query()
        text = " ".join(_composed(value.text).casefold().split())
        if isinstance(value, Prefix) and not text:
            return Query.exists_query(column)
        if field == "venue":
            return self._venue(value)
        if field == "org":
            column = "org_terms"
        if isinstance(value, Near):
            if len(text) > LONGEST_PATTERN:
                return Query.empty_query()
            return Query.fuzzy_term_query(self._schema, column, text, 2 if len(text) > 7 else 1)
        if field == "org" and not isinstance(value, Prefix):
            return self._organisation(text, typed=isinstance(value, Beginning))
        exact = Query.term_query(self._schema, column, text, "basic")
        if field == "id":
            return self._named(value.text, starts=isinstance(value, Prefix))
        if isinstance(value, Prefix | Beginning):
            return starting_with(column, text)
        if field == "cat" and "." not in text:
            return any_of([exact, starting_with(column, f"{text}.")])
        return exact

    def _organisation(self, text: str, *, typed: bool) -> Query:
        """Papers of the organisation with this slug, else of this name, else with words of it.

        A slug or a name that exists picks out one organisation alone, as the facets count it.
        """
        words = schema.analyzer("name").analyze(fold(text))
        if typed:
            begun = [starting_with("org_terms", text)]
            return any_of([*begun, *(starting_with("org_words", word) for word in words[:1])])
        known = self._organisations
        keys = known.keys_of_slug(text) or known.keys(organisation_key(None, text))
        if any(self._frequencies.doc_freq("org", key) for key in keys):
            return Query.term_set_query(self._schema, "org", list(keys))
        return words_next_to_each_other("org_words", words) if words else Query.empty_query()

    def _venue(self, value: Word | Phrase | Beginning | Prefix | Near) -> Query:
        """Papers whose venue has these words next to each other."""
        words = schema.analyzer("name").analyze(fold(value.text))
        if not words:
            return Query.empty_query()
        if isinstance(value, Beginning | Prefix):
            whole = [(Occur.Must, _word_of_venue(word)) for word in words[:-1]]
            return all_of([*whole, (Occur.Must, starting_with("venue_words", words[-1]))])
        if isinstance(value, Near):
            near = [
                Query.fuzzy_term_query(self._schema, "venue_words", word, 2 if len(word) > 7 else 1)
                for word in words
                if len(word) <= LONGEST_PATTERN
            ]
            return all_of([(Occur.Must, query) for query in near])
        return words_next_to_each_other("venue_words", words)

    def _named(self, text: str, *, starts: bool) -> Query:
        """Papers with this arXiv id, DOI or key."""
        folded = text.casefold()
        if starts:
            return any_of([starting_with("id", folded), starting_with("doi", folded)])
        queries = [
            Query.term_query(self._schema, "key", text, "basic"),
            Query.term_query(self._schema, "doi", folded, "basic"),
            Query.term_query(self._schema, "id", text, "basic"),
        ]
        identifier = identifiers.recognise(text)
        if identifier is not None:
            queries.append(
                Query.term_set_query(self._schema, identifier.field, list(identifier.values))
            )
        return any_of(queries)


def _word_of_venue(word: str) -> Query:
    return words_next_to_each_other("venue_words", [word])


def _composed(text: str) -> str:
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)
