"""Indexes that live only as long as a browser: made for ``open`` and ``demo``, removed after.

Each is a folder beside a lock file that its process holds. A lock that can be taken belongs to a
process that is dead, whatever killed it; its folder is removed by whoever comes next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from tui.terminal.shutdown import SHUTDOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "open-"
LOCK = ".lock"
OPEN_LOCK = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW


def scratch_root() -> Path:
    """The folder of all short-lived indexes, in the platform's cache folder."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("quire", appauthor=False)) / "browsing"


@contextmanager
def scratch_index(root: Path | None = None) -> Iterator[Path]:
    """An empty folder for an index, removed at the end.

    Args:
        root: Where to make it; the platform's cache folder by default, or the folder for temporary
            files where there is no writing to the cache.
    """
    root = root or scratch_root()
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_leftovers(root)
        folder, lock_path, lock = _locked_folder(PREFIX, root)
    except OSError:
        folder, lock_path, lock = _locked_folder(f"quire-{PREFIX}", None)

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            lock_path.unlink()

    take_back = SHUTDOWN.at_last(remove)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        remove()
        take_back()
        os.close(lock)


def _locked_folder(prefix: str, root: Path | None) -> tuple[Path, Path, int]:
    """A new folder, and beside it a new file to be its lock, open.

    Others may make files in a folder for temporary ones, too, and so may know the name of the lock
    before it is there: where it is taken, another folder is made.
    """
    while True:
        folder = Path(mkdtemp(prefix=prefix, dir=root))
        lock_path = folder.with_name(folder.name + LOCK)
        try:
            return folder, lock_path, os.open(lock_path, OPEN_LOCK | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            folder.rmdir()
            if not isinstance(error, FileExistsError):
                raise


def remove_leftovers(root: Path) -> None:
    """Remove the folders of processes that are dead."""
    for folder in root.glob(f"{PREFIX}*"):
        if folder.name.endswith(LOCK):
            if not folder.with_name(folder.name.removesuffix(LOCK)).exists():
                _remove_if_dead(folder, None)
            continue
        _remove_if_dead(folder.with_name(folder.name + LOCK), folder)


def _remove_if_dead(lock_path: Path, folder: Path | None) -> None:
    try:
        lock = os.open(lock_path, OPEN_LOCK)
    except OSError:
        # Without a lock the folder is being made this very moment, or somebody else's affair.
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    else:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            lock_path.unlink()
    finally:
        os.close(lock)
