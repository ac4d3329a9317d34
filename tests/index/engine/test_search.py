"""Orders, pages, counts, explanations and the life of an opened index."""

from __future__ import annotations

import datetime
import random
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import SORTS, rebuild
from index.engine import ranking as ordering
from index.engine.search import TantivyPapers
from index.engines import open_index
from index.errors import IndexDamaged, IndexMissing, IndexOutdated, QueryError, UsageError
from index.fields import SORTING
from index.identity import fold_title
from index.paper import Organisation, Paper
from index.query.parse import parse, parse_parts
from index.query.tree import conjunction
from index.query.unparse import to_text
from index.results import (
    AUTHOR_BUCKETS,
    FACET_FIELDS,
    AuthorBucket,
    FacetCount,
    Facets,
    MonthCount,
    OrganisationCount,
    YearCount,
)
from tests.support.papers import FEW_WORDS, repetitive
from tests.support.reference import EVERY_ORGANISATION, alike, matches, open_papers, paper
from tests.support.work import calls_in

PAPERS = repetitive(300, seed=5)
VALUES: dict[str, Callable[[Paper], object]] = {
    field.name: attrgetter(field.attribute) for field in SORTING
}


@pytest.fixture(scope="module")
def papers() -> TantivyPapers:
    return open_papers(PAPERS, commits=3)


def order(papers: TantivyPapers, query: str, **options: object) -> list[str]:
    page = papers.search(query, limit=1000, **options)  # type: ignore[arg-type]
    return [hit.paper.key for hit in page.hits]


@pytest.mark.parametrize(
    "query", ["", "quark", "-quark", "quar", "title:quark", "date:2020..", "(", "org:none quark"]
)
def test_the_natural_order_is_the_one_that_is_answered_with(
    papers: TantivyPapers, query: str
) -> None:
    if query == "(":
        with pytest.raises(QueryError):
            papers.natural_sort(query)
        return
    natural = papers.natural_sort(query, prefix=True)
    scored = [hit.score is not None for hit in papers.search(query, prefix=True).hits]
    assert scored
    assert scored == [natural == "relevance"] * len(scored)


@pytest.mark.parametrize("sort", VALUES)
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("query", ["", "quark", "-quark"])
def test_sorts_put_unknown_last_both_ways(
    papers: TantivyPapers, sort: str, reverse: bool, query: str
) -> None:
    hits = papers.search(query, sort=sort, reverse=reverse, limit=1000).hits
    values = [VALUES[sort](hit.paper) for hit in hits]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=not reverse)  # type: ignore[type-var]
    assert all(hit.score is None and not hit.partial for hit in hits)


@pytest.mark.parametrize("sort", [name for name in VALUES if name != "date"])
def test_equal_values_are_newest_first(papers: TantivyPapers, sort: str) -> None:
    hits = papers.search("", sort=sort, limit=1000).hits
    for above, below in pairwise(hits):
        if VALUES[sort](above.paper) == VALUES[sort](below.paper) and below.paper.published:
            assert above.paper.published is not None
            assert above.paper.published >= below.paper.published


@given(
    st.sampled_from(["", "quark", "quark zebra", "qua*", "-prior", "quark org:kestrel"]),
    st.sampled_from([None, *SORTS]),
    st.booleans(),
    st.integers(1, 40),
)
def test_pages_put_together_are_the_whole_answer(
    papers: TantivyPapers, query: str, sort: str | None, reverse: bool, size: int
) -> None:
    whole = papers.search(query, sort=sort, reverse=reverse, limit=1000)
    keys: list[str] = []
    while True:
        page = papers.search(query, sort=sort, reverse=reverse, limit=size, offset=len(keys))
        assert (page.total, page.partial_total) == (whole.total, whole.partial_total)
        if not page.hits:
            break
        keys += [hit.paper.key for hit in page.hits]
    assert keys == [hit.paper.key for hit in whole.hits]
    assert len(keys) == len(set(keys)) == whole.total + whole.partial_total


