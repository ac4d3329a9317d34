"""Brings papers into an index on a cluster that has some of them already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec

from index.building.lookup import possible_duplicates
from index.building.merge import Merged, merge_groups
from index.building.organisation_names import OrganisationNames
from index.building.organisation_records import OrganisationRecords
from index.building.pushed_organisations import send_organisations
from index.engine.cluster.bulk import BulkWriter
from index.engine.cluster.compiler import as_tantivy
from index.engine.cluster.manifest import ClusterManifest
from index.identity import fold_title
from index.paper import Paper
from index.version import VERSION

if TYPE_CHECKING:
    from index.building.push_report import PushReport
    from index.building.push_target import Target

_BATCH: Final = 2_000
"""Papers that are looked up, merged and written together."""


def send_updates(
    papers: Iterable[Paper],
    build: int,
    records: OrganisationRecords,
    target: Target,
    writer: BulkWriter,
    report: PushReport,
) -> None:
    """Merge papers with those of the index that they are, and write what that changes.

    A paper whose key is another one now is written under it first and removed under the old one
    then: so it is never lost, whenever this ends.

    Args:
        papers: Merged with each other; no two are one paper.
        build: The number of the build that made them.
        records: Of organisations alone, of papers that are among them or in the index.
        target: The index.
        writer: Writes to it.
        report: Told what stays as it is.
    """
    manifest = target.manifest
    assert manifest is not None, "a target is opened before it is written to"
    names = OrganisationNames(manifest.organisations, manifest.same_organisations)
    number = max(build, manifest.build + 1)
    added: set[str] = set()
    # Of a clock that stands still or goes back no paper is added earlier than it was.
    left = (msgspec.structs.replace(paper, added_build=number) for paper in papers)
    while batch := list(islice(left, _BATCH)):
        known = possible_duplicates(batch, as_tantivy(target.searcher()))
        there = {paper.key: paper for paper in known}
        changed_papers = [paper for paper in batch if not _is_as(paper, there.get(paper.key))]
        report.unchanged += len(batch) - len(changed_papers)
        replaced: list[str] = []
        kept: set[str] = set()
        for merged in _merged(known, changed_papers):
            paper = merged.paper
            kept.add(paper.key)
            if merged.older == (paper,):
                report.unchanged += merged.newer
                continue
            if not merged.older:
                added.add(paper.key)
            names.note(paper)
            writer.put(paper)
            replaced += [old.key for old in merged.older]
        writer.finish()
        for key in replaced:
            if key not in kept:
                writer.remove(key)
        writer.finish()
    send_organisations(records, target, writer, names, report, added)

    def changed(known: ClusterManifest) -> ClusterManifest:
        # Another update may have told of more names since this one began.
        names.learn(known.organisations, known.same_organisations)
        return msgspec.structs.replace(
            known,
            quire=VERSION,
            records=known.records + report.records,
            organisations=names.names(),
            same_organisations=names.same(),
            build=max(number, known.build),
        )

    target.change(changed)


def _is_as(paper: Paper, known: Paper | None) -> bool:
    """Whether a paper is in the index already, with nothing else said of it."""
    return known is not None and known == msgspec.structs.replace(
        paper, added=known.added, added_build=known.added_build
    )


def _merged(known: Sequence[Paper], batch: Sequence[Paper]) -> Iterator[Merged]:
    """Papers of a batch, each with those of the index that it may be, and with no others.

    That papers of one title are several may follow from a record which had that title too, and
    whose paper has another one now: what was told apart when all records were at hand stays so.
    """
    joins = _shares_a_name(known)
    yield from (Merged(paper, (), 1) for paper in batch if not joins(paper))
    some = list(filter(joins, batch))
    yield from merge_groups(filter(_shares_a_name(some), known), some)


def _shares_a_name(papers: Sequence[Paper]) -> Callable[[Paper], bool]:
    """Tells whether a paper has the arXiv id or the title of one of these."""
    ids = {paper.arxiv_id for paper in papers} - {None}
    titles = {fold_title(paper.title) for paper in papers}
    return lambda paper: paper.arxiv_id in ids or fold_title(paper.title) in titles
