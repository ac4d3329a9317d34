"""BibTeX and biblatex: files cut into blocks, their values, names, dates and entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears


def _recognises(head: Head) -> bool:
    if head.is_json or b"@" not in head.text or head.root is not None:
        return False
    from index.sources.bibtex.blocks import looks_like_bibtex

    return looks_like_bibtex(head.text)


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.bibtex.read import read_bibtex

    return read_bibtex(item)


SOURCE: Final = Source(
    name="bibtex",
    label="BibTeX",
    recognises=_recognises,
    read=_read,
)
