"""Shares out the records of bulk inputs among machines, so that each parses some of them only.

All machines look at all records, for no more than their names: an arXiv id and a title. Records
that may be of one paper go to one machine: those of one title, and those of titles that one id has.
It is the same whichever machine works it out, and in whatever order inputs are read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Final
from zlib import crc32

from index.building.number_queue import NumberQueue
from index.building.part import Part
from index.errors import InputError
from index.identity import fold_title, title_hash
from index.paper import OrganisationRecord, Paper
from index.sources.daily_papers_page.years import title_key

if TYPE_CHECKING:
    from index.sources import Input

_BUCKETS: Final = 256
"""How many parts the ids are looked at in, so that only one has to fit in memory."""

_OF_ALL: Final = -(2**63)
"""Stands for a record that every machine reads."""


class RecordSharing:
    """Tells which records are of one part.

    Attributes:
        elsewhere: Records that were left to other machines.

    Args:
        part: Which.
        folder: Where what does not fit in memory goes.
    """

    def __init__(self, part: Part, folder: str) -> None:
        self.elsewhere = 0
        self._part = part
        self._lines = NumberQueue(folder)
        # How many of them each input has.
        self._counts: deque[int] = deque()
        # Ids, each with a title after it.
        self._named = [NumberQueue(folder, sharing=_BUCKETS) for _ in range(_BUCKETS)]
        # For the titles of papers that have several: another one, and in the end the same for all.
        self._same: dict[int, int] = {}
        self._shared: Iterator[int] = iter(())

    def share_out(
        self, small: Iterable[Paper], bulk: Iterable[Input], for_all: Collection[int] = ()
    ) -> None:
        """Look at all records.

        Args:
            small: Those of other inputs, which every machine has.
            bulk: Inputs whose records are shared out, in the order in which they are read then.
            for_all: Hashes (``title_key``) of titles that every machine reads the records of.
        """
        for paper in small:
            self._meet(paper.arxiv_id, paper.title)
        for item in bulk:
            self._look_at(item, for_all)
        for ids in self._named:
            self._find_titles(ids)
        self._shared = iter(self._lines)

    def own_lines(
        self, lines: Iterable[tuple[int, bytes]], name: str
    ) -> Iterator[tuple[int, bytes]]:
        """Those of an input's lines that this part has.

        Args:
            lines: Of the next input that was looked at.
            name: Of the input.

        Raises:
            InputError: It has other lines now than when it was looked at.
        """
        # Whatever becomes of this input, the next one goes on with its own.
        hashes = islice(self._shared, self._counts.popleft())
        try:
            for number, line in lines:
                hashed = next(hashes, None)
                if hashed is None:
                    raise InputError(f"{name} was changed while it was read: push again")
                if hashed == _OF_ALL or self._part.has(self._first(hashed)):
                    yield number, line
                else:
                    self.elsewhere += 1
        finally:
            deque(hashes, maxlen=0)

    def has(self, paper: Paper) -> bool:
        """Whether a merged paper is of this part."""
        return self._part.has(self._first(_hash_of(paper.title)))

    def close(self) -> None:
        """Forget what was looked at, but not which paper is whose."""
        for queue in (self._lines, *self._named):
            queue.close()

    def _look_at(self, item: Input, for_all: Collection[int]) -> None:
        from index.sources import line_decoder, line_namer, read_lines

        name, decode = line_namer(item), line_decoder(item)
        count = 0
        # What is damaged is told by those who read it for its papers.
        with suppress(InputError):
            for number, line in read_lines(item):
                count += 1
                named = name(line, number)
                if named is None:
                    record = decode(line, number)
                    if not isinstance(record, Paper):
                        # Organisations alone are of a paper that may be anywhere.
                        is_for_all = isinstance(record, OrganisationRecord)
                        self._lines.append(_OF_ALL if is_for_all else crc32(line))
                        continue
                    named = record.arxiv_id, record.title
                hashed = self._meet(*named)
                is_for_all = bool(for_all) and title_key(named[1]) in for_all
                self._lines.append(_OF_ALL if is_for_all else hashed)
        self._counts.append(count)

    def _meet(self, arxiv_id: str | None, title: str) -> int:
        """Take note of a record; the hash of its title."""
        hashed = _hash_of(title)
        if arxiv_id is not None:
            named = title_hash(arxiv_id)
            ids = self._named[named % _BUCKETS]
            ids.append(named)
            ids.append(hashed)
        return hashed

    def _find_titles(self, ids: NumberQueue) -> None:
        """Join the titles of each id."""
        known: dict[int, int] = {}
        numbers = iter(ids)
        for named, hashed in zip(numbers, numbers, strict=True):
            if (first := known.setdefault(named, hashed)) != hashed:
                one, other = sorted((self._first(first), self._first(hashed)))
                if one != other:
                    self._same[other] = one

    def _first(self, hashed: int) -> int:
        """The least hash of the titles that go with one."""
        first = hashed
        while (less := self._same.get(first)) is not None:
            first = less
        while (less := self._same.get(hashed)) is not None:
            self._same[hashed], hashed = first, less
        return first


def _hash_of(title: str) -> int:
    return title_hash(fold_title(title))
