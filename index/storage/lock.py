"""The lock that lets one process at a time write an index."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator

from index.errors import IndexBusy, InputError
from index.storage import durable
from index.storage.store import GENERATIONS, reason_of

LOCK = "lock"


@contextlib.contextmanager
def writer_lock(index_dir: str, *, wait: bool = False) -> Iterator[None]:
    """Be the one writer of ``index_dir``, which is made if it is missing.

    Raises:
        IndexBusy: Another process is the writer and ``wait`` is false.
        InputError: The folder can't be made or written to, or has no locks.
    """
    try:
        _make_folders(index_dir)
        descriptor = os.open(
            os.path.join(index_dir, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
    except (OSError, ValueError) as error:
        raise InputError(
            f"can't write an index to {index_dir} ({reason_of(error)}): "
            "name another folder with --index"
        ) from None
    _close_to_readers(descriptor, index_dir)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EINTR):
                    raise InputError(
                        f"can't lock the index at {index_dir} ({reason_of(error)}): "
                        "name a folder on another disk with --index"
                    ) from None
                if not wait:
                    holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
                    by = f" (process {holder})" if holder.isdigit() else ""
                    raise IndexBusy(
                        f"the index at {index_dir} is being written by another process{by}: "
                        "try again later, or wait for it with --wait"
                    ) from None
                time.sleep(0.1)
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _make_folders(index_dir: str) -> None:
    """Make the folders of an index, so that a power cut does not take them away again."""
    folder = os.path.join(os.path.abspath(index_dir), GENERATIONS)
    made: list[str] = []
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        made.append(folder)
        folder = os.path.dirname(folder)
    os.makedirs(os.path.join(index_dir, GENERATIONS), exist_ok=True)
    for path in made:
        # Somebody else's folder may be one that can't be opened.
        with contextlib.suppress(OSError):
            durable.sync(os.path.dirname(path))


def _close_to_readers(descriptor: int, index_dir: str) -> None:
    """Let only those open the lock who may write to the folder: who has it open can hold it."""
    mode = os.stat(index_dir).st_mode
    wanted = 0o600 | (0o060 if mode & 0o020 else 0) | (0o006 if mode & 0o002 else 0)
    # Another writer's lock stays as that has made it.
    with contextlib.suppress(OSError):
        if os.fstat(descriptor).st_mode & 0o777 != wanted:
            os.fchmod(descriptor, wanted)
