"""A digest as an Atom feed (https://www.rfc-editor.org/rfc/rfc4287).

What was told of in the last weeks stands in it, too, so that a newsreader that is opened now and
then misses nothing. An entry has the same id in every feed; ids are tags as RFC 4151 has them, of a
host that can't exist (RFC 2606), since a paper may have no address.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from index.digest import phrases
from index.exporting.citation import encoded, link
from index.exporting.clean_paper import cleaned
from index.text.cleaning import one_line
from index.text.latex import readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.digest.digest import Digest
    from index.paper import Paper

_TAG: Final = "tag:quire.invalid,2026:"


def atom(digest: Digest, names: Sequence[str] = (), address: str | None = None) -> str:
    """The digest as an Atom feed.

    Args:
        digest: With papers that were told of before.
        names: Of the saved searches that were asked for; empty for all. They tell the feed from
            others.
        address: Where the feed will be found, http or https, if that is known.
    """
    title = "Quire: " + (", ".join(map(one_line, names)) or "saved searches")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{escape(_id('digest', *names))}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{_time(digest.time)}</updated>",
        "<author><name>Quire</name></author>",
        "<generator>Quire</generator>",
    ]
    if address is not None:
        lines.append(
            f'<link rel="self" type="application/atom+xml" href={quoteattr(encoded(address))}/>'
        )
    told: set[str] = set()
    for section in digest.sections:
        for listed in section.listed:
            told.add(listed.paper.key)
            lines += _entry(listed.paper, [section.name, *listed.also], digest.time)
        if section.more:
            lines += _rest(section.name, phrases.rest(section), digest.time)
    for section in digest.sections:
        for paper in section.earlier:
            if paper.key not in told:
                told.add(paper.key)
                lines += _entry(paper, [section.name], digest.time)
    return "\n".join([*lines, "</feed>"]) + "\n"


def _entry(paper: Paper, names: Sequence[str], now: datetime.datetime) -> Iterator[str]:
    clean = cleaned(paper)
    yield "<entry>"
    yield f"<id>{escape(_id('paper', paper.key))}</id>"
    yield f"<title>{escape(phrases.title(paper))}</title>"
    yield f"<updated>{_day(paper.added) or _time(now)}</updated>"
    if paper.published_precision == "day" and paper.published is not None:
        yield f"<published>{_day(paper.published)}</published>"
    for author in clean.authors or ("Unknown",):
        yield f"<author><name>{escape(author)}</name></author>"
    for name in names:
        yield f"<category term={quoteattr(one_line(name))}/>"
    if (address := link(paper)) is not None:
        yield f'<link rel="alternate" href={quoteattr(encoded(address))}/>'
    paragraphs = [phrases.facts(paper), *readable(clean.abstract or "").split("\n\n")]
    content = "".join(f"<p>{escape(one_line(text, 20_000))}</p>" for text in paragraphs if text)
    yield f'<content type="html">{escape(content)}</content>'
    yield "</entry>"


def _rest(name: str, sentence: str, now: datetime.datetime) -> Iterator[str]:
    """An entry that says how many papers more there are."""
    yield "<entry>"
    yield f"<id>{escape(_id('rest', name, str(now.date())))}</id>"
    yield f"<title>{escape(one_line(f'{name}: {sentence}', 200))}</title>"
    yield f"<updated>{_time(now)}</updated>"
    yield f"<category term={quoteattr(one_line(name))}/>"
    yield f'<content type="text">{escape(sentence)}</content>'
    yield "</entry>"


def _id(*parts: str) -> str:
    return _TAG + ":".join(quote(part, safe="") for part in parts)


def _time(time: datetime.datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"


def _day(day: datetime.date | None) -> str:
    return "" if day is None else f"{day.isoformat()}T00:00:00Z"
