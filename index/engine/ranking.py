"""The order of what matches: windows on ranked and on sorted papers, and places in them."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final, NamedTuple, TypeAlias

import tantivy
from tantivy import DocAddress, Occur, Order

from index.engine.queries import OtherSearcher, Query, queries_of
from index.engine.schema import order_column
from index.fields import SORTING

COLUMNS: Final = {field.name: (order_column(field.name), field.column) for field in SORTING}
"""By sort: the column that gives the order, and the one that is empty where it is unknown."""

_BY_DATE: Final = order_column("date")
"""The only order in which every paper has a place: without a date, a paper is the oldest."""

Ranked: TypeAlias = list[tuple[float, DocAddress]]
"""Scores and papers, best first."""

# Papers looked at around a window to put those of equal score in order.
_AROUND: Final = 32
# Papers of equal score that are put in order; more stay as they lie.
_MOST_AROUND: Final = 4_000
# Places that are looked at together for a paper, after halving has led there.
_STRETCH: Final = 2_000
# Papers of equal score among which one is looked for.
_MOST_ALIKE: Final = 1_000_000
_MOST_AT_ONCE: Final = 50_000
_ROUNDING: Final = 1e-5


class Found(NamedTuple):
    """A paper of an answer.

    Attributes:
        address: Where it is.
        score: How relevant it is, where that is asked for.
        partial: Whether it has only some of the words.
        by_meaning: Whether it has none that count, and was found by meaning.
    """

    address: DocAddress
    score: float | None
    partial: bool = False
    by_meaning: bool = False


def number(searcher: tantivy.Searcher, query: Query) -> int:
    """How many papers match."""
    # An aggregation without columns neither scores nor orders: the cheapest way to count.
    found = searcher.aggregate(query, {"papers": {"filter": "*"}})
    return int(found["papers"]["doc_count"]) if found else 0


def most_counted(searcher: tantivy.Searcher) -> int | None:
    """Up to how many papers are counted where they are listed by relevance; None for all."""
    return searcher.most_counted if isinstance(searcher, OtherSearcher) else None


def number_listed(searcher: tantivy.Searcher, query: Query) -> int:
    """How many papers match; one more than ``most_counted`` where there are more."""
    if isinstance(searcher, OtherSearcher):
        return searcher.count_up_to(query, searcher.most_counted)
    return number(searcher, query)


def ranked(searcher: tantivy.Searcher, query: Query, offset: int, limit: int) -> tuple[Ranked, int]:
    """A window on what a query matches, best first and newest first, and ``number_listed``.

    Tantivy leaves papers of equal score as they lie on disk, so the window is widened until it
    holds all that score like its first and its last paper. Where all matches score the same, as
    those of one beginning of a word do, the order by date serves. Other groups of more than some
    thousand papers with one score stay as they lie: windows that overlap agree, whatever their
    size. Other searchers put the first papers in order by themselves.
    """
    most = most_counted(searcher)
    # A number is for other searchers than Tantivy's.
    counted: Any = True if most is None else most + 1
    if isinstance(searcher, OtherSearcher) and 0 < limit <= searcher.most_ordered - offset:
        result = searcher.search(query, limit, count=counted, offset=offset)
        return result.hits, result.count  # type: ignore[attr-defined]
    start = max(0, offset - _AROUND)
    end = offset + limit + _AROUND
    while True:
        result = searcher.search(query, end - start, count=counted, offset=start)
        found: Ranked = result.hits
        total: int = result.count  # type: ignore[attr-defined]
        first, last = offset - start, min(offset + limit - start, len(found)) - 1
        if first > last:
            return [], total
        alike_throughout = found[0][0] == found[-1][0]
        whole_left = start == 0 or found[0][0] != found[first][0]
        whole_right = len(found) < end - start or found[-1][0] != found[last][0]
        best = found[first][0]
        if whole_left and whole_right and not (alike_throughout and total > _MOST_AROUND):
            break
        if alike_throughout and most is not None and total > most:
            total = number(searcher, query)
        if alike_throughout and _all_score(searcher, query, total, best):
            by_date = searcher.search(
                query, limit, count=False, order_by_field="by_date", offset=offset
            )
            return [(best, address) for _, address in by_date.hits], total
        if whole_left and whole_right:
            break
        # Far enough to know of a group on either side whether it is one that stays as it lies.
        whole_left = whole_left or first >= _MOST_AROUND
        whole_right = whole_right or len(found) - last > _MOST_AROUND
        if whole_left and whole_right:
            break
        size = end - start
        if not whole_left:
            start = max(0, start - 8 * size, offset - _MOST_AROUND)
        if not whole_right:
            # Where many are alike, far more are likely to be: all at once rather than by steps.
            many = found[-1][0] == found[-min(_AROUND, len(found))][0]
            furthest = offset + limit + _MOST_AROUND + 1
            end = furthest if many else min(end + 8 * size, furthest)
    return _newest_first(searcher, found, first, last), total


def _newest_first(searcher: tantivy.Searcher, found: Ranked, first: int, last: int) -> Ranked:
    """A part of the papers, those of equal score newest first unless they are too many."""
    alike = Counter(score for score, _ in found)
    start, end = first, last + 1
    while start and found[start - 1][0] == found[first][0]:
        start -= 1
    while end < len(found) and found[end][0] == found[last][0]:
        end += 1
    ordered = [at for at in range(start, end) if 1 < alike[found[at][0]] <= _MOST_AROUND]
    if not ordered:
        return found[first : last + 1]
    dates = searcher.fast_field_values("by_date", [found[at][1] for at in ordered])
    newest = {at: -(date or 0) for at, date in zip(ordered, dates, strict=True)}
    places = sorted(range(start, end), key=lambda at: (-found[at][0], newest.get(at, 0), at))
    return [found[at] for at in places[first - start : last + 1 - start]]


def _all_score(searcher: tantivy.Searcher, query: Query, total: int, score: float) -> bool:
    """Whether the best and the worst of all matches have this score."""
    ends = (searcher.search(query, 1, count=False, offset=at).hits for at in (0, total - 1))
    return all(hits and hits[0][0] == score for hits in ends)


def addresses(
    searcher: tantivy.Searcher, query: Query, most: int
) -> tuple[set[tuple[int, int]], int]:
    """Segment and number of papers that match, of so many at most, and the number of all."""
    if most == 0:
        return set(), number(searcher, query)
    result = searcher.search(query, most, order_by_field="by_date")
    found = {(address.segment_ord, address.doc) for _, address in result.hits}
    return found, result.count  # type: ignore[attr-defined]


def rank(searcher: tantivy.Searcher, query: Query, key: str) -> int | None:
    """The place of a paper among what a query matches, best first; None if it does not match.

    Scores fall from place to place, so a paper's own score tells by halves where it stands. None
    too where a million others score the same, unless all do.
    """
    result = searcher.search(_with_key(searcher, query, key), 1, count=False)
    if not result.hits:
        return None
    score, wanted = result.hits[0]
    total = number(searcher, query)
    # The same sum may be rounded otherwise where other things are added up beside it.
    most, least = score * (1 + _ROUNDING), score * (1 - _ROUNDING)
    start, end = 0, _STRETCH
    while end < total and _score_at(searcher, query, end) > most:
        start, end = end + 1, 4 * end
    end = min(end, total)
    while end - start > _STRETCH:
        middle = (start + end) // 2
        if _score_at(searcher, query, middle) > most:
            start = middle + 1
        else:
            end = middle
    if start == 0 and total > _MOST_AROUND and _score_at(searcher, query, _MOST_AROUND) >= least:
        best = _score_at(searcher, query, 0)
        if _all_score(searcher, query, total, best):
            return _before(searcher, query, key, "by_date", Order.Desc)
    lies_at = _lies_at(searcher, query, wanted, start, least)
    return None if lies_at is None else _ranks_at(searcher, query, wanted, lies_at)


def _score_at(searcher: tantivy.Searcher, query: Query, place: int) -> float:
    """The score of the paper at a place; 0 beyond the last one."""
    hits: Ranked = searcher.search(query, 1, count=False, offset=place).hits
    return hits[0][0] if hits else 0.0


def _lies_at(
    searcher: tantivy.Searcher, query: Query, wanted: DocAddress, at: int, least: float
) -> int | None:
    """The place of a paper as Tantivy has it, looked for from ``at`` on among those alike."""
    last, size = at + _MOST_ALIKE, _STRETCH
    while at < last:
        stretch = searcher.search(query, size, count=False, offset=at).hits
        for step, (_, address) in enumerate(stretch):
            if _same(address, wanted):
                return at + step
        if len(stretch) < size or stretch[-1][0] < least:
            break
        at, size = at + size, min(2 * size, _MOST_AT_ONCE)
    return None


def _ranks_at(searcher: tantivy.Searcher, query: Query, wanted: DocAddress, at: int) -> int | None:
    """The place of a paper as ``ranked`` has it, which may put those of equal score in order."""
    there, _ = ranked(searcher, query, at, 1)
    if there and _same(there[0][1], wanted):
        return at
    start = max(0, at - _MOST_AROUND)
    around, _ = ranked(searcher, query, start, 2 * _MOST_AROUND)
    places = (start + step for step, (_, one) in enumerate(around) if _same(one, wanted))
    return next(places, None)


def _same(one: DocAddress, other: DocAddress) -> bool:
    return (one.segment_ord, one.doc) == (other.segment_ord, other.doc)


def window(
    searcher: tantivy.Searcher,
    query: Query,
    total: int,
    sort: str,
    offset: int,
    limit: int,
    *,
    reverse: bool,
) -> list[DocAddress]:
    """A window on what a query matches, sorted by a column; unknown values last both ways.

    Args:
        searcher: Of the index.
        query: What to list.
        total: How many papers it matches.
        sort: One of ``COLUMNS``.
        offset: Papers to skip.
        limit: Most papers to list.
        reverse: Smallest first instead of largest first.
    """
    limit = min(limit, total - offset)
    if limit <= 0:
        return []
    order, column = COLUMNS[sort]
    direction = Order.Asc if reverse else Order.Desc
    if order == _BY_DATE and not reverse:
        return _window(searcher, query, total, order, direction, offset, limit)
    if order != _BY_DATE and offset <= total - offset - limit:
        # Tantivy puts papers without a value last, as they lie: mostly there are enough with one.
        first = searcher.search(
            query, limit, count=False, order_by_field=order, offset=offset, order=direction
        ).hits
        if first and first[-1][0] is not None:
            return [address for _, address in first]
    # Papers of which the value is unknown are a part of their own, newest first.
    known_query, unknown_query = _known(searcher, query, column)
    known = number(searcher, known_query)
    found: list[DocAddress] = []
    if offset < known:
        count = min(limit, known - offset)
        found = _window(searcher, known_query, known, order, direction, offset, count)
    if len(found) < limit:
        skipped, count = max(0, offset - known), limit - len(found)
        unknown = total - known
        found += _window(searcher, unknown_query, unknown, _BY_DATE, Order.Desc, skipped, count)
    return found


def place(
    searcher: tantivy.Searcher, query: Query, key: str, sort: str, *, reverse: bool
) -> int | None:
    """The place of a paper in the order that ``window`` lists; None if it does not match."""
    order, column = COLUMNS[sort]
    direction = Order.Asc if reverse else Order.Desc
    if order == _BY_DATE and not reverse:
        return _before(searcher, query, key, order, direction)
    known_query, unknown_query = _known(searcher, query, column)
    found = _before(searcher, known_query, key, order, direction)
    if found is not None:
        return found
    found = _before(searcher, unknown_query, key, _BY_DATE, Order.Desc)
    return None if found is None else found + number(searcher, known_query)


def _window(
    searcher: tantivy.Searcher,
    query: Query,
    total: int,
    order: str,
    direction: Order,
    offset: int,
    limit: int,
) -> list[DocAddress]:
    """One run of papers; read from the nearer end, because skipping costs time."""
    from_end = total - offset - limit
    backwards = from_end < offset
    if backwards:
        offset = from_end
        direction = Order.Asc if direction == Order.Desc else Order.Desc
    found = searcher.search(
        query, limit, count=False, order_by_field=order, offset=offset, order=direction
    ).hits
    addresses = [address for _, address in found]
    return addresses[::-1] if backwards else addresses


def _known(searcher: tantivy.Searcher, query: Query, column: str) -> tuple[Query, Query]:
    queries = queries_of(searcher)
    exists = queries.known(column)
    return (
        queries.joined([(Occur.Must, query), (Occur.Must, exists)]),
        queries.joined([(Occur.Must, query), (Occur.MustNot, exists)]),
    )


def _before(
    searcher: tantivy.Searcher, query: Query, key: str, order: str, direction: Order
) -> int | None:
    """How many papers stand before the one with this key; None if it does not match."""
    hits = searcher.search(_with_key(searcher, query, key), 1, order_by_field=order).hits
    if not hits:
        return None
    value = hits[0][0]
    low, high = (value + 1, None) if direction == Order.Desc else (None, value - 1)
    queries = queries_of(searcher)
    earlier = queries.between(order, low, high)
    both = queries.joined([(Occur.Must, query), (Occur.Must, earlier)])
    return number(searcher, both)


def _with_key(searcher: tantivy.Searcher, query: Query, key: str) -> Query:
    queries = queries_of(searcher)
    term = queries.having("key", key)
    # It scores what the query alone would have it score.
    only = queries.constant(term, 0.0)
    return queries.joined([(Occur.Must, query), (Occur.Must, only)])
