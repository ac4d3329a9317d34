"""Makes the vectors of the index that is live, or removes them; its papers stay as they are."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import msgspec

from index.building.embedding import vectors_made
from index.engine import schema
from index.semantic.opening import open_model
from index.semantic.vectors import remove_partial
from index.storage import lock, publishing, store
from index.storage.checksums import difference
from index.storage.location import index_folder
from index.text.filenames import displayable

if TYPE_CHECKING:
    from index.semantic.making import Progress as EmbeddingProgress


class SemanticReport(msgspec.Struct, kw_only=True):
    """What was done about vectors; its JSON form is what ``quire semantic --json`` prints.

    Attributes:
        index: The index folder.
        generation: Name of the generation that is live now.
        papers: How many papers have a vector.
        embedded: How many got theirs now.
        model: What the model is called; empty where there are no vectors.
        dimensions: How many numbers a vector has.
        bytes: Size of the vectors on disk.
        wrote: Whether a new generation was published.
        seconds: Wall time.
    """

    index: str
    generation: str
    papers: int = 0
    embedded: int = 0
    model: str = ""
    dimensions: int = 0
    bytes: int = 0
    wrote: bool = False
    seconds: float = 0.0


def add_vectors(
    index_dir: str | os.PathLike[str] | None = None,
    *,
    model: str | os.PathLike[str] | None = None,
    wait: bool = False,
    progress: EmbeddingProgress | None = None,
) -> SemanticReport:
    """Give every paper of an index a vector, by which it is found by meaning.

    What has a vector of the same model keeps it, unless its file is not as it was written.

    Args:
        index_dir: The index folder; by default the user's own.
        model: Where the model is, as ``open_model`` takes it; None for the one that the index has,
            else the default one.
        wait: Wait for another writer instead of raising.
        progress: Told how far embedding is.

    Raises:
        IndexMissing, IndexDamaged, IndexOutdated, IndexClosed: As ``store.live_generation``.
        InputError: It can't be written.
        IndexBusy: Another process is writing this index.
        SemanticUnavailable: There is no such model, or a package is missing.
        UsageError: The index lies in no folder.
    """
    started = time.monotonic()
    folder = index_folder(index_dir)
    # The lock makes the folder of an index that is not there.
    store.live_generation(folder, schema.FINGERPRINT)
    with lock.writer_lock(folder, wait=wait):
        base = store.live_generation(folder, schema.FINGERPRINT)
        had = base.manifest.vectors
        opened = open_model(model if model is not None else had.model if had is not None else None)
        with publishing.new_generation(folder, base) as path:
            try:
                _remove_damaged(path, base.manifest)
                made = vectors_made(path, folder, opened, (), progress)
                live, wrote = base, False
                if made.written or made.files != had:
                    manifest = msgspec.structs.replace(base.manifest, vectors=made.files)
                    live, wrote = publishing.publish(folder, path, manifest), True
                remove_partial(folder)
            except (OSError, ValueError, RuntimeError) as error:
                raise store.unwritable(folder, error) from None
    return SemanticReport(
        index=displayable(folder),
        generation=live.name,
        papers=made.files.papers,
        embedded=made.embedded,
        model=made.files.name,
        dimensions=made.files.dimensions,
        bytes=sum(made.files.files.values()),
        wrote=wrote,
        seconds=round(time.monotonic() - started, 3),
    )


def drop_vectors(
    index_dir: str | os.PathLike[str] | None = None, *, wait: bool = False
) -> SemanticReport:
    """Remove the vectors of an index; its papers stay. Takes and raises as ``add_vectors``."""
    started = time.monotonic()
    folder = index_folder(index_dir)
    store.live_generation(folder, schema.FINGERPRINT)
    with lock.writer_lock(folder, wait=wait):
        live = store.live_generation(folder, schema.FINGERPRINT)
        remove_partial(folder)
        has_some = live.manifest.vectors is not None
        if has_some:
            without = msgspec.structs.replace(live.manifest, vectors=None)
            base = msgspec.structs.replace(live, manifest=without)
            with publishing.new_generation(folder, base) as path:
                try:
                    live = publishing.publish(folder, path, without)
                except OSError as error:
                    raise store.unwritable(folder, error) from None
    return SemanticReport(
        index=displayable(folder),
        generation=live.name,
        wrote=has_some,
        seconds=round(time.monotonic() - started, 3),
    )


def _remove_damaged(path: str, manifest: store.Manifest) -> None:
    """Remove files of vectors that are not as they were written, so that they are made anew."""
    for name in manifest.vector_files:
        file_path = os.path.join(path, name)
        try:
            with open(file_path, "rb") as file:
                wrong = difference(file, manifest.checksums[name])
        except FileNotFoundError:
            continue
        if wrong is not None:
            os.unlink(file_path)
