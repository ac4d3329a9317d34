"""Counts of what a query finds: by date, by organisation, by number of authors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from index.query.tree import (
    Clause,
    Node,
    Not,
    conjunction,
    conjuncts,
)
from index.results import (
    AUTHOR_BUCKETS,
    AuthorBucket,
    Facets,
    MonthCount,
    OrganisationCount,
    YearCount,
)

if TYPE_CHECKING:
    from tantivy import Query, Searcher

# Years up to which months are worth counting.
_FEW_YEARS: Final = 2
_ALL_ORGANISATIONS: Final = 60_000


def count_facets(
    searcher: Searcher,
    matching: Callable[[Node], Query],
    names: Mapping[str, str],
    tree: Node,
    most: int,
    sought: str,
) -> Facets:
    """Count all facets of a query.

    Args:
        searcher: Of the index.
        matching: Gives the Tantivy query of a tree.
        names: Display name of each organisation by casefolded slug.
        tree: The query.
        most: Organisations to list.
        sought: What the listed organisations have in slug or name, in any case.
    """
    wanted: dict[str, dict[str, Any]] = {
        "date": {
            # Days are integers, yyyymmdd: hundreds are months.
            "dates": {"histogram": {"field": "published", "interval": 100, "min_doc_count": 1}}
        },
        "org": {
            "organisations": {
                "terms": {
                    "field": "org",
                    "size": _ALL_ORGANISATIONS if sought else min(max(most, 1), _ALL_ORGANISATIONS),
                    "segment_size": _ALL_ORGANISATIONS,
                }
            }
        },
        "authors": {
            "authors": {
                "range": {
                    "field": "author_count",
                    "ranges": [
                        {"from": low, **({} if high is None else {"to": high + 1})}
                        for low, high in AUTHOR_BUCKETS
                    ],
                }
            }
        },
    }
    # Facets without a filter of their own share one pass with the total.
    groups: dict[Node, dict[str, Any]] = {tree: {}}
    trees = {field: without_field(tree, field) for field in wanted}
    for field, aggregation in wanted.items():
        groups.setdefault(trees[field], {}).update(aggregation)
    results: dict[Node, dict[str, Any]] = {}
    for group, aggregations in groups.items():
        aggregations["total"] = {"value_count": {"field": "by_date"}}
        if group is tree:
            aggregations["span"] = {"stats": {"field": "published"}}
        results[group] = searcher.aggregate(matching(group), aggregations)
    whole = results[tree]
    dates, organisations, authors = (results[trees[field]] for field in wanted)
    months = [
        MonthCount(
            int(bucket["key"]) // 10_000, int(bucket["key"]) // 100 % 100, bucket["doc_count"]
        )
        for bucket in dates["dates"]["buckets"]
    ]
    per_year: dict[int, int] = {}
    for month in months:
        per_year[month.year] = per_year.get(month.year, 0) + month.count
    found = organisations["organisations"]
    listed = _organisations(found["buckets"], names, sought.casefold())
    known = sum(bucket["doc_count"] for bucket in found["buckets"])
    known += found["sum_other_doc_count"]
    # Tantivy adds what is before the first bucket, and gives none at all for an empty index.
    by_low = {bucket.get("from"): bucket["doc_count"] for bucket in authors["authors"]["buckets"]}
    buckets = [AuthorBucket(low, high, by_low.get(low, 0)) for low, high in AUTHOR_BUCKETS]
    return Facets(
        total=_total(whole),
        years=[YearCount(year, count) for year, count in sorted(per_year.items())],
        months=_months_in_view(months, whole["span"]),
        dates_unknown=_total(dates) - sum(per_year.values()),
        organisations=listed[:most],
        organisations_rest=known - sum(one.count for one in listed[:most]),
        organisations_unknown=_total(organisations) - known,
        authors=buckets,
        authors_unknown=_total(authors) - sum(bucket.count for bucket in buckets),
    )


def without_field(tree: Node, field: str) -> Node:
    """The query without the outermost filters on ``field``."""
    parts = conjuncts(tree)
    left = [part for part in parts if not _is_filter_on(part, field)]
    return tree if len(left) == len(parts) else conjunction(left)


def _is_filter_on(node: Node, field: str) -> bool:
    inner = node.node if isinstance(node, Not) else node
    return isinstance(inner, Clause) and inner.field == field


def _total(result: dict[str, Any]) -> int:
    return int(result["total"]["value"])


def _months_in_view(months: list[MonthCount], span: dict[str, Any]) -> list[MonthCount]:
    if span.get("min") is None or not span.get("count"):
        return []
    first, last = int(span["min"]) // 10_000, int(span["max"]) // 10_000
    years = {month.year for month in months if first <= month.year <= last}
    if len(years) > _FEW_YEARS:
        return []
    return [month for month in months if month.year in years]


def _organisations(
    buckets: list[dict[str, Any]], names: Mapping[str, str], sought: str
) -> list[OrganisationCount]:
    listed = []
    for bucket in buckets:
        slug = bucket["key"]
        name = names.get(slug)
        if sought in slug or (name is not None and sought in name.casefold()):
            listed.append(OrganisationCount(slug, name, bucket["doc_count"]))
    return sorted(listed, key=lambda one: (-one.count, one.slug))
