"""The folder in which a push makes an index before it sends the papers, and what dead ones left."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

_PREFIX: Final = "quire-push-"


@contextmanager
def push_folder() -> Iterator[str]:
    """A folder for one push, gone afterwards; those of pushes that were killed are removed first.

    Each push holds a lock on its folder, which ends with its process.

    Raises:
        OSError: No folder can be made.
    """
    _remove_left()
    folder, descriptor = _locked_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _locked_folder() -> tuple[str, int]:
    while True:
        folder = tempfile.mkdtemp(prefix=_PREFIX)
        with suppress(FileNotFoundError):
            descriptor = _open(folder)
            # Another push may have taken it for one that was left, before it was locked.
            if _is_lockable(descriptor) and os.path.isdir(folder):
                return folder, descriptor
            os.close(descriptor)


def _remove_left() -> None:
    with suppress(OSError):
        for entry in os.scandir(tempfile.gettempdir()):
            if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            # Those of other users can't be opened.
            with suppress(OSError):
                descriptor = _open(entry.path)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(entry.path, ignore_errors=True)
                finally:
                    os.close(descriptor)


def _open(folder: str) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)


def _is_lockable(descriptor: int) -> bool:
    """Whether no other process has the lock; on a disk without locks none ever has."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True
