"""What records say of organisations and dates, and what a paper has of it in the end."""

from __future__ import annotations

import datetime
from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.building.merge import join, merge_groups
from index.paper import Organisation, Paper, Precision
from tests.support.records import papers

MAPS = "Folding Maps of Small Rivers"
KESTREL = Organisation("kestrel", "Kestrel Institute")
TIDEPOOL = Organisation("tidepool", "Tidepool")
POND = Organisation(name="Pond School")


def record(
    *orgs: Organisation,
    source: str = "daily-papers-api",
    featured: str | None = None,
    **more: Any,
) -> Paper:
    day = datetime.date.fromisoformat(featured) if featured else None
    return Paper(
        title=MAPS, arxiv_id="2401.01234", orgs=orgs, sources=(source,), featured=day, **more
    )


def dated(text: str, *, inferred: bool = False, source: str = "daily-papers-api") -> Paper:
    precision: Precision = {10: "day", 7: "month", 4: "year"}[len(text)]  # type: ignore[assignment]
    day = datetime.date.fromisoformat(f"{text}-01-01"[:10])
    return record(
        published=day, published_precision=precision, year_inferred=inferred, source=source
    )


def in_any_order(*records: Paper) -> Paper:
    """What records are joined to, which is the same whatever order and grouping they come in."""
    whole = join(records)
    for ordered in permutations(records):
        assert join(ordered) == whole
        step = join(ordered[:1])
        for one in ordered[1:]:
            step = join((step, one))
        assert step == whole
    return whole


def updated(older: Paper, newer: Paper) -> Paper:
    (merged,) = merge_groups([join([older])], [newer])
    return merged.paper


def test_organisations_of_different_origins_are_united_those_of_daily_papers_first() -> None:
    found = in_any_order(
        record(POND, Organisation(name="Kestrel institute"), source="openalex"),
        record(KESTREL),
        record(source="arxiv"),
    )
    assert found.orgs == (KESTREL, POND)
    assert (found.org, found.org_name) == ("kestrel", "Kestrel Institute")


def test_a_later_word_of_one_origin_counts() -> None:
    found = in_any_order(
        record(KESTREL, featured="2024-03-01"),
        record(TIDEPOOL, featured="2024-03-02", source="daily-papers-page"),
        record(POND, source="openalex"),
        record(POND),
    )
    assert found.orgs == (TIDEPOOL, POND)


def test_what_one_origin_says_on_one_day_counts_together() -> None:
    assert in_any_order(record(TIDEPOOL), record(KESTREL)).orgs == (KESTREL, TIDEPOOL)
    assert in_any_order(record(TIDEPOOL, KESTREL)).orgs == (TIDEPOOL, KESTREL)


def test_an_update_replaces_what_the_same_origin_said() -> None:
    both = join((record(KESTREL), record(POND, source="openalex")))
    assert updated(both, record(TIDEPOOL)).orgs == (TIDEPOOL, POND)
    assert updated(both, record(TIDEPOOL, source="openalex")).orgs == (KESTREL, TIDEPOOL)
    assert updated(both, record(TIDEPOOL, source="acl")).orgs == (KESTREL, TIDEPOOL, POND)
    assert updated(both, record()).orgs == (KESTREL, POND)


def test_an_update_with_an_older_list_changes_no_organisation() -> None:
    known = record(KESTREL, featured="2024-03-02")
    assert updated(known, record(TIDEPOOL, featured="2024-03-01")).orgs == (KESTREL,)
    assert updated(known, record(TIDEPOOL, featured="2024-03-02")).orgs == (TIDEPOOL,)
    assert updated(known, record(TIDEPOOL)).orgs == (TIDEPOOL,)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (["2019", "2019-05", "2019-05-17"], "2019-05-17"),
        (["2019", "2019-05"], "2019-05"),
        (["2019-07", "2019-05"], "2019-05"),
        (["2018", "2019-05"], "2019-05"),
        (["2018", "2019-05-17"], "2019-05-17"),
        (["2019-05-18", "2019-05-17"], "2019-05-17"),
    ],
)
def test_the_most_exact_date_counts(said: list[str], found: str) -> None:
    joined = in_any_order(*map(dated, said))
    assert (joined.published_text, joined.year_inferred) == (found, False)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([("2019-01-01", "openalex"), ("2019-05-17", "arxiv")], "2019-05-17"),
        (
            [("2019-06-17", "openalex"), ("2019-05-17", "dblp"), ("2019-07-01", "arxiv")],
            "2019-07-01",
        ),
        ([("2019-06-17", "openalex"), ("2019-05-17", "semantic-scholar")], "2019-05-17"),
        ([("2019-01", "openalex"), ("2019-05", "acl"), ("2018", "arxiv")], "2019-05"),
        ([("2019-05-18", "openalex"), ("2019-05", "arxiv")], "2019-05-18"),
    ],
)
def test_of_dates_as_exact_that_of_the_best_source_counts(
    said: list[tuple[str, str]], found: str
) -> None:
    joined = in_any_order(*(dated(text, source=source) for text, source in said))
    assert joined.published_text == found


def test_a_date_keeps_the_rank_of_its_source_beside_better_sources() -> None:
    known = in_any_order(dated("2019-01-01", source="openalex"), record(source="arxiv"))
    assert known.published_text == "2019-01-01"
    assert join((known, dated("2019-05-17", source="acl"))).published_text == "2019-05-17"


@pytest.mark.parametrize(
    ("printed", "inferred", "found"),
    [
        (["2019"], ["2019-05-17"], ("2019-05-17", False)),
        (["2019-05"], ["2019-05-17", "2018-05-17"], ("2019-05-17", False)),
        (["2019"], ["2019-05"], ("2019-05", False)),
        (["2018"], ["2019-05-17"], ("2018", False)),
        (["2018", "2019"], ["2019-05-17"], ("2018", False)),
        (["2019", "2018-05-16"], ["2019-05-17"], ("2018-05-16", False)),
        ([], ["2019-05-17", "2018-05-17"], ("2018-05-17", True)),
    ],
)
def test_an_inferred_day_counts_where_what_is_printed_bears_it_out(
    printed: list[str], inferred: list[str], found: tuple[str, bool]
) -> None:
    records = [*map(dated, printed), *(dated(text, inferred=True) for text in inferred)]
    joined = in_any_order(*records)
    assert (joined.published_text, joined.year_inferred) == found


@given(
    st.lists(
        papers().map(lambda paper: msgspec.structs.replace(paper, title=MAPS, arxiv_id=None)),
        max_size=4,
    )
)
def test_order_and_grouping_change_nothing(records: list[Paper]) -> None:
    if records:
        in_any_order(*records)
