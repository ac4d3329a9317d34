"""Reports of defects: a file each, for those who mend them, readable by its owner alone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Final

KEPT: Final = 20
"""Reports that are kept; the oldest go."""

LONGEST: Final = 200_000
"""Characters of one report."""


def reports_folder() -> str:
    """Where reports are kept: in the platform's folder for state."""
    from platformdirs import user_state_dir

    return os.path.join(user_state_dir("quire", appauthor=False), "defects")


def keep_report(error: BaseException, folder: str | None = None) -> str:
    """Write down where a defect happened.

    Args:
        error: What was raised.
        folder: Where to keep the report; by default ``reports_folder()``.

    Returns:
        One sentence about the defect that says where the report is, or why it can't be kept.
        It may hold controls, as paths may.
    """
    sentence = f"this is a defect in Quire, and it had to end: {type(error).__name__}"
    try:
        path = _write(_text(error), folder or reports_folder())
    except Exception as problem:
        reason = getattr(problem, "strerror", None) or type(problem).__name__
        return f"{sentence}, and a report of it can't be kept: {reason.lower()}"
    return f"{sentence}; what went wrong where is in {path}"


def _text(error: BaseException) -> str:
    import platform
    from traceback import format_exception

    from index.version import VERSION

    text = "".join(format_exception(error))
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]}\n[...]\n{text[-LONGEST // 2 :]}"
    return (
        f"Quire {VERSION}, Python {platform.python_version()}, {platform.platform()}\n"
        f"arguments: {sys.argv[1:]!r}\n\n{text}"
    )


def _write(text: str, folder: str) -> str:
    from time import gmtime, strftime

    os.makedirs(folder, mode=0o700, exist_ok=True)
    name = f"{strftime('%Y%m%dT%H%M%SZ', gmtime())}-{os.getpid()}-{os.urandom(2).hex()}.txt"
    path = os.path.join(folder, name)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise
    for old in sorted(name for name in os.listdir(folder) if name.endswith(".txt"))[:-KEPT]:
        with suppress(OSError):
            os.unlink(os.path.join(folder, old))
    return path
