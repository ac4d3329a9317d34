"""What the records of a paper say of its organisations and its date, and what follows from it.

Both are more than the greatest of some values: newer organisations replace older ones of the same
origin, and an inferred day counts where a printed year bears it out. So a paper remembers what was
said where its own fields do not tell it (``Evidence``), and merging stays independent of order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from index.paper import (
    Evidence,
    Organisation,
    OrganisationRecord,
    Paper,
    Precision,
    SaidDate,
    SaidOrganisations,
    last_day,
)
from index.sources.formats import SOURCES
from index.sources.organisations import organisations

_DAILY_PAPERS: Final = "daily-papers"
_RANKS: Final = {source.name: source.title_rank for source in SOURCES}
_OTHER_RANK: Final = 1
"""Of a source that is no format: a converter names whatever it likes."""
_ORIGINS: Final = {source.name: source.origin or source.name for source in SOURCES}
_EXACT: Final[dict[Precision, int]] = {"day": 0, "month": 1, "year": 2}


def evidence_of(
    paper: Paper, said: Sequence[SaidOrganisations], dates: Sequence[SaidDate]
) -> Evidence | None:
    """What ``paper`` must remember of what was said, for its fields do not tell it."""
    kept = Evidence(
        () if tuple(said) == _own_organisations(paper) else tuple(said),
        () if tuple(dates) == _own_date(paper) else tuple(dates),
    )
    return kept if kept.orgs or kept.dates else None


def rank_of(paper: Paper) -> int:
    """The rank of the best of a paper's sources; 0 where it has none."""
    return max((_RANKS.get(source, _OTHER_RANK) for source in paper.sources), default=0)


# Organisations


def said_organisations(papers: Iterable[Paper]) -> tuple[SaidOrganisations, ...]:
    """What each origin says of the organisations, by origin.

    Of one origin the latest word counts; what is said on the same day, or on an unknown one, counts
    together.
    """
    said: list[SaidOrganisations] = []
    for paper in papers:
        known = paper.evidence.orgs if paper.evidence is not None else ()
        said += known or _own_organisations(paper)
    return united_organisations((), said)


def said_alone(records: Iterable[OrganisationRecord]) -> tuple[SaidOrganisations, ...]:
    """What each origin says in records that tell of nothing else."""
    return united_organisations(
        (), (SaidOrganisations(_origins(one.sources), None, one.orgs) for one in records)
    )


def united_organisations(
    said: Iterable[SaidOrganisations], more: Iterable[SaidOrganisations]
) -> tuple[SaidOrganisations, ...]:
    """What each origin says, by origin, once more is said that is no newer."""
    by_origin: dict[str, SaidOrganisations] = {}
    for one in (*said, *more):
        other = by_origin.get(one.origin)
        by_origin[one.origin] = one if other is None else _latest(one, other)
    return tuple(by_origin[origin] for origin in sorted(by_origin))


def refreshed_organisations(
    older: Iterable[SaidOrganisations], newer: Iterable[SaidOrganisations]
) -> tuple[SaidOrganisations, ...]:
    """What each origin says once it has said something new; a word of an earlier day is not new."""
    by_origin = {said.origin: said for said in older}
    for said in newer:
        known = by_origin.get(said.origin)
        is_older = known is not None and known.day is not None and said.day is not None
        if known is None or not (is_older and _day(said) < _day(known)):
            by_origin[said.origin] = said
    return tuple(by_origin[origin] for origin in sorted(by_origin))


def all_organisations(said: Iterable[SaidOrganisations]) -> tuple[Organisation, ...] | None:
    """The organisations that are named, those that Daily Papers names first."""
    ordered = sorted(said, key=lambda one: (_distance(one.origin), one.origin))
    if len(ordered) == 1:
        return ordered[0].orgs
    return organisations(org for one in ordered for org in one.orgs)


def _own_organisations(paper: Paper) -> tuple[SaidOrganisations, ...]:
    if paper.orgs is None:
        return ()
    return (SaidOrganisations(_origins(paper.sources), paper.featured, paper.orgs),)


def _origins(sources: Iterable[str]) -> str:
    return " ".join(sorted({_ORIGINS.get(source, source) for source in sources}))


def _day(said: SaidOrganisations) -> date:
    return said.day or date.min


def _latest(one: SaidOrganisations, other: SaidOrganisations) -> SaidOrganisations:
    if _day(one) != _day(other):
        return max(one, other, key=_day)
    if one.orgs == other.orgs:
        return one
    named = sorted({*one.orgs, *other.orgs}, key=_known_first)
    return SaidOrganisations(one.origin, one.day, tuple(named))


def _known_first(org: Organisation) -> tuple[bool, bool, str, str]:
    return org.slug is None, org.name is None, org.name or "", org.slug or ""


def _distance(origin: str) -> int:
    """How far an origin is from being Daily Papers."""
    if origin == _DAILY_PAPERS:
        return 0
    return 1 if _DAILY_PAPERS in origin.split() else 2


# Dates


def said_dates(papers: Iterable[Paper]) -> tuple[SaidDate, ...]:
    """What is said of the day of publication, as far as it may still count.

    That is the best of the printed dates and, where it is no day, all that are inferred: any of
    them may lie within a printed month or year.
    """
    said: set[SaidDate] = set()
    for paper in papers:
        known = paper.evidence.dates if paper.evidence is not None else ()
        said.update(known or _own_date(paper))
    printed = [one for one in said if not one.year_inferred]
    best = [min(printed, key=_exact_first)] if printed else []
    if best and best[0].published_precision == "day":
        return tuple(best)
    inferred = (one for one in said if one.year_inferred)
    return (*best, *sorted(inferred, key=_exact_first))


def chosen_date(said: Collection[SaidDate]) -> SaidDate | None:
    """The date that follows from what is said: printed ones count, the more exact the better.

    Of dates as exact that of the best source counts, for some write the first of January where they
    know the year alone; of equal sources the earliest.

    An inferred date that is more exact than a printed one, and lies within it, is borne out by it.
    """
    best = min(said, key=_exact_first, default=None)
    if best is None or best.year_inferred:
        return best
    last = last_day(best.published, best.published_precision)
    inferred = (
        one
        for one in said
        if one.year_inferred
        and _EXACT[one.published_precision] < _EXACT[best.published_precision]
        and best.published <= one.published <= last
    )
    borne_out = min(inferred, key=_exact_first, default=None)
    if borne_out is None:
        return best
    return msgspec.structs.replace(borne_out, year_inferred=False)


def _own_date(paper: Paper) -> tuple[SaidDate, ...]:
    if paper.published is None:
        return ()
    precision, is_inferred = paper.published_precision, paper.year_inferred
    return (SaidDate(paper.published, precision, is_inferred, rank_of(paper)),)


def _exact_first(said: SaidDate) -> tuple[bool, int, int, date]:
    return said.year_inferred, _EXACT[said.published_precision], -said.rank, said.published
