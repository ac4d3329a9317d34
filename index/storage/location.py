"""Where an index lies: in a folder, or behind an address that begins with a scheme and ``://``."""

from __future__ import annotations

import os

from index.errors import UsageError


def default_index() -> str:
    """``QUIRE_INDEX``, else ``index`` in the platform's data folder for Quire."""
    named = os.environ.get("QUIRE_INDEX")
    if named:
        return os.path.expanduser(named)
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("quire", appauthor=False), "index")


def index_scheme(address: str) -> str:
    """The scheme of an index's address, in lower case; empty for the path of a folder."""
    scheme, separator, _ = address.partition("://")
    return scheme.casefold() if separator and scheme.isalnum() and scheme.isascii() else ""


def index_folder(address: str | os.PathLike[str] | None) -> str:
    """The folder of an index that has to be one: it is written, or its files are looked at.

    Args:
        address: The index as it was given; by default the user's own.

    Raises:
        UsageError: It lies elsewhere.
    """
    folder = default_index() if address is None else os.fsdecode(address)
    if index_scheme(folder):
        raise UsageError(f"this takes an index in a folder, and {folder} is none: name one")
    return folder


def index_place(address: str | os.PathLike[str] | None) -> bytes:
    """One name for an index, however its address is written. Those of files may be any bytes.

    Args:
        address: The index as it was given; by default the user's own.
    """
    found = default_index() if address is None else os.fsdecode(address)
    return os.fsencode(found if index_scheme(found) else os.path.realpath(found))
