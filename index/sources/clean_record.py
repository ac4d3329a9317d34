"""Makes a clean paper of texts: the last step of readers of formats whose values are such."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

from index.paper import Organisation, Paper, Rejected
from index.sources.authors import UNKNOWN, Authors
from index.sources.identifiers import clean_arxiv_id, clean_doi, names_category
from index.sources.json_records import BadRecord
from index.sources.json_values import MISSING
from index.sources.organisations import organisations as known_once
from index.text.cleaning import NAME_LIMIT, one_line, paragraphs, web_address
from index.text.latex import to_unicode

if TYPE_CHECKING:
    from index.sources.partial_dates import PartialDate

_NO_ABSTRACT: Final = "[No abstract available]"
"""What Scopus writes, in all of its formats."""
_REASON_LIMIT: Final = 500
"""Characters."""


def clean_record(
    source: str,
    *,
    title: str,
    abstract: str = "",
    published: PartialDate | None = None,
    authors: Authors = UNKNOWN,
    arxiv_id: str = "",
    categories: Iterable[str] = (),
    doi: str = "",
    url: str = "",
    keywords: Iterable[str] = (),
    venue: str = "",
    organisations: Iterable[str] = (),
) -> Paper:
    """A paper with clean values; "" and nothing stand for what is unknown.

    Args:
        source: The name of the format.
        title: May hold LaTeX, as all texts.
        abstract: Paragraphs are parted by blank lines.
        published: The day of the first version, or what is known of it.
        authors: From ``index.sources.authors``.
        arxiv_id: Perhaps with a version or an address; what is none is passed over.
        categories: The primary one first; repeated ones are dropped. Categories of arXiv's that
            stand among the keywords follow them.
        doi: Perhaps with a resolver's address.
        url: Where empty, the page that arXiv has of the paper.
        keywords: In order.
        venue: A journal, a conference or a book; arXiv itself is none.
        organisations: Names of organisations in order.

    Raises:
        BadRecord: It has no title.
    """
    title = one_line(to_unicode(title))
    if title in MISSING:
        raise BadRecord("it has no title")
    identifier = clean_arxiv_id(arxiv_id) if arxiv_id else None
    address = web_address(url)
    if address is None and identifier is not None:
        address = f"https://arxiv.org/abs/{identifier}"
    text = paragraphs(to_unicode(abstract))
    words = _each_once(keywords)
    return Paper(
        title=title,
        abstract=None if text in MISSING or text == _NO_ABSTRACT else text,
        published=published.first if published is not None else None,
        published_precision=published.precision if published is not None else "day",
        orgs=known_once(Organisation(name=to_unicode(name)) for name in organisations),
        author_count=authors.count,
        authors=authors.names,
        arxiv_id=identifier,
        categories=_each_once([*categories, *filter(names_category, words or ())]),
        doi=clean_doi(_one_doi(doi)) if doi else None,
        url=address,
        keywords=words,
        venue=_venue(venue),
        sources=(source,),
    )


def rejected(file: str, line: int, reason: object) -> Rejected:
    """What is told of a record that is no paper, in one safe line whatever it quotes.

    Args:
        file: The input's name.
        line: Where the record begins, from 1.
        reason: A sentence, or an error whose message is one.
    """
    return Rejected(file=file, line=line, reason=one_line(str(reason), _REASON_LIMIT))


def _one_doi(text: str) -> str:
    """The first of several DOIs that stand in one text with only a comma between them."""
    return re.split(r"[,;]\s*(?=10\.\d{4})", text, maxsplit=1)[0]


def _venue(text: str) -> str | None:
    name = one_line(to_unicode(without_tags(text)), NAME_LIMIT)
    return None if name in MISSING or _arxiv().match(name) else name


@cache
def _arxiv() -> re.Pattern[str]:
    return re.compile(r"(?:arxiv|corr)\b", re.IGNORECASE)


def _each_once(texts: Iterable[str]) -> tuple[str, ...] | None:
    lines = (one_line(to_unicode(text), NAME_LIMIT) for text in texts)
    return tuple(dict.fromkeys(line for line in lines if line)) or None


def without_tags(text: str) -> str:
    """The text without the markup of web pages: paragraphs stay, entities become characters.

    Only elements that titles and abstracts have are taken for such: ``a<b`` stays as it is.
    """
    text = _untagged(text)
    if "&" in text and _entity().search(text) is not None:
        from html import unescape

        # Some publishers escape their markup, and what is escaped in it twice.
        text = _untagged(_entity().sub(lambda found: unescape(found[0]), text))
        text = _entity().sub(lambda found: unescape(found[0]), text)
    return text


def _untagged(text: str) -> str:
    if "<" not in text:
        return text
    if "tex-math" in text:
        # What follows says the same in MathML.
        text = _mathematics().sub("", text)
    return _tag().sub("", _paragraph().sub("\n\n", text))


@cache
def _mathematics() -> re.Pattern[str]:
    return re.compile(r"<(mml:math|math)\b[^<>]{0,300}>.*?</\1>", re.IGNORECASE | re.DOTALL)


@cache
def _paragraph() -> re.Pattern[str]:
    return re.compile(r"</?(?:jats:|xhtml:)?(?:p|br|div|li|sec|title)\b[^<>]{0,200}>", re.I)


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(
        r"</?(?:jats:|xhtml:|mml:)?(?:a|abstract|alternatives|b|bold|disp-formula|em|font|i|inf"
        r"|inline-formula|italic|ol|sc|scp|span|strong|sub|sup|tex|tex-math|tt|u|ul"
        r"|math|m[inorst]|mrow|msu[bp]|msubsup|mfrac|mtext)\b[^<>]{0,300}>",
        re.IGNORECASE,
    )


@cache
def _entity() -> re.Pattern[str]:
    return re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
