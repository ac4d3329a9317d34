"""Static models: a vector for each piece of a word, and their mean for a text, as in model2vec.

The file is ``model.safetensors`` (https://github.com/huggingface/safetensors): the length of a JSON
header in 8 bytes, that header, and the tensors it names. model2vec has the tensor ``embeddings``,
and, where its vocabulary is quantized, ``weights`` and ``mapping``; wordllama has
``embedding.weight``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from index.semantic.failures import unusable
from index.semantic.quantization import unit_rows
from index.semantic.tokenizer import Tokenizer
from index.storage.store import reason_of

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from index.semantic.identity import Identity
    from index.semantic.model import Floats

_VECTORS: Final = ("embeddings", "embedding.weight")
_TYPES: Final = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I8": "i1",
}
_LONGEST_HEADER: Final = 100_000_000
"""Bytes, as the format has it."""

_LIMIT: Final = 512
"""Pieces of a text that count, as model2vec has it."""


class StaticModel:
    """A vector for each piece, mapped from the file.

    Args:
        identity: What it is.
        path: Of the file.
        tokenizer: Takes texts to pieces.

    Raises:
        SemanticUnavailable: The file is no such model.
    """

    def __init__(self, identity: Identity, path: str, tokenizer: Tokenizer) -> None:
        self.name, self.place, self.fingerprint = identity
        self._tokenizer, self._path = tokenizer, path
        tensors = read_tensors(path)
        vectors = next((tensors[name] for name in _VECTORS if name in tensors), None)
        if vectors is None or vectors.ndim != 2 or not vectors.size:
            raise unusable(
                path, f"it holds no static vectors: a table that is called {' or '.join(_VECTORS)}"
            )
        self._vectors = vectors
        self._weights = tensors.get("weights")
        self._mapping = tensors.get("mapping")
        pieces = [one for one in (self._weights, self._mapping) if one is not None]
        if any(one.ndim != 1 for one in pieces) or len({len(one) for one in pieces}) > 1:
            raise unusable(path, "its weights and its mapping are not a number a piece each")
        self._pieces = len(pieces[0]) if pieces else len(vectors)
        if self._mapping is None and self._pieces != len(vectors):
            raise unusable(path, "it has not a weight for each vector")
        if self._mapping is not None and not _leads_into(self._mapping, len(vectors)):
            raise unusable(path, "its mapping leads beyond its vectors")
        self.dimensions = vectors.shape[1]

    def embed(self, texts: Sequence[str]) -> Floats:
        """As ``Model.embed``."""
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            pieces = self._tokenizer.pieces(text, _LIMIT)
            known = [one for one in pieces if one != self._tokenizer.unknown and one < self._pieces]
            if known:
                row[:] = self._mean(np.array(known))
        try:
            return unit_rows(rows)
        except ValueError as error:
            raise unusable(self._path, str(error)) from None

    def _mean(self, pieces: NDArray[np.intp]) -> Floats:
        places = pieces if self._mapping is None else self._mapping[pieces]
        vectors = self._vectors[places].astype(np.float32)
        if self._weights is not None:
            vectors *= self._weights[pieces].astype(np.float32)[:, None]
        mean: Floats = vectors.mean(axis=0)
        return mean


def _leads_into(mapping: NDArray[Any], count: int) -> bool:
    is_whole = np.issubdtype(mapping.dtype, np.integer)
    return bool(is_whole and mapping.size and mapping.min() >= 0 and mapping.max() < count)


class _Tensor(msgspec.Struct):
    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def read_tensors(path: str) -> dict[str, NDArray[Any]]:
    """The tensors of a safetensors file by name, mapped; those of other types are left out.

    Raises:
        SemanticUnavailable: It can't be read, or is none.
    """
    try:
        size = os.path.getsize(path)
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(_LONGEST_HEADER, size - 8):
                raise ValueError("it is no safetensors file")
            header = msgspec.json.decode(file.read(length), type=dict[str, msgspec.Raw])
        header.pop("__metadata__", None)
        tensors = {}
        for name, described in header.items():
            tensor = msgspec.json.decode(described, type=_Tensor)
            if tensor.dtype not in _TYPES:
                continue
            kind = np.dtype(_TYPES[tensor.dtype])
            start, end = (8 + length + offset for offset in tensor.data_offsets)
            if (
                min(tensor.shape, default=0) < 0
                or end - start != prod(tensor.shape) * kind.itemsize
            ):
                raise ValueError(f"{name} has not as many bytes as its shape says")
            if not 8 + length <= start <= end <= size:
                raise ValueError("it is cut off")
            tensors[name] = (
                np.memmap(path, kind, "r", start, tuple(tensor.shape))
                if end > start
                else np.empty(tensor.shape, kind)
            )
    except (OSError, ValueError, RecursionError) as error:
        raise unusable(path, reason_of(error)) from None
    return tensors
