"""A stand-in for the index over invented papers: the same methods, nothing on disk."""

from __future__ import annotations

import datetime
import random
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from index import Facets, Hit, Page, Paper, Papers, clear_filters
from index.query import parse
from index.query.explain import explain
from index.results import (
    AUTHOR_BUCKETS,
    AuthorBucket,
    Explanation,
    MonthCount,
    OrganisationCount,
    YearCount,
)
from tests.support.reference import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = (
    "sparse", "dense", "routing", "experts", "mixture", "language", "models",
    "diffusion", "graph", "neural", "retrieval", "alignment", "robust", "efficient",
    "scaling", "latent", "video", "speech", "protein", "causal", "tokens",
    "memory", "agents", "planning", "benchmark", "evaluation", "synthetic", "multilingual",
    "reasoning", "vision", "attention", "pruning",
)  # fmt: skip
ORGANISATIONS = (
    ("kestrel", "Kestrel Institute"),
    ("tidepool", "Tidepool Research"),
    ("nordlys", "Nordlys AI"),
    ("hanami", "花見研究所"),
    ("brambleworks", "Brambleworks"),
)
NAMES = ("Ada Marlow", "Jorge Núñez", "李小雨", "Ines Okafor", "Piotr Wróbel", "Mai Tanaka")


def invented(count: int, *, seed: int = 7) -> list[Paper]:
    """Papers as varied as real ones, the same every time."""
    chance = random.Random(seed)
    papers = []
    for number in range(count):
        title = " ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 14))).capitalize()
        if number % 17 == 3:
            title = "深度学习 " + title
        slug, name = chance.choice(ORGANISATIONS)
        has_org = chance.random() < 0.4
        authors = chance.choice((1, 2, 3, 5, 9, 14, 60))
        named = chance.random() < 0.3
        published = datetime.date(2018, 1, 1) + datetime.timedelta(days=chance.randrange(2900))
        papers.append(
            Paper(
                key=f"k{number:05}",
                title=title,
                abstract=" ".join(chance.choice(WORDS) for _ in range(120)).capitalize() + ".",
                published=None if number % 9 == 4 else published,
                year_inferred=number % 11 == 0,
                org=slug if has_org else None,
                org_name=name if has_org else None,
                author_count=None if number % 7 == 5 else authors,
                authors=tuple(chance.choice(NAMES) for _ in range(authors))
                if named and number % 7 != 5
                else None,
                comments=chance.randrange(40) if number % 3 == 0 else None,
                upvotes=chance.randrange(300) if number % 4 == 0 else None,
                arxiv_id=f"24{number % 12 + 1:02}.{number:05}" if number % 2 else None,
            )
        )
    return papers


class FakePapers(Papers):
    """Finds papers that hold all words somewhere; what is no query raises as the real one does."""

    def __init__(self, papers: Sequence[Paper], generation: str = "first") -> None:
        self.all = list(papers)
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

    def is_stale(self) -> bool:
        return self.live != self._generation

    def keys_apart(self, key: str) -> list[str]:
        del key
        return []

    def similar(self, key: str, limit: int = 10) -> list[Hit]:
        raise NotImplementedError("the browser asks for no similar papers")

    def _matching(
        self, query: str, sort: str | None, reverse: bool, prefix: bool = False
    ) -> list[Hit]:
        tree = parse(query, typing=prefix)
        words = [word for word in query.lower().split() if ":" not in word]
        found = [paper for paper in self.all if matches(tree, paper)]
        order = sort or ("relevance" if words else "date")
        keys: dict[str, Any] = {
            "relevance": lambda p: -sum(p.title.lower().count(word) for word in words),
            "date": lambda p: -(p.published.toordinal() if p.published else 0),
            "comments": lambda p: -(p.comments if p.comments is not None else -1),
            "upvotes": lambda p: -(p.upvotes if p.upvotes is not None else -1),
            "authors": lambda p: -(p.author_count if p.author_count is not None else -1),
        }
        found.sort(key=keys[order])
        if reverse:
            found.reverse()
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
    ) -> Page:
        self.gate.wait()
        self.asked.append((query, offset, limit))
        hits = self._matching(query, sort, reverse, prefix)
        return Page(len(hits), 0, hits[offset : offset + limit], 0.0004)

    def facets(
        self,
        query: str,
        *,
        organisations: int = 50,
        find_organisation: str = "",
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Facets:
        def without(field: str) -> list[Paper]:
            freed = clear_filters(query, (field,))
            return [hit.paper for hit in self._matching(freed, None, False, prefix)]

        papers, dated, counted = without("org"), without("date"), without("authors")
        orgs = Counter((p.org, p.org_name) for p in papers if p.org)
        years = Counter(p.published.year for p in dated if p.published)
        months = Counter((p.published.year, p.published.month) for p in dated if p.published)
        listed = [
            OrganisationCount(slug or "", name, count)
            for (slug, name), count in orgs.most_common()
            if find_organisation.casefold() in f"{slug} {name}".casefold()
        ][:organisations]
        return Facets(
            total=len(self._matching(query, None, False, prefix)),
            years=[YearCount(year, count) for year, count in sorted(years.items())],
            months=[MonthCount(*month, count) for month, count in sorted(months.items())],
            dates_unknown=sum(p.published is None for p in dated),
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
    ) -> int | None:
        for place, hit in enumerate(self._matching(query, sort, reverse, prefix)):
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
