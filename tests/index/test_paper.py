"""The record itself: dates that are known in part, and organisations that stay in step."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from index.paper import PRINTED, Organisation, Paper, Precision, printed

DAY = datetime.date(2020, 2, 17)
KESTREL = Organisation("kestrel", "Kestrel Institute")
POND = Organisation(name="Pond")


@pytest.mark.parametrize(
    ("precision", "first", "last", "written"),
    [
        ("day", DAY, DAY, "2020-02-17"),
        ("month", datetime.date(2020, 2, 1), datetime.date(2020, 2, 29), "2020-02"),
        ("year", datetime.date(2020, 1, 1), datetime.date(2020, 12, 31), "2020"),
    ],
)
def test_a_date_is_known_to_a_day_a_month_or_a_year(
    precision: Precision, first: datetime.date, last: datetime.date, written: str
) -> None:
    paper = Paper(title="Maps", published=DAY, published_precision=precision)
    assert (paper.published, paper.published_last) == (first, last)
    assert paper.published_text == written
    assert printed(paper)["published"] == written


def test_the_last_month_of_the_last_year_ends() -> None:
    paper = Paper(title="Maps", published=datetime.date.max, published_precision="month")
    assert paper.published_last == datetime.date.max


def test_an_unknown_date_has_no_precision() -> None:
    paper = Paper(title="Maps", published_precision="year")
    assert paper.published_precision == "day"
    assert (paper.published, paper.published_last, paper.published_text) == (None, None, None)


def test_the_first_organisation_and_all_of_them_are_in_step() -> None:
    both = Paper(title="Maps", orgs=(KESTREL, POND))
    assert (both.org, both.org_name) == ("kestrel", "Kestrel Institute")
    assert Paper(title="Maps", org="kestrel", org_name="Kestrel Institute").orgs == (KESTREL,)
    assert Paper(title="Maps", org_name="Pond").orgs == (POND,)
    assert Paper(title="Maps", orgs=()) == Paper(title="Maps")
    changed = msgspec.structs.replace(both, orgs=(POND,))
    assert (changed.org, changed.org_name) == (None, "Pond")
    decoded = msgspec.json.decode(b'{"title":"Maps","orgs":[{"slug":"a"}],"org":"b"}', type=Paper)
    assert (decoded.org, decoded.orgs) == ("a", (Organisation("a"),))


def test_what_is_printed_are_the_facts() -> None:
    assert set(Paper.__struct_fields__) - set(PRINTED) == {
        "published_precision",
        "added_build",
        "evidence",
    }
    assert tuple(printed(Paper(title="Maps"))) == PRINTED
