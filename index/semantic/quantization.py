"""Vectors as eight-bit integers with a scale: a quarter of the room, nearly the same cosines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.semantic.model import Floats

    Bytes: TypeAlias = NDArray[np.int8]

LARGEST: Final = 127
"""The largest integer; its negative is the smallest, so that no sign is favoured."""


def unit_rows(rows: Floats) -> Floats:
    """Rows scaled to unit length; a row of zeros stays one.

    Raises:
        ValueError: Something in them is not a number, or infinite.
    """
    # The square of a large float of 32 bits is more than these hold.
    lengths = np.linalg.norm(rows.astype(np.float64), axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise ValueError("it gives vectors that are not made of numbers")
    scaled: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled.astype(np.float32, copy=False)


def quantized(rows: Floats) -> tuple[Bytes, Floats]:
    """Rows as integers whose largest is 127, and the scales that give these unit length again.

    The length that counts is that of the integers, so a cosine is exact for them. A row of zeros
    has the scale 0.
    """
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    stretched = np.divide(rows * LARGEST, largest, out=np.zeros_like(rows), where=largest > 0)
    integers = np.rint(stretched).astype(np.int8)
    lengths = np.linalg.norm(integers.astype(np.float32), axis=1)
    scales = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return integers, scales.astype(np.float32)
