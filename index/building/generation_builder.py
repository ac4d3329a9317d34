"""Reads the inputs of one build and writes their papers into a new generation.

Records of bulk inputs are written as they are read; only those that may tell of a paper met
before are set aside, looked up at the end and merged. Small inputs (pages, API files), which
overlap most, are held until then. Records of organisations alone join papers last. So memory stays
flat however many records there are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from threading import Thread
from typing import TYPE_CHECKING, Final

import tantivy

from index.building.added_days import LOOKED_UP, AddedDays
from index.building.first_look import FirstLook
from index.building.known_inputs import KnownInputs
from index.building.lookup import keys_known, possible_duplicates
from index.building.manifest import manifest_of
from index.building.merge import merge_groups, with_key
from index.building.organisation_names import OrganisationNames
from index.building.organisation_records import Named, OrganisationRecords, join_organisations
from index.building.record_digests import Ledger, record_digest
from index.building.record_queue import RecordQueue
from index.building.report import Progress, Report, damage_rejected
from index.building.whole_groups import whole_groups
from index.engine import schema
from index.engine.same_title import with_title
from index.errors import InputError
from index.paper import OrganisationRecord, Paper, Rejected
from index.sources import has_ids, line_decoder, read_lines, read_papers
from index.storage import store

if TYPE_CHECKING:
    from index.building.staging import Staging
    from index.sources import Input, SavedYears, YearEvidence

_WRITER_MEMORY: Final = 256 * 1024 * 1024
_WRITER_MEMORY_SMALL: Final = 32 * 1024 * 1024
_SMALL_INPUTS: Final = 8 * 1024 * 1024
_WRITER_THREADS: Final = 2

_BATCH: Final = 30_000
"""Records that wait in memory, are looked up and merged together; some 60 MB of them."""

_FIRST: Final = 1_000
"""Records of bulk inputs that wait too, so that a small build is one exact merge."""

_PROGRESS_EVERY: Final = 512


class GenerationBuilder:
    """Fills the folder of a generation that nobody reads yet."""

    def __init__(
        self,
        path: str,
        base: store.Generation | None,
        report: Report,
        inputs: Sequence[Input],
        known_inputs: KnownInputs,
        evidence: YearEvidence,
        progress: Progress | None,
        added: AddedDays,
        staging: Staging | None = None,
    ) -> None:
        self.changed = False
        self._path = path
        self._base = base
        self._report = report
        self._inputs = sorted(inputs, key=lambda item: (item.is_bulk, item.format, item.name))
        self._progress = progress
        self._added = added
        self._bytes_total = sum(item.size for item in inputs)
        # An update takes about twice as long to merge what is new as to read it.
        self._work_total = self._bytes_total * (3 if base else 1)
        self._bytes_before = 0
        self._known_inputs = known_inputs
        self._organisations = (
            OrganisationNames(base.manifest.organisations, base.manifest.same_organisations)
            if base
            else OrganisationNames({}, {})
        )
        self._ledger = Ledger()
        if base is not None:
            try:
                part = store.LEDGER
                self._ledger = Ledger.load(os.path.join(path, store.LEDGER))
                part = "Tantivy's files"
                with schema.nameable(path) as name:
                    self._index = tantivy.Index.open(name)
            except (OSError, ValueError) as error:
                raise store.unreadable(report.index, error, part) from None
        else:
            with schema.nameable(path) as name:
                self._index = tantivy.Index(schema.build_schema(), name)
        schema.register(self._index)
        self._index.config_reader("manual")
        is_small = self._bytes_total < _SMALL_INPUTS
        self._writer: tantivy.IndexWriter | None = self._index.writer(
            _WRITER_MEMORY_SMALL if is_small else _WRITER_MEMORY,
            1 if is_small else _WRITER_THREADS,
        )
        self._before = self._searcher = self._index.searcher()
        self._held: list[Paper] = []
        self._aside = RecordQueue(path, Paper)
        left, titled = (staging.organisation_records, staging.titled) if staging else (None, None)
        self._joins_organisations = left is None
        self._organisation_records = OrganisationRecords(path, _BATCH) if left is None else left
        self._staging = staging
        self._look_up = titled if base is None else self._titled
        self._evidence = evidence

    # Reading

    def read(self) -> None:
        """Read every input and bring every record into the index."""
        evidence = self._evidence
        saved_years = evidence.settle()
        bulk = [item for item in self._inputs if item.is_bulk]
        bulk = [item for item in bulk if not self._is_known(item, saved_years)]
        undated = [item for item in self._inputs if item.name in evidence.undated]
        for item in self._inputs:
            is_early = not item.is_bulk and item.name not in evidence.undated
            if is_early and not self._is_known(item, saved_years):
                self._read_small(item, saved_years)
        if self._staging is not None:
            others = chain(self._held, *self._aside.batches(_BATCH))
            self._staging.look_at(others, undated, bulk, evidence)
        if self._base is None:
            self._stream_bulk(bulk)
        else:
            for paper in self._bulk_papers(bulk):
                self._hold(paper)
        # Only now it is known what all others say of the papers on pages.
        saved_years = evidence.settle(self._look_up)
        self._report.notes += saved_years.notes
        for item in undated:
            if not self._is_known(item, saved_years):
                self._read_small(item, saved_years)
        self._merge_held()
        # Only now, for any input may hold the papers that they name.
        if self._joins_organisations:
            for named in self._organisation_records.named(self._searcher):
                self._join_organisations(named)

    def _titled(self, title: str) -> list[Paper]:
        """The papers with a title in the index that is updated."""
        return with_title(self._before, title, nearly=False)

    def _is_known(self, item: Input, saved_years: SavedYears) -> bool:
        """Whether the index accounts for this very input already: its records are unchanged."""
        records = self._known_inputs.records_of(item, saved_years.told_of(item.name))
        if records is None:
            return False
        self._report.records += records
        self._report.unchanged += records
        return True

    def _read_small(self, item: Input, saved_years: SavedYears) -> None:
        """Hold the records of a page or an API file until the end of the build."""
        records, rejected = self._report.records, self._report.rejected.count
        with damage_rejected(item, self._report):
            for record in read_papers(item, saved_years):
                self._report.records += 1
                self._report_progress(item)
                if isinstance(record, Rejected):
                    self._report.rejected.add(record)
                elif isinstance(record, OrganisationRecord):
                    self._organisation_records.append(record)
                else:
                    self._evidence.note(record)
                    self._hold(record)
        self._note_input(item, records, rejected, saved_years.told_of(item.name))

    def _hold(self, paper: Paper) -> None:
        """Keep a record until the end of the build."""
        if len(self._held) < _BATCH:
            self._held.append(paper)
        else:
            self._aside.append(paper)

    def _stream_bulk(self, items: Sequence[Input]) -> None:
        """Write the records of bulk inputs as they come, into an index that holds nothing yet."""
        papers = self._bulk_papers(items)
        first = list(islice(papers, _FIRST + 1))
        if len(first) <= _FIRST:
            self._held.extend(first)
            return
        evidence = self._evidence
        may_be_known = FirstLook(
            self._held,
            ids=evidence.ids,
            titles=evidence.titles,
            loose=evidence.loose,
            titles_matter=not all(has_ids(item) for item in items),
        ).may_be_known
        set_aside, added = self._aside.append, self._added
        unwritten: list[Paper] = []
        for paper in chain(first, papers):
            if may_be_known(paper):
                set_aside(paper)
            elif added.is_new:
                self._write(with_key(paper, added=added.today, build=added.build))
            else:
                unwritten.append(with_key(paper))
                if len(unwritten) == LOOKED_UP:
                    self._write_dated(unwritten)
                    unwritten = []
        self._write_dated(unwritten)
        self._commit()

    def _write(self, paper: Paper) -> None:
        """Write a paper that the index does not hold yet."""
        self._organisations.note(paper)
        self._open_writer().add_json(schema.document_json(paper))
        self._report.added += 1

    def _write_dated(self, papers: Sequence[Paper]) -> None:
        for paper in self._added.dated(papers):
            self._write(paper)

    def _bulk_papers(self, items: Sequence[Input]) -> Iterator[Paper]:
        """The papers of bulk inputs whose records the ledger does not hold."""
        lines = read_lines if self._staging is None else self._staging.lines
        report, ledger, known = self._report, self._ledger, self._ledger.known
        look_up = len(ledger) > 0
        note = self._evidence.note if self._evidence.undated else None
        for item in items:
            records, rejected = report.records, report.rejected.count
            # Hashing lets other threads work, so it costs no time while there is a core to spare.
            hashing = Thread(target=self._hash, args=(item,), daemon=True)
            hashing.start()
            decode = line_decoder(item)
            with damage_rejected(item, self._report):
                for number, line in lines(item):
                    report.records += 1
                    if not report.records % _PROGRESS_EVERY:
                        self._report_progress(item)
                    digest = record_digest(line)
                    if look_up and digest in known:
                        report.unchanged += 1
                        continue
                    record = decode(line, number)
                    if isinstance(record, Paper):
                        ledger.add(digest)
                        if note is not None:
                            note(record)
                        yield record
                    elif isinstance(record, Rejected):
                        report.rejected.add(record)
                    else:
                        self._organisation_records.append(record, digest)
            hashing.join()
            self._note_input(item, records, rejected)

    def _hash(self, item: Input) -> None:
        # What is wrong with the input is told by those who read it.
        with suppress(InputError):
            item.digest()

    def _note_input(self, item: Input, records: int, rejected: int, years: str = "") -> None:
        self._bytes_before += item.size
        read, refused = self._report.records - records, self._report.rejected.count - rejected
        if not read:
            item.note("holds no papers")
        self._known_inputs.note(item, read, refused, years)

    def _report_progress(self, item: Input) -> None:
        if self._progress is not None:
            done = self._bytes_before + item.bytes_read
            self._progress(self._report.records, done, self._work_total)

    # Merging and writing

    def _merge_held(self) -> None:
        """Merge all records that were kept, those of one paper together."""
        held, self._held = self._held, []
        if not len(self._aside):
            # In a rebuild nothing is written yet that they could tell of.
            self._merge_batch(held, look_up=self._base is not None)
            return
        for paper in held:
            self._aside.append(paper)
        del held
        done, to_merge = 0, self._work_total - self._bytes_total
        for batch in whole_groups(self._aside, self._searcher, _BATCH, self._path):
            self._merge_batch(batch)
            done += len(batch)
            if self._progress is not None:
                merged = to_merge * done // len(self._aside)
                self._progress(self._report.records, self._bytes_total + merged, self._work_total)

    def _merge_batch(self, batch: Sequence[Paper], *, look_up: bool = True) -> None:
        """Merge a batch with itself and with what the index holds of its papers, and write it."""
        if not batch:
            return
        report = self._report
        known = possible_duplicates(batch, self._searcher) if look_up else []
        # What this same build wrote is no older than the batch, so nothing of it is "refreshed".
        updating = self._base is not None
        writer = self._open_writer()
        changed: list[Paper] = []
        for merged in merge_groups(known, batch, refresh=updating):
            paper, told, before = merged.paper, merged.newer, len(merged.older)
            is_changed = merged.older != (paper,)
            if before == 0:
                report.added += 1
                report.merged += told - 1
            elif not updating:
                report.added -= before - 1
                report.merged += told + before - 1
            elif told and not is_changed:
                report.unchanged += told
            elif told:
                report.added -= before - 1
                report.refreshed += before
                report.merged += told - 1
            if is_changed:
                changed.append(paper)
                for old in merged.older:
                    writer.delete_documents_by_term("key", old.key)
        # Only now, since a paper may get the key that another one had until this batch.
        self._write_changed(self._added.dated(changed))

    def _join_organisations(self, named: Named) -> None:
        """Let papers have the organisations that records of nothing else say they have."""
        report = self._report
        for rejected in named.rejected:
            report.rejected.add(rejected)
            self._known_inputs.reject_later(rejected.file)
        for digest in named.digests:
            self._ledger.add(digest)
        before = None if self._base is None else keys_known(named.papers, self._before)
        joined = join_organisations(named, before)
        for key in joined.changed:
            self._open_writer().delete_documents_by_term("key", key)
        report.merged += joined.merged
        report.refreshed += joined.refreshed
        report.unchanged += joined.unchanged
        self._write_changed(list(joined.changed.values()))

    def _write_changed(self, papers: Sequence[Paper]) -> None:
        """Write papers anew whose documents were deleted."""
        for paper in papers:
            self._organisations.note(paper)
            self._open_writer().add_json(schema.document_json(paper))
        self.changed = self.changed or bool(papers)
        self._commit()

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise RuntimeError("the build has ended")
        return self._writer

    def _commit(self) -> None:
        self._open_writer().commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def finish(self) -> store.Manifest:
        """Close the files and describe them; the builder can't be used afterwards."""
        writer = self._open_writer()
        writer.commit()
        writer.wait_merging_threads()
        # Merging used the writer up and left the files it merged from.
        self._writer = None
        self._index.writer(_WRITER_MEMORY_SMALL, 1).garbage_collect_files()
        self._index.reload()
        searcher = self._searcher = self._index.searcher()
        self._ledger.save(os.path.join(self._path, store.LEDGER))
        return manifest_of(
            self._path,
            searcher,
            self._report,
            self._base,
            build=self._added.build,
            organisations=self._organisations,
            inputs=self._known_inputs.all(),
        )

    def close(self) -> None:
        """Stop the writer's threads and forget what was set aside."""
        writer, self._writer = self._writer, None
        if writer is not None:
            # An error on its way keeps the writer alive, and its threads would go on making files.
            with suppress(RuntimeError, ValueError, OSError):
                writer.rollback()
        self._aside.close()
        if self._joins_organisations:
            self._organisation_records.close()
