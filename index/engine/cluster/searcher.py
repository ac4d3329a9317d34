"""Answers for a cluster what the engine asks of a Tantivy searcher."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

import msgspec
from tantivy import Order

from index.engine.analysis import tokens
from index.engine.cluster.answers import Answers
from index.engine.cluster.client import Client
from index.engine.cluster.credentials import MOST_COUNTED
from index.engine.cluster.json_queries import Json, JsonQueries, Term
from index.engine.cluster.mapping import PAPER
from index.engine.cluster.names import keys_with
from index.engine.cluster.reading import Document, PaperReader, Place, number_of
from index.engine.cluster.windows import MOST_AT_ONCE, Window, is_ranking, windows
from index.engine.cluster.word_frequencies import WordFrequencies
from index.engine.queries import OtherSearcher, Query
from index.engine.schema import order_column
from index.paper import Paper

MOST_NAMES: Final = 20_000
"""Names that are counted at once: a cluster gives 65,535 buckets in an answer, for all counts."""

_REMEMBERED: Final = 65_536
_ANSWERS: Final = 2_048
_LISTS: Final = 16
_READ_AT_ONCE: Final = 200
"""Papers that are read with a list; of longer lists only some are shown."""
_MOST_BYTES: Final = 1 << 20
"""Of the queries that are asked together: a small node has no room for many megabytes."""
_UNKNOWN: Final = (-(2**63), 2**63 - 1)
"""What a cluster sorts a paper by that has no value."""

_BY_DATE: Final = order_column("date")
_FIRST: Final = (1, False, None, True)
"""How the first paper of a query is asked for: so many, not counted, by relevance, best first."""

_HEAD: Final = {False: b"{}\n", True: b'{"search_type":"dfs_query_then_fetch"}\n'}
"""What stands before one of several searches: whether it takes the frequencies of all shards."""

# Columns of words, and the column of the whole names that have these words.
_NAMES_OF_WORDS: Final = {"org_words": "org_terms", "venue_words": "venue"}


class Result(msgspec.Struct, frozen=True, gc=False):
    """Papers that were found, by score or by the value that they are sorted by, and how many."""

    hits: list[tuple[Any, Place]]
    count: int


class ClusterSearcher(OtherSearcher):
    """Searches one pushed index. Threads may share it.

    Attributes:
        queries: Makes what it takes.
        num_docs: Number of papers.
        index: Name of the index, behind its alias.
        words: How many papers have each term.
        most_counted: As ``OtherSearcher``.
        most_ordered: As ``OtherSearcher``.

    Args:
        client: Asks the cluster.
        index: As the attribute.
        routings: A routing value for each shard.
        most_counted: As the attribute.
    """

    most_ordered = MOST_AT_ONCE

    def __init__(
        self,
        client: Client,
        index: str,
        routings: Sequence[str],
        *,
        most_counted: int = MOST_COUNTED,
    ) -> None:
        self.most_counted = most_counted
        self.index = index
        self._client = client
        self._path = f"/{quote(index)}"
        self.words = WordFrequencies(client, index, routings)
        self.queries = JsonQueries(lambda: self.num_docs, self.words.of)
        self._reader = PaperReader(client, self._path)
        self._dates: dict[Place, int] = {}
        self._answers = Answers(_ANSWERS)
        self._ahead = Answers(_LISTS)
        self.num_docs = self._count(self.queries.all())

    # Frequencies

    def doc_freq(self, field_name: str, field_value: str) -> int:
        """Number of papers that have a term in a column, those included that were deleted."""
        term = (field_name, field_value)
        known = self.words.known.get(term)
        return self.words.of([term])[term] if known is None else known

    def learn(self, terms: Collection[Term]) -> None:
        """As ``OtherSearcher.learn``."""
        self.words.of(terms)

    def expect(self, terms: Iterable[Term]) -> None:
        """As ``OtherSearcher.expect``: by now everything that was expected is known."""

    def expect_counts(self, queries: Iterable[Query]) -> None:
        """As ``OtherSearcher.expect_counts``: by now they are known, if they are counted."""

    # Searches

    def search(
        self,
        query: Json,
        limit: int = 10,
        count: bool | int = True,
        order_by_field: str | None = None,
        offset: int = 0,
        order: Any = Order.Desc,
    ) -> Result:
        """Papers that match, in the order of scores or of a column; equal ones newest first.

        They are counted up to a number where that is given in ``count``.
        """
        is_down = order == Order.Desc
        if limit <= 1 and not offset:
            found: Result = self._answers.find(
                lambda: self._search(query, Window(0, limit), count, order_by_field, is_down),
                *("search", query, limit, count, order_by_field, is_down),
            )
            return found
        if order_by_field is None and count == self.most_counted + 1:
            listed = self._listed_ahead(query, offset + limit)
            if listed is not None:
                return Result(listed.hits[offset : offset + limit], listed.count)
        return self._search(query, Window(offset, limit), count, order_by_field, is_down)

    def _search(
        self,
        query: Json,
        window: Window,
        count: bool | int,
        order_by_field: str | None,
        is_down: bool,
    ) -> Result:
        body = _listing(query, window, count, order_by_field, is_down=is_down)
        answers = windows(self._client, self._path, body, window)
        return self._listed(answers, body, by_value=order_by_field is not None)

    def _listed(self, answers: Iterable[Any], body: Json, *, by_value: bool) -> Result:
        """The papers that some answers to a search list together."""
        hits: list[tuple[Any, Place]] = []
        total = 0
        for answer in answers:
            # Only one of them tells, and only where it was asked for.
            total = answer["hits"].get("total", {"value": total})["value"]
            if body["_source"]:
                self._reader.note(answer["hits"]["hits"])
            for hit in answer["hits"]["hits"]:
                place = Place(0, hit["_id"])
                value = hit["sort"][0]
                if not by_value:
                    self._dates[place] = hit["sort"][1]
                hits.append((None if by_value and value in _UNKNOWN else value, place))
        if len(self._dates) > _REMEMBERED:
            self._dates = {}
        return Result(hits, total)

    def list_ahead(self, lists: Sequence[tuple[Query, int]], counts: Collection[Query]) -> None:
        """As ``OtherSearcher.list_ahead``."""
        up_to = self.most_counted + 1
        lists = [one for one in lists if self._listed_ahead(*one) is None]
        counts = [one for one in counts if self.known_answer("count up to", one, up_to - 1) is None]
        bodies = [
            _listing(query, Window(0, size), up_to) | {"from": 0, "size": size}
            for query, size in lists
        ]
        counted = [{"query": query, "size": 0, "track_total_hits": up_to} for query in counts]
        answers = self._ask_together([*bodies, *counted])
        for (query, size), body, answer in zip(lists, bodies, answers, strict=False):
            listed = self._listed([answer], body, by_value=False)
            self._ahead.put((listed, size), query)
        for query, answer in zip(counts, answers[len(lists) :], strict=True):
            number = answer["hits"]["total"]["value"]
            self._answers.put(number, "count up to", query, self.most_counted)

    def _listed_ahead(self, query: Query, size: int) -> Result | None:
        """The most relevant papers, where so many were listed ahead, or all there are."""
        listed: Result | None
        listed, known = self._ahead.get(query) or (None, 0)
        return listed if listed and (size <= known or len(listed.hits) < known) else None

    def _count(self, query: Json) -> int:
        known = self.known_answer("count up to", query, self.most_counted)
        if known is not None and known <= self.most_counted:
            return int(known)
        return int(self._answers.find(lambda: self._counted(query), "count", query))

    def count_up_to(self, query: Json, most: int) -> int:
        """As ``OtherSearcher.count_up_to``."""
        known = self.known_answer("count", query)
        if known is None:
            known = self._answers.find(
                lambda: self._counted(query, most + 1), "count up to", query, most
            )
        return min(int(known), most + 1)

    def _counted(self, query: Json, up_to: bool | int = True) -> int:
        body = {"query": query, "size": 0, "track_total_hits": up_to}
        return int(self._ask_search(body)["hits"]["total"]["value"])

    def aggregate(self, query: Json, aggregations: Mapping[str, Any]) -> dict[str, Any]:
        """Counts of what matches; they are named as Tantivy names them."""
        if aggregations == {"papers": {"filter": "*"}}:
            return {"papers": {"doc_count": self._count(query)}}
        found: dict[str, Any] = self._answers.find(
            lambda: self._aggregated(query, aggregations), "aggregate", query, aggregations
        )
        return found

    def _aggregated(self, query: Json, aggregations: Mapping[str, Any]) -> dict[str, Any]:
        body = {
            "query": query,
            "size": 0,
            "track_total_hits": False,
            "aggs": {name: _aggregation(what) for name, what in aggregations.items()},
        }
        found: dict[str, Any] = self._ask_search(body)["aggregations"]
        return found

    def known_answer(self, kind: str, query: Json, *more: Any) -> Any:
        """An answer that was asked for before, as it was remembered; else None."""
        return self._answers.get(kind, query, *more)

    def _ask_search(self, body: Json) -> Any:
        return self._client.ask("POST", f"{self._path}/_search", body)

    # Papers

    def doc(self, address: Place) -> Document:
        """The columns of a paper."""
        return Document(self.paper(address))

    def paper(self, address: Place) -> Paper:
        """As ``OtherSearcher.paper``."""
        (paper,) = self.papers([address])
        return paper

    def papers(self, addresses: Iterable[Place]) -> list[Paper]:
        """As ``OtherSearcher.papers``."""
        return self._reader.of(addresses)

    def fast_field_values(self, column: str, addresses: Sequence[Place]) -> list[int | None]:
        """The values of a column of numbers, paper by paper."""
        if column == _BY_DATE and all(place in self._dates for place in addresses):
            return [self._dates[place] for place in addresses]
        return [number_of(paper, column) for paper in self.papers(addresses)]

    def foresee(self, queries: Iterable[Json]) -> None:
        """As ``OtherSearcher.foresee``."""
        wanted = [query for query in queries if self._first(query) is None]
        if not wanted:
            return
        bodies = [{"query": query, "size": 1, "track_total_hits": False} for query in wanted]
        for query, answer in zip(wanted, self._ask_together(bodies), strict=True):
            hits = [(hit["_score"], Place(0, hit["_id"])) for hit in answer["hits"]["hits"]]
            self._reader.note(answer["hits"]["hits"])
            self._answers.put(Result(hits, 0), "search", query, *_FIRST)

    def _first(self, query: Json) -> Any:
        return self.known_answer("search", query, *_FIRST)

    def look_up_together(
        self, counts: Sequence[Json], aggregations: Sequence[tuple[Json, Mapping[str, Any]]]
    ) -> None:
        """Count what some queries match, and some of it by names, all at once."""
        bodies: list[Json] = [
            {"query": query, "size": 0, "track_total_hits": True} for query in counts
        ]
        for query, wanted in aggregations:
            aggs = {name: _aggregation(what) for name, what in wanted.items()}
            bodies.append({"query": query, "size": 0, "track_total_hits": False, "aggs": aggs})
        answers = iter(self._ask_together(bodies))
        for query, answer in zip(counts, answers, strict=False):
            self._answers.put(answer["hits"]["total"]["value"], "count", query)
        for (query, wanted), answer in zip(aggregations, answers, strict=True):
            self._answers.put(answer["aggregations"], "aggregate", query, wanted)

    def _ask_together(self, bodies: Sequence[Json]) -> list[Any]:
        if not bodies:
            return []
        found: list[Any] = []
        waiting: list[bytes] = []
        for number, body in enumerate(bodies, 1):
            waiting.append(_HEAD[is_ranking(body)] + msgspec.json.encode(body) + b"\n")
            if number == len(bodies) or sum(map(len, waiting)) >= _MOST_BYTES:
                lines, waiting = b"".join(waiting), []
                found += self._client.ask("POST", f"{self._path}/_msearch", lines)["responses"]
        return found

    # Names

    def keys_with(
        self, column: str, values: Collection[str | int]
    ) -> Mapping[str | int, Collection[str]]:
        """As ``OtherSearcher.keys_with``."""
        return keys_with(self._ask_search, self.queries, column, values)

    def terms_with_prefix(
        self, column: str, prefix: str, limit: int | None = None
    ) -> list[tuple[str, int]]:
        """The terms of a column, with the number of papers that have each."""
        names = _NAMES_OF_WORDS.get(column, column)
        terms: Json = {"field": names, "size": limit or MOST_NAMES, "segment_size": MOST_NAMES}
        found = self.aggregate(self.queries.all(), {"names": {"terms": terms}})
        buckets = [(one["key"], one["doc_count"]) for one in found["names"]["buckets"]]
        if names == column:
            return [one for one in buckets if one[0].startswith(prefix)]
        counts: dict[str, int] = {}
        for name, count in buckets:
            for word in tokens(name).folded:
                counts[word] = counts.get(word, 0) + count
        return [(word, count) for word, count in counts.items() if word.startswith(prefix)]


def _listing(
    query: Json,
    window: Window,
    count: bool | int,
    by_column: str | None = None,
    *,
    is_down: bool = True,
) -> Json:
    """A search that lists a window on what matches, equal papers newest first."""
    order: list[Json] = (
        [{"_score": "desc"}, {_BY_DATE: "desc"}]
        if by_column is None
        else [{by_column: {"order": "desc" if is_down else "asc", "missing": "_last"}}]
    )
    # What is listed is read next, and a request takes longer than some more papers; on the way
    # to what lies deep there are many more.
    is_read = window.limit <= _READ_AT_ONCE and window.offset + window.limit <= MOST_AT_ONCE
    return {
        "query": query,
        "sort": [*order, {"key": "asc"}],
        "_source": [PAPER] if is_read else False,
        "track_total_hits": count,
    }


def _aggregation(wanted: Mapping[str, Any]) -> Json:
    """An aggregation as a cluster takes it: what Tantivy calls a segment is a shard."""
    terms = wanted.get("terms")
    if terms is None:
        return dict(wanted)
    found = {name: value for name, value in terms.items() if name != "segment_size"}
    found["size"] = min(found["size"], MOST_NAMES)
    found["shard_size"] = MOST_NAMES
    return {"terms": found}
