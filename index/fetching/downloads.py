"""The folder of what was fetched: who may write to it, and files that are there whole or not.

It holds::

    <feed>/             what a feed's servers answered, compressed, as it came
    <feed>/.state.json  how far the feed is (see ``state``)
    _papers/            papers that were asked for one by one; no feed's name begins so
    .lock               held (flock) by the one process that fetches

Names that begin with a dot are passed over by builds, so that all of it can be given to one.
"""

from __future__ import annotations

import contextlib
import fcntl
import filecmp
import gzip
import os
import shutil
from collections.abc import Iterator
from typing import Final

from index.errors import FetchBusy, InputError
from index.storage import durable
from index.storage.store import reason_of

LOCK: Final = ".lock"

_COMPRESSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\0", b"PK\x03\x04", b"BZh")
"""How data begin that are compressed already."""


def downloads_folder() -> str:
    """The folder ``downloads`` in the platform's data folder for Quire."""
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("quire", appauthor=False), "downloads")


def papers_folder(downloads: str) -> str:
    """The folder of papers that were asked for one by one, in that of all downloads."""
    return os.path.join(downloads, "_papers")


@contextlib.contextmanager
def fetch_lock(folder: str, *, wait: bool = False) -> Iterator[None]:
    """Be the one process that fetches into ``folder``, which is made if it is missing.

    Args:
        folder: The folder of all downloads.
        wait: Wait for another process instead of raising.

    Raises:
        FetchBusy: Another process is fetching, and ``wait`` is false.
        InputError: The folder can't be made or written to.
    """
    try:
        os.makedirs(folder, exist_ok=True)
        descriptor = os.open(
            os.path.join(folder, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise FetchBusy(
                "another process of Quire is fetching: try again later, or wait for it with --wait"
            ) from None
        except OSError as error:
            raise unwritable(folder, error) from None
        yield
    finally:
        os.close(descriptor)


def compressed(data: bytes) -> bytes:
    """Data as they are kept: the same bytes always give the same, and nothing is packed twice."""
    return data if data.startswith(_COMPRESSED) else gzip.compress(data, 6, mtime=0)


def keep(path: str, data: bytes) -> bool:
    """Write a file whole or not at all, and wait until its disk has it.

    Returns:
        Whether that changed anything.

    Raises:
        InputError: It can't be written.
    """
    folder, name = os.path.split(path)
    part = os.path.join(folder, f".{name}.part")
    try:
        with contextlib.suppress(FileNotFoundError), open(path, "rb") as there:
            if there.read() == data:
                return False
        os.makedirs(folder, exist_ok=True)
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        durable.sync(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise unwritable(folder, error) from None
    return True


def adopt(part: str, path: str) -> bool:
    """Put a file that is written to its end in the place of another, compressed, however large.

    Returns:
        Whether that changed anything.

    Raises:
        InputError: It can't be written.
    """
    folder = os.path.dirname(path)
    packed = f"{part}.gz"
    try:
        with open(part, "rb") as file:
            is_packed = file.read(8).startswith(_COMPRESSED)
            file.seek(0)
            if not is_packed:
                path = path if path.endswith(".gz") else f"{path}.gz"
                with (
                    open(packed, "wb") as raw,
                    gzip.GzipFile("", "wb", 6, fileobj=raw, mtime=0) as written,
                ):
                    shutil.copyfileobj(file, written)
        made = part if is_packed else packed
        if os.path.exists(path) and filecmp.cmp(made, path, shallow=False):
            return False
        durable.sync(made)
        os.replace(made, path)
        durable.sync(folder)
    except OSError as error:
        raise unwritable(folder, error) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(packed)
    return True


def remove(path: str) -> None:
    """Remove a file, if it is there.

    Raises:
        InputError: It can't be removed.
    """
    try:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
    except OSError as error:
        raise unwritable(os.path.dirname(path), error) from None


def kept_files(folder: str) -> list[str]:
    """The files that a feed has kept, sorted, as paths."""
    return sorted(
        os.path.join(root, name)
        for root, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".")
    )


def unwritable(folder: str, error: OSError) -> InputError:
    """The error of a folder of downloads that can't be written to."""
    return InputError(f"can't keep what is fetched in {folder} ({reason_of(error)})")
