"""Parts many records into batches that never part the records of one paper.

What merging decides must not depend on where a batch ends. Records belong together that share an
arXiv id or a folded title, or of which each shares one with the same paper of the index. Most share
none, and may stand in any batch; those that do are told by two looks at hashes, and only these are
held in groups: some 300 bytes of memory for each.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import tantivy

from index.building.bloom_filter import BloomFilter
from index.building.lookup import has_loose, possible_duplicates
from index.building.record_queue import RecordQueue
from index.identity import fold_title
from index.paper import Paper


def whole_groups(
    queue: RecordQueue[Paper], searcher: tantivy.Searcher, size: int, folder: str
) -> Iterator[list[Paper]]:
    """The records of a queue in batches of at most ``size``, or of one larger group.

    Args:
        queue: Records as the sources make them.
        searcher: Of the index that they will be merged with, as it is before that.
        size: How many records are merged together.
        folder: Where files go once the records no longer fit in memory.
    """
    if len(queue) <= size:
        yield from queue.batches(size)
        return
    shared = RecordQueue(folder, Paper, sharing=2)
    look = _Look(RecordQueue(folder, list[int], sharing=2))
    try:
        look.at(queue.batches(size))
        if look.has_loose or has_loose(searcher):
            # Only then can records belong together that have neither an id nor a title in common.
            look.close()
            look = _Look(RecordQueue(folder, list[int], sharing=2))
            look.at(queue.batches(size), searcher)
        groups = _Groups()
        linking_marks = look.linking(size)
        alone: list[Paper] = []
        for paper in (paper for batch in queue.batches(size) for paper in batch):
            if linking := next(linking_marks):
                shared.append(paper)
                groups.add(linking)
            else:
                alone.append(paper)
                if len(alone) == size:
                    yield alone
                    alone = []
        for places in groups.batches(size, len(alone)):
            yield alone + shared.at(places)
            alone = []
        if alone:
            yield alone
    finally:
        look.close()
        shared.close()


class _Look:
    """Gives records marks, and tells which of them link one record with another.

    Marks are hashes: odd ones of arXiv ids, even ones of folded titles. A title links nothing where
    all that have it have ids.
    """

    def __init__(self, marks: RecordQueue[list[int]]) -> None:
        self.has_loose = False
        self._marks = marks
        self._met, self._met_again, self._loose = BloomFilter(), BloomFilter(), BloomFilter()

    def at(
        self, batches: Iterable[Sequence[Paper]], searcher: tantivy.Searcher | None = None
    ) -> None:
        """Look at all records.

        Args:
            batches: Them.
            searcher: Of an index: a record has the marks of papers there that it may be of, too.
        """
        for batch in batches:
            through: dict[int, set[int]] = {}
            if searcher is not None:
                for known in possible_duplicates(batch, searcher):
                    own = self._own(known)
                    for mark in own:
                        through.setdefault(mark, set()).update(own)
            met, meet_again = self._met.add, self._met_again.add
            for paper in batch:
                marks = self._own(paper)
                if through:
                    marks = marks.union(*(through.get(mark, ()) for mark in marks))
                for mark in marks:
                    if met(mark):
                        meet_again(mark)
                self._marks.append(list(marks))

    def linking(self, size: int) -> Iterator[list[int]]:
        """For each record those of its marks that others have too, once all were looked at.

        Args:
            size: How many records' marks are in memory at once.
        """
        met_again, loose = self._met_again, self._loose
        for batch in self._marks.batches(size):
            for marks in batch:
                yield [mark for mark in marks if mark in met_again and (mark & 1 or mark in loose)]

    def close(self) -> None:
        """Forget the marks."""
        self._marks.close()

    def _own(self, paper: Paper) -> set[int]:
        title = hash(fold_title(paper.title)) & ~1
        if paper.arxiv_id is None:
            self.has_loose = True
            self._loose.add(title)
            return {title}
        return {title, hash(paper.arxiv_id) | 1}


class _Groups:
    """Records that share marks, by their places in a queue: disjoint sets."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}
        self._first_marks = array("q")

    def add(self, marks: Sequence[int]) -> None:
        """Add the next record, which joins the groups of all of its marks."""
        first = self._root(marks[0])
        for mark in marks[1:]:
            self._parents[self._root(mark)] = first
        self._first_marks.append(marks[0])

    def batches(self, size: int, begun: int) -> Iterator[list[int]]:
        """The places of whole groups, so many that a batch of ``size`` is not exceeded.

        Args:
            size: Of a batch.
            begun: How many records the first batch has already.
        """
        groups: dict[int, list[int]] = {}
        for place, mark in enumerate(self._first_marks):
            groups.setdefault(self._root(mark), []).append(place)
        places: list[int] = []
        for group in groups.values():
            if places and begun + len(places) + len(group) > size:
                yield places
                places, begun = [], 0
            places += group
        if places:
            yield places

    def _root(self, mark: int) -> int:
        parents = self._parents
        root = mark
        while (parent := parents.setdefault(root, root)) != root:
            root = parent
        while mark != root:
            parents[mark], mark = root, parents[mark]
        return root
