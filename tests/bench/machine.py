"""What a benchmark ran on, since its figures mean nothing without."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
from pathlib import Path


def describe_machine() -> str:
    """One line: processors, load, Python and the libraries that matter."""
    versions = [
        f"{name} {importlib.metadata.version(name)}" for name in ("tantivy", "msgspec", "textual")
    ]
    load = os.getloadavg()[0]
    return ", ".join(
        [
            f"{os.cpu_count()} x {_processor()}",
            f"load {load:.1f}",
            f"Python {platform.python_version()}",
            *versions,
            f"SQLite {sqlite3.sqlite_version}",
        ]
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
