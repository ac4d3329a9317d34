"""Opens the generations of index folders, which Tantivy searches."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import tantivy

from index.engine import schema
from index.engine.compile import Compiler
from index.engine.damage import damage_told
from index.engine.organisations import Organisations
from index.engine.searcher_papers import SearcherPapers
from index.engine.stored_papers import read_sample
from index.errors import IndexDamaged, QuireError
from index.overlay import Overlay
from index.storage import store

if TYPE_CHECKING:
    from index.engine.meaning import Meaning
    from index.semantic.model import Model
    from index.semantic.vectors import Vectors


def open_folder(folder: str | os.PathLike[str], overlay: Overlay | None = None) -> TantivyPapers:
    """Open the live generation of an index folder, as ``index.engines.open_index`` does.

    Raises:
        IndexMissing, IndexDamaged, IndexClosed, IndexOutdated: It can't be read.
    """
    folder = os.fspath(folder)
    while True:
        generation = store.live_generation(folder, schema.FINGERPRINT)
        try:
            with damage_told(generation, folder):
                index = schema.open_for_reading(generation.path)
                meaning = meaning_of(generation)
                return TantivyPapers(folder, generation, index.searcher(), overlay, meaning)
        except IndexDamaged:
            # A newer generation may have been published while this one was being opened.
            if store.live_name(folder) == generation.name:
                raise


def meaning_of(generation: store.Generation) -> Meaning | None:
    """What tells of the meaning of a generation's papers; None where it has no vectors."""
    if generation.manifest.vectors is None:
        return None
    from index.engine.meaning import Meaning, shared_model

    def open_both() -> tuple[Vectors, Model]:
        from index.semantic.vectors import open_vectors

        vectors = open_vectors(generation.path)
        assert vectors is not None
        return vectors, shared_model(vectors)

    return Meaning(open_both)


class TantivyPapers(SearcherPapers):
    """The papers of one generation, found by Tantivy.

    An opened generation never changes and keeps answering after a newer one was published.
    """

    def __init__(
        self,
        folder: str,
        generation: store.Generation,
        searcher: tantivy.Searcher,
        overlay: Overlay | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        manifest = generation.manifest
        organisations = Organisations(manifest.organisations, manifest.same_organisations)
        super().__init__(
            folder,
            searcher,
            Compiler(searcher, organisations, overlay, meaning),
            organisations,
        )
        self._generation = generation

    @property
    def segments(self) -> int:
        """Number of segments the papers lie in."""
        return self.searcher.num_segments

    @property
    def live(self) -> store.Generation:
        """The generation that answers, as the store knows it."""
        return self._generation

    @property
    def generation(self) -> str:
        """Name of the generation that answers."""
        return self._generation.name

    @property
    def build(self) -> int:
        """As ``Papers.build``."""
        return self._generation.manifest.build

    def live_name(self) -> str:
        """As ``Papers.live_name``, by one small read."""
        return store.live_name(self.place)

    def is_stale(self) -> bool:
        """As ``Papers.is_stale``, by one small read."""
        try:
            return self.live_name() != self._generation.name
        except QuireError:
            return False

    def sample(self) -> int:
        """Read papers back from every segment, ever farther apart; how many were read.

        Raises:
            IndexDamaged: One can't be read.
        """
        with self._failures_told():
            return read_sample(self.searcher, self.place)

    def _failures_told(self) -> AbstractContextManager[None]:
        return damage_told(self._generation, self.place)
