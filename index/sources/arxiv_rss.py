"""Reads arXiv's daily feeds: RSS 2.0 and Atom as they are now, RDF as they were until 2024.

Format: https://info.arxiv.org/help/rss.html. Their date is the day of the mailing, which is not the
first version's: replacements are announced, too. So the day stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.authors import Authors
    from index.sources.inputs.open import Input
    from index.sources.saved_years import SavedYears


def item_paper(item: Element) -> Paper:
    """The paper of an item of RSS or RDF, or of an entry of a daily Atom feed.

    Raises:
        BadRecord: It is none of arXiv's, or has no title.
    """
    from index.sources.arxiv_atom import is_category
    from index.sources.clean_record import clean_record, without_tags
    from index.sources.identifiers import clean_arxiv_id
    from index.sources.json_records import BadRecord
    from index.sources.xml.texts import text_at, texts_at

    title = text_at(item, "title")
    described = without_tags(text_at(item, "description") or text_at(item, "summary")).strip()
    # In the old feeds it stands after the title, with the primary category.
    suffix = _in_title().search(title)
    announced = _announcement().match(described)
    candidates = [text_at(item, "guid"), text_at(item, "id"), text_at(item, "link")]
    candidates += [link.get("href", "") for link in item.findall("link")]
    if suffix is not None:
        candidates.append(suffix[1])
    if announced is not None:
        candidates.append(announced[1])
    identifier = next((found for text in candidates if (found := clean_arxiv_id(text))), None)
    if identifier is None:
        raise BadRecord("no arXiv id in its link")
    categories = [element.get("term") or element.text or "" for element in item.findall("category")]
    if suffix is not None:
        title = title[: suffix.start()].removesuffix(".")
        categories.insert(0, suffix[2] or "")
    creators = texts_at(item, "creator") or texts_at(item, "author/name")
    return clean_record(
        SOURCE.name,
        title=without_tags(title),
        abstract=described[announced.end() :] if announced is not None else described,
        authors=_authors([without_tags(text) for text in creators]),
        arxiv_id=identifier,
        categories=filter(is_category, categories),
        doi=text_at(item, "DOI") or text_at(item, "doi"),
    )


def _authors(creators: list[str]) -> Authors:
    """All authors, who stand in one text or in one each.

    Where most are not named, as in "LHCb collaboration: R. Aaij, et al. (909 additional authors not
    shown)", the number counts the people, whom the collaboration is not one of.
    """
    from index.sources.authors import from_names, from_text

    if len(creators) > 1:
        return from_names(creators)
    text = creators[0] if creators else ""
    authors = from_text(text)
    if (
        authors.count
        and _many().search(text)
        and re.match(r"[^:,]{2,80}collaboration:", text, re.I)
    ):
        return msgspec.structs.replace(authors, count=authors.count - 1)
    return authors


@cache
def _many() -> re.Pattern[str]:
    return re.compile(r"\d+ (?:additional|more|other) authors?")


@cache
def _in_title() -> re.Pattern[str]:
    return re.compile(
        r"\s*\((arXiv:[\w./-]+)(?:\s*\[([A-Za-z.-]+)\])?"
        r"(?:\s+(?:CROSS LISTED|UPDATED|REPLACED))?\)\s*$",
        re.IGNORECASE,
    )


@cache
def _announcement() -> re.Pattern[str]:
    return re.compile(
        r"(arXiv:[\w./-]+)\s+Announce Type:\s*[\w-]+\s*(?:Abstract:\s*)?", re.IGNORECASE
    )


@cache
def _sign() -> re.Pattern[bytes]:
    """What the feed and its items link to."""
    return re.compile(
        rb"<link>\s*(?:<!\[CDATA\[)?\s*https?://(?:[a-z]+\.)?arxiv\.org/"
        rb"|rdf:about\s*=\s*[\"']https?://(?:[a-z]+\.)?arxiv\.org/"
        rb"|<guid[^>]{0,60}>\s*oai:arxiv\.org:",
        re.IGNORECASE,
    )


def _recognises(head: Head) -> bool:
    root = head.root
    if root is None:
        return False
    if root.name == "feed":
        # The daily feeds in Atom: the API's do not announce.
        return re.search(rb"rss\.arxiv\.org/|:announce_type>", head.text) is not None
    return root.name in ("rss", "RDF") and _sign().search(head.text) is not None


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.xml.records import papers

    return papers(item, ["item", "entry"], item_paper)


SOURCE: Final = Source(
    name="arxiv-rss",
    label="arXiv's daily feeds",
    recognises=_recognises,
    read=_read,
    title_rank=2,
)
