"""Merges the records of one paper, and decides which value stays where they disagree.

Everything here is pure and independent of the order of its inputs: a paper's fields are each the
greatest value under a fixed order, so merging is associative, commutative and idempotent.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import TypeVar

import msgspec

from index.building.clustering import cluster
from index.building.evidence import (
    all_organisations,
    chosen_date,
    evidence_of,
    rank_of,
    refreshed_organisations,
    said_alone,
    said_dates,
    said_organisations,
    united_organisations,
)
from index.building.record_linkage import Traits, traits_of
from index.identity import fold_title, paper_key
from index.paper import OrganisationRecord, Paper, SaidDate, SaidOrganisations

_Value = TypeVar("_Value", str, tuple[str, ...])


class Merged(msgspec.Struct, frozen=True, gc=False):
    """One paper, the older records it was made from, and the number of newer ones."""

    paper: Paper
    older: tuple[Paper, ...]
    newer: int


class _RecordCluster:
    """Records of one paper: a cluster in the sense of ``index.building.clustering``."""

    __slots__ = ("_paper", "_traits", "newer", "older", "refresh")

    def __init__(self, refresh: bool) -> None:
        self.older: list[Paper] = []
        self.newer: list[Paper] = []
        self.refresh = refresh
        self._paper: Paper | None = None
        self._traits: Traits | None = None

    @property
    def paper(self) -> Paper:
        """The one paper that the records tell of."""
        if self._paper is None:
            if self.refresh:
                self._paper = _join_group(self.older, self.newer)
            else:
                self._paper = join([*self.older, *self.newer])
        return self._paper

    @property
    def traits(self) -> Traits:
        """What tells the paper from others with its title."""
        if self._traits is None:
            self._traits = traits_of(self.paper)
        return self._traits

    def absorb(self, other: _RecordCluster) -> None:
        """Take in the records of another group, which are of this paper too."""
        self.older += other.older
        self.newer += other.newer
        self._paper = self._traits = None


def merge_groups(
    older: Iterable[Paper], newer: Iterable[Paper], *, refresh: bool = True
) -> list[Merged]:
    """Join the records that are one paper.

    Records with an arXiv id are one paper when their ids are equal, whatever their titles. A
    record without one joins records with its folded title that it agrees with (see
    ``record_linkage``): those without an id, and the paper with an id. Where several papers
    are possible the best agreement decides, and the record stays alone when there is none.

    Args:
        older: Records in any order; keys may be empty.
        newer: More records.
        refresh: Whether ``newer`` ones are later, so that their titles and abstracts replace
            older ones from no better a source.

    Returns:
        The papers, keys set, in an order that means nothing.
    """
    by_id: dict[str, _RecordCluster] = {}
    by_title: dict[str, list[_RecordCluster]] = {}
    for is_newer, papers in enumerate((older, newer)):
        for paper in papers:
            if paper.arxiv_id is not None:
                group = by_id.get(paper.arxiv_id)
                if group is None:
                    group = by_id[paper.arxiv_id] = _RecordCluster(refresh)
            else:
                group = _RecordCluster(refresh)
                by_title.setdefault(fold_title(paper.title), []).append(group)
            (group.newer if is_newer else group.older).append(paper)

    homes: dict[str, set[str]] = {}
    if by_title:
        for arxiv_id, group in by_id.items():
            for paper in chain(group.older, group.newer):
                folded = fold_title(paper.title)
                if folded in by_title:
                    homes.setdefault(folded, set()).add(arxiv_id)
    merged: list[Merged] = []
    # A paper that was renamed has homes for several titles, and what joins first makes it known.
    for folded in sorted(by_title):
        candidates = [by_id[arxiv_id] for arxiv_id in sorted(homes.get(folded, ()))]
        loose = cluster(by_title[folded], candidates)
        merged += [
            Merged(
                _told_apart(group.paper) if len(loose) > 1 else group.paper,
                tuple(group.older),
                len(group.newer),
            )
            for group in loose
        ]
    merged += [
        Merged(group.paper, tuple(group.older), len(group.newer)) for group in by_id.values()
    ]
    return merged


def _told_apart(paper: Paper) -> Paper:
    """A paper without an id, under a key that differs from those of others with its title."""
    traits = traits_of(paper)
    if traits.doi is not None:
        apart = f"doi {traits.doi}"
    elif traits.abstract is not None:
        apart = f"abstract {traits.abstract}"
    else:
        people = " ".join(sorted(traits.names))
        apart = f"people {people} {traits.author_count} {paper.published_text}"
    return msgspec.structs.replace(paper, key=paper_key(None, paper.title, apart=apart))


def _join_group(older: Sequence[Paper], newer: Sequence[Paper]) -> Paper:
    """One paper from the records of it, with newer ones refreshing what is not a matter of rank."""
    if not newer:
        return join(older)
    if not older:
        return join(newer)
    before, after = join(older), join(newer)
    joined = join((before, after))
    if after.orgs is not None:
        said = refreshed_organisations(said_organisations([before]), said_organisations([after]))
        joined = _with_evidence(joined, said, said_dates([joined]))
    if after.arxiv_id is None or rank_of(after) < rank_of(before):
        return joined
    return msgspec.structs.replace(
        joined, title=after.title, abstract=after.abstract or joined.abstract
    )


def join(papers: Collection[Paper]) -> Paper:
    """The one paper that all of ``papers`` (at least one) tell of, its key set.

    A known value wins over None, a printed year over an inferred one, a day over a month and a
    month over a year, of dates as exact that of the better source and then the earlier, a list of
    all authors over one of some and over a count, the larger over the smaller count of comments,
    upvotes and stars, the earlier day on Daily Papers, and the longer of two texts. Organisations
    of different origins are united.
    """
    if len(papers) == 1:
        (only,) = papers
        return with_key(only)
    title_paper = max(papers, key=lambda paper: (rank_of(paper), len(paper.title), paper.title))
    arxiv_id = title_paper.arxiv_id or next((p.arxiv_id for p in papers if p.arxiv_id), None)
    key = paper_key(arxiv_id, title_paper.title)
    authors, author_count = _authors(papers)
    joined = Paper(
        key=key,
        title=title_paper.title,
        abstract=_longest(p.abstract for p in papers),
        featured=min((p.featured for p in papers if p.featured is not None), default=None),
        added=min((p.added for p in papers if p.added is not None), default=None),
        added_build=min((p.added_build for p in papers if p.added_build is not None), default=None),
        author_count=author_count,
        authors=authors,
        comments=_largest(p.comments for p in papers),
        upvotes=_largest(p.upvotes for p in papers),
        stars=_largest(p.stars for p in papers),
        arxiv_id=arxiv_id,
        categories=_longest(p.categories for p in papers),
        doi=_shortest(p.doi for p in papers),
        url=_shortest(p.url for p in papers),
        keywords=_longest(p.keywords for p in papers),
        venue=_longest(p.venue for p in papers),
        sources=tuple(sorted({source for p in papers for source in p.sources})),
    )
    return _with_evidence(joined, said_organisations(papers), said_dates(papers))


def _with_evidence(
    paper: Paper, orgs: Sequence[SaidOrganisations], dates: Sequence[SaidDate]
) -> Paper:
    """``paper`` with the organisations and the date that follow from what is said of them."""
    chosen = chosen_date(dates)
    decided = msgspec.structs.replace(
        paper,
        org=None,
        org_name=None,
        orgs=all_organisations(orgs),
        published=chosen and chosen.published,
        published_precision=chosen.published_precision if chosen else "day",
        year_inferred=chosen is not None and chosen.year_inferred,
        evidence=None,
    )
    evidence = evidence_of(decided, orgs, dates)
    return decided if evidence is None else msgspec.structs.replace(decided, evidence=evidence)


def with_organisations(
    paper: Paper, records: Iterable[OrganisationRecord], *, refresh: bool = True
) -> Paper:
    """``paper`` with what records say of nothing but its organisations.

    Args:
        paper: A merged paper.
        records: They name this paper.
        refresh: Whether they are later than what the paper has.
    """
    change = refreshed_organisations if refresh else united_organisations
    said = change(said_organisations([paper]), said_alone(records))
    return _with_evidence(paper, said, said_dates([paper]))


def with_key(
    paper: Paper, *, added: datetime.date | None = None, build: int | None = None
) -> Paper:
    """``paper`` under its right key.

    Args:
        paper: A record, or what several were joined to.
        added: The day on which the index first has it, where the paper has none.
        build: The number of the build that this is.
    """
    key = paper_key(paper.arxiv_id, paper.title)
    if paper.added is not None:
        added, build = paper.added, paper.added_build
    if paper.key == key and paper.added == added:
        return paper
    return msgspec.structs.replace(paper, key=key, added=added, added_build=build)


def _authors(papers: Collection[Paper]) -> tuple[tuple[str, ...] | None, int | None]:
    """The longest list of all authors, else the longest of some, and the number of people."""
    listed = [p for p in papers if p.authors]
    whole = [p.authors for p in listed if p.authors and p.author_count == len(p.authors)]
    if whole:
        authors = _longest(whole)
        return authors, len(authors or ())
    authors = _longest(p.authors for p in listed)
    count = _largest(p.author_count for p in papers)
    if authors and count is not None and count <= len(authors):
        count = None
    return authors, count


def _largest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _longest(values: Iterable[_Value | None]) -> _Value | None:
    known = [value for value in values if value is not None]
    return max(known, key=lambda value: (len(value), value), default=None)


def _shortest(values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value is not None]
    return min(known, key=lambda value: (len(value), value), default=None)
