"""JSON lines: what ``search --json`` prints, without what belongs to the search alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from index.exporting.clean_paper import cleaned
from index.paper import Paper, printed


def json_lines(papers: Iterable[Paper]) -> Iterator[str]:
    """One JSON object a line with the names of ``Paper``'s fields; ``quire rebuild`` reads it."""
    encode = msgspec.json.Encoder().encode
    for paper in papers:
        yield encode(printed(cleaned(paper))).decode() + "\n"
