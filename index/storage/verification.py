"""Verifies the files of a generation against the checksums in its manifest."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import BinaryIO

from index.storage import store
from index.storage.checksums import difference


def open_files(live: store.Generation, stack: ExitStack) -> dict[str, BinaryIO]:
    """All files of a generation: open ones can be read even when they have been removed.

    One of vectors may be missing, which ``verify_opened`` tells when all others are verified.

    Raises:
        OSError: One can't be opened.
    """
    manifest, folder = live.manifest, live.path
    gone = [
        name for name in manifest.vector_files if not os.path.exists(os.path.join(folder, name))
    ]
    return {
        name: stack.enter_context(open(os.path.join(folder, name), "rb"))
        for name in manifest.checksums
        if name not in gone
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
    vectors = live.manifest.vector_files
    # Vectors last: the index is of use without them, and of none without any other file.
    for name in sorted(live.manifest.checksums, key=lambda name: (name in vectors, name)):
        try:
            is_there = name in files
            wrong = (
                difference(files[name], live.manifest.checksums[name]) if is_there else "is gone"
            )
        except OSError as error:
            wrong = f"can't be read: {store.reason_of(error)}"
        if wrong is not None:
            damaged = store.vectors_damaged if name in vectors else store.damaged
            raise damaged(index_dir, f"{name} {wrong}")
