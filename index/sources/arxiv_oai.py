"""Reads answers of OAI-PMH: arXiv's records in its formats arXiv and arXivRaw, anyone's in oai_dc.

Formats: https://www.openarchives.org/OAI/openarchivesprotocol.html and
https://info.arxiv.org/help/oa/index.html. One answer is often a part of many; what archives have
deleted is told by a header alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.inputs.open import Input
    from index.sources.partial_dates import PartialDate
    from index.sources.saved_years import SavedYears


def record_paper(record: Element) -> Paper:
    """The paper of a record.

    Raises:
        BadRecord: It was deleted, is in another format, or has no title.
    """
    from index.sources.json_records import BadRecord
    from index.sources.xml.texts import text_at

    header = record.find("header") if record.tag == "record" else record
    identifier = text_at(record, "header/identifier") or text_at(record, "identifier")
    if header is not None and header.get("status") == "deleted":
        raise BadRecord(f"the archive has deleted this record: {identifier[:100]}")
    for name, paper_of in (("arXiv", _arxiv), ("arXivRaw", _arxiv), ("dc", _dublin_core)):
        content = record.find(f"metadata/{name}")
        if content is not None:
            return paper_of(content, identifier)
    other = record.find("metadata/*")
    if other is not None:
        raise BadRecord(f"a record in the format {other.tag[:40]}, which Quire does not read")
    raise BadRecord("it has a header and no metadata: ask the server for records (ListRecords)")


def _arxiv(content: Element, identifier: str) -> Paper:
    """The paper of arXiv's own formats."""
    from index.sources.affiliations import organisations
    from index.sources.arxiv_atom import abstract_of
    from index.sources.authors import from_names, from_text, in_order
    from index.sources.clean_record import clean_record
    from index.sources.partial_dates import partial_date
    from index.sources.xml.texts import text_at, texts_at

    people = content.findall("authors/author")
    if people:
        names = [
            (text_at(who, "keyname"), text_at(who, "forenames"), text_at(who, "suffix"))
            for who in people
        ]
        authors = from_names([in_order(*name) for name in names])
    else:
        authors = from_text(text_at(content, "authors"))
    published = partial_date(text_at(content, "created"))
    if published is None:
        published = _first([text_at(version, "date") for version in content.findall("version")])
    return clean_record(
        SOURCE.name,
        title=text_at(content, "title"),
        abstract=abstract_of(text_at(content, "abstract")),
        published=published,
        authors=authors,
        arxiv_id=text_at(content, "id") or identifier,
        categories=text_at(content, "categories").split(),
        doi=text_at(content, "doi"),
        organisations=organisations(texts_at(content, "authors/author/affiliation")),
    )


def _dublin_core(content: Element, identifier: str) -> Paper:
    """The paper of Dublin Core, where each statement may stand several times."""
    from index.sources.authors import from_names
    from index.sources.clean_record import clean_record
    from index.sources.identifiers import clean_arxiv_id
    from index.sources.person_names import display_name
    from index.sources.xml.texts import text_at, texts_at

    names = texts_at(content, "identifier") + texts_at(content, "relation")
    described = [
        text
        for text in texts_at(content, "description")
        if not text.lower().startswith(("comment:", "comments:"))
    ]
    return clean_record(
        SOURCE.name,
        title=text_at(content, "title"),
        abstract=described[0] if described else "",
        published=_first(texts_at(content, "date")),
        authors=from_names([display_name(text) for text in texts_at(content, "creator")]),
        arxiv_id=next((name for name in [identifier, *names] if clean_arxiv_id(name)), ""),
        doi=next((name for name in names if re.match(_DOI, name, re.IGNORECASE)), ""),
        url=next((name for name in names if name.lower().startswith("http")), ""),
        keywords=texts_at(content, "subject"),
    )


_DOI: Final = r"(?:info:doi/|doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/"


def _first(texts: list[str]) -> PartialDate | None:
    """The earliest of several dates: the first version's."""
    from index.sources.days import parse_day
    from index.sources.partial_dates import PartialDate, partial_date

    dates: list[PartialDate] = []
    for text in texts:
        day = parse_day(text)
        date = PartialDate(day) if day is not None else partial_date(text)
        if date is not None:
            dates.append(date)
    return min(dates, key=lambda date: date.first, default=None)


def _recognises(head: Head) -> bool:
    root = head.root
    if root is None:
        return False
    is_record = root.name in ("record", "ListRecords", "GetRecord")
    return root.name == "OAI-PMH" or (is_record and b"openarchives.org/OAI" in head.text)


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.json_records import BadRecord
    from index.sources.xml.records import papers
    from index.sources.xml.texts import text_of

    def paper_of(element: Element) -> Paper | None:
        if element.tag == "resumptionToken":
            if text_of(element) and not _next_lies_beside(item.path):
                item.note("is one part of a longer answer: the others have to be fetched, too")
            return None
        if element.tag == "error":
            reason = " ".join(f"{element.get('code', '')} {text_of(element)}".split())
            raise BadRecord(f"the server answered with an error: {reason[:300]}")
        return record_paper(element)

    return papers(item, ["record", "header", "error", "resumptionToken"], paper_of)


def _next_lies_beside(path: str | None) -> bool:
    """Whether the folder of a part has the next one, by the number that ends its name."""
    numbered = re.search(r"(\d+)(\.xml(?:\.[a-z]+)?)$", path or "")
    if path is None or numbered is None:
        return False
    number, ending = numbered.groups()
    following = f"{int(number) + 1:0{len(number)}}{ending}"
    return os.path.exists(path[: numbered.start()] + following)


SOURCE: Final = Source(
    name="arxiv-oai",
    label="answers of OAI-PMH",
    recognises=_recognises,
    read=_read,
    title_rank=3,
)
