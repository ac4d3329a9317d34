"""Waits until the disk confirms what was written, so that it outlasts a power cut."""

from __future__ import annotations

import os


def sync(path: str) -> None:
    """Wait until a file or folder is on its disk.

    Raises:
        OSError: It can't be opened, or its disk does not confirm it.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
