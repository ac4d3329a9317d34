"""Keeps vectors of the papers of an index, made as its documents are written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
from tantivy import DocAddress

from index.engine import schema
from index.engine.stored_papers import read_paper
from index.errors import SemanticUnavailable, UsageError
from index.semantic.model import text_of
from index.semantic.opening import open_model
from index.semantic.segments import remove_other_vectors, segments_of
from index.semantic.vectors import remove_partial
from index.storage import store
from index.text.counting import counted

if TYPE_CHECKING:
    import tantivy

    from index.building.report import Report
    from index.semantic.making import Made
    from index.semantic.making import Progress as EmbeddingProgress
    from index.semantic.model import Model


class Texts:
    """Reads what is embedded of the papers of an index.

    Args:
        searcher: Of the index.
        index_dir: The index folder, for errors.
    """

    def __init__(self, searcher: tantivy.Searcher, index_dir: str) -> None:
        self._searcher, self._index_dir = searcher, index_dir

    def __call__(self, segment: int, documents: Sequence[int]) -> Iterator[str]:
        """The texts of documents of a segment."""
        for number in documents:
            paper = read_paper(self._searcher, DocAddress(segment, number), self._index_dir)
            yield text_of(paper.title, paper.abstract)


class Embedding:
    """What a build does about vectors.

    Args:
        is_wanted: Whether papers get vectors; None to go on as the index is.
        place: Where the model is, as ``open_model`` takes it; None for the one that the index has,
            else the default one.
        progress: Told how far embedding is.

    Raises:
        UsageError: There is a model, and nobody wants vectors of it.
    """

    def __init__(
        self,
        is_wanted: bool | None = None,
        place: str | os.PathLike[str] | None = None,
        progress: EmbeddingProgress | None = None,
    ) -> None:
        if place is not None and not is_wanted:
            raise UsageError("a model says what makes the vectors: give semantic=True with it")
        self._is_wanted = is_wanted
        self._place = place
        self._progress = progress
        self._model: Model | None = None
        self._before: store.Generation | None = None
        self._why_none = ""

    def prepare(self, before: store.Generation | None, *, is_replaced: bool) -> None:
        """Open the model where a build without it is refused, before anything takes time.

        Args:
            before: The generation that is updated or replaced.
            is_replaced: Whether nothing of it stays.

        Raises:
            SemanticUnavailable: Vectors were asked for, or would be lost, and can't be made.
        """
        self._before = before
        if self._is_wanted:
            self._model = open_model(self._place or (self._had.model if self._had else None))
        elif is_replaced and self._goes_on:
            self._open_again()
            if self._model is None:
                raise SemanticUnavailable(
                    f"{self._why_none}; or lose the vectors that the index has with --no-semantic"
                )

    @property
    def _goes_on(self) -> bool:
        """Whether vectors are kept up, and nothing was said of them."""
        return self._is_wanted is None and self._had is not None

    def _open_again(self) -> None:
        """Open the model that made the vectors that are there, or find out why it can't be."""
        had = self._had
        if had is None or self._model is not None or self._why_none:
            return
        try:
            model = open_model(had.model)
        except SemanticUnavailable as error:
            self._why_none = str(error)
            return
        if model.fingerprint == had.fingerprint:
            self._model = model
        else:
            self._why_none = (
                f"the model is another than the one that made the vectors ({model.name}): "
                "`quire semantic` makes all of them anew"
            )

    @property
    def _had(self) -> store.VectorFiles | None:
        return self._before.manifest.vectors if self._before is not None else None

    def is_due(self) -> bool:
        """Whether there is something to do for an index that a build has nothing to add to."""
        had, before = self._had, self._before
        if had is None or before is None:
            return self._model is not None
        if self._is_wanted is False:
            return True
        if (
            self._is_wanted
            and self._model is not None
            and self._model.fingerprint != had.fingerprint
        ):
            return True
        if had.papers >= before.manifest.papers:
            return False
        self._open_again()
        return self._model is not None

    def finish(
        self, path: str, index_dir: str, manifest: store.Manifest, report: Report
    ) -> store.Manifest:
        """Make the vectors of a generation whose other files are written.

        Args:
            path: The generation's folder.
            index_dir: The index folder.
            manifest: What is said of the generation so far.
            report: Of the build.

        Returns:
            The manifest with what is said of vectors.

        Raises:
            OSError, ValueError: As ``make_vectors``.
            SemanticUnavailable: The model fails.
        """
        if self._goes_on:
            self._open_again()
        if self._model is not None:
            before = (self._before.path,) if self._before is not None else ()
            made = vectors_made(path, index_dir, self._model, before, self._progress)
            report.embedded = made.embedded
            return msgspec.structs.replace(manifest, vectors=made.files)
        kept = _kept(path, self._had) if self._why_none else None
        remove_other_vectors(path, kept.files if kept is not None else ())
        if self._why_none:
            lacking = manifest.papers - (kept.papers if kept is not None else 0)
            if lacking:
                papers = counted(lacking, "paper")
                report.notes.append(
                    f"{papers} of the index can't be found by meaning: {self._why_none}"
                )
        return msgspec.structs.replace(manifest, vectors=kept)

    def clean(self, index_dir: str) -> None:
        """Remove what was kept for a build that goes on, when one has published its generation."""
        if self._model is not None or self._is_wanted is False:
            remove_partial(index_dir)


def vectors_made(
    path: str,
    index_dir: str,
    model: Model,
    others: Sequence[str],
    progress: EmbeddingProgress | None,
) -> Made:
    """Make the vectors of a generation, as ``make_vectors``, of the papers that it stores."""
    from index.semantic.making import make_vectors

    texts = Texts(schema.open_for_reading(path).searcher(), index_dir)
    return make_vectors(path, index_dir, model, texts, others=others, progress=progress)


def _kept(path: str, had: store.VectorFiles | None) -> store.VectorFiles | None:
    """What there is of vectors whose segments are still there."""
    if had is None:
        return None
    files = {
        name: size
        for name, size in had.files.items()
        if os.path.exists(file := os.path.join(path, name)) and os.path.getsize(file) == size
    }
    stay = [one for one in segments_of(path) if one.vectors in files]
    if not stay:
        return None
    files = {one.vectors: files[one.vectors] for one in stay}
    return msgspec.structs.replace(had, files=files, papers=sum(one.living for one in stay))
