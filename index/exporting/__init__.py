"""Papers as text for other programs: BibTeX, JSON lines, CSV and Markdown. Pure, without I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from index.errors import UsageError

if TYPE_CHECKING:
    from index.paper import Paper

EXPORT_FORMATS: Final[dict[str, str]] = {
    "bibtex": ".bib",
    "jsonl": ".jsonl",
    "csv": ".csv",
    "markdown": ".md",
}
"""Each format's name and how the names of its files end."""


def export(papers: Iterable[Paper], format: str) -> Iterator[str]:
    """Write papers in a format, one at a time.

    The text is clean whatever the papers hold: no controls, no bidirectional overrides, and
    nothing that could end an entry, a cell or a line early.

    Args:
        papers: Read only as far as the result is.
        format: One of ``EXPORT_FORMATS``.

    Returns:
        Pieces of text that make the file when joined, at least one for each paper. Line ends are
        those of the format (CSV has CRLF): write them as they are, in UTF-8.

    Raises:
        UsageError: There is no such format.
    """
    if format == "bibtex":
        from index.exporting.bibtex import bibtex_lines as write
    elif format == "jsonl":
        from index.exporting.json_lines import json_lines as write
    elif format == "csv":
        from index.exporting.csv import table_lines as write
    elif format == "markdown":
        from index.exporting.markdown import markdown_lines as write
    else:
        raise UsageError(f"there is no format {format!r}, only {', '.join(EXPORT_FORMATS)}")
    return write(papers)
