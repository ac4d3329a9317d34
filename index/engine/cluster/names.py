"""Which papers of a cluster have which of many names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from index.engine.cluster.json_queries import Json
from index.engine.cluster.windows import MOST_AT_ONCE
from index.engine.queries import Queries

_NAMES_AT_ONCE: Final = 5_000


def keys_with(
    search: Callable[[Json], Json],
    queries: Queries,
    column: str,
    values: Collection[str | int],
) -> Mapping[str | int, Collection[str]]:
    """The keys of the papers with each of some values; values that no paper has are left out.

    Args:
        search: Asks the cluster.
        queries: Makes what it takes.
        column: A column of names or numbers.
        values: Any number of them.

    Raises:
        QuireError: The cluster can't be asked.
    """
    found: dict[str | int, list[str]] = {}
    every = sorted(values, key=str)
    for start in range(0, len(every), _NAMES_AT_ONCE):
        some = every[start : start + _NAMES_AT_ONCE]
        body: Json = {
            "query": queries.silent(queries.having_any(column, some)),
            "size": MOST_AT_ONCE,
            "sort": [{"key": "asc"}],
            "_source": False,
            "docvalue_fields": sorted({"key", column}),
            "track_total_hits": False,
        }
        while True:
            hits = search(body)["hits"]["hits"]
            for hit in hits:
                (key,) = hit["fields"]["key"]
                for value in hit["fields"][column]:
                    found.setdefault(value, []).append(key)
            if len(hits) < MOST_AT_ONCE:
                break
            body = body | {"search_after": hits[-1]["sort"]}
    return found
