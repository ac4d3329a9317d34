"""Finds the stylesheet: inside the package in a wheel, beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

NAME = "styles.tcss"
FILTERS = "/* What follows is read when the filters are first seen. */"
OTHERS = "/* What follows is read when another screen than the browser is first seen. */"


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


@cache
def styles() -> tuple[str, str, str]:
    """The stylesheet in three parts: of the browser, of its filters, and of all other screens."""
    first, _, rest = stylesheet().read_text(encoding="utf-8").partition(FILTERS)
    filters, _, others = rest.partition(OTHERS)
    return first, filters, others
