"""A stand-in for the index over invented papers: the same methods, nothing on disk."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from index import FIELDS, Facets, Hit, Page, Paper, Papers, clear_filters
from index.engine.limits import require_period
from index.explanation import Explanation
from index.query import parse
from index.query.explain import explain
from index.results import (
    AUTHOR_BUCKETS,
    FACET_FIELDS,
    AuthorBucket,
    DayCount,
    FacetCount,
    FrequentNames,
    Mine,
    MonthCount,
    NameCount,
    OrganisationCount,
    PeriodCount,
    Trend,
    YearCount,
)
from index.trends.periods import periods_between, start_of
from tests.support.reference import matches

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


FACET_PARTS: dict[str, dict[str, type]] = {
    "date": {"years": list, "months": list, "days": list, "dates_unknown": int},
    "org": {"organisations": list, "organisations_rest": int, "organisations_unknown": int},
    "authors": {"authors": list, "authors_unknown": int},
    "cat": {"categories": list, "categories_unknown": int},
    "venue": {"venues": list, "venues_unknown": int},
}
"""What comes out empty where a facet is not asked for."""


class FakePapers(Papers):
    """Finds papers that hold all words somewhere; what is no query raises as the real one does."""

    def __init__(self, papers: Sequence[Paper], generation: str = "first") -> None:
        self.all = list(papers)
        self.own: Mine | None = None
        self.own_names_by_field: dict[str, list[str]] = {}
        self.closed = False
        self._generation = generation
        self.live: str | Exception = generation
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[tuple[str, int, int]] = []

    @property
    def count(self) -> int:
        return len(self.all)

    @property
    def generation(self) -> str:
        return self._generation

    @property
    def build(self) -> int:
        return 1

    def is_stale(self) -> bool:
        return self.live != self._generation

    def keys_apart(self, key: str) -> list[str]:
        del key
        return []

    def known_as(self, papers: Sequence[Paper]) -> dict[str, tuple[int, ...]]:
        del papers
        return {}

    def similar(self, key: str, limit: int = 10) -> list[Hit]:
        self.gate.wait()
        others = [paper for paper in self.all if paper.key != key]
        return [Hit(paper, 1.0, False) for paper in others[:limit]]

    def matching(
        self, query: str, sort: str | None, reverse: bool, prefix: bool = False
    ) -> list[Hit]:
        tree = parse(query, typing=prefix)
        words = [word for word in query.lower().split() if ":" not in word]
        found = [paper for paper in self.all if matches(tree, paper)]
        order = sort or ("relevance" if words else "date")

        def place(paper: Paper) -> int:
            if order == "relevance":
                return -sum(paper.title.lower().count(word) for word in words)
            value = getattr(paper, FIELDS[order].attribute)
            return -(value.toordinal() if isinstance(value, date) else value or 0)

        found.sort(key=place, reverse=reverse)
        if order != "relevance":
            # What is unknown is last both ways.
            found.sort(key=lambda paper: getattr(paper, FIELDS[order].attribute) is None)
        return [
            Hit(paper, 1.0 if words and order == "relevance" else None, False) for paper in found
        ]

    def search(
        self,
        query: str,
        *,
        sort: str | None = None,
        limit: int = 20,
        offset: int = 0,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        partial: bool = True,
        semantic: bool = True,
    ) -> Page:
        self.gate.wait()
        if limit:
            self.asked.append((query, offset, limit))
        hits = self.matching(query, sort, reverse, prefix)
        return Page(len(hits), 0, hits[offset : offset + limit], 0.0004)

    def facets(
        self,
        query: str,
        *,
        organisations: int = 50,
        find_organisation: str = "",
        find_category: str = "",
        find_venue: str = "",
        days_by: str = "date",
        in_view: tuple[date, date] | None = None,
        only: Collection[str] | None = None,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Facets:
        asked = FACET_FIELDS if only is None else only
        day = attrgetter(FIELDS[days_by].attribute)

        def without(field: str) -> list[Paper]:
            freed = clear_filters(query, (field,))
            return [hit.paper for hit in self.matching(freed, None, False, prefix)]

        papers, dated, counted = without("org"), without(days_by), without("authors")
        in_category, at_venue = without("cat"), without("venue")
        orgs = Counter((p.org, p.org_name) for p in papers if p.org)
        days = [day(p) for p in dated if day(p)]
        years = Counter(one.year for one in days)
        months = Counter((one.year, one.month) for one in days)
        categories = Counter(name for p in in_category for name in p.categories or ())
        venues = Counter(p.venue for p in at_venue if p.venue)
        listed = [
            OrganisationCount(slug or "", name, count)
            for (slug, name), count in orgs.most_common()
            if find_organisation.casefold() in f"{slug} {name}".casefold()
        ][:organisations]
        every = Facets(
            total=len(self.matching(query, None, False, prefix)),
            years=[YearCount(year, count) for year, count in sorted(years.items())],
            months=[MonthCount(*month, count) for month, count in sorted(months.items())],
            days=[DayCount(*pair) for pair in sorted(Counter(days).items())],
            dates_unknown=len(dated) - len(days),
            organisations=listed,
            organisations_rest=sum(orgs.values()) - sum(entry.count for entry in listed),
            organisations_unknown=sum(p.org is None for p in papers),
            authors=[
                AuthorBucket(
                    low,
                    high,
                    sum(
                        p.author_count is not None and low <= p.author_count <= (high or 10**9)
                        for p in counted
                    ),
                )
                for low, high in AUTHOR_BUCKETS
            ],
            authors_unknown=sum(p.author_count is None for p in counted),
            categories=_named(categories, find_category, organisations),
            categories_unknown=sum(not p.categories for p in in_category),
            venues=_named(venues, find_venue, organisations),
            venues_unknown=sum(p.venue is None for p in at_venue),
            without={
                "org": len(papers),
                days_by: len(dated),
                "authors": len(counted),
                "cat": len(in_category),
                "venue": len(at_venue),
            },
        )
        unasked = set(FACET_FIELDS).difference(asked)
        empty = {name: kind() for field in unasked for name, kind in FACET_PARTS[field].items()}
        return msgspec.structs.replace(every, **empty)

    def mine(self, query: str, *, prefix: bool = False, fuzzy: bool = False) -> Mine | None:
        del prefix, fuzzy
        self.gate.wait()
        parse(query)
        return self.own

    def has_mine(self) -> bool:
        return self.own is not None

    def own_names(self, field: str) -> Sequence[str]:
        return self.own_names_by_field.get(field, ())

    def trend(
        self,
        query: str,
        *,
        by: str = "month",
        days_by: str = "date",
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Trend:
        self.gate.wait()
        period = require_period(by)
        found = [hit.paper for hit in self.matching(query, None, False, prefix)]
        counts, everything = (
            Counter(start_of(p.published, period) for p in papers if p.published)
            for papers in (found, self.all)
        )
        starts = periods_between(min(everything), max(everything), period) if everything else ()
        return Trend(
            total=len(found),
            periods=[PeriodCount(start, counts[start], everything[start]) for start in starts],
            imprecise=0,
            undated=len(found) - counts.total(),
        )

    def frequent_names(
        self,
        query: str,
        *,
        most: int = 10,
        days_by: str = "date",
        read: int = 20_000,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> FrequentNames:
        self.gate.wait()
        found = [hit.paper for hit in self.matching(query, None, False, prefix)]
        orgs = Counter(p.org_name for p in found if p.org_name)
        authors = Counter(name for p in found for name in p.authors or ())
        return FrequentNames(
            since=None,
            organisations=[NameCount(n, n, c, 0, 0, None) for n, c in orgs.most_common(most)],
            categories=[],
            authors=[NameCount(n, n, c, 0, 0, None) for n, c in authors.most_common(most)],
            read=len(found),
            total=len(found),
        )

    def natural_sort(self, query: str, *, prefix: bool = False) -> str:
        parse(query, typing=prefix)
        return "relevance" if any(":" not in word for word in query.split()) else "date"

    def position(
        self,
        query: str,
        key: str,
        *,
        sort: str | None = None,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        semantic: bool = True,
    ) -> int | None:
        for place, hit in enumerate(self.matching(query, sort, reverse, prefix)):
            if hit.paper.key == key:
                return place
        return None

    def explain(self, query: str) -> Explanation:
        return explain(query, lambda tree: sum(matches(tree, paper) for paper in self.all))

    def highlights(
        self, query: str, text: str, field: str = "title", *, prefix: bool = False
    ) -> list[tuple[int, int]]:
        del field, prefix
        low = text.lower()
        ranges = []
        for word in query.lower().split():
            start = low.find(word)
            while start >= 0:
                ranges.append((start, start + len(word)))
                start = low.find(word, start + 1)
        return ranges

    def live_name(self) -> str:
        if isinstance(self.live, Exception):
            raise self.live
        return self.live

    def get(self, key: str) -> Paper | None:
        return next((p for p in self.all if key in {p.key, p.arxiv_id, p.doi}), None)

    def close(self) -> None:
        self.closed = True


def _named(counts: Counter[str], sought: str, most: int) -> list[FacetCount]:
    low = sought.casefold()
    found = [FacetCount(*pair) for pair in counts.most_common() if low in pair[0].casefold()]
    return found[:most]
