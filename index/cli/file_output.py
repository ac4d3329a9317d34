"""Writes a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from index.errors import OutputError
from index.storage import durable


def write_file(path: str, data: bytes) -> None:
    """Write a file in place of the one that is there, if there is one.

    A device or a pipe is written to as it is.

    Raises:
        OutputError: It can't be written; what was there is there still.
    """
    try:
        target = os.path.realpath(path)
        mode = _mode_of(target)
        if mode is not None and not stat.S_ISREG(mode):
            with open(target, "wb") as file:
                file.write(data)
            return
        _replace(target, data, mode)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise OutputError(f"can't write {path}: {reason}") from None


def _mode_of(path: str) -> int | None:
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _replace(target: str, data: bytes, mode: int | None) -> None:
    folder = os.path.dirname(target)
    # Hidden, so that nobody takes it for what it will be.
    unfinished = os.path.join(folder, f".{os.path.basename(target)[:200]}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with open(descriptor, "wb") as file:
            if mode is not None:
                os.fchmod(descriptor, stat.S_IMODE(mode))
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.replace(unfinished, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise
    durable.sync(folder)
