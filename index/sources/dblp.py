"""Reads DBLP's XML: the whole database, a person's page, a record.

Format: https://dblp.org/faq/How+to+parse+dblp+xml.html. Accents are entities of its document type,
titles end in a full stop, and numbers tell people of one name apart. Only the year is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears

_KINDS: Final = (
    "article", "inproceedings", "proceedings", "book", "incollection", "phdthesis",
    "mastersthesis", "www", "data", "person",
)  # fmt: skip
_NO_PAPERS: Final = frozenset(["www", "person", "proceedings"])


def record_paper(record: Element) -> Paper | None:
    """The paper of a record, or None for people and volumes.

    Raises:
        BadRecord: It has no title.
    """
    from index.sources.authors import from_names
    from index.sources.clean_record import clean_record
    from index.sources.identifiers import arxiv_id_in
    from index.sources.partial_dates import partial_date
    from index.sources.xml.texts import text_at, texts_at

    if record.tag in _NO_PAPERS:
        return None
    links = texts_at(record, "ee")
    journal = text_at(record, "journal")
    people = [re.sub(r"\s+\d{4}\Z", "", name) for name in texts_at(record, "author")]
    return clean_record(
        SOURCE.name,
        title=text_at(record, "title").removesuffix("."),
        published=partial_date(text_at(record, "year"), text_at(record, "month")),
        authors=from_names(people),
        arxiv_id=arxiv_id_in(links, [text_at(record, "volume")] if journal == "CoRR" else []),
        doi=next((link for link in links if "doi.org/10." in link), ""),
        url=next(iter(links), ""),
        venue="" if journal == "CoRR" else journal or text_at(record, "booktitle"),
    )


def _recognises(head: Head) -> bool:
    root = head.root
    return root is not None and root.name in ("dblp", "dblpperson")


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.xml.records import papers

    return papers(item, _KINDS, record_paper, has_doctype=True)


SOURCE: Final = Source(
    name="dblp",
    label="DBLP's XML",
    recognises=_recognises,
    read=_read,
)
