"""What a push tells of itself: how many papers were read and sent, and those that were refused."""

from __future__ import annotations

import msgspec

from index.building.report import REJECTED_SHOWN, RejectedRecords


class Refused(msgspec.Struct, frozen=True):
    """A paper that the cluster does not take.

    Attributes:
        key: Of the paper.
        reason: What the cluster says.
    """

    key: str
    reason: str


class RefusedPapers(msgspec.Struct):
    """The papers that a cluster does not take.

    Attributes:
        count: How many there are.
        first: The first hundred of them.
    """

    count: int = 0
    first: list[Refused] = []

    def add(self, key: str, reason: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < REJECTED_SHOWN:
            self.first.append(Refused(key, reason))


class PushReport(msgspec.Struct, kw_only=True):
    """The outcome of ``push``; its JSON form is what ``--json`` prints.

    Attributes:
        command: ``push``.
        records: Number of records in the inputs, rejected ones included.
        elsewhere: Those of them that other parts of the push read.
        papers: Number of papers in the index now.
        read: Papers that were made of the other records, to be sent.
        merged: Records that told more of, or the same of, a paper of this push.
        rejected: Records that could not become papers.
        sent: Papers that were written to the cluster.
        refused: Papers that the cluster does not take.
        unchanged: Papers that it had already, as they are.
        passed_over: As for a build.
        notes: As for a build.
        live: Whether the index that is searched is the one that was written to.
        seconds: Wall time.
        index: The address.
        generation: Name of the index that was written to, behind its alias.
    """

    command: str = "push"
    records: int = 0
    elsewhere: int = 0
    papers: int = 0
    read: int = 0
    merged: int = 0
    rejected: RejectedRecords = msgspec.field(default_factory=RejectedRecords)
    sent: int = 0
    refused: RefusedPapers = msgspec.field(default_factory=RefusedPapers)
    unchanged: int = 0
    passed_over: dict[str, int] = {}
    notes: list[str] = []
    live: bool = False
    seconds: float = 0.0
    index: str = ""
    generation: str = ""
