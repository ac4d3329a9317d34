"""Files of papers as JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from index import Paper


def json_lines(path: Path, records: Iterable[Paper | Mapping[str, Any]]) -> Path:
    """Write records, one a line; the path."""
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(record) + b"\n" for record in records)
    return path
