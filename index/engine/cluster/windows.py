"""Windows on the papers of an answer, however deep they lie in it.

A cluster gives the first ten thousand at once. What lies deeper is walked to from where the date
lets the way begin, by a point in time and the place after which to go on.
https://docs.opensearch.org/2.19/search-plugins/searching-data/paginate/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from index.engine.cluster.client import Client
from index.engine.schema import order_column
from index.fields import FIELDS

Json = dict[str, Any]

MOST_AT_ONCE: Final = 10_000
"""Papers that a cluster gives from the beginning on: ``index.max_result_window``."""

_BY_DATE: Final = order_column("date")
_DAY: Final = FIELDS["date"].column
_MONTH: Final = 100
_KEPT: Final = "1m"


class Window(NamedTuple):
    """Papers to skip, and to list at most."""

    offset: int
    limit: int


def windows(client: Client, path: str, body: Json, window: Window) -> Iterator[Any]:
    """Answers that together have the papers of a window, in order.

    Args:
        client: Asks the cluster.
        path: Of the index.
        body: Of the search, without where it begins and how many are asked for.
        window: The window.

    Raises:
        QuireError: The cluster can't answer.
    """
    if window.offset + window.limit <= MOST_AT_ONCE:
        yield _search(
            client, f"{path}/_search", body | {"from": window.offset, "size": window.limit}
        )
        return
    skip, query = window.offset, body["query"]
    if _BY_DATE in body["sort"][0]:
        query, skip = _nearest_month(client, path, body, skip)
        if query is not body["query"]:
            # The rest of the query is a part of the whole, which is counted by itself.
            whole = _search(client, f"{path}/_search", body | {"size": 0})
            yield whole
            body = body | {"query": query, "track_total_hits": False}
    with _PointInTime(client, path) as point:
        left, after = skip + window.limit, None
        while left > 0:
            size = min(left, MOST_AT_ONCE)
            page = body | {"size": size, "pit": {"id": point.name, "keep_alive": _KEPT}}
            if after is not None:
                page |= {"search_after": after, "track_total_hits": False}
            answer = _search(client, "/_search", page)
            hits = answer["hits"]["hits"]
            answer["hits"]["hits"] = hits[skip:]
            skip = max(0, skip - len(hits))
            yield answer
            if len(hits) < size:
                return
            left, after = left - size, hits[-1]["sort"]


def is_ranking(body: Json) -> bool:
    """Whether a search compares scores, which are the same in every shard only by one phase more.

    https://docs.opensearch.org/2.19/api-reference/search/#search-type
    """
    is_scored = "_score" in body.get("sort", [{"_score": "desc"}])[0]
    return bool(body["size"]) and is_scored and "constant_score" not in body["query"]


def _search(client: Client, path: str, body: Json) -> Any:
    if is_ranking(body):
        return client.ask("POST", path, body, search_type="dfs_query_then_fetch")
    return client.ask("POST", path, body)


def _nearest_month(client: Client, path: str, body: Json, skip: int) -> tuple[Json, int]:
    """The query without the months that are skipped as a whole, and what else is to be skipped."""
    query = body["query"]
    histogram = {"field": _DAY, "interval": _MONTH, "min_doc_count": 1}
    counts = _search(
        client,
        f"{path}/_search",
        {
            "query": query,
            "size": 0,
            "track_total_hits": False,
            "aggs": {
                "months": {"histogram": histogram},
                "undated": {"missing": {"field": _DAY}},
            },
        },
    )["aggregations"]
    months = [(int(one["key"]), one["doc_count"]) for one in counts["months"]["buckets"]]
    undated = counts["undated"]["doc_count"]
    backwards = body["sort"][0][_BY_DATE]["order"] == "desc"
    if backwards:
        months.reverse()
    elif skip < undated:
        return query, skip
    else:
        skip -= undated
    for month, count in months:
        if skip < count:
            beyond = {"gte": month + _MONTH} if backwards else {"lt": month}
            passed: list[Json] = [{"range": {_DAY: beyond}}]
            if not backwards:
                passed.append({"bool": {"must_not": [{"exists": {"field": _DAY}}]}})
            return {"bool": {"filter": [query], "must_not": passed}}, skip
        skip -= count
    return {"bool": {"filter": [query], "must_not": [{"exists": {"field": _DAY}}]}}, skip


class _PointInTime:
    """The papers of an index as they are at one moment, for as long as a walk through them takes.

    Attributes:
        name: What the cluster calls it.
    """

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._is_opensearch = client.version().is_opensearch
        if self._is_opensearch:
            found = client.ask("POST", f"{path}/_search/point_in_time", keep_alive=_KEPT)
            self.name = str(found["pit_id"])
        else:
            self.name = str(client.ask("POST", f"{path}/_pit", keep_alive=_KEPT)["id"])

    def __enter__(self) -> _PointInTime:
        return self

    def __exit__(self, *_: object) -> None:
        path = "/_search/point_in_time" if self._is_opensearch else "/_pit"
        body = {"pit_id": [self.name]} if self._is_opensearch else {"id": self.name}
        self._client.ask("DELETE", path, body, accepted=(404,))
