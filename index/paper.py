"""``Paper``, the record that every source makes and every screen shows, and ``Rejected``."""

from __future__ import annotations

import datetime
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec.structs import force_setattr

Precision: TypeAlias = Literal["day", "month", "year"]
"""How exactly a date is known."""

_WRITTEN: Final[dict[Precision, int]] = {"day": 10, "month": 7, "year": 4}
"""Characters of ``2019-05-17`` that are known."""


class Organisation(msgspec.Struct, frozen=True, gc=False):
    """An organisation that people who wrote a paper belong to.

    Attributes:
        slug: As its page's address on Hugging Face has it.
        name: As it is displayed.
    """

    slug: str | None = None
    name: str | None = None


class SaidOrganisations(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one origin says of a paper's organisations.

    Attributes:
        origin: Whose word it is: ``Source.origin``, several parted by spaces where one record
            came from several.
        day: When it said so, where it is known: the day the paper was featured.
        orgs: The organisations.
    """

    origin: str
    day: datetime.date | None
    orgs: tuple[Organisation, ...]


class SaidDate(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a record says of the day of publication; fields as those of ``Paper``.

    Attributes:
        rank: That of the best of the record's sources: ``Source.title_rank``.
    """

    published: datetime.date
    published_precision: Precision
    year_inferred: bool
    rank: int


class Evidence(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What merging must know of a paper's records beside what it chose of them.

    Attributes:
        orgs: What each origin says, by origin; empty where the paper's own fields tell it.
        dates: What stands against each other, sorted; empty where the paper's own fields tell it.
    """

    orgs: tuple[SaidOrganisations, ...] = ()
    dates: tuple[SaidDate, ...] = ()


class Paper(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One paper, as far as its sources know it. Unknown is ``None``, never 0, "" or a guess.

    ``org`` and ``org_name`` are those of the first of ``orgs``: whichever is given makes the other.
    Where both are, ``orgs`` counts.

    Attributes:
        key: Identity: the arXiv id without its version, else one made from the folded title and,
            where papers share it, from the DOI, the abstract, or the people and the day (see
            ``index.identity.paper_key``). Merging gives it; sources may leave it empty.
        title: One line of clean text, never empty.
        abstract: Clean text; paragraphs are separated by one blank line.
        published: The day of the first version; where only a month or a year is known, its first.
        published_precision: How exactly ``published`` is known.
        year_inferred: Whether the year of ``published`` was worked out and not printed.
        featured: The day the paper stood on Daily Papers.
        added: The day, in Universal Time, on which a build first put the paper into its index.
        added_build: The number of that build, which tells those of one day apart: the seconds since
            1970 in UTC at which it began, or the number after that of the build before.
        org: The first organisation's slug, as its page address has it.
        org_name: The first organisation's display name.
        orgs: All organisations.
        author_count: Number of people: that of ``authors``, or a larger one where only the first
            are named. Unknown beside ``authors`` that others follow unnamed ("et al.").
        authors: Display names in order.
        comments: Number of comments on Daily Papers.
        upvotes: Number of upvotes on Daily Papers.
        stars: Stars of the paper's code repository.
        arxiv_id: For example ``2401.01234`` or ``hep-th/9901001``, without a version.
        categories: arXiv categories, the primary one first.
        doi: Without a resolver's address in front.
        url: A page of the paper, http or https only.
        keywords: As the Daily Papers API gives them.
        venue: Where it was published: a journal, a conference, a book, as its source names it.
        sources: Names of the formats that knew the paper, sorted.
        evidence: What merging has to remember; no part of what is known of the paper.
    """

    key: str = ""
    title: str
    abstract: str | None = None
    published: datetime.date | None = None
    published_precision: Precision = "day"
    year_inferred: bool = False
    featured: datetime.date | None = None
    added: datetime.date | None = None
    added_build: int | None = None
    org: str | None = None
    org_name: str | None = None
    orgs: tuple[Organisation, ...] | None = None
    author_count: int | None = None
    authors: tuple[str, ...] | None = None
    comments: int | None = None
    upvotes: int | None = None
    stars: int | None = None
    arxiv_id: str | None = None
    categories: tuple[str, ...] | None = None
    doi: str | None = None
    url: str | None = None
    keywords: tuple[str, ...] | None = None
    venue: str | None = None
    sources: tuple[str, ...] = ()
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        """Keep ``org``, ``org_name`` and ``orgs`` in step, and a date at the start of its span."""
        if self.orgs is not None:
            first = self.orgs[0] if self.orgs else _NO_ORGANISATION
            force_setattr(self, "org", first.slug)
            force_setattr(self, "org_name", first.name)
            if not self.orgs:
                force_setattr(self, "orgs", None)
        elif self.org is not None or self.org_name is not None:
            force_setattr(self, "orgs", (Organisation(self.org, self.org_name),))
        if self.published_precision != "day":
            force_setattr(self, "published", self._first_day())
            if self.published is None:
                force_setattr(self, "published_precision", "day")

    def _first_day(self) -> datetime.date | None:
        if self.published is None or self.published_precision == "day":
            return self.published
        first = self.published.replace(day=1)
        return first if self.published_precision == "month" else first.replace(month=1)

    @property
    def published_text(self) -> str | None:
        """When it was published, as ISO 8601 has it and as exactly as it is known.

        ``2019-05-17``, ``2019-05`` or ``2019``; None where it is unknown.
        """
        if self.published is None:
            return None
        return self.published.isoformat()[: _WRITTEN[self.published_precision]]

    @property
    def published_last(self) -> datetime.date | None:
        """The last day on which it may have been published: ``published`` itself if it is a day."""
        if self.published is None or self.published_precision == "day":
            return self.published
        return last_day(self.published, self.published_precision)

    def authors_beyond(self, named: int) -> int | None:
        """How many people wrote the paper beside the first ``named`` of ``authors``.

        Returns:
            Their number, or None where there are some and nobody knows how many.
        """
        if self.author_count is None:
            return None
        return max(self.author_count, len(self.authors or ())) - named


_NO_ORGANISATION: Final = Organisation()

_UNPRINTED: Final = ("published_precision", "added_build", "evidence")

PRINTED: Final = tuple(name for name in Paper.__struct_fields__ if name not in _UNPRINTED)
"""The names under which a paper is printed, in order: all of its facts."""


def printed(paper: Paper) -> dict[str, object]:
    """A paper as the JSON object that is printed of it, dates as exactly as they are known."""
    facts: dict[str, object] = {name: getattr(paper, name) for name in PRINTED}
    facts["published"] = paper.published_text
    return facts


def last_day(first: datetime.date, precision: Precision) -> datetime.date:
    """The last day of the day, month or year that begins with ``first``."""
    if precision == "day":
        return first
    if precision == "year" or first.month == 12:
        return datetime.date(first.year, 12, 31)
    return datetime.date(first.year, first.month + 1, 1) - datetime.timedelta(days=1)


class OrganisationRecord(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record without a title: the organisations of a paper that other records tell of.

    Attributes:
        arxiv_id: That of the paper; one of the three is known at least.
        doi: That of the paper.
        key: That of the paper in the index.
        orgs: At least one.
        sources: Who says so, as in ``Paper``.
        file: As in ``Rejected``: a record whose paper is not found is rejected.
        line: The same.
    """

    arxiv_id: str | None
    doi: str | None
    key: str | None
    orgs: tuple[Organisation, ...]
    sources: tuple[str, ...]
    file: str
    line: int


class Rejected(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record that was read and could not become a paper.

    Attributes:
        file: The input as the user named it; ``-`` is standard input, and a member of an archive
            or a folder is shown with its path inside.
        line: Line the record starts on, from 1.
        reason: One sentence: what is wrong, and what to do where something can be done.
    """

    file: str
    line: int
    reason: str


Record: TypeAlias = Paper | OrganisationRecord | Rejected
"""What a format makes of one record."""
