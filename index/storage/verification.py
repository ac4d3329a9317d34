"""Verifies the files of a generation against the checksums in its manifest."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import BinaryIO

from index.storage import store
from index.storage.checksums import difference


def open_files(live: store.Generation, stack: ExitStack) -> dict[str, BinaryIO]:
    """All files of a generation: open ones can be read even when they have been removed."""
    return {
        name: stack.enter_context(open(os.path.join(live.path, name), "rb"))
        for name in live.manifest.checksums
    }


def verify_files(index_dir: str, live: store.Generation) -> None:
    """Read all files of a generation.

    Raises:
        IndexDamaged: One is not as it was written.
        IndexClosed: One can't be opened.
    """
    with ExitStack() as stack:
        try:
            files = open_files(live, stack)
        except OSError as error:
            raise store.unreadable(index_dir, error) from None
        verify_opened(index_dir, live, files)


def verify_opened(index_dir: str, live: store.Generation, files: dict[str, BinaryIO]) -> None:
    """Read all of these files of a generation, given by name. Raises as ``verify_files``."""
    for name, file in files.items():
        try:
            wrong = difference(file, live.manifest.checksums[name])
        except OSError as error:
            wrong = f"can't be read: {store.reason_of(error)}"
        if wrong is not None:
            raise store.damaged(index_dir, f"{name} {wrong}")
