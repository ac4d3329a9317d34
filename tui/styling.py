"""Finds the stylesheet: inside the package in a wheel, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

NAME = "styles.tcss"


def stylesheet() -> Path:
    """Path of the stylesheet.

    Raises:
        FileNotFoundError: It is in neither place; the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for folder in (package, package.parent):
        if (folder / NAME).is_file():
            return folder / NAME
    raise FileNotFoundError(f"{NAME} is missing beside {package}; install Quire again.")
