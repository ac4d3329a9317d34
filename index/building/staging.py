"""What is special about a build whose papers are sent elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, Final

from index.building.organisation_records import OrganisationRecords
from index.building.part import Part
from index.building.record_sharing import RecordSharing
from index.errors import InputError
from index.paper import Paper

if TYPE_CHECKING:
    from index.sources import Input, SavedYears, YearEvidence

_BATCH: Final = 30_000
"""Records of organisations that are looked up together."""


class Staging:
    """Makes a part of the papers, and leaves some records to whoever knows all papers.

    Attributes:
        titled: As the argument.
        organisation_records: Records of organisations alone, which are left: those of a part, or
            of an update, tell of papers that are elsewhere.

    Args:
        folder: Where what does not fit in memory goes.
        part: Which part of the papers to make.
        leaves_organisations: Whether to leave records of organisations alone.
        titled: Gives the papers with a title of the index that is updated, where one is.
    """

    def __init__(
        self,
        folder: str,
        part: Part,
        *,
        leaves_organisations: bool,
        titled: Callable[[str], Iterable[Paper]] | None = None,
    ) -> None:
        self.titled = titled
        self._sharing = RecordSharing(part, folder) if part.of > 1 else None
        self.organisation_records = (
            OrganisationRecords(folder, _BATCH) if leaves_organisations else None
        )

    @property
    def elsewhere(self) -> int:
        """Records that were left to other machines."""
        return self._sharing.elsewhere if self._sharing is not None else 0

    def has(self, paper: Paper) -> bool:
        """Whether a merged paper is of this part; others may be there in fragments."""
        return self._sharing is None or self._sharing.has(paper)

    def look_at(
        self,
        small: Iterable[Paper],
        late: Iterable[Input],
        bulk: Sequence[Input],
        evidence: YearEvidence,
    ) -> None:
        """Look at all inputs before the bulk ones are read.

        Args:
            small: The records that were read from other inputs.
            late: Other inputs that are read last.
            bulk: Bulk inputs, in order.
            evidence: Of the years of the inputs that are read last.
        """
        if self._sharing is None:
            return
        others = chain(small, _papers_of(late, evidence.settle()))
        self._sharing.share_out(others, bulk, evidence.titles)

    def lines(self, item: Input) -> Iterator[tuple[int, bytes]]:
        """The lines of the next bulk input that this part has.

        Raises:
            InputError: They can't be read.
        """
        from index.sources import read_lines

        lines = read_lines(item)
        return lines if self._sharing is None else self._sharing.own_lines(lines, item.name)

    def close(self) -> None:
        """Forget what was left."""
        if self._sharing is not None:
            self._sharing.close()
        if self.organisation_records is not None:
            self.organisation_records.close()


def _papers_of(items: Iterable[Input], saved_years: SavedYears) -> Iterator[Paper]:
    from index.sources import read_papers

    for item in items:
        # What is damaged is told by those who read it for its papers.
        with suppress(InputError):
            yield from (one for one in read_papers(item, saved_years) if isinstance(one, Paper))
