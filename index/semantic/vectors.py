"""The vectors of a generation: what opens them. NumPy is loaded where there are any."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import VectorsUnfit
from index.semantic.failures import missing_package, unfit
from index.storage.store import MANIFEST, VectorFiles, reason_of

if TYPE_CHECKING:
    from index.semantic.mapped_vectors import Vectors as Vectors
    from index.semantic.model import Model


PARTIAL: Final = "vectors.partial"
"""In the index folder: what a build that was ended has made so far."""


class _Manifest(msgspec.Struct):
    vectors: VectorFiles | None = None


def open_vectors(generation: str | os.PathLike[str]) -> Vectors | None:
    """Open the vectors of a generation; None where it has none.

    Args:
        generation: Its folder.

    Raises:
        VectorsUnfit: They are of another generation, cut off or can't be read.
        SemanticUnavailable: NumPy is missing.
    """
    try:
        with open(os.path.join(generation, MANIFEST), "rb") as file:
            described = msgspec.json.decode(file.read(), type=_Manifest).vectors
    except FileNotFoundError:
        raise VectorsUnfit(
            "the index was replaced since it was opened, and its vectors with it: open it again"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise unfit(f"{MANIFEST} can't be read: {reason_of(error)}") from None
    if described is None:
        return None
    try:
        import numpy  # noqa: F401
    except ImportError as error:
        raise missing_package("numpy", error) from None
    from index.semantic.mapped_vectors import map_vectors

    try:
        return map_vectors(os.fspath(generation), described)
    except VectorsUnfit as error:
        raise unfit(str(error)) from None


def model_of(vectors: Vectors) -> Model:
    """The model that vectors are of.

    Raises:
        SemanticUnavailable: It can't be opened here.
        VectorsUnfit: What is in its place is another one.
    """
    from index.semantic.opening import open_model

    model = open_model(vectors.model)
    if model.fingerprint != vectors.fingerprint:
        where = vectors.model or "the installed package"
        raise unfit(f"they are of another model than the one in {where}")
    return model


def remove_partial(index_dir: str) -> None:
    """Remove ``PARTIAL``, which is of no more use. What can't be removed stays."""
    with suppress(OSError):
        os.unlink(os.path.join(index_dir, PARTIAL))
