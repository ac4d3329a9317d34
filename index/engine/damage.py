"""What Tantivy raises over files that it can't read, as the sentence and exit code of damage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from index.errors import EngineFailed
from index.storage import store

# How Tantivy begins what it says of files that it can't open or make sense of.
_READ_ERRORS: Final = (
    *("Failed to open ", "Failed to acquire Lockfile", "An IO error occurred", "Data corrupted"),
    *("Deserialize error", "Directory does not exist", "System error"),
)


@contextmanager
def damage_told(generation: store.Generation, folder: str) -> Iterator[None]:
    """Turn what Tantivy raises over files that it can't read into one sentence.

    Tantivy has one kind of error for everything. Whatever is wrong but the files is let through.
    """
    try:
        yield
    except OSError as error:
        raise store.unreadable(folder, error) from None
    except msgspec.MsgspecError as error:
        raise store.damaged(folder, f"a paper can't be read back: {error}") from None
    except ValueError as error:
        if not str(error).startswith(_READ_ERRORS):
            raise
        raise store.unreadable(folder, error) from None
    except BaseException as error:
        # A panic in Rust arrives as an exception of its own kind, below BaseException only. It is
        # damage if the files say so, which takes reading them all.
        if type(error).__name__ != "PanicException":
            raise
        from index.storage.verification import verify_files

        verify_files(folder, generation)
        raise EngineFailed(f"Tantivy failed: {error}") from error
