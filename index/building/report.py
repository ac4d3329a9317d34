"""The report of a build, in which every record that was read is counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from index.errors import InputError
from index.paper import Rejected
from index.text.counting import counted

if TYPE_CHECKING:
    from index.sources import Input

Progress: TypeAlias = Callable[[int, int, int], None]
"""Called now and then with records read, bytes read and bytes in all (0 where unknown)."""

REJECTED_SHOWN: Final = 100
"""How many rejected records a report names; the count is of all."""


class RejectedRecords(msgspec.Struct):
    """The rejected records of a build.

    Attributes:
        count: How many there are.
        first: The first hundred of them.
    """

    count: int = 0
    first: list[Rejected] = []

    def add(self, rejected: Rejected) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < REJECTED_SHOWN:
            self.first.append(rejected)


class Report(msgspec.Struct, kw_only=True):
    """The outcome of ``rebuild`` or ``update``; its JSON form is what ``--json`` prints.

    Every record read is one of: the first of its paper (``added``), ``merged`` into a paper with
    other records of this build, ``refreshed`` into a paper that an update found in the index,
    ``unchanged`` (the index knew all of it), or ``rejected``.

    Attributes:
        command: ``rebuild`` or ``update``.
        records: Number of records read, rejected ones included.
        papers: Number of papers in the index now.
        added: Papers that are new in the index.
        refreshed: Papers of the index that learned something.
        merged: Records that told more of, or the same of, a paper of this build.
        rejected: Records that could not become papers.
        unchanged: Records the index already accounted for.
        passed_over: How many entries of folders and archives were no lists of papers, by kind:
            "hidden", "PDF", "Quire index" and so on.
        embedded: Papers whose vectors were made in this build.
        notes: Sentences about the inputs and the index that whoever reads the report should know.
        wrote: Whether a new generation was published.
        seconds: Wall time.
        index: The index folder.
        generation: Name of the generation that is live now.
    """

    command: str
    records: int = 0
    papers: int = 0
    added: int = 0
    refreshed: int = 0
    merged: int = 0
    rejected: RejectedRecords = msgspec.field(default_factory=RejectedRecords)
    unchanged: int = 0
    passed_over: dict[str, int] = {}
    embedded: int = 0
    notes: list[str] = []
    wrote: bool = False
    seconds: float = 0.0
    index: str = ""
    generation: str = ""


@contextmanager
def damage_rejected(item: Input, report: Report) -> Iterator[None]:
    """Reject what can't be read of a file that was found in a folder or an archive.

    What was read of it before stays. A file that the user named must be whole: an index of a part
    of it is not what was asked for.

    Raises:
        InputError: The user named the file.
    """
    try:
        yield
    except InputError as error:
        if item.is_named:
            raise
        from index.sources.inputs.find import sentence_about

        report.records += 1
        reason = sentence_about(error, item.name)
        report.rejected.add(Rejected(file=item.name, line=1, reason=reason))


def strict_sentence(rejected: RejectedRecords) -> str:
    """Why nothing is written, where some records were rejected and that is not wanted."""
    first, count = rejected.first[0], rejected.count
    records = f"{counted(count, 'record')} {'was' if count == 1 else 'were'}"
    return (
        f"{records} rejected, the first at {first.file}:{first.line} ({first.reason}): "
        "nothing was written, because of --strict"
    )


class BuildRefused(InputError):
    """A build that read its inputs and published nothing: the index that was there is live.

    Attributes:
        report: What was read; ``wrote`` is false.
    """

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report
