"""Makes a paper of the fields of an entry."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from index.paper import Paper
from index.sources.affiliations import organisations
from index.sources.bibtex.names import authors_of, is_in_braces, split_outside_braces
from index.sources.bibtex.tex import tex_text, verbatim
from index.sources.clean_record import clean_record, without_tags
from index.sources.identifiers import arxiv_id_in, clean_arxiv_id, names_category
from index.sources.partial_dates import PartialDate, partial_date

_ARXIV: Final = "arxiv"
_TELLING: Final = ("journal", "journaltitle", "number", "volume", "note", "howpublished", "eprint")
"""Fields that begin with an arXiv id where papers have no field for it."""
_AFFILIATIONS: Final = ("affiliations", "affiliation", "school", "institution")
"""Fields of organisations: the first two as Scopus and the Web of Science export them."""
_VENUES: Final = ("journal", "journaltitle", "booktitle", "eventtitle")


def entry_paper(source: str, fields: dict[str, str]) -> Paper:
    """The paper of an entry.

    Args:
        source: The name of the format.
        fields: Values by names in small letters; "" stands for nothing.

    Raises:
        BadRecord: It has no title.
    """
    title = _text(fields, "title")
    subtitle = _text(fields, "subtitle")
    if title and subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}{'' if title[-1] in '?!:' else ':'} {subtitle}"
    arxiv_id = _arxiv_id(fields)
    archive = verbatim(fields.get("primaryclass") or fields.get("eprintclass") or "")
    return clean_record(
        source,
        title=title,
        abstract=_text(fields, "abstract"),
        published=_published(fields),
        authors=authors_of(fields.get("author", "")),
        arxiv_id=arxiv_id,
        categories=[word for word in archive.split() if arxiv_id or names_category(word)],
        doi=_percent_decoded(verbatim(fields.get("doi", ""))),
        url=_address(fields),
        keywords=_keywords(fields),
        venue=_venue(fields),
        organisations=_organisations(fields),
    )


def _text(fields: dict[str, str], name: str) -> str:
    return without_tags(tex_text(fields.get(name, ""))).strip()


def _published(fields: dict[str, str]) -> PartialDate | None:
    """The date, which biblatex has in one field and BibTeX in several."""
    written = partial_date(tex_text(fields.get("date", "")))
    if written is not None:
        return written
    month, day = tex_text(fields.get("month", "")), tex_text(fields.get("day", ""))
    return partial_date(tex_text(fields.get("year", "")), month, day)


def _venue(fields: dict[str, str]) -> str:
    """The journal or the book; arXiv is neither."""
    for name in _VENUES:
        venue = _text(fields, name)
        if venue and re.match(r"(?:arxiv\b|corr\Z|e-?prints?\Z)", venue, re.IGNORECASE) is None:
            return venue
    return ""


def _address(fields: dict[str, str]) -> str:
    for name in ("url", "howpublished", "link", "ee"):
        found = re.search(r"https?://[^\s{}]+", verbatim(fields.get(name, "")))
        if found is not None:
            return found[0].rstrip(".,;")
    return ""


def _keywords(fields: dict[str, str]) -> list[str]:
    """The keywords, which commas part, or semicolons where there are some; not those in braces."""
    value = (fields.get("keywords") or fields.get("keyword") or "").strip()
    if is_in_braces(value):
        # As the Web of Science writes every value.
        value = value[1:-1]
    words = split_outside_braces(value, _semicolon())
    if len(words) == 1:
        words = split_outside_braces(value, _comma())
    return [tex_text(word).strip() for word in words]


@cache
def _semicolon() -> re.Pattern[str]:
    return re.compile(";")


@cache
def _comma() -> re.Pattern[str]:
    return re.compile(",")


def _organisations(fields: dict[str, str]) -> list[str]:
    """Where the authors work, or what took a thesis or a report; arXiv is no such thing."""
    written = next((value for name in _AFFILIATIONS if (value := _text(fields, name))), "")
    found = organisations(re.split(r"\s*;\s*|\.\s*\n\s*", written))
    return [name for name in found if re.match(r"arxiv\b", name, re.IGNORECASE) is None]


def _arxiv_id(fields: dict[str, str]) -> str:
    """The arXiv id, wherever an entry has it; "" where it has none."""
    eprint = verbatim(fields.get("eprint", ""))
    kind = verbatim(fields.get("archiveprefix") or fields.get("eprinttype") or "").casefold()
    archive = verbatim(fields.get("primaryclass") or fields.get("eprintclass") or kind)
    if kind in ("", _ARXIV) or re.fullmatch(r"[a-z]+(?:-[a-z]+)?", kind):
        for name in (eprint, f"{archive.partition('.')[0].lower()}/{eprint}"):
            if eprint and (found := clean_arxiv_id(name)):
                return found
    if found := clean_arxiv_id(verbatim(fields.get("arxivid") or fields.get("arxiv") or "")):
        return found
    addresses = (verbatim(fields.get(name, "")) for name in ("url", "doi", "howpublished", "ee"))
    texts = (tex_text(fields.get(name, "")) for name in _TELLING)
    return arxiv_id_in(addresses, texts)


def _percent_decoded(doi: str) -> str:
    """A DOI with the characters that addresses and TeX have no place for."""
    if "%" not in doi:
        return doi
    data = re.sub(
        rb"%([0-9A-Fa-f]{2})",
        lambda found: bytes.fromhex(found[1].decode()),
        doi.encode("utf-8", "replace"),
    )
    return data.decode("utf-8", "replace")
