"""Opens models. NumPy and what runs one are loaded with the first, and not with this module."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from index.semantic.failures import missing_package
from index.semantic.model import STATIC

if TYPE_CHECKING:
    from index.semantic.model import Model

DEFAULT: Final = "default"
"""The name, in the place of a folder, of the weights that the extra brings."""


def open_model(place: str | os.PathLike[str] | None = None) -> Model:
    """Open a model.

    Args:
        place: A folder with ``model.onnx``, or ``model.safetensors`` of static vectors, and with
            ``tokenizer.json`` or ``vocab.txt``; ``static`` for the weights of the package
            wordllama; ``default``, None or an empty text for the default weights.

    Raises:
        SemanticUnavailable: It is not there or can't be read, or a package is missing.
    """
    try:
        import numpy  # noqa: F401
    except ImportError as error:
        raise missing_package("numpy", error) from None
    from index.semantic import model_folder

    named = os.fspath(place) if place is not None else ""
    if named in ("", DEFAULT):
        return model_folder.default_model()
    if named == STATIC:
        return model_folder.packaged_static_model()
    return model_folder.model_in(os.path.abspath(named))
