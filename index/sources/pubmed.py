"""Reads PubMed's XML, as its interface (efetch) and its yearly files give it.

Format: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html. Abstracts may have labelled
parts; authors have an affiliation each; the date may be a season or a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from index.paper import Paper, Rejected
from index.sources.source import Head, Source

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from index.sources.authors import Authors
    from index.sources.inputs.open import Input
    from index.sources.partial_dates import PartialDate
    from index.sources.saved_years import SavedYears


def record_paper(record: Element) -> Paper:
    """The paper of a record.

    Raises:
        BadRecord: It has no title.
    """
    from index.sources.affiliations import organisations
    from index.sources.clean_record import clean_record
    from index.sources.xml.texts import text_at, text_of, texts_at

    article = record.find("MedlineCitation/Article")
    if article is None:
        article = record.find("BookDocument")
    if article is None:
        article = record
    number = text_at(record, "MedlineCitation/PMID") or text_at(record, "BookDocument/PMID")
    parts = [
        f"{part.get('Label')}: {text_of(part)}" if part.get("Label") else text_of(part)
        for part in article.findall("Abstract/AbstractText")
    ]
    identifiers = [*article.findall("ELocationID"), *record.findall("PubmedData/ArticleIdList/*")]
    doi = next(
        (
            text_of(name)
            for name in identifiers
            if "doi" in (name.get("EIdType"), name.get("IdType"))
        ),
        "",
    )
    title = text_at(article, "ArticleTitle") or text_at(article, "Book/BookTitle")
    # A title in another language stands in brackets, translated.
    title = title.removesuffix(".")
    if title.startswith("[") and title.endswith("]"):
        title = title[1:-1].removesuffix(".")
    return clean_record(
        SOURCE.name,
        title=title or text_at(article, "VernacularTitle"),
        abstract="\n\n".join(filter(None, parts)),
        published=_published(article),
        authors=_authors(article),
        doi=doi,
        url=f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number.isdecimal() else "",
        keywords=texts_at(record, "MedlineCitation/KeywordList/Keyword"),
        venue=text_at(article, "Journal/Title") or text_at(article, "Book/BookTitle"),
        organisations=organisations(
            texts_at(article, "AuthorList/Author/AffiliationInfo/Affiliation")
        ),
    )


def _published(article: Element) -> PartialDate | None:
    """The day it came out: online where that is told, else as its issue says."""
    from index.sources.partial_dates import partial_date
    from index.sources.xml.texts import text_at

    for path in ("ArticleDate", "Journal/JournalIssue/PubDate", "Book/PubDate"):
        found = article.find(path)
        if found is not None:
            year = text_at(found, "Year") or text_at(found, "MedlineDate")
            date = partial_date(year, text_at(found, "Month"), text_at(found, "Day"))
            if date is not None:
                return date
    return None


def _authors(article: Element) -> Authors:
    from index.sources.authors import Authors, from_names, in_order
    from index.sources.xml.texts import text_at

    people = article.find("AuthorList")
    names: list[str] = []
    for who in () if people is None else people.findall("Author"):
        given = text_at(who, "ForeName") or text_at(who, "Initials")
        group = text_at(who, "CollectiveName")
        names.append(group or in_order(text_at(who, "LastName"), given, text_at(who, "Suffix")))
    authors = from_names(names)
    # "N" says that not all are listed.
    is_whole = people is None or people.get("CompleteYN", "Y") != "N"
    return authors if is_whole else Authors(authors.names, None)


def _recognises(head: Head) -> bool:
    root = head.root
    return root is not None and root.name in ("PubmedArticleSet", "PubmedArticle")


def _read(item: Input, _saved_years: SavedYears) -> Iterator[Paper | Rejected]:
    from index.sources.xml.records import papers

    return papers(item, ["PubmedArticle", "PubmedBookArticle"], record_paper, has_doctype=True)


SOURCE: Final = Source(
    name="pubmed",
    label="PubMed's XML",
    recognises=_recognises,
    read=_read,
)
