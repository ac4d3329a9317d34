"""How large the terminal's window is, as the terminal itself says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

STANDARD_STREAMS = (2, 0, 1)
"""The browser is drawn on standard error, and reads its keys from standard input."""


def told_size(descriptors: Iterable[int] = STANDARD_STREAMS) -> os.terminal_size | None:
    """Columns and lines of the first terminal that tells; None where none does.

    Args:
        descriptors: File descriptors that may be those of a terminal.
    """
    for descriptor in descriptors:
        try:
            size = os.get_terminal_size(descriptor)
        except (OSError, ValueError):
            continue
        if size.columns > 0 and size.lines > 0:
            return size
    return None


def prefer_window(environment: MutableMapping[str, str]) -> None:
    """Leave ``COLUMNS`` and ``LINES`` for terminals that don't tell their size.

    Textual and Rich would have these variables win, which a shell or a script exports once and a
    window that is resized later knows nothing of.

    Args:
        environment: Environment variables, which are changed.
    """
    if told_size() is not None:
        environment.pop("COLUMNS", None)
        environment.pop("LINES", None)


def screen_lines(most: int) -> int:
    """Lines of the terminal that is drawn on, or ``most`` where it does not tell."""
    told = told_size()
    return min(told.lines, most) if told else most
