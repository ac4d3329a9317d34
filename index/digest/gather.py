"""Finds out what is new of saved searches.

New is what an index got since the last digest of a search and what was not told of under any name
that the paper has had. Days alone do not tell two updates of one day apart, and names alone do not
tell a paper that came from one that a search finds since somebody changed it. Of very many papers
of one day not all names are kept: there, the number of the build tells.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from index.digest.digest import Digest, Listed, Section
from index.errors import QueryError
from index.library.digests import Standing, Told
from index.library.told import told_names, was_told
from index.query.nearness import picks_nearest
from index.query.parse import parse
from index.query.tree import Clause, Phrase, conjunction
from index.query.unparse import to_text

if TYPE_CHECKING:
    from index.library.saved_searches import Saved
    from index.paper import Paper
    from index.papers import Papers
    from index.query.tree import Node

FIRST_DAYS: Final = 7
"""How many days back the first digest of a search goes, as a first sync does."""

KEPT_DAYS: Final = 30
"""For how many days papers stand in a feed: newsreaders may be opened now and then only."""

_MOST_KEPT: Final = 200
_MOST_LOOKED_AT: Final = 20_000
"""Papers of one search that are told apart one by one, the newest; the others are counted."""
_WINDOW: Final = 1_000


class Failure(msgspec.Struct, frozen=True):
    """A saved search that can't be answered, and why."""

    name: str
    error: QueryError


class Gathered(msgspec.Struct, frozen=True):
    """What was found.

    Attributes:
        digest: What is new.
        told: What counts as told of once the digest is out, also of searches without news.
        failures: The searches that can't be answered.
    """

    digest: Digest
    told: tuple[Told, ...]
    failures: tuple[Failure, ...]


class _Found(msgspec.Struct, frozen=True):
    """What was found of one search.

    Attributes:
        new: The new papers that were looked at.
        more: How many others are new, as far as can be told.
        kept: Papers that were told of before, for a feed.
        told: What counts as told of then.
    """

    saved: Saved
    since: datetime.date
    new: list[Paper]
    more: int
    kept: list[Paper]
    told: Told


def gather(
    papers: Papers,
    searches: Sequence[Saved],
    standing_of: Callable[[str], Standing],
    now: datetime.datetime,
    *,
    since: datetime.date | None = None,
    limit: int = 0,
    keep: bool = False,
) -> Gathered:
    """Find out what is new of some saved searches.

    Args:
        papers: The index.
        searches: In the order in which they are to stand.
        standing_of: How far the digests of a search are, by its name.
        now: The time, in UTC.
        since: Take for new all that the index got since this day, told of or not.
        limit: Most papers to list of each search; 0 for all.
        keep: Whether papers that were told of in the last 30 days are wanted, too.
    """
    found: list[_Found] = []
    failures: list[Failure] = []
    look = _Look(papers, now.date(), since, keep)
    for saved in searches:
        try:
            found.append(look.at(saved, standing_of(saved.name)))
        except QueryError as error:
            failures.append(Failure(saved.name, error))
    digest = Digest(now, tuple(_sections(found, limit)))
    return Gathered(digest, tuple(one.told for one in found), tuple(failures))


