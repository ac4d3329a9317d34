"""Answers for a cluster what the engine asks of a Tantivy searcher."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import msgspec
from tantivy import Order

from index.engine import schema
from index.engine.analysis import tokens
from index.engine.cluster.client import Client
from index.engine.cluster.credentials import MOST_COUNTED
from index.engine.cluster.documents import paper_of
from index.engine.cluster.json_queries import Json, JsonQueries, Term
from index.engine.cluster.mapping import PAPER
from index.engine.cluster.names import keys_with
from index.engine.cluster.windows import MOST_AT_ONCE, Window, windows
from index.engine.cluster.word_frequencies import WordFrequencies
from index.engine.folding import fold
from index.engine.queries import OtherSearcher
from index.engine.schema import order_column
from index.errors import IndexDamaged
from index.fields import FIELDS
from index.paper import Paper

MOST_NAMES: Final = 20_000
"""Names that are counted at once: a cluster gives 65,535 buckets in an answer, for all counts."""

_REMEMBERED: Final = 65_536
_PAPERS: Final = 4_096
_ANSWERS: Final = 2_048
_AT_ONCE: Final = 500
_READ_AT_ONCE: Final = 200
"""Papers that are read with a list; of longer lists only some are shown."""
_MOST_BYTES: Final = 1 << 20
"""Of the queries that are asked together: a small node has no room for many megabytes."""
_LONG_NAME: Final = 1_000
_UNKNOWN: Final = (-(2**63), 2**63 - 1)
"""What a cluster sorts a paper by that has no value."""

_BY_DATE: Final = order_column("date")
# Columns of words, and the column of the whole names that have these words.
_NAMES_OF_WORDS: Final = {"org_words": "org_terms", "venue_words": "venue"}


class Place(NamedTuple):
    """Where a paper is, as Tantivy's addresses tell it: here, the name of its document."""

    segment_ord: int
    doc: str


class Result(msgspec.Struct, frozen=True, gc=False):
    """Papers that were found, by score or by the value that they are sorted by, and how many."""

    hits: list[tuple[Any, Place]]
    count: int


