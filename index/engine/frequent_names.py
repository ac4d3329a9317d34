"""The most frequent organisations, categories and authors of what a query finds."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from tantivy import DocAddress, Occur

from index.engine.limits import require_dates
from index.engine.organisation_counts import OrganisationCounts
from index.engine.queries import Query, queries_of
from index.engine.ranking import number
from index.engine.schema import date_of_number
from index.engine.stored_papers import paper_at, read_authors
from index.engine.trends import numbers_counted
from index.fields import FIELDS
from index.identity import fold_title, organisation_key
from index.results import FrequentNames, NameCount
from index.trends.rise import rise

if TYPE_CHECKING:
    from tantivy import Searcher

    from index.engine.organisations import Organisations

_ALL: Final = 60_000


class NameCounts:
    """Counts the names of what a query matches, in the older and in the newer half.

    Args:
        searcher: Of the index.
        matching: What matches.
        known: The organisations of the index.
        days_by: The field of dates that parts the halves.
        folder: The index folder, for errors.

    Raises:
        UsageError: There are no such dates.
    """

    def __init__(
        self,
        searcher: Searcher,
        matching: Query,
        known: Organisations,
        days_by: str,
        folder: str,
    ) -> None:
        require_dates(days_by)
        self._searcher = searcher
        self._queries = queries_of(searcher)
        self._matching = matching
        self._known = known
        self._folder = folder
        self._column = FIELDS[days_by].column
        self._days = numbers_counted(searcher, matching, FIELDS[days_by])
        self._since = first_of_newer_half(self._days)
        self._dated = sum(self._days.values())
        self._newer = sum(n for day, n in self._days.items() if day >= (self._since or 0))

    def of(self, most: int, read: int) -> FrequentNames:
        """The most frequent names.

        Args:
            most: How many of each to list.
            read: Most papers to read the authors of, the newest.
        """
        addresses = self._newest(read)
        return FrequentNames(
            since=None if self._since is None else date_of_number(self._since),
            organisations=self._organisations(most),
            categories=self._categories(most),
            authors=self._authors(most, addresses),
            read=len(addresses),
            total=number(self._searcher, self._matching),
        )

    def _terms(self, column: str) -> dict[str, Any]:
        terms = {"field": column, "size": _ALL, "segment_size": _ALL}
        found = self._searcher.aggregate(self._matching, {"names": {"terms": terms}})
        nothing = {"buckets": [], "sum_other_doc_count": 0}
        return found["names"] if found else nothing

    def _organisations(self, most: int) -> list[NameCount]:
        counting = OrganisationCounts(self._searcher, self._matching, self._known)
        listed, _ = counting.of(self._terms("org"), most, "")
        return [
            self._named(
                "org",
                self._known.keys(organisation_key(found.slug, found.name)),
                found.value,
                found.name or found.value,
                found.count,
            )
            for found in listed
        ]

    def _categories(self, most: int) -> list[NameCount]:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in self._terms("cat")["buckets"]}
        first = sorted(counts, key=lambda key: (-counts[key], key))[:most]
        names = {key: self._category(key) for key in first}
        return [self._named("cat", [key], names[key], names[key], counts[key]) for key in first]

    def _category(self, key: str) -> str:
        """A category as papers write it."""
        having = self._queries.having("cat", key)
        hits = self._searcher.search(having, 1, count=False).hits
        paper = paper_at(self._searcher, hits[0][1])
        return next(name for name in paper.categories or () if name.casefold() == key)

    def _named(self, column: str, keys: list[str], value: str, name: str, count: int) -> NameCount:
        having = self._queries.having_any(column, keys)
        dated, newer = self._count(having, 0), self._count(having, self._since or 0)
        if self._since is None:
            dated = newer = 0
        older, of_older = dated - newer, self._dated - self._newer
        return NameCount(
            value, name, count, older, newer, rise(older, of_older, newer, self._newer)
        )

    def _count(self, having: Query, since: int) -> int:
        """Dated matches that have something, from a day on."""
        days = self._queries.between(self._column, since, None)
        parts = [(Occur.Must, self._matching), (Occur.Must, having), (Occur.Must, days)]
        return number(self._searcher, self._queries.joined(parts))

    def _newest(self, most: int) -> list[DocAddress]:
        if not most:
            return []
        hits = self._searcher.search(
            self._matching, most, count=False, order_by_field="by_date"
        ).hits
        # Papers that lie near each other are read together.
        return sorted((address for _, address in hits), key=lambda one: (one.segment_ord, one.doc))

    def _authors(self, most: int, addresses: list[DocAddress]) -> list[NameCount]:
        days = self._searcher.fast_field_values(self._column, addresses)
        counts, older, newer = Counter[str](), Counter[str](), Counter[str]()
        spellings: dict[str, Counter[str]] = {}
        of_older = of_newer = 0
        names = read_authors(self._searcher, addresses, self._folder)
        for authors, day in zip(names, days, strict=True):
            folded = {fold_title(name): name for name in authors}
            counts.update(folded.keys())
            for key, name in folded.items():
                spellings.setdefault(key, Counter())[name] += 1
            if day is None or self._since is None:
                continue
            if day >= self._since:
                of_newer += 1
                newer.update(folded.keys())
            else:
                of_older += 1
                older.update(folded.keys())
        listed = []
        for key in sorted(counts, key=lambda key: (-counts[key], key))[:most]:
            name = min(spellings[key], key=lambda name: (-spellings[key][name], name))
            risen = rise(older[key], of_older, newer[key], of_newer)
            listed.append(NameCount(name, name, counts[key], older[key], newer[key], risen))
        return listed


def first_of_newer_half(days: dict[int, int]) -> int | None:
    """The day that parts papers into two halves that are as equal as can be.

    Args:
        days: Papers by day, in order.

    Returns:
        The first day of the newer half; None where all are of one day, or there are none.
    """
    total = sum(days.values())
    before = dict(zip(list(days)[1:], accumulate(days.values()), strict=False))
    return min(before, key=lambda day: abs(2 * before[day] - total), default=None)
