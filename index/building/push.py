"""Fills an index on a search cluster with papers.

The inputs are read, merged and reported as for an index in a folder, which is made first, beside
everything else; then its papers are sent. So no record is understood in another way.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from typing import Any, Final
from zlib import crc32

from index.building.build import stage
from index.building.organisation_names import OrganisationNames
from index.building.part import Part
from index.building.push_copies import copies_for, missing_copies
from index.building.push_folder import push_folder
from index.building.push_report import PushReport
from index.building.push_target import Target
from index.building.pushed_organisations import send_organisations, unnamed
from index.building.pushed_updates import send_updates
from index.building.report import (
    BuildRefused,
    Progress,
    Report,
    strict_sentence,
)
from index.building.staging import Staging
from index.engine.cluster.address import parse_address
from index.engine.cluster.bulk import BulkWriter
from index.engine.cluster.client import Client
from index.engine.cluster.compiler import as_tantivy
from index.engine.cluster.credentials import credentials_for
from index.engine.cluster.failures import sense_expected
from index.engine.search import TantivyPapers, open_folder
from index.engine.stored_papers import paper_at
from index.errors import IndexUnreachable, InputError, UsageError
from index.paper import Paper
from index.text.counting import counted

_ANSWERING: Final = 60.0
"""Seconds for an answer: a cluster that lost a node waits for another copy first."""

_PAGE: Final = 5_000


def push(
    address: str,
    paths: Sequence[str | os.PathLike[str]],
    *,
    update: bool = False,
    part: Part | None = None,
    shards: int | None = None,
    replicas: int | None = None,
    format: str | None = None,
    year: int | None = None,
    strict: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], object] = lambda _: None,
) -> PushReport:
    """Make an index on a cluster of what ``paths`` hold, or bring that into the one there is.

    A new index is searched when it is whole, and not before. A push that was cut off goes on where
    it was when it is given the same inputs again.

    Args:
        address: Of the index, such as ``https://host:9200/papers``.
        paths: As for ``rebuild``.
        update: Whether to add to the index that is there, and refresh what it has.
        part: Which part of the papers to make and to send; all machines are given the same inputs.
        shards: Parts that the cluster keeps the papers in; by default one for each node.
        replicas: Copies beside the first; by default one where there are several nodes.
        format: As for ``rebuild``.
        year: As for ``rebuild``.
        strict: Send nothing when a record is rejected, and let no new index be searched that the
            cluster refused a paper of.
        progress: As for ``rebuild``, while inputs are read.
        say: Told what is waited for, if anything takes longer than a moment.

    Raises:
        UsageError: The address or the settings are wrong, or the cluster has too few nodes for the
            copies.
        InputError: The inputs can't be read, or hold no paper.
        BuildRefused: As ``rebuild``.
        QuireError: The cluster can't be reached, is none that is known, or takes no changes.
    """
    started = time.monotonic()
    parsed = parse_address(address)
    if update and part is not None:
        raise UsageError("--update sends all papers: it takes no --shard")
    if update and not (shards is replicas is None):
        given = "--shards" if replicas is None else "--replicas"
        raise UsageError(f"--update writes to the index that is there: it takes no {given}")
    part = part or Part()
    client = Client(parsed, credentials_for(parsed), answering=_ANSWERING, is_patient=True)
    report = PushReport(index=str(parsed))
    with ExitStack() as stack:
        stack.enter_context(closing(client))
        stack.enter_context(sense_expected(parsed, "index.building.push_"))
        target = Target(client)
        if update:
            target.open_live()
        copies = 0 if update else copies_for(client, replicas)
        folder = stack.enter_context(push_folder())
        # What they tell of may be known to the cluster alone.
        leaves_organisations = update or part.of > 1
        titled = target.titled if update else None
        staging = Staging(folder, part, leaves_organisations=leaves_organisations, titled=titled)
        stack.callback(staging.close)
        options = {"format": format, "year": year, "strict": strict, "progress": progress}
        papers = stack.enter_context(_staged(paths, folder, report, staging, options))
        if update and strict:
            _refuse_unnamed(staging, papers, target, report)
        if not update:
            digest = _digest(papers, format, year)
            target.create(digest, papers.build, shards, copies, say)
        writer = stack.enter_context(_writer(client, target.index, report))
        if update:
            assert staging.organisation_records is not None, "an update leaves them"
            records = staging.organisation_records
            all_papers = _all_papers(papers)
            send_updates(all_papers, papers.build, records, target, writer, report)
        else:
            names = _send_whole(papers, staging, target, writer, report)
            # A part that lacks papers is not noted as there, so nothing is searched without them.
            if not (strict and report.refused.count):
                target.note(part, papers.live.manifest, report.records, names)
                _finish(part, staging, target, writer, report, strict=strict)
        target.refresh()
        if missing := missing_copies(client, target.index):
            report.notes = [*report.notes, f"{missing}: what they hold is lost with one node more"]
        report.papers = target.count()
        report.live = target.is_live()
    report.sent = writer.written
    report.generation = target.index
    report.seconds = round(time.monotonic() - started, 3)
    return report


@contextmanager
def _staged(
    paths: Sequence[str | os.PathLike[str]],
    folder: str,
    report: PushReport,
    staging: Staging,
    options: dict[str, Any],
) -> Iterator[TantivyPapers]:
    """The papers of some inputs, merged, in an index of their own."""
    place = os.path.join(folder, "index")
    try:
        built = stage(paths, place, staging, **options)
    except BuildRefused as error:
        error.report.command = "push"
        error.report.index = report.index
        raise BuildRefused(str(error).replace(place, report.index), error.report) from None
    report.elsewhere = staging.elsewhere
    report.records, report.merged = built.records + staging.elsewhere, built.merged
    report.rejected = built.rejected
    report.passed_over, report.notes = built.passed_over, built.notes
    report.read = built.papers
    with open_folder(place) as papers:
        yield papers


def _digest(papers: TantivyPapers, format_name: str | None, year: int | None) -> str:
    """What names an index that is made of some inputs: the same inputs, the same name."""
    inputs = sorted((one.digest, one.bytes) for one in papers.live.manifest.inputs)
    return f"{crc32(repr((inputs, format_name, year)).encode()):08x}"


def _all_papers(papers: TantivyPapers) -> Iterator[Paper]:
    """All papers, the newest first, read in stretches."""
    searcher, queries = papers.searcher, papers.compiler.variants.queries
    high: int | None = None
    seen: set[str] = set()
    while True:
        query = queries.all() if high is None else queries.between("by_date", None, high)
        hits: Any = searcher.search(query, _PAGE, count=False, order_by_field="by_date").hits
        stretch = [(value, paper_at(searcher, place)) for value, place in hits]
        yield from (paper for _, paper in stretch if paper.key not in seen)
        if len(stretch) < _PAGE:
            return
        # Papers of one day are told apart by a hash, which several may share.
        high = stretch[-1][0]
        seen = {paper.key for value, paper in stretch if value == high}


def _send_whole(
    papers: TantivyPapers, staging: Staging, target: Target, writer: BulkWriter, report: PushReport
) -> OrganisationNames:
    """Send the papers of a part to a new index; the names of their organisations."""
    names = OrganisationNames({}, {})
    keys: list[str] = []
    chosen = filter(staging.has, _all_papers(papers))
    while batch := list(islice(chosen, _PAGE)):
        keys += [paper.key for paper in batch]
        for paper in batch:
            names.note(paper)
        missing = target.without_known(batch) if target.is_begun else batch
        report.unchanged += len(batch) - len(missing)
        for paper in target.dated(missing, papers.build):
            writer.put(paper)
    report.read = len(keys)
    writer.finish()
    lost = target.missing_of(keys)
    if len(lost) > report.refused.count:
        raise IndexUnreachable(
            f"{counted(len(lost), 'paper')} did not come to stay, though "
            f"{target.address.cluster} took all: push again, which sends what is missing"
        )
    return names


def _refuse_unnamed(
    staging: Staging, papers: TantivyPapers, target: Target, report: PushReport
) -> None:
    """Send nothing where a record of organisations names no paper, neither here nor there."""
    records = staging.organisation_records
    if records is not None and len(records):
        for rejected in unnamed(records, (papers.searcher, as_tantivy(target.searcher()))):
            report.rejected.add(rejected)
        _refuse_rejected(report)


def _refuse_rejected(report: PushReport) -> None:
    if report.rejected.count:
        told = Report(
            command=report.command,
            records=report.records,
            rejected=report.rejected,
            passed_over=report.passed_over,
            notes=report.notes,
            index=report.index,
        )
        raise BuildRefused(strict_sentence(report.rejected), told)


def _finish(
    part: Part,
    staging: Staging,
    target: Target,
    writer: BulkWriter,
    report: PushReport,
    *,
    strict: bool,
) -> None:
    """Let the index be searched, if all parts are there."""
    parts = target.parts(part.of)
    if len(parts) < part.of:
        return
    names = OrganisationNames({}, {})
    for one in parts:
        names.learn(one.organisations, one.same_organisations)
    if staging.organisation_records is not None:
        send_organisations(staging.organisation_records, target, writer, names, report)
        if strict:
            _refuse_rejected(report)
    target.refresh()
    if target.count():
        target.finish(parts, names)
    elif not report.refused.count:
        raise InputError("there is no paper in any part of these inputs: nothing can be searched")


@contextmanager
def _writer(client: Client, index: str, report: PushReport) -> Iterator[BulkWriter]:
    writer = BulkWriter(client, index, report.refused.add)
    try:
        yield writer
        writer.finish()
    finally:
        writer.close()
        report.sent = writer.written
