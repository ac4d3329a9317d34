"""Counts of what a query finds: by date, organisation, category, venue and number of authors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
from tantivy import Occur

from index.engine.name_counts import NameCounts, WrittenNames, counting_names, unnamed
from index.engine.organisation_counts import OrganisationCounts
from index.engine.organisations import Organisations
from index.engine.queries import queries_of
from index.engine.schema import date_number, date_of_number
from index.engine.trends import without_dates_in
from index.fields import FIELDS, Field
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
    DayCount,
    Facets,
    MonthCount,
    YearCount,
)

if TYPE_CHECKING:
    import datetime

    from tantivy import Searcher

    from index.engine.queries import Query

# Years up to which months are worth counting.
_FEW_YEARS: Final = 2
# Days up to which each of them is: two months.
_FEW_DAYS: Final = 62
_ALL: Final = 60_000


def count_facets(
    searcher: Searcher,
    matching: Callable[[Node], Query],
    known: Organisations,
    names: WrittenNames,
    tree: Node,
    *,
    only: Collection[str] | None,
    most: int,
    sought: Mapping[str, str],
    days_by: str,
    in_view: tuple[datetime.date, datetime.date] | None,
) -> Facets:
    """Count facets of a query.

    Args:
        searcher: Of the index.
        matching: Gives the Tantivy query of a tree.
        known: The organisations of the index.
        names: Knows how categories and venues are written.
        tree: The query.
        only: The facets to count, of ``FACET_FIELDS``; None for all.
        most: Organisations, categories and venues to list.
        sought: What the listed organisations, categories and venues have in their names, in any
            case, by field; empty for any.
        days_by: The field of dates that years, months and days are counted by.
        in_view: The first and the last day of those looked at; None for those of what matches.
    """
    days = FIELDS[days_by]
    every = max(most, 1)
    wanted: dict[str, dict[str, Any]] = {
        days_by: {
            # Days are integers, yyyymmdd: hundreds are months.
            "dates": {"histogram": {"field": days.column, "interval": 100, "min_doc_count": 1}},
            # Of these only the year is known, whose first month they would count for.
            **({"whole_years": _whole_years(days)} if days.last else {}),
        },
        "org": {
            "organisations": {
                "terms": {
                    "field": "org",
                    "size": _ALL if sought["org"] else min(every + len(known.same), _ALL),
                    "segment_size": _ALL,
                }
            },
            "known": {"value_count": {"field": "org_count"}},
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
        "cat": counting_names("cat"),
        "venue": counting_names("venue"),
    }
    asked = [field for field in wanted if only is None or _asked_as(field, days_by) in only]
    # Facets without a filter of their own share one pass with the total.
    groups: dict[Node, dict[str, Any]] = {tree: {}}
    trees = {field: without_field(tree, field) for field in asked}
    for field in asked:
        groups.setdefault(trees[field], {}).update(wanted[field])
    results: dict[Node, dict[str, Any]] = {}
    for group, aggregations in groups.items():
        aggregations["total"] = {"value_count": {"field": "by_date"}}
        if group is tree and in_view is None:
            aggregations["span"] = {"stats": {"field": days.column}}
        results[group] = searcher.aggregate(matching(group), aggregations)
    whole = results[tree]
    found = {field: results[trees[field]] for field in asked}
    facets = Facets(
        total=_total(whole),
        without={field: _total(result) for field, result in found.items()},
    )
    parts: dict[str, object] = {}
    if days_by in found:
        span = _span(whole["span"]) if in_view is None else in_view
        parts |= _by_date(found[days_by], span)
        parts["days"] = _days_in_view(searcher, matching(trees[days_by]), days, span)
    if "org" in found:
        counting = OrganisationCounts(searcher, matching(trees["org"]), known)
        organisations = found["org"]
        listed, rest = counting.of(organisations["organisations"], most, sought["org"])
        parts["organisations"], parts["organisations_rest"] = listed, rest
        unknown = _total(organisations) - int(organisations["known"]["value"])
        parts["organisations_unknown"] = unknown
    if "authors" in found:
        parts |= _by_authors(found["authors"])
    for field, name in (("cat", "categories"), ("venue", "venues")):
        if field in found:
            having = partial(_having, matching, trees[field])
            counts = NameCounts(searcher, having, names, field)
            parts[name] = counts.of(found[field], most, sought[field])
            parts[f"{name}_unknown"] = unnamed(found[field], field)
    return msgspec.structs.replace(facets, **parts)


def _asked_as(field: str, days_by: str) -> str:
    """What a facet is asked for as: dates as such, whichever days are counted by."""
    return "date" if field == days_by else field


def _having(matching: Callable[[Node], Query], tree: Node, clause: Clause) -> Query:
    return matching(conjunction([tree, clause]))


def _span(found: dict[str, Any]) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of what matches; None where none is known."""
    if found.get("min") is None or not found.get("count"):
        return None
    return date_of_number(int(found["min"])), date_of_number(int(found["max"]))


