"""Small models of invented weights, in the formats that Quire reads."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.papers import WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.semantic.model import Floats
else:
    np = pytest.importorskip("numpy", reason="the extra quire[semantic] is not installed")

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
SIGNS = string.ascii_lowercase + string.digits
VOCABULARY = (*SPECIAL, *WORDS, *SIGNS, *(f"##{sign}" for sign in SIGNS), *string.punctuation)


def write_tensors(path: Path, tensors: Mapping[str, NDArray[Any]]) -> Path:
    """Write a safetensors file."""
    names = {"float32": "F32", "float16": "F16", "int64": "I64", "int32": "I32", "int8": "I8"}
    header: dict[str, Any] = {"__metadata__": {"made": "here"}}
    content = b""
    for name, tensor in tensors.items():
        start = len(content)
        content += tensor.tobytes()
        kind = names[tensor.dtype.name]
        header[name] = {
            "dtype": kind,
            "shape": list(tensor.shape),
            "data_offsets": [start, len(content)],
        }
    encoded = json.dumps(header).encode()
    path.write_bytes(len(encoded).to_bytes(8, "little") + encoded + content)
    return path


def static_model(folder: Path, *, seed: int = 1, dimensions: int = 24) -> Path:
    """A folder with a static model that knows the words of invented papers, and all letters."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")
    vectors = np.random.default_rng(seed).standard_normal((len(VOCABULARY), dimensions))
    write_tensors(folder / "model.safetensors", {"embeddings": vectors.astype(np.float32)})
    return folder


class CountingModel:
    """A model in memory that gives each text a vector of its own, and counts what it is asked.

    Args:
        fails_after: How many texts it embeds before it raises ``KeyboardInterrupt``.
    """

    name = "counting"
    place = "memory"
    fingerprint = "00" * 16
    dimensions = 24

    def __init__(self, fails_after: int | None = None) -> None:
        self.embedded: list[str] = []
        self._fails_after = fails_after

    def embed(self, texts: Sequence[str]) -> Floats:
        """As ``Model.embed``."""
        if self._fails_after is not None and len(self.embedded) >= self._fails_after:
            raise KeyboardInterrupt
        self.embedded += texts
        rows: Floats = np.concatenate([vector_of(text, self.dimensions) for text in texts])
        return rows


def vector_of(text: str, dimensions: int = 24) -> Floats:
    """The vector of a text by ``CountingModel``: one row."""
    seed = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
    row = np.random.default_rng(seed).standard_normal((1, dimensions))
    scaled: Floats = (row / np.linalg.norm(row)).astype(np.float32)
    return scaled
