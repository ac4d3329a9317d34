"""Counts papers by organisation, whatever slugs and names it goes by."""

from __future__ import annotations

from typing import Any

from tantivy import Occur, Searcher

from index.engine.organisations import Organisations
from index.engine.queries import Query, foresee, queries_of
from index.engine.ranking import number
from index.engine.stored_papers import paper_at
from index.identity import organisation_key
from index.results import OrganisationCount


class OrganisationCounts:
    """Counts the organisations of what a query matches.

    Args:
        searcher: Of the index.
        query: What matches.
        known: The organisations of the index.
    """

    def __init__(self, searcher: Searcher, query: Query, known: Organisations) -> None:
        self._searcher = searcher
        self._query = query
        self._known = known
        self._queries = queries_of(searcher)

    def of(
        self, found: dict[str, Any], most: int, sought: str
    ) -> tuple[list[OrganisationCount], int]:
        """The most frequent organisations, and the papers that have others only.

        Args:
            found: Papers by key, as Tantivy counts terms.
            most: Organisations to list.
            sought: What the listed ones have in slug or name; empty for any.
        """
        counts = {
            bucket["key"]: bucket["doc_count"]
            for bucket in found["buckets"]
            if bucket["key"] not in self._known.same
        }
        for key in sorted(set(self._known.same.values())):
            # A paper may have several of its keys, and counts once.
            if count := self._having(self._known.keys(key)):
                counts[key] = count
        if sought:
            counts = {
                key: count
                for key, count in counts.items()
                if self._known.is_called(key, self._known.keys(key), sought)
            }
        first = sorted(counts, key=lambda key: (-counts[key], self._label(key), key))[:most]
        unnamed = [key for key in first if self._known.called(key) is None]
        foresee(self._searcher, [self._any_of([key]) for key in unnamed])
        listed = [OrganisationCount(*self._called(key), counts[key]) for key in first]
        is_all = not sought and len(first) == len(counts) and not found["sum_other_doc_count"]
        return listed, 0 if is_all else self._without(first)

    def _label(self, key: str) -> str:
        """What puts organisations of as many papers in order: the slug, where there is one."""
        called = self._known.called(key)
        return key if called is None else called[0]

    def _any_of(self, keys: list[str]) -> Query:
        return self._queries.having_any("org", keys)

    def _having(self, keys: list[str]) -> int:
        both = [(Occur.Must, self._query), (Occur.Must, self._any_of(keys))]
        return number(self._searcher, self._queries.joined(both))

    def _without(self, listed: list[str]) -> int:
        """Papers that have organisations, but none of these."""
        keys = [key for first in listed for key in self._known.keys(first)]
        parts = [
            (Occur.Must, self._query),
            (Occur.Must, self._queries.known("org_count")),
            *([(Occur.MustNot, self._any_of(keys))] if keys else []),
        ]
        return number(self._searcher, self._queries.joined(parts))

    def _called(self, key: str) -> tuple[str | None, str | None]:
        """Slug and name: as the manifest has them, else as a paper does."""
        if (called := self._known.called(key)) is not None:
            return called
        hits = self._searcher.search(self._any_of([key]), 1, count=False).hits
        paper = paper_at(self._searcher, hits[0][1])
        org = next(org for org in paper.orgs or () if organisation_key(org.slug, org.name) == key)
        return org.slug.casefold() if org.slug is not None else None, org.name
