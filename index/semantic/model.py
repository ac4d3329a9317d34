"""Models: what makes vectors of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]

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


def text_of(title: str, abstract: str | None) -> str:
    """What is embedded of a paper."""
    return f"{title}. {abstract}" if abstract else title
