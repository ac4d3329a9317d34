"""Goes through rows of a file of vectors on all cores, a block that fits the caches at a time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Final

import numpy as np

from index.semantic.cores import core_count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.semantic.model import Floats
    from index.semantic.quantization import Bytes

_BLOCK: Final = 1024
"""Rows that are made floats at once."""

_SIGNS_BLOCK: Final = 8192
"""Rows whose signs are compared at once."""

_SHARE: Final = 16_384
"""Rows that a thread takes at once."""

_WORTH_A_THREAD: Final = 20_000
"""Rows for which another thread pays."""


def products(vectors: Bytes, query: Floats, rows: NDArray[np.intp] | None = None) -> Floats:
    """The product of each row, or of some rows, with a vector.

    NumPy multiplies floats many times as fast as integers, even if it has to make floats first.

    Args:
        vectors: The rows.
        query: The vector.
        rows: Numbers of rows; None for all.
    """
    count = len(vectors) if rows is None else len(rows)
    found = np.empty(count, np.float32)
    query = np.ascontiguousarray(query, np.float32)

    def multiply(start: int, end: int) -> None:
        block = np.empty((_BLOCK, vectors.shape[1]), np.float32)
        for first in range(start, end, _BLOCK):
            last = min(first + _BLOCK, end)
            integers = vectors[first:last] if rows is None else vectors[rows[first:last]]
            floats = block[: last - first]
            np.copyto(floats, integers)
            np.dot(floats, query, out=found[first:last])

    _in_shares(multiply, count)
    return found


def _in_shares(work: Callable[[int, int], None], rows: int) -> None:
    """Have rows worked on by as many threads as there are cores and as pay.

    Each takes a share after the other, so that none waits for one whose core is busy elsewhere.
    """
    count = max(1, min(core_count(), rows // _WORTH_A_THREAD))
    shares = iter(range(0, rows, _SHARE))

    def take() -> None:
        # One thread at a time is in an iterator that is written in C.
        for start in shares:
            work(start, min(start + _SHARE, rows))

    others = [Thread(target=take, daemon=True) for _ in range(count - 1)]
    for thread in others:
        thread.start()
    take()
    for thread in others:
        thread.join()


def sign_differences(signs: NDArray[np.uint64], query: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """In how many dimensions the sign of each row is another than that of a vector.

    Args:
        signs: A row of words a vector, as ``signs_of`` makes them.
        query: The words of the one vector.
    """
    differences = np.empty(len(signs), np.uint16)

    def compare(start: int, end: int) -> None:
        for first in range(start, end, _SIGNS_BLOCK):
            last = min(first + _SIGNS_BLOCK, end)
            block, counted = signs[first:last], differences[first:last]
            counted[:] = np.bitwise_count(block[:, 0] ^ query[0])
            for word in range(1, len(query)):
                counted += np.bitwise_count(block[:, word] ^ query[word])

    _in_shares(compare, len(signs))
    return differences
