"""Tells when an index first had a paper: what a rebuild keeps of the index it replaces."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
import tantivy

from index.engine import schema
from index.identity import fold_title, title_hash
from index.paper import Paper

LOOKED_UP: Final = 1_000
"""Papers that are looked up together."""


class Added(NamedTuple):
    """When an index first had a paper: the day, and the number of the build."""

    day: datetime.date
    build: int


class AddedDays:
    """Dates the papers that a build writes.

    Args:
        today: The day it is, in Universal Time.
        build: The number of this build.
        before: The index that is replaced; None where there is none that can be read.
    """

    def __init__(self, today: datetime.date, build: int, before: tantivy.Searcher | None) -> None:
        self.today = today
        self.build = build
        self._before = before

    @property
    def is_new(self) -> bool:
        """Whether every paper that has no day yet is new to the index."""
        return self._before is None

    def dated(self, papers: Sequence[Paper]) -> list[Paper]:
        """The papers, their keys set, each with when the index first had it."""
        known: dict[str, Added] = {}
        undated = [paper for paper in papers if paper.added is None]
        if self._before is not None:
            for start in range(0, len(undated), LOOKED_UP):
                known.update(self._looked_up(self._before, undated[start : start + LOOKED_UP]))
        now = Added(self.today, self.build)
        return [
            paper if paper.added is not None else _dated(paper, known.get(paper.key, now))
            for paper in papers
        ]

    def _looked_up(self, before: tantivy.Searcher, papers: Sequence[Paper]) -> dict[str, Added]:
        by_hash: dict[int, list[str]] = {}
        for paper in papers:
            by_hash.setdefault(schema.key_hash(paper.key), []).append(paper.key)
        keys: list[str | int] = [paper.key for paper in papers]
        query = tantivy.Query.term_set_query(schema.build_schema(), "key", keys)
        # The order by date ends in the hash of the key: no paper need be read to know which it is.
        hits = before.search(query, len(keys), count=False, order_by_field="by_date").hits
        found: dict[str, Added] = {}
        addresses = [address for _, address in hits]
        days = before.fast_field_values("added", addresses)
        builds = before.fast_field_values("added_build", addresses)
        for (order, address), day, build in zip(hits, days, builds, strict=True):
            alike = by_hash[int(order) & schema.KEY_HASH_MASK]
            key = alike[0] if len(alike) == 1 else str(before.doc(address).get_first("key"))
            if day is not None and build is not None:
                found[key] = Added(schema.date_of_number(int(day)), int(build))
        self._find_renamed(before, [paper for paper in papers if paper.key not in found], found)
        return found

    @staticmethod
    def _find_renamed(
        before: tantivy.Searcher, papers: Sequence[Paper], found: dict[str, Added]
    ) -> None:
        """Find papers that had no id when they were added, and so another key."""
        keys = {title_hash(fold_title(paper.title)): paper.key for paper in papers}
        if not keys:
            return
        hashes: list[str | int] = list(keys)
        query = tantivy.Query.term_set_query(schema.build_schema(), "title_hash", hashes)
        for _, address in before.search(query, 2 * len(hashes), count=False).hits:
            known = schema.paper_from(before.doc(address))
            key = keys.get(title_hash(fold_title(known.title)))
            if key is not None and known.added is not None and known.added_build is not None:
                added = Added(known.added, known.added_build)
                found[key] = min(added, found.get(key, added))


def _dated(paper: Paper, added: Added) -> Paper:
    return msgspec.structs.replace(paper, added=added.day, added_build=added.build)
