"""Papers over time, and who and what is most frequent, against counts in plain Python."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from index.engine.search import TantivyPapers
from index.errors import UsageError
from index.identity import fold_title
from index.paper import Paper
from index.query.parse import parse
from index.results import PERIODS, Period, Trend
from index.trends.periods import date_value
from index.trends.rise import rise
from tests.support.papers import repetitive
from tests.support.reference import matches, open_papers, paper

PAPERS = repetitive(300, seed=5)
QUERIES = ("", "quark", "quark -zebra", "date:2022-11..2023-02", "org:none quark", "author:marlow")
VAGUE: dict[Period, set[str]] = {"year": set(), "month": {"year"}, "week": {"month", "year"}}


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=3)


def found(query: str) -> list[Paper]:
    tree = parse(query)
    return [one for one in PAPERS if matches(tree, one)]


def first_day(day: datetime.date, period: Period) -> datetime.date:
    """By the calendar of ISO 8601, which the engine does not use."""
    if period == "week":
        year, week, _ = day.isocalendar()
        return datetime.date.fromisocalendar(year, week, 1)
    return datetime.date(day.year, day.month if period == "month" else 1, 1)


def by_period(papers: list[Paper], period: Period) -> Counter[datetime.date]:
    return Counter(
        first_day(one.published, period)
        for one in papers
        if one.published and one.published_precision not in VAGUE[period]
    )


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("query", QUERIES)
def test_papers_are_counted_by_period(papers: TantivyPapers, query: str, period: Period) -> None:
    trend = papers.trend(query, by=period)
    matching, counts, everything = (
        found(query),
        by_period(found(query), period),
        by_period(PAPERS, period),
    )
    assert trend.total == len(matching)
    assert {one.start: one.count for one in trend.periods if one.count} == counts
    assert {one.start: one.all for one in trend.periods if one.all} == everything
    assert trend.undated == sum(one.published is None for one in matching)
    assert trend.imprecise == len(matching) - trend.undated - counts.total()
    starts = [one.start for one in trend.periods]
    assert starts == sorted(starts)
    assert (starts[0], starts[-1]) == (min(everything), max(everything))


@pytest.mark.parametrize("period", PERIODS)
def test_the_filter_of_a_period_finds_what_was_counted(
    papers: TantivyPapers, period: Period
) -> None:
    trend = papers.trend("quark", by=period)
    for one in trend.periods:
        asked = f"quark date:{date_value(one.start, one.start, period)}"
        assert papers.search(asked, limit=0).total == one.count
    assert len(trend.periods) >= 4


def test_another_date_may_count(papers: TantivyPapers) -> None:
    trend = papers.trend("quark", by="month", days_by="featured")
    featured = Counter(one.featured.replace(day=1) for one in found("quark") if one.featured)
    assert {one.start: one.count for one in trend.periods if one.count} == featured
    assert trend.imprecise == 0
    with pytest.raises(UsageError, match="can't count by 'stars'"):
        papers.trend("", days_by="stars")
    with pytest.raises(UsageError, match="can't count by 'day': periods are year, month, week"):
        papers.trend("", by="day")
    with pytest.raises(UsageError, match="can't count by 'stars'"):
        papers.frequent_names("", days_by="stars")


def test_days_far_apart_are_all_counted() -> None:
    """Tantivy refuses to make more than 65,000 groups at once."""
    days = [datetime.date(1, 1, 1), datetime.date(1024, 2, 29), datetime.date(9999, 12, 31)]
    papers = open_papers(
        [paper(f"k{n}", title=f"P {n}", published=day) for n, day in enumerate(days)]
    )
    for period in PERIODS:
        counts = [one for one in papers.trend("", by=period).periods if one.count]
        assert [one.start for one in counts] == [first_day(day, period) for day in days]


def test_nothing_has_no_trend() -> None:
    papers = open_papers([])
    assert papers.trend("quark") == Trend(total=0, periods=[], imprecise=0, undated=0)
    names = papers.frequent_names("quark")
    assert (names.organisations, names.authors, names.since) == ([], [], None)


@pytest.mark.parametrize("query", QUERIES)
def test_the_most_frequent_names_are_counted_in_both_halves(
    papers: TantivyPapers, query: str
) -> None:
    names = papers.frequent_names(query, most=100)
    matching = found(query)
    days = sorted(one.published for one in matching if one.published)
    assert names.since in days
    newer = sum(day >= names.since for day in days)
    # No other day parts them more evenly.
    parts = [sum(day >= since for day in days) for since in set(days[1:]) - {days[0]}]
    assert abs(2 * newer - len(days)) == min(abs(2 * part - len(days)) for part in parts)

    def halves(having: list[Paper]) -> tuple[int, int, int]:
        dated = [one.published for one in having if one.published]
        late = sum(day >= names.since for day in dated if names.since)
        return len(having), len(dated) - late, late

    categories: dict[str, list[Paper]] = {}
    authors: dict[str, list[Paper]] = {}
    for one in matching:
        for category in one.categories or ():
            categories.setdefault(category, []).append(one)
        for author in {fold_title(name): name for name in one.authors or ()}.values():
            authors.setdefault(author, []).append(one)
    for counted, wanted in ((names.categories, categories), (names.authors, authors)):
        assert {one.name: (one.count, one.older, one.newer) for one in counted} == {
            name: halves(having) for name, having in wanted.items()
        }
        assert [one.count for one in counted] == sorted(
            (one.count for one in counted), reverse=True
        )
        for name in counted:
            assert name.rise == rise(name.older, len(days) - newer, name.newer, newer)
    facets = papers.facets(query, organisations=100)
    if "org:" not in query:
        assert [(one.value, one.count) for one in names.organisations] == [
            (one.value, one.count) for one in facets.organisations
        ]


def test_authors_of_the_newest_papers_are_read() -> None:
    day = datetime.date(2024, 1, 1)
    some = [
        paper(
            f"k{n}", title=f"P {n}", published=day + datetime.timedelta(n), authors=(name, "Jo Li")
        )
        for n, name in enumerate(("Old Hand", "New Hand", "new hand"))
    ]
    names = open_papers(some).frequent_names("", read=2)
    assert (names.read, names.total) == (2, 3)
    # Spellings are one author, called as most often, then as comes first.
    assert [(one.name, one.count) for one in names.authors] == [("Jo Li", 2), ("New Hand", 2)]
