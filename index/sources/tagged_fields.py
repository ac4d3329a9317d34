"""What the tags of RIS, MEDLINE and the Web of Science say of a paper.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format), https://www.nlm.nih.gov/bsd/mms/medlineelements.html,
https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html.
"""

from __future__ import annotations

import re
from typing import Final

from index.paper import Paper
from index.sources.affiliations import organisations
from index.sources.authors import Authors, from_names
from index.sources.clean_record import clean_record, without_tags
from index.sources.identifiers import arxiv_id_in
from index.sources.partial_dates import PartialDate, partial_date
from index.sources.person_names import display_name
from index.sources.tagged_records import NAME, TaggedRecord

_PRECISION: Final = {"day": 2, "month": 1, "year": 0}
_WHOLE_BOOKS: Final = frozenset(["BOOK", "EBOOK", "THES", "RPRT", "COMP", "DATA"])
_DOI_ADDRESS: Final = re.compile(r"https?://(?:dx\.)?doi\.org/10\.\S+", re.IGNORECASE)


def ris_paper(record: TaggedRecord) -> Paper:
    """The paper of a RIS record.

    Raises:
        BadRecord: It has no title.
    """
    addresses = [word for text in record.texts("UR", "L1", "LK") for word in text.split()]
    links = [word for word in addresses if word.lower().startswith("http")]
    doi = record.text("DO", "DOI") or next(filter(_DOI_ADDRESS.match, links), "")
    kind = record.text("TY")
    journal = (
        ("JF", "JO", "T2", "JA", "J2")
        if kind in ("JOUR", "MGZN", "EJOUR")
        else ("T2", "BT", "JF", "JO", "C3")
    )
    # The publisher of a thesis or a report is the organisation that it comes from.
    affiliations = record.all("AD") or (record.texts("PB") if kind in ("THES", "RPRT") else [])
    venue = "" if kind in _WHOLE_BOOKS else record.text(*journal)
    return clean_record(
        NAME,
        title=without_tags(record.text("TI", "T1", "CT", "BT")),
        abstract=without_tags("\n\n".join(record.texts("AB", "N2"))),
        published=_most_exact([record.text(tag) for tag in ("PY", "Y1", "DA")]),
        authors=_people(record.all("AU") or record.all("A1")),
        arxiv_id=arxiv_id_in(
            [doi, *links],
            [text for tag in ("M1", "AN", "N1") for text in record.texts(tag)] + [venue],
        ),
        doi=doi,
        url=next(iter(links), ""),
        keywords=[word for line in record.all("KW") for word in re.split(r"\s*;\s*", line)],
        venue="" if re.match(r"arxiv\b", venue, re.IGNORECASE) else without_tags(venue),
        organisations=organisations(
            part for line in affiliations for part in re.split(r"\s*;\s*", line)
        ),
    )


def medline_paper(record: TaggedRecord) -> Paper:
    """The paper of a MEDLINE record, as PubMed's ``.nbib`` files have them.

    Raises:
        BadRecord: It has no title.
    """
    doi = next((text for text in record.texts("LID") + record.texts("AID") if "[doi]" in text), "")
    full = [" ".join(lines) for tag, lines in record.fields if tag in ("FAU", "CN")]
    number = record.text("PMID")
    return clean_record(
        NAME,
        title=record.text("TI", "BTI", "TT").removesuffix("."),
        abstract=record.text("AB"),
        published=_most_exact([record.text("DP"), record.text("DEP")]),
        authors=_people(full or record.texts("AU")),
        doi=doi,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number.isdecimal() else "",
        keywords=[word.lstrip("*") for word in record.texts("OT")],
        venue=record.text("JT", "TA"),
        organisations=organisations(record.texts("AD")),
    )


def web_of_science_paper(record: TaggedRecord) -> Paper:
    """The paper of a record of the Web of Science, where each line of a list is a member.

    Raises:
        BadRecord: It has no title.
    """
    month, _, day = record.text("PD").partition(" ")
    return clean_record(
        NAME,
        title=record.text("TI"),
        abstract=record.text("AB"),
        published=partial_date(record.text("PY"), month, day),
        authors=_people(record.all("AF") or record.all("AU") or record.all("CA")),
        arxiv_id=arxiv_id_in(record.texts("DI"), record.texts("AR")),
        doi=record.text("DI"),
        keywords=re.split(r"\s*;\s*", record.text("DE")),
        venue=record.text("SO"),
        organisations=organisations(record.all("C1")),
    )


def _people(written: list[str]) -> Authors:
    """Authors with the family name first; some files have all of them in one field."""
    names: list[str] = []
    for text in written:
        names += text.split(";") if ";" in text else [text]
    return from_names([display_name(name) for name in names])


def _most_exact(texts: list[str]) -> PartialDate | None:
    """The date of which most is known, but in the year that the first of them tells."""
    dates = [date for text in texts if (date := partial_date(text)) is not None]
    in_year = [date for date in dates if date.first.year == dates[0].first.year]
    return max(in_year, key=lambda date: _PRECISION[date.precision], default=None)
