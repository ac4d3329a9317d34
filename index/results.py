"""What an engine answers with: pages of papers, counts of them, and explanations of a query."""

from __future__ import annotations

import datetime
from typing import Final, Literal, TypeAlias, get_args

import msgspec

from index.fields import SORTS as SORTS
from index.fields import Sort as Sort
from index.paper import Paper

FACET_FIELDS: Final = ("date", "org", "authors", "cat", "venue")
"""The fields that papers are counted by; ``date`` stands for whichever days are counted by."""

AUTHOR_BUCKETS: Final[tuple[tuple[int, int | None], ...]] = (
    (1, 1),
    (2, 2),
    (3, 5),
    (6, 10),
    (11, 20),
    (21, 50),
    (51, None),
)
"""First and last number of authors of each bucket; None is no end."""


Capped: TypeAlias = Literal["total", "partial_total"]
"""The number of a page that is not that of all papers."""


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One paper of an answer.

    Attributes:
        paper: The paper.
        score: Its relevance to the query, higher is better; None in other orders.
        partial: Whether it matches only some of the words.
        by_meaning: Whether it does not match by words, and is near to them in meaning; its score
            is then the cosine of its vector and theirs.
    """

    paper: Paper
    score: float | None
    partial: bool
    by_meaning: bool = False


class AbsentValue(msgspec.Struct, frozen=True, gc=False):
    """A value that a query asks for, or excludes, and that no paper has.

    Attributes:
        field: A field of the query language, such as ``org``.
        value: As it stands in the query.
        nearest: The most similar value that papers have, if any is similar.
    """

    field: str
    value: str
    nearest: str | None

    @property
    def sentence(self) -> str:
        """What to tell whoever asked: ``no organisation nvida; nearest: nvidia``."""
        return f"no {_KINDS.get(self.field, self.field)} {self.value}{self._hint}"

    @property
    def short(self) -> str:
        """The same without what kind of value it is: ``no nvida; nearest: nvidia``."""
        return f"no {self.value}{self._hint}"

    @property
    def _hint(self) -> str:
        return "" if self.nearest is None else f"; nearest: {self.nearest}"


_KINDS: Final = {"org": "organisation", "cat": "category", "saved": "saved search"}


class Page(msgspec.Struct, frozen=True, gc=False):
    """A part of an answer.

    Attributes:
        total: Papers that match the whole query.
        partial_total: Papers that match only some of its words; they follow the others in order of
            relevance, and are 0 in every other order. Where ``required`` words are enough for a
            match, they stand among the others.
        hits: The papers of this part.
        seconds: How long the answer took.
        corrected: The near spelling of the query that a fuzzy search was answered with, because
            nothing matched the query as it was; else None.
        suggestion: A near spelling of the query that finds something, where nothing matched the
            query as it was and that was the answer; else None.
        required: How many of the query's words a paper has that counts as a match, where no paper
            has all of six or more; else None.
        of: How many words those are, where ``required`` is not None.
        absent: The values of fields in the query that no paper has, in order.
        capped: Which of ``total`` and ``partial_total`` is a lower bound, because more papers match
            than a cluster counts while it lists them; None where both are exact. A search with a
            limit of 0, one in another order than relevance and one for what lies deep count all.
        mixed: Whether meaning has a part in the order.
        meaning_total: Papers that only meaning finds, in order of relevance: they are neither in
            ``total`` nor in ``partial_total``.
        meaning_at: The place of the first of them.
        refusal: Why meaning has no part in the order, though the index has vectors; else None.
    """

    total: int
    partial_total: int
    hits: list[Hit]
    seconds: float
    corrected: str | None = None
    suggestion: str | None = None
    required: int | None = None
    of: int | None = None
    absent: tuple[AbsentValue, ...] = ()
    capped: Capped | None = None
    mixed: bool = False
    meaning_total: int = 0
    meaning_at: int = 0
    refusal: str | None = None

    @property
    def listed(self) -> int:
        """Papers in the whole list that this is a part of, whether they match or not."""
        return self.total + self.partial_total + self.meaning_total


class YearCount(msgspec.Struct, frozen=True, gc=False):
    """Papers published in a year."""

    year: int
    count: int


class MonthCount(msgspec.Struct, frozen=True, gc=False):
    """Papers published in a month, which is 1 to 12."""

    year: int
    month: int
    count: int


class DayCount(msgspec.Struct, frozen=True, gc=False):
    """Papers published on a day."""

    day: datetime.date
    count: int


class OrganisationCount(msgspec.Struct, frozen=True, gc=False):
    """Papers of an organisation.

    Attributes:
        slug: The shortest of its slugs; None where no source gives one.
        name: Its display name; None where no source gives one.
        count: Number of papers.
    """

    slug: str | None
    name: str | None
    count: int

    @property
    def value(self) -> str:
        """What the field ``org`` takes for it."""
        return self.slug or self.name or ""


class FacetCount(msgspec.Struct, frozen=True, gc=False):
    """Papers of a category or a venue, whose name is what the field takes for it."""

    name: str
    count: int


class AuthorBucket(msgspec.Struct, frozen=True, gc=False):
    """Papers by ``low`` to ``high`` people; ``high`` is None where there is no end."""

    low: int
    high: int | None
    count: int


class Facets(msgspec.Struct, frozen=True):
    """Counts of the full matches of a query, each but ``total`` without its own filter.

    Attributes:
        total: Papers that match the whole query.
        years: By year of publication, or of the day that was asked for instead, the earliest
            first; only years that have papers.
        months: By month, for the years in view, while those are one or two; else empty. Papers of
            which only the year is known are in no month.
        days: By day, from the first day in view to the last, while these are at most two months
            apart; else empty. Only days that have papers; those of which only the month or the
            year is known are in no day.
        dates_unknown: Papers without a date.
        organisations: The most frequent first.
        organisations_rest: Papers that have organisations, but none that is listed.
        organisations_unknown: Papers without an organisation.
        authors: All of ``AUTHOR_BUCKETS``, in order.
        authors_unknown: Papers whose number of authors is not known.
        categories: The most frequent first.
        categories_unknown: Papers without a category.
        venues: The most frequent first; one whose words are in the names of others counts these.
        venues_unknown: Papers without a venue.
        without: By field that was counted, the papers that match without its own filter, which its
            counts are of.
        corrected: The near spelling of the query that was counted for instead, because nothing
            matched the query as it was and a near spelling was asked for; else None.
        suggestion: A near spelling of the query that finds something, where nothing matched the
            query as it was and that was counted for; else None.
        required: As for ``Page``: how many of the words are enough for a match.
        of: How many words those are.
        absent: As for ``Page``.
    """

    total: int
    years: list[YearCount] = []
    months: list[MonthCount] = []
    days: list[DayCount] = []
    dates_unknown: int = 0
    organisations: list[OrganisationCount] = []
    organisations_rest: int = 0
    organisations_unknown: int = 0
    authors: list[AuthorBucket] = []
    authors_unknown: int = 0
    categories: list[FacetCount] = []
    categories_unknown: int = 0
    venues: list[FacetCount] = []
    venues_unknown: int = 0
    without: dict[str, int] = {}
    corrected: str | None = None
    suggestion: str | None = None
    required: int | None = None
    of: int | None = None
    absent: tuple[AbsentValue, ...] = ()


class Mine(msgspec.Struct, frozen=True):
    """Full matches of a query by what the reader did with them.

    Each state counts what would match if it were asked for as well: of ``new``, ``unread`` and
    ``read`` in the place of another one of them, which no paper is at the same time. Tags are
    counted without the query's own filter by tag.

    Attributes:
        new: Papers that are new.
        unread: Papers that are not read.
        read: Papers that are read.
        starred: Papers with a star.
        noted: Papers with a note.
        marked: Papers that are marked.
        tags: The most frequent first; those that none of the papers has are left out.
        untagged: Papers without a tag.
    """

    new: int
    unread: int
    read: int
    starred: int
    noted: int
    marked: int
    tags: list[FacetCount]
    untagged: int


READING: Final = ("new", "unread", "read")
"""States of which a query asks for one at most."""


Period: TypeAlias = Literal["year", "month", "week"]
"""A stretch of time that papers are counted by; weeks begin on Monday, as in ISO 8601."""

PERIODS: Final[tuple[Period, ...]] = get_args(Period)
"""The names of all periods, the longest first."""


class PeriodCount(msgspec.Struct, frozen=True, gc=False):
    """Papers of one period.

    Attributes:
        start: Its first day.
        count: Papers that match the query.
        all: All papers of the index in it.
    """

    start: datetime.date
    count: int
    all: int


class Trend(msgspec.Struct, frozen=True):
    """The full matches of a query over time.

    Attributes:
        total: Papers that match.
        periods: Every period from the first to the last in which the index has papers, in order.
        imprecise: Matches whose date is less exact than a period, so that they are in none: of a
            month those of which only the year is known, of a week also those of a month.
        undated: Matches without a date.
        corrected: As for ``Facets``, as are all below.
        suggestion: A near spelling that finds something.
        required: How many of the words are enough for a match.
        of: How many words those are.
        absent: The values of fields in the query that no paper has.
    """

    total: int
    periods: list[PeriodCount]
    imprecise: int
    undated: int
    corrected: str | None = None
    suggestion: str | None = None
    required: int | None = None
    of: int | None = None
    absent: tuple[AbsentValue, ...] = ()


class NameCount(msgspec.Struct, frozen=True, gc=False):
    """Papers of an organisation, a category or an author.

    Attributes:
        value: What the field of the query language takes for it.
        name: As it is displayed.
        count: Number of papers.
        older: Those in the older half of what was counted.
        newer: Those in the newer half.
        rise: How many standard errors the newer half is above the older one; None where there are
            no two halves.
    """

    value: str
    name: str
    count: int
    older: int
    newer: int
    rise: float | None

    @property
    def rises(self) -> bool:
        """Whether its share has grown by more than chance explains."""
        return self.rise is not None and self.rise >= RISING


RISING: Final = 1.96
"""Standard errors from which on a share has grown: chance alone exceeds them once in forty."""


class FrequentNames(msgspec.Struct, frozen=True):
    """The most frequent names among the full matches of a query.

    Attributes:
        since: The first day of the newer half of the papers; None where all are of one day.
        organisations: The most frequent first, as are all.
        categories: Of arXiv.
        authors: Of the newest ``read`` papers.
        read: Papers whose authors were read.
        total: Papers that match.
    """

    since: datetime.date | None
    organisations: list[NameCount]
    categories: list[NameCount]
    authors: list[NameCount]
    read: int
    total: int
