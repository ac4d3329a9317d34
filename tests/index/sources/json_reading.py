"""Reads invented records of JSON as a user's file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.paper import Paper, Rejected
from index.sources.json_input import paper_from
from tests.index.sources.rendering import read_files
from tests.support.records import papers_and_rejected


def read_json(
    folder: Path, value: Any, name: str = "input.json", *, format_name: str | None = None
) -> list[Paper | Rejected]:
    """The records of a file that holds a value, or the text that is given."""
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1))
    return read_files(path, format_name=format_name)


def paper(record: dict[str, Any], file: str = "input.json") -> Paper:
    """The paper of a record whose keys tell its format."""
    (found,) = papers_and_rejected([paper_from(record, "quire", file)])
    assert isinstance(found, Paper)
    return found


def facts(found: Paper) -> dict[str, Any]:
    """What is known of a paper, without what follows from it."""
    passed_over = ("key", "org", "org_name", "published_precision")
    known = {
        name: value
        for name in found.__struct_fields__
        if name not in passed_over and (value := getattr(found, name)) not in (None, False)
    }
    if found.published is not None:
        known["published"] = found.published_text
    return known