def test_equal_scores_are_newest_first_across_segments_and_pages() -> None:
    dated = [
        paper(f"p{number}", "twin", published=one.published)
        for number, one in enumerate(repetitive(150, seed=9))
    ]
    papers = open_papers(dated, commits=4)
    hits = papers.search("twin", limit=1000).hits
    assert len({hit.score for hit in hits}) == 1
    days = [hit.paper.published for hit in hits]
    known = [day for day in days if day is not None]
    assert days == sorted(known, reverse=True) + [None] * (len(days) - len(known))
    middle = papers.search("twin", limit=20, offset=70).hits
    assert [hit.paper.key for hit in middle] == [hit.paper.key for hit in hits[70:90]]


def test_without_words_newest_first_and_with_words_by_relevance(papers: TantivyPapers) -> None:
    assert order(papers, "") == order(papers, "", sort="date")
    assert order(papers, "org:kestrel -quark") == order(papers, "org:kestrel -quark", sort="date")
    assert order(papers, "org:kestrel", sort="relevance") == order(papers, "org:kestrel")
    assert order(papers, "quark zebra") == order(papers, "quark zebra", sort="relevance")


def test_relevance_reversed_is_the_full_matches_from_the_end(papers: TantivyPapers) -> None:
    page = papers.search("quark zebra", limit=1000)
    full = [hit.paper.key for hit in page.hits if not hit.partial]
    backwards = papers.search("quark zebra", reverse=True, limit=1000)
    assert [hit.paper.key for hit in backwards.hits] == full[::-1]
    assert backwards.partial_total == 0


def test_only_relevance_has_partial_matches(papers: TantivyPapers) -> None:
    assert papers.search("quark zebra tensor").partial_total > 0
    page = papers.search("quark zebra tensor", sort="date", limit=1000)
    assert page.partial_total == 0
    assert len(page.hits) == page.total


def test_counting_alone(papers: TantivyPapers) -> None:
    page = papers.search("quark zebra", limit=0)
    assert page.hits == []
    assert page.total == papers.search("quark zebra").total
    assert page.partial_total == papers.search("quark zebra").partial_total
    assert papers.search("quark", sort="date", limit=0).total == papers.search("quark").total


def test_offsets_beyond_the_end_are_empty(papers: TantivyPapers) -> None:
    for sort in SORTS:
        page = papers.search("quark", sort=sort, offset=5000)
        assert page.hits == []
        assert page.total == papers.search("quark").total


def test_a_tree_is_as_good_as_its_text(papers: TantivyPapers) -> None:
    query = "quark (zebra OR prior) -org:kestrel"
    text, tree = papers.search(query), papers.search(parse(query))
    assert (text.total, text.hits) == (tree.total, tree.hits)


def test_titles_count_more_than_abstracts() -> None:
    papers = open_papers(
        [
            paper("abstract", "other words here", "quark lattic tensor"),
            paper("title", "quark lattic tensor", "other words here"),
        ]
    )
    assert order(papers, "quark") == ["title", "abstract"]


