"""Papers as text for other programs: BibTeX, JSON lines, CSV and Markdown. Pure, without I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from index.errors import UsageError

if TYPE_CHECKING:
    from index.paper import Paper


class Exporter(msgspec.Struct, frozen=True, kw_only=True):
    """A format in which papers are written.

    Attributes:
        name: As ``--format`` takes it.
        label: As people call it.
        ending: How the names of its files end.
        other_endings: How they may end, too.
        write: The text of papers, in pieces, at least one for each; it reads one at a time. Its
            module is loaded when papers are written.
    """

    name: str
    label: str
    ending: str
    other_endings: tuple[str, ...] = ()
    write: Callable[[Iterable[Paper]], Iterator[str]]


def _bibtex(papers: Iterable[Paper]) -> Iterator[str]:
    from index.exporting.bibtex import bibtex_lines

    return bibtex_lines(papers)


def _json_lines(papers: Iterable[Paper]) -> Iterator[str]:
    from index.exporting.json_lines import json_lines

    return json_lines(papers)


def _csv(papers: Iterable[Paper]) -> Iterator[str]:
    from index.exporting.csv import table_lines

    return table_lines(papers)


def _markdown(papers: Iterable[Paper]) -> Iterator[str]:
    from index.exporting.markdown import markdown_lines

    return markdown_lines(papers)


_ALL = (
    Exporter(
        name="bibtex", label="BibTeX", ending=".bib", other_endings=(".bibtex",), write=_bibtex
    ),
    Exporter(name="jsonl", label="JSON lines", ending=".jsonl", write=_json_lines),
    Exporter(name="csv", label="CSV", ending=".csv", write=_csv),
    Exporter(
        name="markdown",
        label="Markdown",
        ending=".md",
        other_endings=(".markdown",),
        write=_markdown,
    ),
)

EXPORTERS: Final = {exporter.name: exporter for exporter in _ALL}
"""The formats in which papers are written, by name, in the order in which they are offered."""


def export(papers: Iterable[Paper], format: str) -> Iterator[str]:
    """Write papers in a format, one at a time.

    The text is clean whatever the papers hold: no controls, no bidirectional overrides, and
    nothing that could end an entry, a cell or a line early.

    Args:
        papers: Read only as far as the result is.
        format: The name of one of ``EXPORTERS``.

    Returns:
        Pieces of text that make the file when joined, at least one for each paper. Line ends are
        those of the format (CSV has CRLF): write them as they are, in UTF-8.

    Raises:
        UsageError: There is no such format.
    """
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise UsageError(f"there is no format {format!r}, only {', '.join(EXPORTERS)}")
    return exporter.write(papers)
