"""The entries of the Daily Papers API: as the API prints them, and as crawlers keep them.

An entry holds a ``paper``; where both say something, the paper's own word counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import msgspec

from index.paper import Paper
from index.sources.authors import from_text, without_others
from index.sources.identifiers import clean_arxiv_id
from index.sources.json_records import BadRecord
from index.sources.json_values import (
    count_of,
    flag_of,
    identifier_of,
    is_missing,
    text_of,
    texts_of,
    wrong,
)
from index.text.cleaning import NAME_LIMIT, one_line, paragraphs
from index.text.latex import to_unicode

NAME: Final = "daily-papers-api"
"""The name of the format."""

_EVENING: Final = timedelta(hours=3)
"""The lists of 2024 begin at 21:30 in Universal Time; from 17:00 until then nothing was listed."""


class _Author(msgspec.Struct, gc=False):
    name: str | None = None
    hidden: bool | None = None


class _Organisation(msgspec.Struct, gc=False):
    name: str | None = None
    fullname: str | None = None


class _Facts(msgspec.Struct, gc=False, rename="camel"):
    """What an entry and the paper in it may both say."""

    title: str | None = None
    summary: str | None = None
    published_at: str | None = None
    submitted_on_daily_at: str | None = None
    upvotes: int | None = None
    num_comments: int | None = None
    github_stars: int | None = None
    organization: _Organisation | None = None


class _Paper(_Facts, gc=False):
    id: str | None = None
    authors: list[_Author] | None = None
    keywords: list[str] | None = msgspec.field(default=None, name="ai_keywords")


class Entry(_Facts, gc=False, kw_only=True):
    """An entry, its fields as the API names them; what an entry lacks is None."""

    paper: _Paper


def _lenient(record: dict[str, Any]) -> Entry:
    """An entry from values of other types, as far as they have a meaning.

    A paper that is not in an entry is taken for one, if it has more than a title.

    Raises:
        WrongValue: A value has none.
        BadRecord: There is no paper.
    """
    inner = record.get("paper")
    outer = record
    name = "paper."
    if "paper" not in record and not record.keys().isdisjoint(_TELLING):
        inner, outer, name = record, {}, ""
    if not isinstance(inner, dict):
        raise (
            wrong("paper", "object", inner) if "paper" in record else BadRecord('no "paper" in it')
        )
    return Entry(
        paper=_Paper(
            id=identifier_of(_either(inner, "id", "arxiv_id"), name + "id"),
            authors=_authors(inner.get("authors"), name + "authors"),
            keywords=texts_of(_either(inner, "ai_keywords", "keywords"), name + "ai_keywords"),
            **_common(inner, name),
        ),
        **_common(outer, ""),
    )


_TELLING: Final = frozenset(
    ["summary", "publishedAt", "published_at", "submittedOnDailyAt", "submitted_on_daily_at"]
)


def _either(record: dict[str, Any], *names: str) -> object:
    """The first value that is known: clients and crawlers have names of their own for them."""
    return next((record[name] for name in names if not is_missing(record.get(name))), None)


def _common(record: dict[str, Any], name: str) -> dict[str, Any]:
    """What both an entry and its paper may have."""
    comments = _either(record, "numComments", "num_comments")
    if comments is None and isinstance(record.get("comments"), int | float | str):
        comments = record["comments"]
    return {
        "title": text_of(record.get("title"), name + "title"),
        "summary": text_of(_either(record, "summary", "abstract"), name + "summary", "\n\n"),
        "published_at": _moment_of(record, name, "publishedAt", "published_at"),
        "submitted_on_daily_at": _moment_of(
            record, name, "submittedOnDailyAt", "submitted_on_daily_at"
        ),
        "upvotes": count_of(record.get("upvotes"), name + "upvotes"),
        "num_comments": count_of(comments, name + "numComments"),
        "github_stars": count_of(
            _either(record, "githubStars", "github_stars"), name + "githubStars"
        ),
        "organization": _organisation(record.get("organization"), name + "organization"),
    }


def _moment_of(record: dict[str, Any], name: str, *names: str) -> str | None:
    return identifier_of(_either(record, *names), name + names[0])


def _organisation(value: object, name: str) -> _Organisation | None:
    if is_missing(value):
        return None
    if isinstance(value, str):
        return _Organisation(name=value)
    if not isinstance(value, dict):
        raise wrong(name, "object", value)
    return _Organisation(
        name=text_of(value.get("name"), f"{name}.name"),
        fullname=text_of(value.get("fullname"), f"{name}.fullname"),
    )


def _authors(value: object, name: str) -> list[_Author] | None:
    if is_missing(value):
        return None
    if isinstance(value, str):
        return [_Author(name) for name in from_text(value).listed or ()]
    if not isinstance(value, list):
        raise wrong(name, "array", value)
    authors: list[_Author] = []
    for position, member in enumerate(value):
        where = f"{name}[{position}]"
        if isinstance(member, str):
            authors.append(_Author(member))
        elif isinstance(member, dict):
            hidden = flag_of(member.get("hidden"), f"{where}.hidden")
            authors.append(_Author(text_of(member.get("name"), f"{where}.name"), hidden))
        elif not is_missing(member):
            raise wrong(where, "object", member)
    return authors


def entry_paper(entry: Entry) -> Paper:
    """The paper that an entry holds.

    Raises:
        ValueError: A value of it has no meaning; the message is a sentence.
    """
    inner = entry.paper
    title = _line(inner.title) or _line(entry.title)
    if not title:
        raise BadRecord("the paper has no title")
    published = _day(inner.published_at)
    featured = _day(inner.submitted_on_daily_at or entry.submitted_on_daily_at) or _day_listed(
        entry
    )
    for count in (inner.upvotes, inner.num_comments, inner.github_stars, entry.num_comments):
        if count is not None and not 0 <= count < 2**53:
            raise BadRecord(f"{count} is no count")
    organisation = inner.organization or entry.organization or _Organisation()
    names = tuple(
        name
        for author in inner.authors or ()
        if not author.hidden and (name := one_line(author.name or "", NAME_LIMIT))
    )
    authors, has_others = without_others(names) if names else (None, False)
    keywords = tuple(
        word for keyword in inner.keywords or () if (word := one_line(keyword, NAME_LIMIT))
    )
    arxiv_id = clean_arxiv_id(inner.id or "")
    return Paper(
        title=title,
        abstract=_paragraphs(inner.summary) or _paragraphs(entry.summary) or None,
        published=published,
        featured=featured,
        org=one_line(organisation.name or "", NAME_LIMIT) or None,
        org_name=one_line(organisation.fullname or "", NAME_LIMIT) or None,
        author_count=len(authors) if authors and not has_others else None,
        authors=authors,
        comments=_first(inner.num_comments, entry.num_comments),
        upvotes=_first(inner.upvotes, entry.upvotes),
        stars=_first(inner.github_stars, entry.github_stars),
        arxiv_id=arxiv_id,
        url=f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else None,
        keywords=keywords or None,
        sources=(NAME,),
    )


def _line(text: str | None) -> str:
    return one_line(to_unicode(text)) if text else ""


def _paragraphs(text: str | None) -> str:
    return paragraphs(to_unicode(text)) if text else ""


def _first(inner: int | None, outer: int | None) -> int | None:
    return outer if inner is None else inner


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{one_line(text, 40)!r} is no date") from None


def _day(text: str | None) -> date | None:
    """The day of a moment, in Universal Time."""
    return _moment(text).date() if text else None


def _day_listed(entry: Entry) -> date | None:
    """The day on whose list an entry was put at the moment of its outer ``publishedAt``."""
    if not entry.published_at:
        return None
    listed = _moment(entry.published_at)
    published = entry.paper.published_at
    if published and (listed - _moment(published)).total_seconds() < 1:
        # That is no moment of a list, but the paper's own.
        return None
    try:
        return (listed + _EVENING).date()
    except OverflowError:
        return None


def paper_of(record: dict[str, Any], _file: str) -> Paper:
    """The paper of a decoded entry, or of a paper alone.

    Raises:
        ValueError: It is none; the message is a sentence.
    """
    return entry_paper(_lenient(record))
