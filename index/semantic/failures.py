"""Why nothing is found by meaning: a package is missing, a model or vectors are of no use."""

from __future__ import annotations

from typing import Final

from index.errors import SemanticUnavailable, VectorsUnfit
from index.text.filenames import displayable

INSTALL: Final = "`pip install 'quire[semantic]'`"


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


def unfit(reason: str) -> VectorsUnfit:
    """The error of vectors that are of no use, and what to do.

    Args:
        reason: What is wrong with them.
    """
    return VectorsUnfit(
        f"the vectors of this index do not fit it ({reason}): `quire semantic` makes them anew"
    )
