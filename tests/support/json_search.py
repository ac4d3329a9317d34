"""What a cluster finds, sorts and counts of documents in memory: enough of its dialect for Quire.

https://docs.opensearch.org/2.19/query-dsl/ and https://docs.opensearch.org/2.19/aggregations/

Scores only tell more matches from fewer; how good those of a cluster are is tested with a real one.
What is not known here fails.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

Json = dict[str, Any]
Columns = Mapping[str, Sequence[Any]]
"""The terms or values of a document, by column."""

_UNKNOWN: Final = {"desc": -(2**63), "asc": 2**63 - 1}
"""What a document without a value is sorted by."""
_LONGEST_WINDOW: Final = 10_000


def columns_of(document: Mapping[str, Any], settings: Json) -> Columns:
    """The columns of a document of an index that was made with such settings."""
    found = {}
    for name, column in settings["mappings"]["properties"].items():
        value = document.get(name)
        if value is not None and column["type"] == "text":
            value = value.split()
        found[name] = value if isinstance(value, list) else [] if value is None else [value]
    return found


def search(documents: Mapping[str, Columns], body: Json) -> tuple[int, list[Json], Json]:
    """How many documents match, those that are asked for, in order, and what is counted of all."""
    found = {
        name: score
        for name, columns in documents.items()
        if (score := score_of(body["query"], columns)) is not None
    }
    orders = [_order(one) for one in body.get("sort", [{"_score": "desc"}])]
    keys = {
        name: [
            score if column == "_score" else next(iter(documents[name][column]), _UNKNOWN[order])
            for column, order in orders
        ]
        for name, score in found.items()
    }
    names = list(found)
    for place, (_, order) in reversed(list(enumerate(orders))):
        names.sort(key=lambda name, at=place: keys[name][at], reverse=order == "desc")  # type: ignore[misc]
    first = body.get("from", 0)
    assert first + body["size"] <= _LONGEST_WINDOW, "a cluster gives no more from the beginning on"
    if "search_after" in body:
        first = 1 + next(at for at, name in enumerate(names) if keys[name] == body["search_after"])
    hits: list[Json] = [
        {"_id": name, "_score": found[name], "sort": keys[name]}
        for name in names[first : first + body["size"]]
    ]
    for hit in hits:
        columns = documents[hit["_id"]]
        wanted = body.get("docvalue_fields", ())
        hit["fields"] = {column: columns[column] for column in wanted if columns[column]}
    matching = [documents[name] for name in names]
    counts = {name: counted(what, matching) for name, what in body.get("aggs", {}).items()}
    return len(found), hits, counts


def score_of(query: Json, columns: Columns) -> float | None:
    """How well a document matches; None where it does not."""
    ((kind, body),) = query.items()
    match kind:
        case "match_all":
            return 1.0
        case "match_none":
            return None
        case "constant_score":
            matches = score_of(body["filter"], columns) is not None
            return float(body["boost"]) if matches else None
        case "dis_max":
            scores = _scores(body["queries"], columns)
            tie = body["tie_breaker"]
            return max(scores) + tie * (sum(scores) - max(scores)) if scores else None
        case "bool":
            return _score_of_all(body, columns)
        case "exists":
            return 1.0 if columns[body["field"]] else None
    ((column, what),) = body.items()
    values = columns[column]
    if kind == "terms":
        return 1.0 if set(values).intersection(what) else None
    count = sum(1 for _ in _places(kind, what, values))
    boost = what.get("boost", 1.0)
    return boost * (1 + count / (count + 1)) if count else None


def counted(wanted: Json, matching: Sequence[Columns]) -> Json:
    """What an aggregation says of the documents that match."""
    ((kind, body),) = wanted.items()
    columns = [document[body["field"]] for document in matching]
    values = [value for one in columns for value in one]
    match kind:
        case "terms":
            missing = [body["missing"] for one in columns if not one and "missing" in body]
            each = [value for one in columns for value in set(one)]
            counts = Counter([*missing, *each])
            first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: body["size"]]
            return {
                "buckets": [{"key": key, "doc_count": count} for key, count in first],
                "sum_other_doc_count": counts.total() - sum(count for _, count in first),
            }
        case "histogram":
            step = body["interval"]
            counts = Counter(value // step * step for value in values)
            pairs = sorted(counts.items())
            return {"buckets": [{"key": float(key), "doc_count": count} for key, count in pairs]}
        case "range":
            return {"buckets": [_bucket(one, values) for one in body["ranges"]]}
        case "missing":
            return {"doc_count": sum(not one for one in columns)}
        case "value_count":
            return {"value": len(values)}
        case "stats":
            ends = {"min": min(values, default=None), "max": max(values, default=None)}
            return {"count": len(values), **ends}
    raise NotImplementedError(kind)


def frequencies(documents: Iterable[Columns], asked: Mapping[str, Any]) -> Json:
    """How many documents have each of some terms, as the vectors of a document that has them."""
    known = list(documents)
    vectors = {}
    for column, text in asked.items():
        having = Counter(term for one in known for term in set(one[column]))
        terms = text.split() if isinstance(text, str) else text
        vectors[column] = {"terms": {term: {"doc_freq": having[term]} for term in terms}}
    return vectors


def _score_of_all(body: Json, columns: Columns) -> float | None:
    musts = _scores(body.get("must", ()), columns)
    filters = _scores(body.get("filter", ()), columns)
    shoulds = _scores(body.get("should", ()), columns)
    has_others = "must" in body or "filter" in body
    least = body.get("minimum_should_match", 0 if has_others or "should" not in body else 1)
    if (
        len(musts) < len(body.get("must", ()))
        or len(filters) < len(body.get("filter", ()))
        or len(shoulds) < least
        or _scores(body.get("must_not", ()), columns)
    ):
        return None
    return float(body.get("boost", 1.0)) * sum([*musts, *shoulds])


def _scores(queries: Iterable[Json], columns: Columns) -> list[float]:
    return [score for query in queries if (score := score_of(query, columns)) is not None]


def _places(kind: str, what: Json, values: Sequence[Any]) -> Iterable[int]:
    """The places in a column where a query matches."""
    wanted: Any = what.get("value", what.get("query", ""))
    words = str(wanted).split()
    for place, value in enumerate(values):
        match kind:
            case "term":
                matches = value == wanted
            case "prefix":
                matches = value.startswith(wanted)
            case "regexp":
                matches = re.fullmatch(wanted, value) is not None
            case "fuzzy":
                matches = _is_near(wanted, value, what["fuzziness"])
            case "range":
                matches = _is_between(what, value)
            case "match_phrase":
                matches = list(values[place : place + len(words)]) == words
            case "match_phrase_prefix":
                *whole, last = values[place : place + len(words)]
                matches = whole == words[:-1] and last.startswith(words[-1])
            case _:
                raise NotImplementedError(kind)
        if matches:
            yield place


def _is_between(ends: Json, value: Any) -> bool:
    tests = {"gte": lambda end: value >= end, "lte": lambda end: value <= end,
             "lt": lambda end: value < end}  # fmt: skip
    return all(tests[name](end) for name, end in ends.items() if name != "boost")


@lru_cache(maxsize=65_536)
def _is_near(one: str, other: str, most: int) -> bool:
    return abs(len(one) - len(other)) <= most and _edits(one, other) <= most


def _edits(one: str, other: str) -> int:
    """Letters to insert, delete, replace or swap with the next, until one word is the other."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, another in enumerate(other, 1):
            cost = rows[-1][j - 1] + (letter != another)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(min(cost, rows[-1][j] + 1, row[-1] + 1))
        rows.append(row)
    return rows[-1][-1]


def _bucket(ends: Json, values: Sequence[int]) -> Json:
    low, high = ends["from"], ends.get("to")
    count = sum(value >= low and (high is None or value < high) for value in values)
    return {**ends, "doc_count": count}


def _order(wanted: Json) -> tuple[str, str]:
    ((column, how),) = wanted.items()
    return column, how if isinstance(how, str) else how["order"]
