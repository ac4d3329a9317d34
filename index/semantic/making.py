"""Makes the vectors of a generation that is being built: those that are not there yet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
import numpy as np

from index.errors import VectorsUnfit
from index.semantic.known_rows import KnownRows, digests_of, known_rows
from index.semantic.partial import Partial
from index.semantic.quantization import quantized
from index.semantic.segments import Segment, alive, remove_other_vectors, segments_of
from index.semantic.vectors_file import DIGEST, VectorsFile, VectorsWriter
from index.storage.store import VectorFiles

if TYPE_CHECKING:
    from index.semantic.model import Floats, Model
    from index.semantic.quantization import Bytes
    from index.semantic.vectors_file import Digests

TextsOf: TypeAlias = Callable[[int, Sequence[int]], Iterable[str]]
"""The texts of documents of a segment, by its number and theirs."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called now and then with texts embedded and texts to be embedded in all."""

_AT_ONCE: Final = 4096
"""Documents whose texts are in memory at once."""

_BETWEEN_KEEPS: Final = 32
"""Texts that are embedded before their vectors are kept and progress is told."""


class Made(msgspec.Struct, frozen=True):
    """What was made.

    Attributes:
        files: What the manifest says of the vectors.
        embedded: How many texts were embedded.
        written: How many files were written.
    """

    files: VectorFiles
    embedded: int
    written: int


def make_vectors(
    folder: str,
    index_dir: str,
    model: Model,
    texts_of: TextsOf,
    *,
    others: Sequence[str] = (),
    progress: Progress | None = None,
) -> Made:
    """Write a file of vectors for each segment of a generation that has none.

    Vectors that were made of the same text are taken where they are found: in files of the
    generation itself, in those of ``others``, and in what a build that was ended left. Files of
    segments that are gone are removed.

    Args:
        folder: Of the generation, of which this process is the writer.
        index_dir: The index folder.
        model: Embeds.
        texts_of: Gives texts.
        others: Folders of other generations.
        progress: Told how far it is.

    Raises:
        OSError: Something can't be read or written.
        ValueError: Tantivy's files are not as it writes them.
        SemanticUnavailable: The model fails.
    """
    segments = segments_of(folder)
    lacking = {
        number: one for number, one in enumerate(segments) if not _is_there(folder, one, model)
    }
    embedded = 0
    if lacking:
        with Partial(index_dir, model.fingerprint, model.dimensions) as partial:
            known = known_rows((folder, *others), partial, model.fingerprint, model.dimensions)
            maker = _Maker(folder, model, texts_of, known, partial, progress)
            maker.waiting = sum(one.living for one in lacking.values())
            for number, segment in lacking.items():
                maker.make(number, segment)
            embedded = maker.embedded
    wanted = {one.vectors for one in segments}
    remove_other_vectors(folder, wanted)
    papers = sum(one.living for one in segments)
    files = VectorFiles(
        model=model.place,
        name=model.name,
        fingerprint=model.fingerprint,
        dimensions=model.dimensions,
        papers=papers,
        files={name: os.path.getsize(os.path.join(folder, name)) for name in sorted(wanted)},
    )
    return Made(files, embedded, len(lacking))


def _is_there(folder: str, segment: Segment, model: Model) -> bool:
    """Whether a segment has a file that is as it should be."""
    try:
        file = VectorsFile(os.path.join(folder, segment.vectors))
    except VectorsUnfit:
        return False
    found = (file.fingerprint, file.dimensions, file.rows)
    return found == (model.fingerprint, model.dimensions, segment.documents)


class _Maker:
    """Makes files of vectors, one after the other.

    Args:
        folder: Where they go.
        model: Embeds.
        texts_of: Gives texts.
        known: What there is already.
        partial: Keeps what is made.
        progress: Told how far it is.

    Attributes:
        embedded: Texts that were embedded.
        waiting: Documents that were not looked at yet.
    """

    def __init__(
        self,
        folder: str,
        model: Model,
        texts_of: TextsOf,
        known: Sequence[KnownRows],
        partial: Partial,
        progress: Progress | None,
    ) -> None:
        self.embedded = self.waiting = 0
        self._folder, self._model, self._texts_of = folder, model, texts_of
        self._known, self._partial, self._progress = known, partial, progress

    def make(self, number: int, segment: Segment) -> None:
        """Make the file of a segment.

        Args:
            number: Of the segment.
            segment: The segment.
        """
        path = os.path.join(self._folder, segment.vectors)
        # A file that is there is not as it should be, and other generations may share it.
        with suppress(FileNotFoundError):
            os.unlink(path)
        living = alive(self._folder, segment)
        dimensions, fingerprint = self._model.dimensions, self._model.fingerprint
        with VectorsWriter(path, fingerprint, segment.documents, dimensions) as writer:
            for start in range(0, segment.documents, _AT_ONCE):
                rows = np.arange(start, min(start + _AT_ONCE, segment.documents))
                wanted = rows if living is None else rows[living[rows]]
                digests = np.zeros((len(rows), DIGEST), np.uint8)
                scales = np.zeros(len(rows), np.float32)
                vectors = np.zeros((len(rows), dimensions), np.int8)
                # Documents that were deleted have nothing, and are never asked for.
                part = self._rows(list(self._texts_of(number, wanted.tolist())))
                places = wanted - start
                digests[places], scales[places], vectors[places] = part
                writer.append(digests, scales, vectors)
            writer.finish()

    def _rows(self, texts: Sequence[str]) -> tuple[Digests, Floats, Bytes]:
        """The digests, scales and vectors of some texts."""
        digests = digests_of(texts)
        scales = np.zeros(len(texts), np.float32)
        vectors = np.zeros((len(texts), self._model.dimensions), np.int8)
        self.waiting -= len(texts)
        missing = np.arange(len(texts))
        for known in self._known:
            found_scales, found_vectors = scales[missing], vectors[missing]
            found = known.fill(digests[missing], found_scales, found_vectors)
            scales[missing], vectors[missing] = found_scales, found_vectors
            missing = missing[~found]
        for start in range(0, len(missing), _BETWEEN_KEEPS):
            self._tell(len(missing) - start)
            these = missing[start : start + _BETWEEN_KEEPS]
            embedded = self._model.embed([texts[number] for number in these.tolist()])
            vectors[these], scales[these] = quantized(embedded)
            self._partial.append(digests[these], scales[these], vectors[these])
            self.embedded += len(these)
        self._tell(0)
        return digests, scales, vectors

    def _tell(self, left: int) -> None:
        if self._progress is not None:
            self._progress(self.embedded, self.embedded + left + self.waiting)
