"""Reads the ACL Anthology's XML: a file a collection, its year on each volume.

Format: https://github.com/acl-org/acl-anthology (data/xml/schema.rnc). Titles and abstracts
have markup in them. Front matter is no paper; what was retracted or removed is rejected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears

_PAGE: Final = "https://aclanthology.org/"


def paper_of(paper: Element, volume: Element | None) -> Paper | None:
    """The paper of an element, or None for front matter.

    Args:
        paper: The element.
        volume: What the file says of its volume.

    Raises:
        BadRecord: It was taken back, or has no title.
    """
    from index.sources.affiliations import organisations
    from index.sources.authors import from_names, in_order
    from index.sources.clean_record import clean_record
    from index.sources.json_records import BadRecord
    from index.sources.partial_dates import partial_date
    from index.sources.xml.texts import text_at, texts_at

    if paper.get("type") in ("frontmatter", "backmatter") or paper.get("id") in ("0", "0000"):
        return None
    title = _marked_up(paper.find("title"))
    for state in ("retracted", "removed", "withdrawn"):
        if paper.find(state) is not None:
            raise BadRecord(f"the Anthology says that it was {state}: {title[:100]}")
    names = [
        in_order(text_at(who, "last"), text_at(who, "first"), "") for who in paper.findall("author")
    ]

    def either(name: str) -> str:
        return text_at(paper, name) or ("" if volume is None else text_at(volume, name))

    address = text_at(paper, "url")
    return clean_record(
        SOURCE.name,
        title=title,
        abstract=_marked_up(paper.find("abstract")),
        published=partial_date(either("year"), either("month")),
        authors=from_names(names),
        doi=text_at(paper, "doi"),
        url=address if "://" in address or not address else _PAGE + address,
        keywords=texts_at(paper, "keywords/keyword"),
        venue=either("venue").upper() or either("booktitle"),
        organisations=organisations(texts_at(paper, "author/affiliation")),
    )


def _marked_up(element: Element | None) -> str:
    """Text with formulas as LaTeX; other markup goes and its text stays."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        text = _marked_up(child)
        parts.append(f"${text}$" if child.tag == "tex-math" else text)
        parts.append(child.tail or "")
    return "".join(parts)


def _recognises(head: Head) -> bool:
    root = head.root
    return (
        root is not None
        and root.name in ("collection", "volume")
        and not root.namespace
        and (b"<paper " in head.text or b"<volume " in head.text)
        and (b"<booktitle" in head.text or b"<bibkey" in head.text or b"<paper " in head.text)
    )


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.clean_record import rejected
    from index.sources.xml.stream import Found, elements

    volume: Element | None = None
    for found in elements(item, ["meta", "paper", "frontmatter"]):
        if not isinstance(found, Found):
            yield found
        elif found.element.tag == "meta":
            volume = found.element
        elif found.element.tag == "paper":
            try:
                paper = paper_of(found.element, volume)
            except ValueError as error:
                yield rejected(item.name, found.line, error)
            else:
                if paper is not None:
                    yield paper


SOURCE: Final = Source(
    name="acl",
    label="the ACL Anthology's XML",
    recognises=_recognises,
    read=_read,
    title_rank=2,
)