class _Look:
    """Looks through an index."""

    def __init__(
        self, papers: Papers, today: datetime.date, since: datetime.date | None, keep: bool
    ) -> None:
        self._papers = papers
        self._since = since
        self._first = today - datetime.timedelta(FIRST_DAYS)
        self._kept_since = today - datetime.timedelta(KEPT_DAYS) if keep else None
        days = [
            hit.paper.added or today
            for reverse in (True, False)
            for hit in papers.search("", sort="added", reverse=reverse, limit=1).hits
        ]
        self._began, self._day = days or (today, today)

    def at(self, saved: Saved, standing: Standing) -> _Found:
        """Look for what is new of a saved search.

        Raises:
            QueryError: It can't be understood.
        """
        asked = _asked(saved)
        regular = standing.day or self._first
        since = self._since or regular
        start = min(since, self._kept_since) if self._kept_since else since
        text = _added_since(asked, start)
        total = self._count(text)
        told = frozenset[int]() if self._since else standing.told
        dated_since = self._dated_since(standing)
        by_build = self._tells_by_build(standing, total)
        new: list[Paper] = []
        kept: list[Paper] = []
        names: list[int] = []
        looked_at = recent = 0
        most = total if by_build else min(total, _MOST_LOOKED_AT)
        if by_build and standing.build == self._papers.build:
            most = 0
        while looked_at < most:
            hits = self._papers.search(text, sort="date", limit=_WINDOW, offset=looked_at).hits
            if not hits:
                break
            looked_at += len(hits)
            for paper in (hit.paper for hit in hits):
                is_recent = paper.added is None or paper.added >= since
                recent += is_recent
                if by_build and (paper.added_build or 0) <= standing.build:
                    if is_recent:
                        kept.append(paper)
                elif was_told(paper, told, self._is_there):
                    kept.append(paper)
                    # It may have got names since, and by these it is known from others.
                    names += set(told_names(paper)) - told
                elif is_recent and _is_dated(paper, dated_since):
                    new.append(paper)
                    names += told_names(paper)
        is_all = by_build or looked_at >= total
        more = 0 if is_all else max(0, self._count(_added_since(asked, since)) - recent)
        is_moved = since <= regular
        is_whole = standing.is_complete if standing.day else self._count(saved.query) == total
        later = Standing(
            day=self._day,
            began=self._began,
            is_complete=is_whole and is_all,
            build=self._papers.build,
        )
        return _Found(
            saved=saved,
            since=since,
            new=new,
            more=more,
            kept=kept[:_MOST_KEPT] if self._kept_since else [],
            told=Told(saved.name, names, later if is_moved else None),
        )

    def _tells_by_build(self, standing: Standing, total: int) -> bool:
        """Whether the number of the build tells what is new: of more papers than have names."""
        if self._since or total <= _MOST_LOOKED_AT:
            return False
        # An index that was made anew has other numbers, or they are all later ones.
        return 0 < standing.build <= self._papers.build and not self._is_anew(standing)

    def _is_anew(self, standing: Standing) -> bool:
        """Whether the index was made anew since a digest: it begins after that."""
        day, began = standing.day, standing.began
        return day is not None and began is not None and self._began > began and self._began >= day

    def _count(self, query: str) -> int:
        return self._papers.search(query, sort="date", limit=0).total

    def _is_there(self, key: str) -> bool:
        found = self._papers.get(key)
        return found is not None and found.key == key

    def _dated_since(self, standing: Standing) -> datetime.date | None:
        """The day from which on papers have to be in an index that was made anew since.

        There, everything came at once, what nobody was told of for its age, too.
        """
        day = standing.day
        if self._since or day is None or standing.is_complete or not self._is_anew(standing):
            return None
        return day - datetime.timedelta(FIRST_DAYS)


def _asked(saved: Saved) -> Node:
    """What a saved search asks for, as a part of a query that takes nothing from the other parts.

    Of what is nearest, the nearest among new papers would be all of them.
    """
    asked = parse(saved.query)
    if picks_nearest(asked):
        return Clause("saved", Phrase(saved.name))
    return asked


def _added_since(asked: Node, day: datetime.date) -> str:
    return to_text(conjunction([asked, parse(f"added:{day}..")]))


def _is_dated(paper: Paper, since: datetime.date | None) -> bool:
    day = paper.featured or paper.published_last
    return since is None or day is None or day >= since


def _sections(found: Sequence[_Found], limit: int) -> list[Section]:
    """What stands under each search: every paper once, under the first that has room for it."""
    names: dict[str, list[str]] = {}
    for one in found:
        for paper in one.new:
            names.setdefault(paper.key, []).append(one.saved.name)
    sections = []
    listed_already: set[str] = set()
    for one in found:
        new = [paper for paper in one.new if paper.key not in listed_already]
        above = len(one.new) - len(new)
        listed = new[:limit] if limit else new
        listed_already.update(paper.key for paper in listed)
        kept = [paper for paper in one.kept if paper.key not in names]
        if one.new or one.more or kept:
            sections.append(
                Section(
                    name=one.saved.name,
                    query=one.saved.query,
                    since=one.since,
                    count=len(one.new) + one.more,
                    listed=tuple(
                        Listed(
                            paper,
                            tuple(name for name in names[paper.key] if name != one.saved.name),
                        )
                        for paper in listed
                    ),
                    above=above,
                    earlier=tuple(kept),
                )
            )
    return sections
