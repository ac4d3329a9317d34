"""Vectors that were made before, found by the digests of what they were made of."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from index.errors import VectorsUnfit
from index.semantic.segments import ENDING
from index.semantic.vectors_file import DIGEST, VectorsFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.semantic.model import Floats
    from index.semantic.partial import Partial
    from index.semantic.quantization import Bytes
    from index.semantic.vectors_file import Digests


def digests_of(texts: Sequence[str]) -> Digests:
    """The digests of texts, a row each."""
    joined = b"".join(
        blake2b(text.encode(errors="surrogatepass"), digest_size=DIGEST).digest() for text in texts
    )
    return np.frombuffer(joined, np.uint8).reshape(-1, DIGEST)


class KnownRows:
    """A table of vectors that is searched by digest.

    Args:
        digests: A row of 16 bytes a vector.
        scales: A number a vector; 0 where there is none after all.
        vectors: The vectors.
    """

    def __init__(self, digests: Digests, scales: Floats, vectors: Bytes) -> None:
        self._digests, self._scales, self._vectors = digests, scales, vectors
        keys = _keys(digests)
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]

    def fill(self, digests: Digests, scales: Floats, vectors: Bytes) -> NDArray[np.bool_]:
        """Copy the vectors of some digests.

        Args:
            digests: Of what vectors are wanted for.
            scales: Gets their scales.
            vectors: Gets them.

        Returns:
            Which were found.
        """
        rows, found = self._looked_up(digests)
        scales[found] = self._scales[rows[found]]
        vectors[found] = self._vectors[rows[found]]
        return found

    def has(self, digests: Digests) -> NDArray[np.bool_]:
        """Which digests it has vectors for."""
        return self._looked_up(digests)[1]

    def _looked_up(self, digests: Digests) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """The rows of digests, and which of these are theirs."""
        if not len(self._sorted):
            return np.zeros(len(digests), np.intp), np.zeros(len(digests), np.bool_)
        places = np.searchsorted(self._sorted, _keys(digests))
        rows = self._order[np.minimum(places, len(self._order) - 1)]
        found: NDArray[np.bool_] = (self._digests[rows] == digests).all(axis=1)
        found &= self._scales[rows] > 0
        return rows, found


def _keys(digests: Digests) -> NDArray[np.uint64]:
    """The first half of each digest as a number: two texts share it once in an age."""
    keys: NDArray[np.uint64] = np.ascontiguousarray(digests[:, :8]).view("<u8")[:, 0]
    return keys


def known_rows(
    folders: Iterable[str], partial: Partial, fingerprint: str, dimensions: int
) -> list[KnownRows]:
    """All vectors of a model that lie in some generations, or were kept of a build.

    Files that are not as they were written are passed over.

    Args:
        folders: Of generations.
        partial: What was kept.
        fingerprint: Of the model.
        dimensions: Of its vectors.
    """
    records = partial.records
    known = [KnownRows(records["digest"], records["scale"], records["vector"])]
    seen: set[str] = set()
    for folder in folders:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            if name.endswith(ENDING) and name not in seen:
                seen.add(name)
                try:
                    file = VectorsFile(os.path.join(folder, name))
                except VectorsUnfit:
                    continue
                if (file.fingerprint, file.dimensions) == (fingerprint, dimensions):
                    known.append(KnownRows(file.digests, file.scales, file.vectors))
    return known
