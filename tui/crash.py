"""What is said after a defect in the browser has ended it."""

from __future__ import annotations

from typing import Final

from tui.text import clean

SENTENCE: Final = "quire: this is a defect in Quire, and it had to end: "


def crash_text(error: BaseException | None, *, whole: bool) -> str:
    """The words to leave on the terminal.

    Args:
        error: What went wrong.
        whole: Whether to show where: a reader at somebody else's host is told no paths.

    Returns:
        Lines that hold no controls, whatever text of a paper the error quotes.
    """
    lines: list[str] = []
    if error is not None and whole:
        from traceback import format_exception

        lines = "".join(format_exception(error)).splitlines()
    kind = type(error).__name__ if error is not None else "unknown"
    lines.append(SENTENCE + kind)
    return "\n".join(clean(line).rstrip() for line in lines)
