"""Loads what Textual runs on, without what nothing here needs of it."""

from __future__ import annotations

import sys


def load_asyncio() -> None:
    """Load asyncio without OpenSSL, as in a Python that was built without it.

    The browser's event loop speaks to its terminal alone. Who does speak TLS, as a cluster's
    engine does, loads ``ssl`` by itself as ever. To be called before other threads are started:
    for a moment none of them could load it.
    """
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]
