"""What the vectors of an index tell of the meaning of papers; opened at the first question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from index.engine.recent import remember
from index.errors import QuireError, VectorsUnfit

if TYPE_CHECKING:
    from index.engine.addresses import Address
    from index.semantic.model import Floats, Model
    from index.semantic.vectors import Vectors


_shared: Final[dict[str, Model]] = {}


def shared_model(vectors: Vectors) -> Model:
    """The model that vectors are of, opened once for all generations that follow each other.

    Raises:
        SemanticUnavailable, VectorsUnfit: There is none.
    """
    model = _shared.get(vectors.fingerprint)
    if model is None:
        from index.semantic.vectors import model_of

        model = model_of(vectors)
        _shared.clear()
        _shared[vectors.fingerprint] = model
    return model


class Meaning:
    """Finds papers of one generation by meaning.

    Nothing is loaded before the first question: neither vectors nor a model.

    Attributes:
        on: Whether it is asked at all.

    Args:
        open_both: Opens the vectors of the generation and the model that they are of.
    """

    def __init__(self, open_both: Callable[[], tuple[Vectors, Model]]) -> None:
        self.on = True
        self._open_both = open_both
        self._opening = threading.Lock()
        self._opened: tuple[Vectors, Model] | QuireError | None = None
        self._embedded: dict[str, Floats] = {}

    def refusal(self) -> str | None:
        """Why nothing can be found by meaning, in a sentence; None where it can."""
        opened = self._open()
        return str(opened) if isinstance(opened, QuireError) else None

    def embed(self, text: str) -> Floats:
        """The vector of a text.

        Raises:
            SemanticUnavailable, VectorsUnfit: Nothing can be found by meaning, as in all below.
        """
        vector = self._embedded.get(text)
        if vector is None:
            vector = self._ready()[1].embed([text])[0]
            remember(self._embedded, text, vector)
        return vector

    def mean(self, vectors: Sequence[Floats]) -> Floats:
        """The vector between some, of which there is one at least: that of their mean."""
        return vectors[0] if len(vectors) == 1 else self._ready()[0].mean(vectors)

    def cosines(self, vector: Floats, addresses: Sequence[Address]) -> list[float]:
        """How near papers are to a vector: the cosine of each, from -1 to 1."""
        return [float(one) for one in self._ready()[0].cosines(vector, addresses)]

    def nearest(
        self, vector: Floats, count: int, among: Collection[Address] | None = None
    ) -> list[tuple[Address, float]]:
        """The papers nearest to a vector, the nearest first, with their cosines.

        Args:
            vector: Of a text or a paper.
            count: Most papers to find.
            among: Those that may be found; None for all.
        """
        return self._ready()[0].nearest(vector, count, among)

    def row(self, address: Address) -> Floats | None:
        """The vector of a paper; None where it has none."""
        return self._ready()[0].row(address)

    def _ready(self) -> tuple[Vectors, Model]:
        opened = self._open()
        if isinstance(opened, QuireError):
            raise opened
        return opened

    def _open(self) -> tuple[Vectors, Model] | QuireError:
        with self._opening:
            if self._opened is None:
                try:
                    self._opened = self._open_both()
                except QuireError as error:
                    self._opened = error
            elif not isinstance(self._opened, QuireError):
                try:
                    self._opened[0].require_whole()
                except VectorsUnfit as error:
                    self._opened = error
            return self._opened
