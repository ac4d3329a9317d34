"""The vectors of a generation, mapped, and the search among them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from index.errors import VectorsUnfit
from index.semantic.failures import unfit
from index.semantic.quantization import unit_rows
from index.semantic.scanning import products, sign_differences
from index.semantic.segments import alive, segments_of
from index.semantic.vectors_file import VectorsFile, signs_of
from index.storage.store import VectorFiles, reason_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.semantic.model import Floats
    from index.semantic.segments import Segment

    Places: TypeAlias = NDArray[np.intp]
    Address: TypeAlias = tuple[int, int]

SCANNED: Final = 1_000_000
"""Rows up to which every vector is looked at; of more, those whose signs are most alike."""

GATHERED: Final = 4
"""Gathering more than a part of this size of all rows takes longer than going through all."""

CANDIDATES: Final = 60_000
"""How many vectors are looked at then, at least."""

CANDIDATES_EACH: Final = 100
"""And how many for each paper that is wanted."""


def map_vectors(folder: str, described: VectorFiles) -> Vectors:
    """Map the vectors of a generation.

    Args:
        folder: Of the generation.
        described: What its manifest says of them.

    Raises:
        VectorsUnfit: They are not what it says.
    """
    try:
        segments = segments_of(folder)
    except (OSError, ValueError) as error:
        raise VectorsUnfit(reason_of(error)) from None
    parts: list[Part | None] = []
    for segment in segments:
        if segment.vectors not in described.files:
            # Whoever made the segment had no model.
            parts.append(None)
            continue
        file = VectorsFile(os.path.join(folder, segment.vectors))
        found = (file.fingerprint, file.dimensions, file.rows)
        if found != (described.fingerprint, described.dimensions, segment.documents):
            raise VectorsUnfit(f"{segment.vectors} is of another model or another index")
        parts.append(Part(folder, segment, file))
    return Vectors(described, parts)


class Part:
    """The vectors of one segment.

    Args:
        folder: Of the generation.
        segment: The segment.
        file: Its vectors.
    """

    def __init__(self, folder: str, segment: Segment, file: VectorsFile) -> None:
        self.file = file
        self.scales = file.scales
        living = alive(folder, segment)
        if living is not None:
            self.scales = np.where(living, file.scales, 0).astype(np.float32)

    def cosines(self, query: Floats, rows: Places | None = None) -> Floats:
        """The cosines of some rows, or of all; minus infinity where there is no vector.

        Args:
            query: Of unit length.
            rows: Numbers of rows.
        """
        scales = self.scales if rows is None else self.scales[rows]
        if rows is not None and len(rows) > self.file.rows // GATHERED:
            found = products(self.file.vectors, query)[rows]
        else:
            found = products(self.file.vectors, query, rows)
        found *= scales
        found[scales == 0] = -np.inf
        return found


class Vectors:
    """The vectors of a generation.

    A document's address is the number of its segment and its own number there, as Tantivy's
    ``DocAddress`` has them.

    Args:
        described: What the manifest says of them.
        parts: Those of each segment, in the order of the segments; None where it has none.

    Attributes:
        fingerprint: Of the model, hexadecimal.
        dimensions: How many numbers a vector has.
        model: Where the model is, as ``open_model`` takes it.
        name: What the model is called.
        count: How many papers have a vector.
    """

    def __init__(self, described: VectorFiles, parts: Sequence[Part | None]) -> None:
        self.fingerprint = described.fingerprint
        self.dimensions = described.dimensions
        self.model, self.name, self.count = described.model, described.name, described.papers
        self._parts = parts

    def require_whole(self) -> None:
        """Make sure that nothing was cut off of the files, which reading on would not survive.

        Nor may others have been written over them, whose vectors mean something else.

        Raises:
            VectorsUnfit: Something was.
        """
        try:
            for part in self._parts:
                if part is not None:
                    part.file.require_whole()
        except VectorsUnfit as error:
            raise unfit(str(error)) from None

    def cosines(self, query: Floats, addresses: Sequence[Address]) -> Floats:
        """How near the papers at some addresses are to a vector: 1 is nearest.

        Args:
            query: A vector of unit length, of the same model.
            addresses: Of documents.

        Returns:
            A number an address, in their order; 0 where a paper has no vector.
        """
        found = np.zeros(len(addresses), np.float32)
        for _, part, places, rows in self._by_segment(addresses):
            found[places] = part.cosines(query, rows)
        found[found == -np.inf] = 0
        return found

    def nearest(
        self, query: Floats, count: int, among: Collection[Address] | None = None
    ) -> list[tuple[Address, float]]:
        """The papers that are nearest to a vector, the nearest first, with their cosines.

        Every vector is looked at, but where there are more than a million: then the signs of all,
        and the vectors whose signs are most alike. Papers that were deleted are not found, nor
        those without a vector.

        Args:
            query: A vector of unit length, of the same model.
            count: How many are wanted at most.
            among: Addresses of those that may be found; by default of all.
        """
        best: list[tuple[float, Address]] = []
        for number, part, rows in self._searched(query, count, among):
            cosines = part.cosines(query, rows)
            places = _highest(cosines, count)
            found = places if rows is None else rows[places]
            best += [
                (cosine, (number, row))
                for cosine, row in zip(cosines[places].tolist(), found.tolist(), strict=True)
            ]
        best.sort(key=lambda one: (-one[0], one[1]))
        return [(address, cosine) for cosine, address in best[:count] if cosine > -np.inf]

    def row(self, address: Address) -> Floats | None:
        """The vector of the paper at an address, of unit length; None where it has none."""
        number, row = address
        part = self._parts[number]
        if part is None or part.scales[row] == 0:
            return None
        vector: Floats = part.file.vectors[row].astype(np.float32) * part.scales[row]
        return vector

    def mean(self, vectors: Sequence[Floats]) -> Floats:
        """The mean of some vectors, of unit length; zeros where they cancel each other out."""
        mean: Floats = unit_rows(np.mean(vectors, axis=0, dtype=np.float32, keepdims=True))[0]
        return mean

    def _searched(
        self, query: Floats, count: int, among: Collection[Address] | None
    ) -> Iterator[tuple[int, Part, Places | None]]:
        """The parts to be searched, with their numbers and those of the rows; None is all."""
        parts = [(number, part) for number, part in enumerate(self._parts) if part is not None]
        if among is not None:
            for number, part, _, rows in self._by_segment(among):
                # As they lie in the file, which is the quickest to read.
                yield number, part, np.sort(rows)
        elif sum(part.file.rows for _, part in parts) <= SCANNED:
            for number, part in parts:
                yield number, part, None
        else:
            yield from _alike(parts, query, max(CANDIDATES, CANDIDATES_EACH * count))

    def _by_segment(
        self, addresses: Collection[Address]
    ) -> Iterator[tuple[int, Part, Places, Places]]:
        """The parts that addresses lead to: their numbers, places in ``addresses``, rows."""
        flat = chain.from_iterable(addresses)
        numbers = np.fromiter(flat, np.intp, 2 * len(addresses)).reshape(-1, 2)
        for number, part in enumerate(self._parts):
            places = np.flatnonzero(numbers[:, 0] == number)
            if part is not None and len(places):
                yield number, part, places, numbers[places, 1]


def _alike(
    parts: Sequence[tuple[int, Part]], query: Floats, count: int
) -> Iterator[tuple[int, Part, Places]]:
    """The rows of each part whose signs are most like those of a vector: ``count`` or some more."""
    (signs,) = signs_of(query[None])
    most = len(query) + 1
    compared = []
    for number, part in parts:
        differences = sign_differences(part.file.signs, signs)
        # What was deleted, or has no vector, is farther than anything else.
        differences[part.scales == 0] = most
        compared.append((number, part, differences))
    frequency = sum(np.bincount(one, minlength=most + 1) for _, _, one in compared)
    farthest = min(int(np.searchsorted(np.cumsum(frequency), count)), most - 1)
    for number, part, differences in compared:
        yield number, part, np.flatnonzero(differences <= farthest)


def _highest(values: Floats, count: int) -> Places:
    """The places of the highest values, in no order."""
    if count >= len(values):
        return np.arange(len(values))
    if count <= 0:
        return np.empty(0, np.intp)
    return np.argpartition(values, -count)[-count:]
