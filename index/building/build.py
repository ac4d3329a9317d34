"""Rebuild and update: stream the records, write what is new, publish it whole, report.

A build is written beside the live index and published with one rename (see ``storage.publishing``).
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import tantivy

from index.building.added_days import AddedDays
from index.building.embedding import Embedding
from index.building.generation_builder import GenerationBuilder
from index.building.known_inputs import KnownInputs
from index.building.report import BuildRefused, Progress, Report, strict_sentence
from index.engine import schema
from index.errors import IndexMissing, IndexOutdated, QuireError
from index.query import dates
from index.sources.daily_papers_page.year_argument import check_year
from index.storage import lock, publishing, store
from index.storage.location import index_folder
from index.text.filenames import displayable

if TYPE_CHECKING:
    from index.building.staging import Staging
    from index.semantic.making import Progress as EmbeddingProgress

_DAMAGED: Final = (
    "the index that is replaced can't be read, so its papers count as added today, like new ones"
)
_REPAIRED: Final = (
    "the pointer to the live index was lost or torn, and names the newest whole one again"
)


def rebuild(
    paths: Sequence[str | os.PathLike[str]],
    index_dir: str | os.PathLike[str] | None = None,
    *,
    format: str | None = None,
    year: int | None = None,
    strict: bool = False,
    wait: bool = False,
    allow_empty: bool = False,
    semantic: bool | None = None,
    model: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    embedding_progress: EmbeddingProgress | None = None,
) -> Report:
    """Replace the index with what ``paths`` hold.

    Args:
        paths: Files, folders or ``-`` for standard input.
        index_dir: The index folder, made if missing; by default the user's own.
        format: Read every input as this format instead of recognising it.
        year: Year in which all saved pages were saved, whatever they tell of it.
        strict: Publish nothing when a record is rejected.
        wait: Wait for another writer instead of raising.
        allow_empty: Publish an index without papers where the inputs hold none, instead of raising.
        semantic: Whether papers get vectors, by which they are found by meaning; None for what the
            index has.
        model: Where the model of the vectors is, as ``open_model`` takes it; None for the one that
            the index has, else the default one.
        progress: Told how far reading and merging are.
        embedding_progress: Told how far embedding is.

    Raises:
        InputError: An input can't be read or the index can't be written.
        BuildRefused: An ``InputError`` with the report: the inputs hold no paper, or a record was
            rejected under ``strict``.
        IndexBusy: Another process is writing this index.
        UsageError: The index lies in no folder, or there is a model without ``semantic``.
        SemanticUnavailable: Vectors were asked for, or would be lost, and can't be made.
    """
    embedding = Embedding(semantic, model, embedding_progress)
    return _build(
        "rebuild", paths, index_dir, format, year, strict, wait, allow_empty, progress, embedding
    )


def update(
    paths: Sequence[str | os.PathLike[str]],
    index_dir: str | os.PathLike[str] | None = None,
    *,
    format: str | None = None,
    year: int | None = None,
    strict: bool = False,
    wait: bool = False,
    allow_empty: bool = False,
    semantic: bool | None = None,
    model: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    embedding_progress: EmbeddingProgress | None = None,
) -> Report:
    """Add what ``paths`` hold to the index and refresh what it has; the rest stays.

    The arguments are those of ``rebuild``. Where there is no index yet one is made. Inputs without
    any record, such as the API's answer for a day without papers, change nothing and are no error
    where there is an index.

    Raises:
        InputError: As ``rebuild``.
        BuildRefused: As ``rebuild``; for inputs without a paper only if all their records were
            rejected or there is no index yet.
        IndexBusy: As ``rebuild``.
        IndexDamaged: The index to be updated can't be read.
        IndexOutdated: Another version of Quire made it.
        UsageError: As ``rebuild``.
        SemanticUnavailable: Vectors were asked for and can't be made.
    """
    embedding = Embedding(semantic, model, embedding_progress)
    return _build(
        "update", paths, index_dir, format, year, strict, wait, allow_empty, progress, embedding
    )


def stage(
    paths: Sequence[str | os.PathLike[str]],
    index_dir: str,
    staging: Staging,
    *,
    format: str | None = None,
    year: int | None = None,
    strict: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Make an index in a folder of its own of what is then sent elsewhere.

    Args:
        paths: As for ``rebuild``.
        index_dir: The folder.
        staging: Which records to take, and which to leave.
        format: As for ``rebuild``.
        year: As for ``rebuild``.
        strict: As for ``rebuild``.
        progress: As for ``rebuild``.

    Raises:
        InputError: As ``rebuild``.
        BuildRefused: As ``rebuild``; where records are left, there may be no paper.
    """
    none = Embedding(is_wanted=False)
    return _build(
        "rebuild",
        paths,
        index_dir,
        format,
        year,
        strict,
        wait=False,
        allow_empty=False,
        progress=progress,
        embedding=none,
        staging=staging,
    )