@pytest.mark.parametrize("query", ["", "quark", "quark zebra", "-prior", "date:2023"])
@pytest.mark.parametrize("sort", [None, *SORTS])
@pytest.mark.parametrize("reverse", [False, True])
def test_the_place_of_a_paper(
    papers: TantivyPapers, query: str, sort: str | None, reverse: bool
) -> None:
    found = order(papers, query, sort=sort, reverse=reverse)
    for key in [*found[:3], *found[len(found) // 2 :][:3], *found[-3:]]:
        assert papers.position(query, key, sort=sort, reverse=reverse) == found.index(key)
    for one in PAPERS[:20]:
        if one.key not in found:
            assert papers.position(query, one.key, sort=sort, reverse=reverse) is None


# Facets


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
    "date": ("years", "months", "dates_unknown"),
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


# Explanations


def test_an_explanation_counts_every_part_alone_and_by_its_absence(papers: TantivyPapers) -> None:
    explanation = papers.explain("quark  AND org:kestrel -zebra")
    assert explanation.query == "quark org:kestrel -zebra"
    assert [part.text for part in explanation.parts] == ["quark", "org:kestrel", "-zebra"]
    for at, part in enumerate(explanation.parts):
        others = " ".join(one.text for number, one in enumerate(explanation.parts) if number != at)
        assert part.alone == papers.search(part.text, limit=0).total
        assert part.without == papers.search(others, limit=0).total
        assert part.removes == part.without - explanation.total
    assert explanation.total == papers.search("quark org:kestrel -zebra").total
    assert explanation.drop is None
    assert explanation.tree.kind == "and"
    assert [node.kind for node in explanation.tree.nodes] == ["clause", "clause", "not"]
    assert explanation.tree.nodes[2].nodes[0].count == papers.search("zebra", limit=0).total


def test_an_explanation_says_what_to_drop(papers: TantivyPapers) -> None:
    explanation = papers.explain("quark org:absent date:2021..")
    assert explanation.total == 0
    assert explanation.drop == 1
    assert explanation.parts[1].removes == papers.search("quark date:2021..").total
    assert papers.explain("org:absent cat:absent").drop is None
    assert papers.explain("").parts == ()


# Highlights


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("quark", "Quarks and a QUARK", ["Quarks", "QUARK"]),
        ("-quark zebra", "quark zebra", ["zebra"]),
        ("the quark", "the quark", ["quark"]),
        ("the", "the quark", ["the"]),
        ('"mixture of experts"', "A mixture of experts, of a mixture", ["mixture of experts"]),
        ("qua*", "quark quartz lemma", ["quark", "quartz"]),
        ("title:quark abstract:zebra", "quark zebra", ["quark"]),
        ("scholkopf", "Schölkopf’s", ["Schölkopf"]),
        ("pre-training", "pre-training, pretraining", ["pre-training", "pretraining"]),
        ("C++", "C++ or c", ["C++"]),
        ("学習", "深層学習", ["学習"]),
        ("quark~", "quarck", ["quarck"]),
        ("org:kestrel", "kestrel", []),
        ("author:quark", "quark", []),
        ('quark "', "quark", []),
        ("quark zebra", "quark zebra", ["quark", "zebra"]),
        ("", "quark", []),
    ],
)
def test_highlights_mark_what_matches(
    papers: TantivyPapers, query: str, text: str, marked: list[str]
) -> None:
    ranges = papers.highlights(query, text, "title")
    assert [text[start:end] for start, end in ranges] == marked


def test_highlights_of_names_and_of_a_word_being_typed(papers: TantivyPapers) -> None:
    assert papers.highlights("author:nunez", "Jorge Nuñez", "authors") == [(6, 11)]
    assert papers.highlights("org:kestrel", "Kestrel Institute", "org") == [(0, 7)]
    assert papers.highlights("institutes -org:kestrel", "Kestrel Institute", "org") == []
    assert papers.highlights("pla", "plasma", "title") == []
    assert papers.highlights("pla", "plasma", "title", prefix=True) == [(0, 6)]
    assert papers.highlights("quark zebr", "zebra", "abstract", prefix=True) == [(0, 5)]


@given(st.sampled_from(FEW_WORDS), st.text(max_size=30))
def test_highlights_lie_in_the_text(papers: TantivyPapers, word: str, text: str) -> None:
    whole = f"{text} {word} {text}"
    ranges = papers.highlights(word, whole, "abstract")
    assert whole.index(word) in [start for start, _ in ranges]
    assert all(0 <= start < end <= len(whole) for start, end in ranges)
    assert all(end < start for (_, end), (start, _) in pairwise(ranges))


# Errors, generations, threads


