"""Makes the vectors of a generation that is being built: those that are not there yet."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import msgspec
import numpy as np

from index.errors import VectorsUnfit
from index.semantic.cores import core_count
from index.semantic.known_rows import KnownRows, digests_of, known_rows
from index.semantic.partial import Partial
from index.semantic.quantization import quantized
from index.semantic.segments import Segment, alive, remove_other_vectors, segments_of
from index.semantic.vectors_file import DIGEST, VectorsFile, VectorsWriter
from index.storage.store import VectorFiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.semantic.model import Floats, Model
    from index.semantic.quantization import Bytes
    from index.semantic.vectors_file import Digests

TextsOf: TypeAlias = Callable[[int, Sequence[int]], Iterable[str]]
"""The texts of documents of a segment, by its number and theirs."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called now and then with texts embedded and texts to be embedded in all."""

_AT_ONCE: Final = 4096
"""Documents whose texts are in memory at once."""

BETWEEN_KEEPS: Final = 1.0
"""Seconds for which is embedded before vectors are kept and progress is told, about."""

LEAST_PORTION: Final = min(4 * core_count(), 128)
"""Texts that are embedded at once, at least: with fewer, cores would wait for each other."""


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
            maker.make_all(lacking)
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


class _Lacking(NamedTuple):
    """A segment without a file of vectors, and what is to be done for one.

    Attributes:
        number: Of the segment.
        segment: The segment.
        digests: Of the texts of its documents; zeros where a document was deleted.
        living: Which of its documents are not deleted.
        missing: Which of these have no vector anywhere.
    """

    number: int
    segment: Segment
    digests: Digests
    living: NDArray[np.bool_]
    missing: NDArray[np.bool_]


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
        self.embedded = self._wanted = 0
        self._folder, self._model, self._texts_of = folder, model, texts_of
        self._known, self._partial, self._progress = known, partial, progress
        self._portion = LEAST_PORTION

    def make_all(self, segments: Mapping[int, Segment]) -> None:
        """Make the files of some segments.

        What is there already is looked for in all of them first, so that how much is left to be
        embedded is known before anything is: reading a text takes a thousandth of embedding it.

        Args:
            segments: By number.
        """
        lacking = [self._looked_through(number, one) for number, one in segments.items()]
        self._wanted = sum(int(one.missing.sum()) for one in lacking)
        for one in lacking:
            self._make(one)

    def _looked_through(self, number: int, segment: Segment) -> _Lacking:
        living = alive(self._folder, segment)
        if living is None:
            living = np.ones(segment.documents, np.bool_)
        digests = np.zeros((segment.documents, DIGEST), np.uint8)
        missing = living.copy()
        for rows in _blocks(segment.documents):
            # Documents that were deleted have nothing, and are never asked for.
            wanted = rows[living[rows]]
            digests[wanted] = digests_of(self._texts(number, wanted))
            for known in self._known:
                wanted = wanted[~known.has(digests[wanted])]
            missing[rows] = False
            missing[wanted] = True
        return _Lacking(number, segment, digests, living, missing)

    def _make(self, lacking: _Lacking) -> None:
        segment = lacking.segment
        path = os.path.join(self._folder, segment.vectors)
        # A file that is there is not as it should be, and other generations may share it.
        with suppress(FileNotFoundError):
            os.unlink(path)
        dimensions, fingerprint = self._model.dimensions, self._model.fingerprint
        with VectorsWriter(path, fingerprint, segment.documents, dimensions) as writer:
            for rows in _blocks(segment.documents):
                scales = np.zeros(len(rows), np.float32)
                vectors = np.zeros((len(rows), dimensions), np.int8)
                self._copy_known(lacking, rows, scales, vectors)
                self._embed_missing(lacking, rows, scales, vectors)
                writer.append(lacking.digests[rows], scales, vectors)
            writer.finish()

    def _copy_known(
        self, lacking: _Lacking, rows: NDArray[np.intp], scales: Floats, vectors: Bytes
    ) -> None:
        """Copy those vectors of a block that are there already."""
        places = np.flatnonzero(lacking.living[rows] & ~lacking.missing[rows])
        for known in self._known:
            found_scales, found_vectors = scales[places], vectors[places]
            found = known.fill(lacking.digests[rows[places]], found_scales, found_vectors)
            scales[places], vectors[places] = found_scales, found_vectors
            places = places[~found]

    def _embed_missing(
        self, lacking: _Lacking, rows: NDArray[np.intp], scales: Floats, vectors: Bytes
    ) -> None:
        """Make those vectors of a block that are nowhere, and keep them."""
        places = np.flatnonzero(lacking.missing[rows])
        texts = self._texts(lacking.number, rows[places])
        start = 0
        while start < len(places):
            these = places[start : start + self._portion]
            self._tell()
            began = time.monotonic()
            embedded = self._model.embed(texts[start : start + len(these)])
            took = time.monotonic() - began
            vectors[these], scales[these] = quantized(embedded)
            self._partial.append(lacking.digests[rows[these]], scales[these], vectors[these])
            self.embedded += len(these)
            start += len(these)
            self._portion = portion_after(self._portion, took)
        if len(places):
            self._tell()

    def _texts(self, number: int, rows: NDArray[np.intp]) -> list[str]:
        return list(self._texts_of(number, rows.tolist())) if len(rows) else []

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self.embedded, self._wanted)


def _blocks(documents: int) -> Iterator[NDArray[np.intp]]:
    """The numbers of a segment's documents, so many at once as may be in memory."""
    for start in range(0, documents, _AT_ONCE):
        yield np.arange(start, min(start + _AT_ONCE, documents))


def portion_after(portion: int, seconds: float) -> int:
    """How many texts to embed at once next, so that it takes about ``BETWEEN_KEEPS``.

    Args:
        portion: How many there were.
        seconds: How long they took.
    """
    fitting = portion * BETWEEN_KEEPS / seconds if seconds > 0 else math.inf
    return int(max(LEAST_PORTION, min(fitting, 2 * portion, _AT_ONCE)))
