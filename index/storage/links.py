"""A folder of links to a generation, for a process that may only read the index.

Tantivy opens a lock file beside an index for writing even to read it. Where this account may not,
a folder of its own with links to the generation's files does: what has been mapped stays readable
when the links are gone, so the folder exists for no longer than the opening takes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Final

from index.errors import IndexClosed
from index.storage.store import reason_of

_OTHER_PLACES: Final = ("/dev/shm", "/run/lock")
"""Where everybody may make files, often even where the folders for temporary files are full."""

_MOST_TRIES: Final = 50
_PAUSE: Final = 0.002

_one_at_a_time: Final = Lock()
_reserved: str | None = None


def reserve_links() -> str:
    """Choose, once, where this process makes its links; nothing is there in between.

    For a process that is to touch nothing else from now on.

    Returns:
        The path of a folder that does not exist.

    Raises:
        IndexClosed: There is no place for one.
    """
    global _reserved
    _reserved = _filled({"room": "nothing"})
    _remove(_reserved)
    return _reserved


@contextmanager
def linked(path: str) -> Iterator[str]:
    """A folder that is writable and has the files of the generation at ``path``.

    Raises:
        IndexClosed: There is no place for it.
        OSError: The generation can't be listed.
    """
    path = os.path.abspath(path)
    names = (name for name in os.listdir(path) if not name.endswith(".lock"))
    links = {name: os.path.join(path, name) for name in names}
    with _one_at_a_time:
        folder = _filled(links)
        try:
            yield folder
        finally:
            _remove(folder)


def _filled(links: Mapping[str, str]) -> str:
    """A new folder with these links, at the reserved place or at the first that has room."""
    reason = "there is none"
    for folder in [_reserved] if _reserved is not None else _candidates():
        try:
            os.mkdir(folder, 0o700)
        except OSError as error:
            reason = reason_of(error)
            continue
        try:
            for name, target in links.items():
                os.symlink(target, os.path.join(folder, name))
        except OSError as error:
            reason = reason_of(error)
            _remove(folder)
        else:
            return folder
    raise IndexClosed(
        "this account may only read the index, and to open it needs a folder for temporary files "
        f"that it may write to ({reason}): name one with TMPDIR"
    )


def _candidates() -> Iterator[str]:
    name = f"quire-{os.urandom(8).hex()}"
    named = (os.environ.get(variable) for variable in ("TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR"))
    for folder in (*named, "/tmp", "/var/tmp", *_OTHER_PLACES, os.path.expanduser("~")):
        if folder and os.path.isabs(folder):
            yield os.path.join(folder, name)


def _remove(folder: str) -> None:
    """Remove the folder, if it is there: a thread of Tantivy may make its lock in it once more."""
    for _ in range(_MOST_TRIES):
        try:
            for name in os.listdir(folder):
                os.unlink(os.path.join(folder, name))
            os.rmdir(folder)
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(_PAUSE)