@pytest.mark.parametrize("query", ['"quark', "auther:x", "date:soon", "(quark"])
def test_a_wrong_query_is_told_with_its_spot(papers: TantivyPapers, query: str) -> None:
    for ask in (papers.search, papers.facets, papers.explain):
        with pytest.raises(QueryError):
            ask(query)


def test_wrong_arguments_are_refused(papers: TantivyPapers) -> None:
    with pytest.raises(UsageError, match="sorts are relevance"):
        papers.search("", sort="size")
    with pytest.raises(UsageError, match="from 0"):
        papers.search("", offset=-1)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    lines = "\n".join(f'{{"title": "Paper {number} on quarks"}}' for number in range(5))
    path = tmp_path / "papers.jsonl"
    path.write_text(lines)
    return path


def test_an_opened_generation_answers_on_when_a_new_one_is_published(
    tmp_path: Path, pages: Path
) -> None:
    index = tmp_path / "index"
    rebuild([pages], index)
    with open_index(index) as old:
        assert old.count == 5
        assert not old.is_stale()
        pages.write_text('{"title": "One other paper on quarks"}')
        rebuild([pages], index)
        assert old.is_stale()
        assert old.search("quarks").total == 5
        assert len(old.search("quarks", sort="date", offset=2).hits) == 3
        assert old.facets("quarks").total == 5
        with open_index(index) as new:
            assert new.generation != old.generation
            assert new.search("quarks").total == 1


def test_a_closed_index_says_so(tmp_path: Path, pages: Path) -> None:
    rebuild([pages], tmp_path / "index")
    with open_index(tmp_path / "index") as papers:
        pass
    with pytest.raises(UsageError, match="closed"):
        papers.search("quarks")


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="quire rebuild"):
        open_index(tmp_path / "nothing")


