"""Lets papers on a cluster have the organisations that records of nothing else say they have."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import tantivy

from index.building.organisation_names import OrganisationNames
from index.building.organisation_records import OrganisationRecords, join_organisations
from index.engine.cluster.bulk import BulkWriter
from index.engine.cluster.compiler import as_tantivy
from index.paper import Rejected

if TYPE_CHECKING:
    from index.building.push_report import PushReport
    from index.building.push_target import Target


def unnamed(records: OrganisationRecords, searchers: Iterable[tantivy.Searcher]) -> list[Rejected]:
    """The records that name no paper, wherever it is looked for.

    Args:
        records: Those that were left.
        searchers: Of all places where the papers may be.
    """
    left: dict[tuple[str, int], Rejected] | None = None
    for searcher in searchers:
        found = {
            (one.file, one.line): one for named in records.named(searcher) for one in named.rejected
        }
        left = found if left is None else {at: one for at, one in left.items() if at in found}
    return list((left or {}).values())


def send_organisations(
    records: OrganisationRecords,
    target: Target,
    writer: BulkWriter,
    names: OrganisationNames,
    report: PushReport,
    added: Collection[str] | None = None,
) -> None:
    """Look up the papers that records name, and write those that learn something.

    Args:
        records: Those that were left until all papers are there.
        target: The index.
        writer: Writes to it.
        names: Told of what is written.
        report: Told what becomes of the records.
        added: The keys of papers that an update added; None where the index is new.
    """
    if not len(records):
        return
    for named in records.named(as_tantivy(target.searcher())):
        for rejected in named.rejected:
            report.rejected.add(rejected)
        before = None if added is None else named.papers.keys() - added
        joined = join_organisations(named, before)
        report.merged += joined.merged
        report.unchanged += joined.unchanged
        for paper in joined.changed.values():
            names.note(paper)
            writer.put(paper)
    writer.finish()
    target.refresh()
