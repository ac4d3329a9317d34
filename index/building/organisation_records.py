"""Keeps records that tell of nothing but organisations until the papers of a build are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final
from zlib import crc32

import msgspec
import tantivy

from index.building.lookup import papers_named
from index.building.merge import with_organisations
from index.building.record_queue import RecordQueue
from index.paper import OrganisationRecord, Paper, Rejected

_MOST_PARTS: Final = 256
"""How many files they are parted into; each is open until all are read."""


class SetAside(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record, and the digest of its line where it came from a bulk input."""

    record: OrganisationRecord
    digest: int | None


class Named(msgspec.Struct, frozen=True, gc=False):
    """What became of a batch of records.

    Attributes:
        papers: By key, each paper that is named and the records that name it.
        digests: Those of lines that name one.
        rejected: The records that name none.
    """

    papers: dict[str, tuple[Paper, list[OrganisationRecord]]] = {}
    digests: list[int] = []
    rejected: list[Rejected] = []


class Joined(msgspec.Struct, gc=False):
    """What records of organisations alone change.

    Attributes:
        changed: By key, the papers that they change.
        merged: Records that told more of, or the same of, a paper of this build.
        refreshed: Papers from before the build that learnt something.
        unchanged: Records of which everything was known before the build.
    """

    changed: dict[str, Paper] = {}
    merged: int = 0
    refreshed: int = 0
    unchanged: int = 0


def join_organisations(named: Named, before: Collection[str] | None) -> Joined:
    """Let papers have the organisations that records of nothing else say they have.

    Args:
        named: The papers, and the records.
        before: The keys of those that were there before an update; None for a rebuild.
    """
    joined = Joined()
    for key, (paper, records) in named.papers.items():
        enriched = with_organisations(paper, records, refresh=before is not None)
        told = len(records)
        if enriched != paper:
            joined.changed[key] = enriched
        if before is None or key not in before:
            joined.merged += told
        elif enriched == paper:
            joined.unchanged += told
        else:
            joined.refreshed += 1
            joined.merged += told - 1
    return joined


class OrganisationRecords:
    """The records of a build that tell of nothing but organisations.

    Args:
        folder: Where they go once they no longer fit in memory.
        batch: How many are looked up together.
    """

    def __init__(self, folder: str, batch: int) -> None:
        self._folder = folder
        self._batch = batch
        self._queue = RecordQueue(folder, SetAside)

    def __len__(self) -> int:
        return len(self._queue)

    def append(self, record: OrganisationRecord, digest: int | None = None) -> None:
        """Set one more aside.

        Args:
            record: It.
            digest: That of its line, which is accounted for once the record's paper is found.
        """
        self._queue.append(SetAside(record, digest))

    def named(self, searcher: tantivy.Searcher) -> Iterator[Named]:
        """Batches of records with the papers that they name.

        All records of one paper are in one batch, so that it makes no difference which comes first.

        Args:
            searcher: Of the index, with all papers of the build; batches never share a paper.
        """
        if len(self._queue) <= self._batch:
            for batch in self._queue.batches(self._batch):
                yield _named(_looked_up(batch, searcher))
            return
        count = min(len(self._queue) // self._batch + 1, _MOST_PARTS)
        parts = [RecordQueue(self._folder, SetAside, sharing=count) for _ in range(count)]
        try:
            for batch in self._queue.batches(self._batch):
                for one, paper in _looked_up(batch, searcher):
                    told_by = paper if isinstance(paper, str) else paper.key
                    parts[crc32(told_by.encode()) % count].append(one)
            for part in parts:
                # Chance makes some parts larger than a batch, and one paper may have many records.
                everything = [one for batch in part.batches(self._batch) for one in batch]
                yield _named(_looked_up(everything, searcher))
        finally:
            for part in parts:
                part.close()

    def close(self) -> None:
        """Forget the records."""
        self._queue.close()


def _looked_up(
    batch: list[SetAside], searcher: tantivy.Searcher
) -> list[tuple[SetAside, Paper | str]]:
    found = papers_named([one.record for one in batch], searcher)
    return list(zip(batch, found, strict=True))


def _named(found: list[tuple[SetAside, Paper | str]]) -> Named:
    named = Named()
    for aside, paper in found:
        record = aside.record
        if isinstance(paper, str):
            named.rejected.append(Rejected(file=record.file, line=record.line, reason=paper))
            continue
        if aside.digest is not None:
            named.digests.append(aside.digest)
        named.papers.setdefault(paper.key, (paper, []))[1].append(record)
    return named
