"""Where the reader's library lies."""

from __future__ import annotations

import os
from typing import Final

FILE_NAME: Final = "library.db"


def default_library_path() -> str:
    """``QUIRE_LIBRARY``, else ``library.db`` in the platform's data folder for Quire."""
    named = os.environ.get("QUIRE_LIBRARY")
    if named:
        return os.path.expanduser(named)
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("quire", appauthor=False), FILE_NAME)