def _build(
    command: str,
    paths: Sequence[str | os.PathLike[str]],
    index_dir: str | os.PathLike[str] | None,
    format_name: str | None,
    year: int | None,
    strict: bool,
    wait: bool,
    allow_empty: bool,
    progress: Progress | None,
    embedding: Embedding,
    staging: Staging | None = None,
) -> Report:
    # The sources are loaded when a build begins: a search must not pay for them.
    from index.sources import gather_evidence, survey
    from index.sources.inputs.find import look_at_again

    check_year(year)
    started = time.monotonic()
    folder = index_folder(index_dir)
    # What an index accounts for need not be looked at, unless it is read in another way.
    is_plain = command == "update" and format_name is None and year is None
    accounted = _accounted(folder) if is_plain else None
    found = survey(
        paths,
        format=format_name,
        allow_empty=allow_empty,
        known_format=accounted.format_of if accounted is not None else None,
    )
    report = Report(
        command=command,
        index=displayable(folder),
        passed_over=dict(sorted(found.passed_over.items())),
        notes=found.notes,
    )
    with lock.writer_lock(folder, wait=wait):
        base: store.Generation | None = None
        if command == "update":
            base, is_repaired = publishing.base_generation(folder, schema.FINGERPRINT)
            if is_repaired:
                report.notes.append(_REPAIRED)
        with publishing.new_generation(folder, base) as path:
            build: GenerationBuilder | None = None
            known_inputs = KnownInputs(base.manifest.inputs if base is not None else ())
            for item in found.inputs:
                # Another process may have published another index meanwhile.
                if item.is_unchanged and known_inputs.format_of(item) is None:
                    look_at_again(item)
            try:
                # An update knows them from the papers that it merges with.
                replaced = base if base is not None else _replaced(folder, report)
                before = _searcher_of(replaced, report) if base is None else None
                embedding.prepare(replaced, is_replaced=base is None)
                added = AddedDays(dates.today(), _number_of_build(replaced), before)
                evidence = gather_evidence(found.inputs, year=year)
                build = GenerationBuilder(
                    path,
                    base,
                    report,
                    found.inputs,
                    known_inputs,
                    evidence,
                    progress,
                    added,
                    staging,
                )
                build.read()
                report.notes += [
                    f"{item.name} {text}" for item in found.inputs for text in item.notes
                ]
                if strict and report.rejected.count:
                    raise _refused(folder, strict_sentence(report.rejected), report, started)
                is_elsewhere = staging is not None and staging.elsewhere > 0
                if not (allow_empty or is_elsewhere) and _is_empty(report, base):
                    raise _refused(folder, _empty_sentence(report), report, started)
                if command == "rebuild" or base is None or build.changed or embedding.is_due():
                    manifest = embedding.finish(path, folder, build.finish(), report)
                    report.generation = publishing.publish(folder, path, manifest).name
                    embedding.clean(folder)
                    report.papers = manifest.papers
                    report.wrote = True
                else:
                    report.generation = base.name
                    report.papers = base.manifest.papers
            except (UnicodeError, RecursionError):
                # These are no errors of a disk.
                raise
            except (OSError, ValueError, RuntimeError) as error:
                raise store.unwritable(folder, error) from None
            finally:
                if build is not None:
                    build.close()
    report.seconds = round(time.monotonic() - started, 3)
    return report


def _accounted(folder: str) -> KnownInputs | None:
    """The inputs that the live index accounts for; None where it can't be read."""
    try:
        return KnownInputs(store.live_generation(folder, schema.FINGERPRINT).manifest.inputs)
    except (QuireError, OSError, ValueError):
        # Whoever opens it tells what is wrong.
        return None


def _replaced(folder: str, report: Report) -> store.Generation | None:
    """The generation that a rebuild replaces; None where there is none of this version."""
    try:
        return store.live_generation(folder, schema.FINGERPRINT)
    except (IndexMissing, IndexOutdated):
        return None
    except (QuireError, OSError, ValueError):
        report.notes.append(_DAMAGED)
        return None


def _searcher_of(replaced: store.Generation | None, report: Report) -> tantivy.Searcher | None:
    """Searches what a rebuild replaces; None where there is nothing that can be read."""
    if replaced is None:
        return None
    try:
        return schema.open_for_reading(replaced.path).searcher()
    except (QuireError, OSError, ValueError):
        report.notes.append(_DAMAGED)
        return None


def _number_of_build(before: store.Generation | None) -> int:
    """The number of a build that begins now, whatever the clock was before."""
    now = int(time.time())
    return now if before is None else max(now, before.manifest.build + 1)


def _refused(folder: str, sentence: str, report: Report, started: float) -> BuildRefused:
    """The error of a build that publishes nothing, its report about the index as it stays."""
    with suppress(QuireError):
        live = store.live_generation(folder, schema.FINGERPRINT)
        report.generation, report.papers = live.name, live.manifest.papers
    report.seconds = round(time.monotonic() - started, 3)
    return BuildRefused(sentence, report)


def _is_empty(report: Report, base: store.Generation | None) -> bool:
    """Whether nothing that was read became a paper, or stands for one that the index has."""
    if report.rejected.count < report.records:
        return False
    return base is None or report.records > 0


def _empty_sentence(report: Report) -> str:
    rejected = report.rejected
    if rejected.count:
        first = rejected.first[0]
        records = "the one record was" if rejected.count == 1 else f"all {rejected.count:,} were"
        why = f"{records} rejected, the first at {first.file}:{first.line} ({first.reason})"
    else:
        why = "they hold no records"
    return f"there is no paper in these inputs: {why}; nothing was written"
