"""Files of papers as JSON lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from index.paper import Paper, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


def json_lines(path: Path, records: Iterable[Paper | Mapping[str, Any]]) -> Path:
    """Write records, one a line, papers as commands print them; the path."""
    written = (printed(record) if isinstance(record, Paper) else record for record in records)
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(record) + b"\n" for record in written)
    return path
