"""Finds the stylesheet: inside the package in a wheel, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

NAME = "styles.tcss"
LATER = "/* What follows is read when another screen than the browser is first seen. */"


def stylesheet() -> Path:
    """Path of the stylesheet.

    Raises:
        FileNotFoundError: It is in neither place; the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package, package.parent):
        if (folder / NAME).is_file():
            return folder / NAME
    raise FileNotFoundError(f"{NAME} is missing beside {package}; install Quire again.")


def styles() -> tuple[str, str]:
    """The stylesheet in two parts: that of the browser, and that of all other screens."""
    first, _, later = stylesheet().read_text(encoding="utf-8").partition(LATER)
    return first, later