class Document:
    """A paper's columns as far as the engine reads them back."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    def get_first(self, column: str) -> str | None:
        """The text of a column as Tantivy stores it."""
        text = {
            "key": self._paper.key,
            "title": fold(self._paper.title),
            "abstract": fold(self._paper.abstract or ""),
        }
        return text[column]


class ClusterSearcher(OtherSearcher):
    """Searches one pushed index. Threads may share it.

    Attributes:
        queries: Makes what it takes.
        num_docs: Number of papers.
        index: Name of the index, behind its alias.
        words: How many papers have each term.
        most_counted: As ``OtherSearcher``.

    Args:
        client: Asks the cluster.
        index: As the attribute.
        routings: A routing value for each shard.
        most_counted: As the attribute.
    """

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
        self._papers: OrderedDict[str, Paper] = OrderedDict()
        self._dates: dict[Place, int] = {}
        self._answers: OrderedDict[bytes, Any] = OrderedDict()
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
        if limit <= 1 and not offset:
            key = ("search", query, limit, order_by_field, order == Order.Desc)
            found: Result = self._remembered(
                key, lambda: self._search(query, limit, count, order_by_field, 0, order)
            )
            return found
        return self._search(query, limit, count, order_by_field, offset, order)

    def _search(
        self,
        query: Json,
        limit: int,
        count: bool | int,
        order_by_field: str | None,
        offset: int,
        order: Any,
    ) -> Result:
        direction = "desc" if order == Order.Desc else "asc"
        by_value = order_by_field is not None
        first: list[Json] = (
            [{"_score": "desc"}, {_BY_DATE: "desc"}]
            if order_by_field is None
            else [{order_by_field: {"order": direction, "missing": "_last"}}]
        )
        # What is listed is read next, and a request takes longer than some more papers; on the way
        # to what lies deep there are many more.
        is_read = limit <= _READ_AT_ONCE and offset + limit <= MOST_AT_ONCE
        body = {
            "query": query,
            "sort": [*first, {"key": "asc"}],
            "_source": [PAPER] if is_read else False,
            "track_total_hits": count,
        }
        window = Window(offset, limit)
        hits: list[tuple[Any, Place]] = []
        total = 0
        for answer in windows(self._client, self._path, body, window):
            # Only one of them tells, and only where it was asked for.
            total = answer["hits"].get("total", {"value": total})["value"]
            for hit in answer["hits"]["hits"]:
                place = Place(0, hit["_id"])
                if is_read:
                    self._papers[place.doc] = self._paper_of(hit)
                value = hit["sort"][0]
                if not by_value:
                    self._dates[place] = hit["sort"][1]
                hits.append((None if by_value and value in _UNKNOWN else value, place))
        if len(self._dates) > _REMEMBERED:
            self._dates = {}
        self._forget_papers()
        return Result(hits, total)

    def _count(self, query: Json) -> int:
        return int(self._remembered(("count", query), lambda: self._counted(query)))

    def count_up_to(self, query: Json, most: int) -> int:
        """As ``OtherSearcher.count_up_to``."""
        known = self.known_answer("count", query)
        if known is None:
            key = ("count up to", query, most)
            known = self._remembered(key, lambda: self._counted(query, most + 1))
        return min(int(known), most + 1)

    def _counted(self, query: Json, up_to: bool | int = True) -> int:
        body = {"query": query, "size": 0, "track_total_hits": up_to}
        return int(self._ask_search(body)["hits"]["total"]["value"])

    def aggregate(self, query: Json, aggregations: Mapping[str, Any]) -> dict[str, Any]:
        """Counts of what matches; they are named as Tantivy names them."""
        if aggregations == {"papers": {"filter": "*"}}:
            return {"papers": {"doc_count": self._count(query)}}
        key = ("aggregate", query, aggregations)
        found: dict[str, Any] = self._remembered(key, lambda: self._aggregated(query, aggregations))
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
        return self._answers.get(_key((kind, query, *more)))

    def _remembered(self, key: tuple[Any, ...], find: Any) -> Any:
        """What is found once for as long as this index is open."""
        name = _key(key)
        known = self._answers.get(name)
        if known is None:
            known = self._answers[name] = find()
            while len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
        return known

    def _ask_search(self, body: Json) -> Any:
        return self._client.ask(
            "POST", f"{self._path}/_search", body, search_type="dfs_query_then_fetch"
        )

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
        names = [address.doc for address in addresses]
        found = {name: self._papers[name] for name in names if name in self._papers}
        missing = [name for name in dict.fromkeys(names) if name not in found]
        for start in range(0, len(missing), _AT_ONCE):
            found |= self._read(missing[start : start + _AT_ONCE])
        return [found[name] for name in names]

    def _read(self, names: Sequence[str]) -> dict[str, Paper]:
        answer = self._client.ask("POST", f"{self._path}/_mget", {"ids": list(names)})
        found = {}
        for document in answer["docs"]:
            name = document["_id"]
            if not document.get("found"):
                raise IndexDamaged(
                    f"{self._client.address} has lost a paper while it was read: search again"
                )
            found[name] = self._paper_of(document)
        self._papers.update(found)
        self._forget_papers()
        return found

    def _paper_of(self, document: Json) -> Paper:
        try:
            return paper_of(msgspec.json.encode(document["_source"][PAPER]))
        except (KeyError, msgspec.MsgspecError) as error:
            raise IndexDamaged(
                f"a paper of {self._client.address} can't be read back ({error}): push it anew "
                f"with `quire push {self._client.address} PATH...`"
            ) from None

    def _forget_papers(self) -> None:
        while len(self._papers) > _PAPERS:
            self._papers.popitem(last=False)

    def fast_field_values(self, column: str, addresses: Sequence[Place]) -> list[int | None]:
        """The values of a column of numbers, paper by paper."""
        if column == _BY_DATE and all(place in self._dates for place in addresses):
            return [self._dates[place] for place in addresses]
        return [_number(paper, column) for paper in self.papers(addresses)]

    def foresee(self, queries: Iterable[Json]) -> None:
        """As ``OtherSearcher.foresee``."""
        wanted = [query for query in queries if self._first(query) is None]
        if not wanted:
            return
        bodies = [{"query": query, "size": 1, "track_total_hits": False} for query in wanted]
        for query, answer in zip(wanted, self._ask_together(bodies), strict=True):
            hits = [(hit["_score"], Place(0, hit["_id"])) for hit in answer["hits"]["hits"]]
            for hit in answer["hits"]["hits"]:
                self._papers[hit["_id"]] = self._paper_of(hit)
            self._answers[_key(("search", query, 1, None, True))] = Result(hits, len(hits))

    def _first(self, query: Json) -> Any:
        return self.known_answer("search", query, 1, None, True)

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
            self._answers[_key(("count", query))] = answer["hits"]["total"]["value"]
        for (query, wanted), answer in zip(aggregations, answers, strict=True):
            self._answers[_key(("aggregate", query, wanted))] = answer["aggregations"]

    def _ask_together(self, bodies: Sequence[Json]) -> list[Any]:
        if not bodies:
            return []
        found: list[Any] = []
        waiting: list[bytes] = []
        for number, body in enumerate(bodies, 1):
            waiting.append(b"{}\n" + msgspec.json.encode(body) + b"\n")
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


def _key(parts: tuple[Any, ...]) -> bytes:
    """What names an answer; short, also where a query names thousands of papers."""
    encoded = msgspec.json.encode(parts)
    return encoded if len(encoded) < _LONG_NAME else blake2b(encoded, digest_size=16).digest()


def _aggregation(wanted: Mapping[str, Any]) -> Json:
    """An aggregation as a cluster takes it: what Tantivy calls a segment is a shard."""
    terms = wanted.get("terms")
    if terms is None:
        return dict(wanted)
    found = {name: value for name, value in terms.items() if name != "segment_size"}
    found["size"] = min(found["size"], MOST_NAMES)
    found["shard_size"] = MOST_NAMES
    return {"terms": found}


def _number(paper: Paper, column: str) -> int | None:
    """What a column of numbers has of a paper."""
    if column == _BY_DATE:
        published = 0 if paper.published is None else schema.date_number(paper.published)
        return published * (schema.KEY_HASH_MASK + 1) | schema.key_hash(paper.key)
    for field in FIELDS.values():
        if field.column == column:
            value = getattr(paper, field.attribute)
            if value is None or isinstance(value, int):
                return value
            return schema.date_number(value)
    raise KeyError(column)
