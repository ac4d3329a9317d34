"""A digest as JSON: a line for each new paper, and what ``--json`` prints of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from index.exporting.clean_paper import cleaned
from index.paper import printed
from index.text.terminal_safe_json import inert_json

if TYPE_CHECKING:
    from index.digest.digest import Digest


def jsonl(digest: Digest) -> str:
    """A line for each paper with its fields, and under ``searches`` the names of the searches."""
    lines = (msgspec.json.encode(one) + b"\n" for one in papers(digest))
    return inert_json(b"".join(lines)).decode()


def papers(digest: Digest) -> list[dict[str, object]]:
    """The new papers that are listed, as objects to be printed."""
    return [
        {"searches": [section.name, *listed.also], **printed(cleaned(listed.paper))}
        for section in digest.sections
        for listed in section.listed
    ]


def searches(digest: Digest) -> list[dict[str, object]]:
    """The searches of which something is new, with how much that is, as objects to be printed."""
    return [
        {
            "name": section.name,
            "query": section.query,
            "since": section.since,
            "new": section.count,
            "listed": len(section.listed),
            "above": section.above,
        }
        for section in digest.new_sections
    ]
