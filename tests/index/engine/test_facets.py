"""What facets count of what a query finds."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import partial

import pytest

from index.engine.search import TantivyPapers
from index.errors import UsageError
from index.identity import fold_title
from index.paper import Organisation, Paper
from index.query.parse import parse, parse_parts
from index.query.tree import conjunction
from index.query.unparse import to_text
from index.results import (
    AUTHOR_BUCKETS,
    FACET_FIELDS,
    AuthorBucket,
    DayCount,
    FacetCount,
    Facets,
    MonthCount,
    OrganisationCount,
    YearCount,
)
from tests.support.papers import repetitive
from tests.support.reference import EVERY_ORGANISATION, alike, matches, open_papers
from tests.support.work import calls_in

PAPERS = repetitive(300, seed=5)


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=3)


def called(org: Organisation) -> tuple[str, str | None, str | None]:
    """The key that an organisation is listed by, its shortest slug, and what that is called."""
    group = alike(org)
    key = min(fold_title(one.name or one.slug or "") for one in group)
    slugs = {one.slug.casefold() for one in group if one.slug}
    if not slugs:
        return key, None, org.name
    slug = min(slugs, key=lambda one: (len(one), one))
    own = {one.name or one.slug for one in group if (one.slug or "").casefold() == slug}
    return key, slug, max(own, key=lambda name: ((name or "").casefold() != slug, name or ""))


def counted(query: str) -> Facets:
    """The facets of a query in plain Python."""

    def having(field: str | None) -> list[Paper]:
        parts = parse_parts(query).parts
        tree = conjunction([p.node for p in parts if field is None or field not in to_text(p.node)])
        return [one for one in PAPERS if matches(tree, one)]

    total, dated, by_org, by_authors, by_cat, by_venue = map(
        having, (None, "date", "org", "authors", "cat", "venue")
    )
    years = Counter(one.published.year for one in dated if one.published)
    months = Counter(
        (one.published.year, one.published.month)
        for one in dated
        if one.published and one.published_precision != "year"
    )
    in_view = {one.published.year for one in total if one.published}
    shown = sorted(one.published for one in total if one.published)
    span = shown[:1] + shown[-1:]
    days = Counter(
        one.published
        for one in dated
        if one.published is not None
        and one.published_precision == "day"
        and span
        and (span[1] - span[0]).days < 62
        and span[0] <= one.published <= span[1]
    )
    organisations = Counter(
        key for one in by_org for key in {called(org) for org in one.orgs or ()}
    )
    return Facets(
        total=len(total),
        years=[YearCount(*pair) for pair in sorted(years.items())],
        months=[
            MonthCount(*month, count)
            for month, count in sorted(months.items())
            if len(in_view) <= 2 and month[0] in in_view
        ],
        days=[DayCount(*pair) for pair in sorted(days.items())],
        dates_unknown=sum(one.published is None for one in dated),
        organisations=[
            OrganisationCount(slug, name, count)
            for (_, slug, name), count in sorted(
                organisations.items(), key=lambda item: (-item[1], item[0][0])
            )
        ],
        organisations_rest=0,
        organisations_unknown=sum(one.orgs is None for one in by_org),
        authors=[
            AuthorBucket(
                low,
                high,
                sum(
                    one.author_count is not None and low <= one.author_count <= (high or 10**9)
                    for one in by_authors
                ),
            )
            for low, high in AUTHOR_BUCKETS
        ],
        authors_unknown=sum(one.author_count is None for one in by_authors),
        categories=categories(by_cat),
        categories_unknown=sum(not one.categories for one in by_cat),
        venues=venues(by_venue),
        venues_unknown=sum(one.venue is None for one in by_venue),
        without={
            "date": len(dated),
            "org": len(by_org),
            "authors": len(by_authors),
            "cat": len(by_cat),
            "venue": len(by_venue),
        },
    )


def categories(papers: list[Paper]) -> list[FacetCount]:
    """Papers by category; one without a point in it is of all that begin with it."""
    written = {name.casefold(): name for one in PAPERS for name in one.categories or ()}
    return most_frequent(
        {
            written[name]: sum(
                any(f"{other.casefold()}.".startswith(f"{name}.") for other in one.categories or ())
                for one in papers
            )
            for name in {name.casefold() for one in papers for name in one.categories or ()}
        }
    )


def venues(papers: list[Paper]) -> list[FacetCount]:
    """Papers by venue; one whose words are in the names of others is also of these."""
    names = {one.venue for one in papers if one.venue}
    return most_frequent(
        {name: sum(matches(parse(f'venue:"{name}"'), one) for one in papers) for name in names}
    )


def most_frequent(counts: dict[str, int]) -> list[FacetCount]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    return [FacetCount(*pair) for pair in ordered]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "quark",
        "quark -zebra",
        "quark date:2023",
        "date:2022-11..2023-02",
        "org:kestrel",
        "quark org:(kestrel OR tidepool) authors:>2",
        "-org:kestrel",
        "date:unknown",
        "authors:unknown org:none",
        "quark org:kestrel date:2022.. authors:1..5",
        "quark date:1999",
        "date:2022-05",
        "quark date:2022-11-14..2023-01-08",
        "date:(2022-05-03 OR 2022-05-20) -date:2022-05-07",
        "cat:cs.LG quark",
        "-cat:hep-th venue:tensor",
    ],
)
def test_each_facet_is_counted_without_its_own_filter(papers: TantivyPapers, query: str) -> None:
    assert papers.facets(query) == counted(query)


def test_a_category_or_a_venue_counts_what_its_field_finds() -> None:
    written = [
        ("cond-mat", "Tensor Letters"),
        ("cond-mat.soft", "Letters"),
        ("cond-mat.soft", "Quark Letters A"),
        ("hep-th", None),
    ]
    known = [
        Paper(title=f"Paper {number}", key=f"p{number}", categories=(category,), venue=venue)
        for number, (category, venue) in enumerate(written)
    ]
    papers = open_papers(known)
    facets = papers.facets("", organisations=3)
    assert facets.categories == [
        FacetCount("cond-mat", 3), FacetCount("cond-mat.soft", 2), FacetCount("hep-th", 1)
    ]  # fmt: skip
    assert facets.venues == [
        FacetCount("Letters", 3), FacetCount("Quark Letters A", 1), FacetCount("Tensor Letters", 1)
    ]  # fmt: skip
    assert facets.venues_unknown == 1
    for field, counts in (("cat", facets.categories), ("venue", facets.venues)):
        for one in counts:
            assert papers.search(f'{field}:"{one.name}"').total == one.count
    assert [one.name for one in papers.facets("", organisations=1).categories] == ["cond-mat"]


PARTS = {
    "date": ("years", "months", "days", "dates_unknown"),
    "org": ("organisations", "organisations_rest", "organisations_unknown"),
    "authors": ("authors", "authors_unknown"),
    "cat": ("categories", "categories_unknown"),
    "venue": ("venues", "venues_unknown"),
}


@pytest.mark.parametrize("asked", [(), *((field,) for field in FACET_FIELDS), ("date", "venue")])
def test_only_the_facets_that_are_asked_for_are_counted(
    papers: TantivyPapers, asked: tuple[str, ...]
) -> None:
    query = "quark cat:cs.LG featured:2023"
    every = papers.facets(query, days_by="featured")
    some = papers.facets(query, days_by="featured", only=asked)
    assert some.total == every.total
    for field, names in PARTS.items():
        for name in names:
            value = getattr(some, name)
            assert value == (getattr(every, name) if field in asked else type(value)())
    counted_by = {"featured" if field == "date" else field for field in asked}
    assert some.without == {field: every.without[field] for field in counted_by}
    with pytest.raises(UsageError, match="facets are date, org"):
        papers.facets(query, only=["stars"])


def test_rare_categories_and_venues_are_found_by_a_part_of_their_names(
    papers: TantivyPapers,
) -> None:
    every = papers.facets("", organisations=1000)
    some = papers.facets("", organisations=1000, find_category="CS", find_venue="TENSOR")
    assert 0 < len(some.categories) < len(every.categories)
    assert 0 < len(some.venues) < len(every.venues)
    assert some.categories == [one for one in every.categories if "cs" in one.name.casefold()]
    assert some.venues == [one for one in every.venues if "tensor" in one.name.casefold()]
    assert (some.categories_unknown, some.organisations) == (
        every.categories_unknown,
        every.organisations,
    )


def test_how_names_are_written_is_looked_up_once() -> None:
    papers = open_papers(repetitive(200, seed=8))
    work = partial(papers.facets, "quark", only=("cat", "venue"))
    first = calls_in(work)
    assert calls_in(work) < first / 2


def test_days_are_counted_by_the_field_that_is_asked_for(papers: TantivyPapers) -> None:
    found = papers.facets("featured:2023", days_by="featured")
    years = Counter(one.featured.year for one in PAPERS if one.featured)
    assert [(one.year, one.count) for one in found.years] == sorted(years.items())
    assert found.dates_unknown == sum(one.featured is None for one in PAPERS)
    assert found.total == sum(one.count for one in found.months) == years[2023]
    with pytest.raises(UsageError, match="can't count by 'stars'"):
        papers.facets("", days_by="stars")


def _slugs(facets: Facets) -> list[str | None]:
    return [one.slug for one in facets.organisations]


def test_a_rest_of_organisations_is_counted(papers: TantivyPapers) -> None:
    every, two = papers.facets(""), papers.facets("", organisations=2)
    assert two.organisations == every.organisations[:2]
    listed = {called(org)[0] for org in EVERY_ORGANISATION if called(org)[1] in _slugs(two)}
    assert len(listed) == 2
    assert two.organisations_rest == sum(
        one.orgs is not None and listed.isdisjoint(called(org)[0] for org in one.orgs)
        for one in PAPERS
    )
    assert papers.facets("", organisations=0).organisations == []


def test_organisations_are_found_by_slug_and_by_name(papers: TantivyPapers) -> None:
    every = {one.slug: one for one in papers.facets("").organisations}
    assert papers.facets("", find_organisation="INSTI").organisations == [every["kestrel"]]
    assert papers.facets("", find_organisation="nordl").organisations == [every["nordlys"]]
    assert papers.facets("", find_organisation="Nord L").organisations == [every["nordlys"]]
    assert papers.facets("", find_organisation="kestrel-i").organisations == [every["kestrel"]]
    assert papers.facets("", find_organisation="pool labs").organisations == [every["tidepool"]]
    assert papers.facets("", find_organisation="harbour").organisations == [every[None]]
    assert papers.facets("", find_organisation="absent").organisations == []


def test_months_are_listed_while_two_years_are_in_view(papers: TantivyPapers) -> None:
    assert papers.facets("").months == []
    assert {month.year for month in papers.facets("date:2022..2023").months} == {2022, 2023}
    assert {month.year for month in papers.facets("date:2022-05").months} == {2022}


def test_days_are_listed_while_two_months_are_in_view() -> None:
    start = datetime.date(2023, 11, 1)
    written = [start + datetime.timedelta(days=3 * number) for number in range(40)]
    papers = open_papers(
        [
            *(Paper(title=f"Kites {day}", key=f"{day}", published=day) for day in written),
            Paper(title="Kites of a month", key="m", published=start,
                  published_precision="month"),
        ]
    )  # fmt: skip
    assert papers.facets("").days == papers.facets("date:2023-11..2024-01").days == []
    november = papers.facets("date:2023-11")
    assert [one.day for one in november.days] == written[:10]
    # That of the month alone is on none of its days, and in the month.
    assert (november.total, sum(one.count for one in november.days)) == (11, 10)
    assert [one.count for one in november.months] == [11, 11]
    over_the_year = papers.facets("date:2023-12-04..2024-01-28").days
    assert [one.day for one in over_the_year] == written[11:30]
    # Without their own filter, as everything is counted.
    assert len(papers.facets("date:(2023-11-01 OR 2023-11-28) -date:2023-11-10").days) == 10


def test_months_and_days_are_those_in_view_whatever_is_found(papers: TantivyPapers) -> None:
    first, last = datetime.date(2022, 4, 25), datetime.date(2022, 6, 5)
    found = papers.facets("-date:2022 quark", in_view=(first, last))
    whole = papers.facets("quark date:2022-04-25..2022-06-05")
    assert found.days
    assert (found.months, found.days) == (whole.months, whole.days)
    assert papers.facets("", in_view=(first.replace(day=1), first.replace(month=12))).days == []


# Explanations
