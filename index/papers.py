"""What every engine answers: all that the command line and the browser know of one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Literal, Protocol

from index.query.nearness import NO_VECTORS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Sequence
    from typing import Self

    from index.explanation import Explanation, PaperScores
    from index.paper import Paper
    from index.results import Facets, FrequentNames, Hit, Mine, Page, Trend


class ByMeaning:
    """How papers of an index are found by meaning. Of one without vectors: they are not.

    Args:
        without: Why there are no vectors.
    """

    def __init__(self, without: str = NO_VECTORS) -> None:
        self._without = without

    @property
    def has_vectors(self) -> bool:
        """Whether there are vectors, asked or not."""
        return False

    @property
    def is_on(self) -> bool:
        """Whether there are vectors, and they are asked; whether they can be is not known yet."""
        return False

    def use(self, on: bool) -> None:
        """Say whether papers are to be found by meaning; at first they are."""
        del on

    def refusal(self) -> str | None:
        """Why nothing is found by meaning, in a sentence; None where papers are."""
        return self._without

    def prepare(self, query: str, *, prefix: bool = False, fuzzy: bool = False) -> None:
        """Load what it takes to answer a query, so that the answer itself takes no time.

        What goes wrong is told by the answer.
        """
        del query, prefix, fuzzy

    def scores(
        self, query: str, *, limit: int = 20, offset: int = 0, fuzzy: bool = False
    ) -> list[PaperScores]:
        """What the papers of a page score by words and by meaning, as ``Papers.search`` has it.

        Empty where words alone decide.

        Raises:
            QueryError: The query can't be understood.
            UsageError: A number is negative.
        """
        del query, limit, offset, fuzzy
        return []


class Elsewhere(Protocol):
    """What looks for papers on another machine. Threads may share it."""

    @property
    def waits_for(self) -> str:
        """Who has been silent for a while and is waited for, by name; empty for nobody."""
        ...

    @abstractmethod
    def give_up(self) -> None:
        """Wait no longer for what is being looked for, in whichever thread: it fails there."""


class Papers(Protocol):
    """The papers of one generation of an index.

    Use it as a context manager, or call ``close``. Everything but that may be called from any
    thread, and keeps answering after a newer generation was published. Queries are texts in the
    query language; ``QueryError`` says what can't be understood of one. In all methods ``prefix``
    says that a query is being typed, so that its last word may be unfinished, and ``fuzzy`` that a
    near spelling may answer where nothing matches.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Let go of the index; what runs in other threads is finished first."""

    @property
    def meaning(self) -> ByMeaning:
        """What is found by meaning too, where the index has vectors."""
        return ByMeaning()

    @property
    def elsewhere(self) -> Elsewhere | None:
        """What looks for them on another machine; None where they are on this one."""
        return None

    @property
    def count(self) -> int:
        """Number of papers."""
        ...

    @property
    def generation(self) -> str:
        """Name of the generation that answers."""
        ...

    @property
    def build(self) -> int:
        """The number of the build that made this generation, larger than those before it."""
        ...

    def live_name(self) -> str:
        """Name of the generation that is live now, which may be a newer one.

        Raises:
            IndexMissing: The index is not there any more.
            IndexDamaged: It does not say which generation is live.
        """
        ...

    def is_stale(self) -> bool:
        """Whether a newer generation is live."""
        ...

    def search(
        self,
        query: str,
        *,
        sort: str | None = None,
        limit: int = 20,
        offset: int = 0,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        partial: bool = True,
        semantic: bool = True,
    ) -> Page:
        """A part of the papers that a query finds.

        Args:
            query: What to find.
            sort: One of ``SORTS``; by default relevance for a query with words, else date. All
                but relevance have the largest first; what is unknown is last both ways.
            limit: Most papers to return; 0 only counts.
            offset: Papers to skip.
            reverse: The other way round; by relevance this gives full matches only.
            prefix: Whether the query is being typed.
            fuzzy: Whether a near spelling may answer; the page says so. Without, the page only
                suggests one.
            partial: Whether to list papers that match only some of the words, by relevance, and
                those that only meaning finds.
            semantic: Whether meaning has a part in relevance, where the index has vectors.

        Raises:
            QueryError: The query can't be understood.
            UsageError: There is no such sort, or a number is negative.
            IndexDamaged: The index can't be read.
        """
        ...

    def position(
        self,
        query: str,
        key: str,
        *,
        sort: str | None = None,
        reverse: bool = False,
        prefix: bool = False,
        fuzzy: bool = False,
        semantic: bool = True,
    ) -> int | None:
        """The place of a paper in an answer, from 0, as ``search`` with the same arguments has it.

        None if the paper is not in the answer, or too deep in it to be told.
        """
        ...

    def facets(
        self,
        query: str,
        *,
        organisations: int = 50,
        find_organisation: str = "",
        find_category: str = "",
        find_venue: str = "",
        days_by: str = "date",
        in_view: tuple[datetime.date, datetime.date] | None = None,
        only: Collection[str] | None = None,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Facets:
        """Counts by date, organisation, category, venue and number of authors, of full matches.

        Each is counted for the query without its own filter, so that alternatives stay visible.

        Args:
            query: What to find.
            organisations: Most organisations, categories and venues to list.
            find_organisation: List only organisations whose slug or name has this in it.
            find_category: List only categories whose name has this in it.
            find_venue: List only venues whose name has this in it.
            days_by: The field of dates by which years, months and days are counted: ``date``,
                ``featured`` or ``added``.
            in_view: The first and the last day of the dates that are looked at, whose months and
                days are counted where they are few; None for those of the papers that are found.
            only: Count by these alone, of ``FACET_FIELDS``; the others come out empty. None for
                all of them.
            prefix: Whether the query is being typed.
            fuzzy: Whether a near spelling may answer.

        Raises:
            QueryError: The query can't be understood.
            UsageError: The number of organisations is not one from 0, or there are no such dates
                or facets.
        """
        ...

    def mine(self, query: str, *, prefix: bool = False, fuzzy: bool = False) -> Mine | None:
        """Counts of full matches by what the reader did with them; None who did nothing yet.

        Args:
            query: What to find.
            prefix: Whether the query is being typed.
            fuzzy: Whether a near spelling may answer.

        Raises:
            QueryError: The query can't be understood.
            QuireError: What the reader did can't be read.
        """
        ...

    def has_mine(self) -> bool:
        """Whether ``mine`` counts anything. Raises ``QuireError`` as that does."""
        ...

    def own_names(self, field: str) -> Sequence[str]:
        """The names that the reader has given, sorted: of tags or, for ``saved``, of searches."""
        ...

    def trend(
        self,
        query: str,
        *,
        by: str = "month",
        days_by: str = "date",
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> Trend:
        """Full matches by year, month or week, beside all papers of the index.

        Args:
            query: What to find.
            by: One of ``PERIODS``.
            days_by: As for ``facets``.
            prefix: Whether the query is being typed.
            fuzzy: Whether a near spelling may answer.

        Raises:
            QueryError: The query can't be understood.
            UsageError: There are no such periods or no such dates.
        """
        ...

    def frequent_names(
        self,
        query: str,
        *,
        most: int = 10,
        days_by: str = "date",
        read: int = 20_000,
        prefix: bool = False,
        fuzzy: bool = False,
    ) -> FrequentNames:
        """The most frequent organisations, categories and authors of full matches.

        Args:
            query: What to find.
            most: How many of each to list.
            days_by: The dates that part the older papers from the newer ones.
            read: Most papers to read the authors of, the newest; it takes some ten microseconds
                each.
            prefix: Whether the query is being typed.
            fuzzy: Whether a near spelling may answer.

        Raises:
            QueryError: The query can't be understood.
            UsageError: There are no such dates, or a number is negative.
        """
        ...

    def natural_sort(self, query: str, *, prefix: bool = False) -> str:
        """The order that ``search`` gives without ``sort``: ``relevance`` or ``date``."""
        ...

    def explain(self, query: str) -> Explanation:
        """How many papers each part of a query matches, alone and by its absence."""
        ...

    def highlights(
        self,
        query: str,
        text: str,
        field: Literal["title", "abstract", "authors", "org"] = "title",
        *,
        prefix: bool = False,
    ) -> list[tuple[int, int]]:
        """Where a text of a paper matches a query; nowhere for one that can't be understood.

        Args:
            query: What was asked for.
            text: A title, an abstract, or names.
            field: Which of them it is.
            prefix: Whether the query is being typed.

        Returns:
            Ranges of characters, first to one past the last, in order and apart.
        """
        ...

    def get(self, key: str) -> Paper | None:
        """The paper with this key, arXiv id (in any version), DOI or address."""
        ...

    def keys_apart(self, key: str) -> list[str]:
        """The keys of papers that share a title, for the key that one of them alone would have.

        A paper has that key until another one with its title, and no id either, is indexed.
        """
        ...

    def known_as(self, papers: Sequence[Paper]) -> dict[str, tuple[int, ...]]:
        """The numbers under which the library has the papers with these keys; those it has.

        What is done with a paper takes them, so that it is done whatever the paper was called when
        something was done with it before.
        """
        ...

    def similar(self, key: str, limit: int = 10) -> list[Hit]:
        """The papers most like the one of this key, best first; none for an unknown key.

        Raises:
            UsageError: The limit is not a number from 0.
        """
        ...