def test_an_index_of_another_version_is_told(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild([pages], tmp_path / "index")
    monkeypatch.setattr("index.engine.schema.FINGERPRINT", "another")
    with pytest.raises(IndexOutdated):
        open_index(tmp_path / "index")


def test_a_damaged_index_is_told(tmp_path: Path, pages: Path) -> None:
    rebuild([pages], tmp_path / "index")
    (meta,) = tmp_path.glob("index/generations/*/meta.json")
    meta.write_bytes(b"x" * meta.stat().st_size)
    with pytest.raises(IndexDamaged, match="make it anew"):
        open_index(tmp_path / "index")


def test_an_empty_index_answers() -> None:
    papers = open_papers([])
    assert papers.search("").total == 0
    assert papers.search("quark").hits == []
    assert papers.facets("quark").total == 0
    assert papers.explain("quark zebra").total == 0
    assert papers.sample() == 0


def test_papers_of_every_segment_can_be_read_back(papers: TantivyPapers) -> None:
    assert papers.segments >= 1
    assert papers.segments <= papers.sample() <= papers.count == len(PAPERS)
    few = open_papers(PAPERS[:12], commits=3)
    assert few.sample() == 12


def test_threads_get_the_same_answers(papers: TantivyPapers) -> None:
    queries = [f"{first} {second}" for first in FEW_WORDS[:6] for second in FEW_WORDS[6:10]]
    alone = {query: [hit.paper.key for hit in papers.search(query).hits] for query in queries}
    fresh = open_papers(PAPERS, commits=3)
    wrong: list[str] = []

    def ask(start: int) -> None:
        for query in queries[start:] + queries[:start]:
            if [hit.paper.key for hit in fresh.search(query).hits] != alone[query]:
                wrong.append(query)
            fresh.facets(query)

    threads = [threading.Thread(target=ask, args=(6 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_beginnings_of_words_list_the_newest_first_on_every_page() -> None:
    day = datetime.date(2020, 1, 1)
    chance = random.Random(5)
    days = chance.sample(range(3_000), 700)
    every = [
        paper(f"p{number}", f"Grapheme {number}", published=day + datetime.timedelta(days=ahead))
        for number, ahead in enumerate(days)
    ]
    papers = open_papers(every)
    expected = [
        f"p{number}" for number in sorted(range(len(days)), key=lambda number: -days[number])
    ]
    listed: list[str] = []
    for offset in range(0, len(every), 90):
        page = papers.search("graph", prefix=True, limit=90, offset=offset)
        assert page.total == len(every)
        assert all(hit.score is not None for hit in page.hits)
        listed += [hit.paper.key for hit in page.hits]
    assert listed == expected


def test_a_large_group_of_one_score_is_the_same_on_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordering, "_MOST_AROUND", 40)
    every = [paper(f"p{number}", "Grapheme") for number in range(200)]
    every += [paper(f"q{number}", "Grapheme of graphs") for number in range(200)]
    papers = open_papers(every)
    listed = [
        hit.paper.key
        for offset in range(0, len(every), 30)
        for hit in papers.search("grapheme", limit=30, offset=offset).hits
    ]
    assert len(listed) == len(set(listed)) == len(every)


@pytest.mark.parametrize("size", [1, 7, 30, 61, 399])
def test_pages_of_any_size_agree_where_many_score_the_same(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(ordering, "_MOST_AROUND", 40)
    chance = random.Random(3)
    day = datetime.date(2020, 1, 1)
    titles = ["Grapheme"] * 200 + ["Grapheme of graphs"] * 30 + ["On the grapheme of graphs"] * 200
    every = [
        paper(f"p{at}", title, published=day + datetime.timedelta(days=chance.randrange(3_000)))
        for at, title in enumerate(titles)
    ]
    papers = open_papers(every, commits=3)
    whole = [hit.paper.key for hit in papers.search("grapheme", limit=len(every)).hits]
    assert len(set(whole)) == len(every)
    for offset in range(0, len(every), size):
        page = papers.search("grapheme", limit=size, offset=offset)
        assert [hit.paper.key for hit in page.hits] == whole[offset : offset + size]
    assert papers.position("grapheme", whole[210]) == 210


def test_the_place_of_a_paper_is_known_however_far_down_it_is() -> None:
    chance = random.Random(4)
    every = [
        paper(f"p{at}", "Grapheme", " ".join(["lattice"] * chance.randint(1, 300)))
        for at in range(11_000)
    ]
    every += [paper(f"q{at}", "Tensor " * (at + 1)) for at in range(50)]
    papers = open_papers(every, commits=2)
    listed = [hit.paper.key for hit in papers.search("grapheme", limit=len(every)).hits]
    for place in (0, 9_999, 10_000, 10_400, 10_998, 10_999):
        assert papers.position("grapheme", listed[place]) == place
        assert papers.position("grapheme", listed[place], reverse=True) == 10_999 - place
    page = papers.search("grapheme tensor", limit=1, offset=11_020)
    assert page.partial_total == 11_050
    assert papers.position("grapheme tensor", page.hits[0].paper.key) == 11_020


def test_every_place_is_found_where_many_score_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "_MOST_AROUND", 40)
    monkeypatch.setattr(ordering, "_STRETCH", 7)
    titles = ["Grapheme"] * 100 + ["Grapheme of graphs"] * 20 + ["On the grapheme of graphs"] * 60
    papers = open_papers([paper(f"p{at}", title) for at, title in enumerate(titles)], commits=3)
    for query in ("grapheme", "graph", "grap*", "-tensor"):
        listed = order(papers, query)
        assert listed
        assert [papers.position(query, key) for key in listed] == list(range(len(listed)))


def test_what_must_not_match_makes_no_paper_better(papers: TantivyPapers) -> None:
    for query in ("-zebra", "NOT (quark OR zebra)", "-zebra org:kestrel"):
        page = papers.search(query, limit=500)
        assert {hit.score for hit in page.hits} == {None}
        by_date = papers.search(query, sort="date", limit=500)
        assert [hit.paper.key for hit in page.hits] == [hit.paper.key for hit in by_date.hits]