def _by_date(
    dates: dict[str, Any], span: tuple[datetime.date, datetime.date] | None
) -> dict[str, object]:
    months = _months(dates)
    per_year = _whole_year_counts(dates)
    for month in months:
        per_year[month.year] = per_year.get(month.year, 0) + month.count
    return {
        "years": [YearCount(year, count) for year, count in sorted(per_year.items()) if count],
        "months": _months_in_view(months, set(per_year), span),
        "dates_unknown": _total(dates) - sum(per_year.values()),
    }


def _by_authors(authors: dict[str, Any]) -> dict[str, object]:
    # Tantivy adds what is before the first bucket, and gives none at all for an empty index.
    by_low = {bucket.get("from"): bucket["doc_count"] for bucket in authors["authors"]["buckets"]}
    buckets = [AuthorBucket(low, high, by_low.get(low, 0)) for low, high in AUTHOR_BUCKETS]
    unknown = _total(authors) - sum(bucket.count for bucket in buckets)
    return {"authors": buckets, "authors_unknown": unknown}


def _whole_years(days: Field) -> dict[str, Any]:
    return {"histogram": {"field": f"{days.column}_year", "interval": 1, "min_doc_count": 1}}


def _whole_year_counts(dates: dict[str, Any]) -> dict[int, int]:
    """Papers of which only the year is known, by year."""
    found = dates.get("whole_years", {"buckets": []})["buckets"]
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found}


def _months(dates: dict[str, Any]) -> list[MonthCount]:
    """Papers of which the month is known, by month."""
    years = _whole_year_counts(dates)
    months = []
    for bucket in dates["dates"]["buckets"]:
        year, month = int(bucket["key"]) // 10_000, int(bucket["key"]) // 100 % 100
        count = bucket["doc_count"] - (years.get(year, 0) if month == 1 else 0)
        if count:
            months.append(MonthCount(year, month, count))
    return months


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


def _months_in_view(
    months: list[MonthCount], years: set[int], span: tuple[datetime.date, datetime.date] | None
) -> list[MonthCount]:
    if span is None:
        return []
    first, last = span
    in_view = {year for year in years if first.year <= year <= last.year}
    if len(in_view) > _FEW_YEARS:
        return []
    return [month for month in months if month.year in in_view]


def _days_in_view(
    searcher: Searcher,
    matching: Query,
    days: Field,
    span: tuple[datetime.date, datetime.date] | None,
) -> list[DayCount]:
    """Papers by day, while the first and the last one in view are near to each other."""
    if span is None or (span[1] - span[0]).days >= _FEW_DAYS:
        return []
    first, last = map(date_number, span)
    within = queries_of(searcher).between(days.column, first, last)
    in_view = queries_of(searcher).joined([(Occur.Must, matching), (Occur.Must, within)])
    exact = without_dates_in(searcher, in_view, days, days.last)
    histogram = {"field": days.column, "interval": 1, "min_doc_count": 1}
    found = searcher.aggregate(exact, {"days": {"histogram": histogram}})
    buckets = found["days"]["buckets"] if found else []
    counts = {int(one["key"]): one["doc_count"] for one in buckets}
    return [DayCount(date_of_number(day), count) for day, count in sorted(counts.items())]
