"""Counts of what a query finds by what the reader did: read or not, starred, tagged and so on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from tantivy import Occur, Searcher

from index.engine import schema
from index.engine.overlay_filters import Keys, OverlayFilters
from index.engine.queries import Query, queries_of
from index.engine.ranking import number
from index.query.tree import Clause, Node, Not, Word, conjunction, conjuncts, values_of
from index.results import READING, FacetCount, Mine

_OTHERS: Final = ("starred", "noted", "marked")


def count_mine(
    searcher: Searcher,
    matching: Callable[[Node], Query],
    overlay: OverlayFilters,
    tree: Node,
) -> Mine | None:
    """Count by all that the reader did; None where nothing was done yet.

    Args:
        searcher: Of the index.
        matching: Gives the Tantivy query of a tree.
        overlay: What the reader did.
        tree: The query.
    """
    if overlay.is_empty():
        return None

    def count(base: Node, state: str) -> int:
        return number(searcher, matching(conjunction([base, Clause("is", Word(state))])))

    of_any = without_states(tree, READING)
    read, new = count(of_any, "read"), count(of_any, "new")
    starred, noted, marked = (count(without_states(tree, (one,)), one) for one in _OTHERS)
    untagged_too = matching(_without(tree, lambda clause: clause.field == "tag"))
    tags, tagged = _count_tags(searcher, untagged_too, overlay)
    return Mine(
        new=new,
        unread=number(searcher, matching(of_any)) - read,
        read=read,
        starred=starred,
        noted=noted,
        marked=marked,
        tags=[FacetCount(*one) for one in sorted(tags.items(), key=_most_frequent_first)],
        untagged=number(searcher, untagged_too) - tagged,
    )


def without_states(tree: Node, states: Collection[str]) -> Node:
    """A query without its outermost filters that ask for some of these states and nothing else."""
    wanted = {Word(state) for state in states}
    return _without(tree, lambda one: one.field == "is" and wanted.issuperset(values_of(one)))


def _without(tree: Node, is_doomed: Callable[[Clause], bool]) -> Node:
    left = []
    for part in conjuncts(tree):
        clause = part.node if isinstance(part, Not) else part
        if not (isinstance(clause, Clause) and is_doomed(clause)):
            left.append(part)
    return conjunction(left)


def _most_frequent_first(tag: tuple[str, int]) -> tuple[int, str]:
    return -tag[1], tag[0].casefold()


def _count_tags(
    searcher: Searcher, matching: Query, overlay: OverlayFilters
) -> tuple[dict[str, int], int]:
    """How many matches have each tag, and how many have any. Tags that none has are left out."""
    tagged = overlay.tagged()
    keys = frozenset[str]().union(*tagged.values())
    if not keys:
        return {}, 0
    queries = queries_of(searcher)
    theirs = overlay.matching(Keys(keys))
    query = queries.all_of([(Occur.Must, matching), (Occur.Must, theirs)])
    # The order by date ends in the hash of the key: no paper need be read to know which it is.
    hits = searcher.search(query, len(keys), count=False, order_by_field="by_date").hits
    by_hash: dict[int, list[str]] = {}
    for key in keys:
        by_hash.setdefault(schema.key_hash(key), []).append(key)
    found = set()
    for place, address in hits:
        alike = by_hash[int(place) & schema.KEY_HASH_MASK]
        found.add(alike[0] if len(alike) == 1 else str(searcher.doc(address).get_first("key")))
    counts = {tag: len(found & its_keys) for tag, its_keys in tagged.items()}
    return {tag: count for tag, count in counts.items() if count}, len(found)
