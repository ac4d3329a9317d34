"""Years of saved pages: what pages print, alone and together, in any order."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import open_index, update
from index.paper import Paper
from index.sources import find_inputs, gather_evidence
from index.sources.daily_papers_page.details import Day, Details
from index.sources.daily_papers_page.records import Record
from index.sources.daily_papers_page.years import YearEvidence, full_date
from tests.index.sources.rendering import PREAMBLE, read_files, render, render_day
from tests.support.json_lines import json_lines

ABSTRACT = "A long story about clocks that are wrong in the same way. " * 5


def record(title: str, day: Day) -> Record:
    details = Details(line=0, author_count=2, day=day)
    return Record(page=0, line=0, title=title, abstract=(ABSTRACT.strip(),), details=details)


def save(
    folder: Path,
    name: str,
    own_day: str | None,
    *papers: tuple[str, Day],
    changed: datetime | None = None,
) -> Path:
    """A page whose file has no time of change, unless one is given."""
    path = folder / name
    text = render([record(*paper) for paper in papers], own_day, PREAMBLE)
    path.write_text(text, encoding="utf-8")
    seconds = changed.timestamp() if changed is not None else 0
    os.utime(path, (seconds, seconds))
    return path


def dates(*paths: Path, year: int | None = None) -> dict[str, list[tuple[date | None, bool]]]:
    """Date and whether its year is inferred, by title, in the order of the names of the files."""
    found: dict[str, list[tuple[date | None, bool]]] = {}
    for paper in read_files(*paths, year=year):
        assert isinstance(paper, Paper)
        found.setdefault(paper.title, []).append((paper.published, paper.year_inferred))
    return found


def notes(*paths: Path, year: int | None = None) -> list[str]:
    return gather_evidence(find_inputs(paths), year=year).settle().notes


def test_a_printed_year_is_taken_as_it_is(tmp_path: Path) -> None:
    path = save(tmp_path, "a", "Nov 25", ("Old Clocks", Day(5, 26, 2023)))
    assert dates(path) == {"Old Clocks": [(date(2023, 5, 26), False)]}


def test_the_saved_year_is_later_than_every_printed_one(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        "a",
        "Nov 25",
        ("Old", Day(5, 26, 2021)),
        ("Late", Day(1, 2, 2024)),
        ("New", Day(9, 27)),
    )
    assert dates(path)["New"] == [(date(2025, 9, 27), True)]


def test_a_day_after_the_page_itself_was_the_year_before(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        "a",
        "Jan 6",
        ("Old", Day(3, 8, 2022)),
        ("New", Day(1, 6)),
        ("Newer", Day(1, 7)),
        ("December", Day(12, 30)),
    )
    found = dates(path)
    assert found["New"] == [(date(2023, 1, 6), True)]
    assert found["Newer"] == [(date(2022, 1, 7), True)]
    assert found["December"] == [(date(2022, 12, 30), True)]


def test_the_given_year_comes_first_and_what_contradicts_it_is_said(tmp_path: Path) -> None:
    path = save(tmp_path, "a", "Nov 25", ("Old", Day(5, 26, 2021)), ("New", Day(9, 27)))
    assert dates(path, year=2019)["New"] == [(date(2019, 9, 27), True)]
    assert notes(path, year=2019) == [
        f"{path} looks as if it was saved in 2022, not in 2019 as --year says"
    ]
    # A later year is no contradiction: pages of old papers print no later ones.
    assert notes(path, year=2024) == []
    elsewhere = save(tmp_path, "b", "Nov 25", ("New", Day(9, 27, 2023)))
    assert notes(path, elsewhere, year=2024) == [
        f"{path} looks as if it was saved in 2023, not in 2024 as --year says"
    ]


@pytest.mark.parametrize("mistyped", [2026, 2027, 2052, 9999])
def test_years_to_come_are_no_evidence(tmp_path: Path, mistyped: int) -> None:
    today = date(2026, 11, 26)
    path = save(
        tmp_path,
        "a",
        "Nov 25",
        ("Old", Day(9, 3, 2024)),
        ("Mistyped", Day(9, 3, mistyped)),
        ("New", Day(11, 20)),
    )
    inputs = find_inputs([path])
    years = YearEvidence(inputs, None, today=today).settle()
    assert years.of(str(path), 0) == 2025
    assert years.notes == [
        f"{path} prints the year {mistyped}, which tells nothing of when it was saved"
    ]
    assert YearEvidence(inputs, 2024, today=today).settle().of(str(path), 0) == 2024
    alone = save(tmp_path, "b", "Nov 25", ("Mistyped", Day(9, 3, mistyped)), ("New", Day(11, 20)))
    assert YearEvidence(find_inputs([alone]), None, today=today).settle().of(str(alone), 0) is None


def test_one_mistyped_year_loses_to_more_papers_that_other_pages_date(tmp_path: Path) -> None:
    names = ("One", "Two", "Three")
    bare = save(
        tmp_path,
        "a",
        "Nov 25",
        ("Old", Day(9, 3, 2020)),
        ("Mistyped", Day(9, 3, 2024)),
        *((name, Day(4, 7)) for name in names),
    )
    assert dates(bare)["One"] == [(date(2025, 4, 7), True)]
    other = save(tmp_path, "b", None, *((name, Day(4, 7, 2022)) for name in names))
    for order in permutations([bare, other]):
        found = dates(*order)
        assert all((date(2022, 4, 7), True) in found[name] for name in names)


def test_a_mistyped_year_loses_where_no_year_until_today_fits_it(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        "a",
        "Nov 25",
        ("Old", Day(9, 3, 2023)),
        ("Mistyped", Day(9, 3, 2025)),
        ("Leap", Day(2, 29)),
    )
    years = YearEvidence(find_inputs([path]), None, today=date(2026, 11, 26)).settle()
    assert years.of(str(path), 0) == 2024


def test_without_evidence_the_year_is_given_or_unknown(tmp_path: Path) -> None:
    path = save(tmp_path, "a", "Jan 6", ("New", Day(1, 3)), ("December", Day(12, 30)))
    assert dates(path) == {"New": [(None, False)], "December": [(None, False)]}
    assert dates(path, year=2019) == {
        "New": [(date(2019, 1, 3), True)],
        "December": [(date(2018, 12, 30), True)],
    }


def test_the_same_paper_with_a_year_elsewhere_settles_the_page(tmp_path: Path) -> None:
    bare = save(tmp_path, "a", "Nov 25", ("New", Day(9, 27)), ("Shared Clock", Day(4, 7)))
    other = save(tmp_path, "b", "Jan 6", ("shared clock!", Day(4, 7, 2025)))
    for order in permutations([bare, other]):
        found = dates(*order)
        assert found["New"] == [(date(2025, 9, 27), True)]
        assert found["Shared Clock"] == [(date(2025, 4, 7), True)]
        assert found["shared clock!"] == [(date(2025, 4, 7), False)]


def test_a_shared_paper_of_late_in_the_year_before(tmp_path: Path) -> None:
    bare = save(tmp_path, "a", "Jan 6", ("New", Day(1, 3)), ("Shared", Day(12, 30)))
    other = save(tmp_path, "b", "Feb 1", ("Shared", Day(12, 30, 2023)))
    assert dates(bare, other)["New"] == [(date(2024, 1, 3), True)]


def test_a_shared_title_of_another_day_says_nothing(tmp_path: Path) -> None:
    bare = save(tmp_path, "a", "Nov 25", ("Shared", Day(4, 7)))
    other = save(tmp_path, "b", "Nov 25", ("Shared", Day(4, 8, 2015)))
    assert dates(bare, other)["Shared"][0] == (None, False)


def test_evidence_that_contradicts_the_page_itself_is_passed_over(tmp_path: Path) -> None:
    bare = save(tmp_path, "a", "Nov 25", ("Shared", Day(4, 7)), ("Old", Day(5, 5, 2023)))
    other = save(tmp_path, "b", "Nov 25", ("Shared", Day(4, 7, 2015)))
    assert dates(bare, other)["Shared"][0] == (date(2024, 4, 7), True)


def test_the_majority_of_shared_papers_decides(tmp_path: Path) -> None:
    names = ("One", "Two", "Three")
    bare = save(tmp_path, "a", "Nov 25", *((name, Day(4, 7)) for name in names))
    other = save(
        tmp_path,
        "b",
        None,
        ("One", Day(4, 7, 2020)),
        ("Two", Day(4, 7, 2022)),
        ("Three", Day(4, 7, 2022)),
    )
    for order in permutations([bare, other]):
        found = dates(*order)
        assert all((date(2022, 4, 7), True) in found[name] for name in names)


def test_february_29_has_to_exist(tmp_path: Path) -> None:
    path = save(tmp_path, "a", "Nov 25", ("Old", Day(5, 26, 2021)), ("Leap", Day(2, 29)))
    assert dates(path)["Leap"] == [(date(2024, 2, 29), True)]
    before = save(tmp_path, "b", "Jan 6", ("Old", Day(5, 26, 2021)), ("Leap", Day(2, 29)))
    assert dates(before)["Leap"] == [(date(2024, 2, 29), True)]
    alone = save(tmp_path, "c", "Nov 25", ("Leap", Day(2, 29)))
    assert dates(alone) == {"Leap": [(None, False)]}
    assert dates(alone, year=2023) == {"Leap": [(None, False)]}
    assert dates(alone, year=2024) == {"Leap": [(date(2024, 2, 29), True)]}


def test_pages_pasted_into_one_file_have_years_of_their_own(tmp_path: Path) -> None:
    first = save(tmp_path, "a", "Nov 25", ("Old", Day(5, 26, 2020)), ("New", Day(9, 27)))
    second = save(tmp_path, "b", "Nov 25", ("Later", Day(5, 26, 2023)), ("Newer", Day(9, 27)))
    pasted = tmp_path / "pasted"
    pasted.write_bytes(first.read_bytes() + b"\n" + second.read_bytes())
    found = dates(pasted)
    assert found["New"] == [(date(2021, 9, 27), True)]
    assert found["Newer"] == [(date(2024, 9, 27), True)]


@pytest.mark.parametrize("year", [1, 1990, 9998, 9999])
def test_absurd_years_do_no_harm(tmp_path: Path, year: int) -> None:
    path = save(tmp_path, "a", "Nov 25", ("Old", Day(5, 26, year)), ("New", Day(12, 31)))
    assert set(dates(path, year=year)) == {"Old", "New"}


# The last change of the file


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("own_day", "changed", "new", "december"),
    [
        ("Nov 25", at(2025, 11, 25, 0), 2025, 2024),
        ("Nov 25", at(2025, 11, 24, 23), 2024, 2023),
        ("Nov 25", at(2026, 2, 1), 2025, 2024),
        ("Dec 31", at(2025, 12, 31, 23), 2025, 2025),
        ("Dec 31", at(2026, 1, 1, 0), 2025, 2025),
        ("Jan 2", at(2025, 1, 2), 2024, 2024),
    ],
)
def test_the_last_change_of_its_file_tells_the_year_of_a_page(
    own_day: str, changed: datetime, new: int, december: int, tmp_path: Path
) -> None:
    papers = ("New", Day(9, 27)), ("December", Day(12, 30))
    path = save(tmp_path, "a", own_day, *papers, changed=changed)
    assert dates(path) == {
        "New": [(date(new, 9, 27), True)],
        "December": [(date(december, 12, 30), True)],
    }


def test_a_given_or_printed_year_comes_before_the_last_change(tmp_path: Path) -> None:
    changed = at(2025, 12, 1)
    bare = save(tmp_path, "a", "Nov 25", ("New", Day(9, 27)), changed=changed)
    assert dates(bare, year=2019)["New"] == [(date(2019, 9, 27), True)]
    assert notes(bare, year=2019) == []
    other = save(tmp_path, "b", None, ("New", Day(9, 27, 2023)), changed=changed)
    assert dates(bare, other)["New"][0] == (date(2023, 9, 27), True)
    papers = ("Old", Day(5, 26, 2021)), ("New", Day(9, 27))
    printed = save(tmp_path, "c", "Nov 25", *papers, changed=changed)
    assert dates(printed)["New"] == [(date(2022, 9, 27), True)]


def test_a_last_change_without_the_day_of_the_page_tells_nothing(tmp_path: Path) -> None:
    path = save(tmp_path, "a", None, ("New", Day(9, 27)), changed=at(2025, 12, 1))
    assert dates(path) == {"New": [(None, False)]}


def test_a_last_change_to_come_is_as_good_as_today(tmp_path: Path) -> None:
    path = save(tmp_path, "a", "Nov 25", ("New", Day(9, 27)), changed=at(2099, 1, 1))
    for today, year in ((date(2026, 11, 26), 2026), (date(2026, 11, 24), 2025)):
        assert (
            YearEvidence(find_inputs([path]), None, today=today).settle().of(str(path), 0) == year
        )


def test_by_the_last_change_too_february_29_has_to_exist(tmp_path: Path) -> None:
    changed = at(2026, 3, 1)
    published = save(tmp_path, "a", "Mar 1", ("Leap", Day(2, 29)), changed=changed)
    assert dates(published) == {"Leap": [(date(2024, 2, 29), True)]}
    own = save(tmp_path, "b", "Feb 29", ("New", Day(2, 3)), changed=changed)
    assert dates(own) == {"New": [(date(2024, 2, 3), True)]}
    never = save(
        tmp_path, "c", "Mar 1", ("Leap", Day(2, 29)), ("Later", Day(3, 2)), changed=changed
    )
    assert dates(never)["Leap"] == [(date(2024, 2, 29), True)]


def test_a_member_of_an_archive_has_a_last_change_of_its_own(tmp_path: Path) -> None:
    page = save(tmp_path, "a", "Nov 25", ("New", Day(9, 27))).read_bytes()
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("known.txt", (2024, 11, 26, 9, 0, 0)), page)
        archive.writestr(zipfile.ZipInfo("none.txt"), page)
    assert dates(path) == {"New": [(date(2024, 9, 27), True), (None, False)]}


def test_a_page_is_read_again_once_its_last_change_tells_another_year(tmp_path: Path) -> None:
    digests = []
    for changed in (at(2025, 12, 1), at(2026, 3, 1), at(2024, 12, 1)):
        path = save(tmp_path, "a", "Nov 25", ("New", Day(9, 27)), changed=changed)
        (item,) = find_inputs([path])
        digests.append(item.digest(gather_evidence([item]).settle().told_of(item.name)))
    assert digests[0] == digests[1] != digests[2]


month_and_day = st.tuples(st.integers(1, 12), st.integers(1, 28))


@given(month_and_day, month_and_day, st.integers(1990, 2100))
def test_a_date_is_never_after_the_page_it_is_on(
    day: tuple[int, int], own_day: tuple[int, int], year: int
) -> None:
    found = full_date(Day(*day), Day(*own_day), year)
    assert found is not None
    assert date(year - 1, *own_day) < found <= date(year, *own_day)


# Pages of years to come there are none.
@given(st.dates(date(1995, 1, 1), date(2025, 12, 31)), st.data())
def test_a_page_printed_by_the_rule_gives_its_dates_back(
    tmp_path_factory: pytest.TempPathFactory, own: date, data: st.DataObject
) -> None:
    published = data.draw(st.lists(st.dates(date(1991, 1, 1), own), min_size=1, max_size=9))
    # Enough is printed to tell the year: a paper of the year before.
    published.append(date(own.year - 1, 6, 1))
    days = [Day(day.month, day.day, day.year if day.year < own.year else None) for day in published]
    path = save(
        tmp_path_factory.getbasetemp(),
        "any",
        render_day(own.month, own.day),
        *((f"Paper {number}", day) for number, day in enumerate(days)),
    )
    found = dates(path)
    assert [found[f"Paper {number}"] for number in range(len(published))] == [
        [(day, day.year == own.year)] for day in published
    ]


# Other sources


def build(folder: Path, *inputs: Path) -> dict[str, tuple[date | None, bool]]:
    """What an update makes of inputs: the date of each paper, and whether its year is inferred."""
    update(inputs, folder)
    with open_index(folder) as papers:
        found = [hit.paper for hit in papers.search("", limit=5_000).hits]
    return {paper.title: (paper.published, paper.year_inferred) for paper in found}


def lines(path: Path, *records: tuple[str, str], **more: object) -> Path:
    """Papers with a title and a date, a line each."""
    return json_lines(path, [{"title": t, "published": day, **more} for t, day in records])


def api(path: Path, title: str, day: str) -> Path:
    entry = {"paper": {"id": "2401.00001", "title": title, "publishedAt": f"{day}T10:00:00.000Z"}}
    path.write_text(json.dumps([entry]))
    return path


def test_what_another_source_says_of_a_paper_tells_the_year_of_its_page(tmp_path: Path) -> None:
    page = save(tmp_path, "a", "Jan 6", ("Shared", Day(1, 3)), ("New", Day(12, 30)))
    known = api(tmp_path / "b.json", "SHARED!", "2022-01-03")
    for number, order in enumerate(permutations([page, known])):
        assert build(tmp_path / str(number), *order)["New"] == (date(2021, 12, 30), True)


def test_evidence_of_another_source_is_better_than_printed_years(tmp_path: Path) -> None:
    page = save(tmp_path, "a", "Nov 25", ("Old", Day(9, 3, 2019)), ("Shared", Day(4, 7)))
    assert build(tmp_path / "alone", page)["Shared"] == (date(2020, 4, 7), True)
    known = api(tmp_path / "b.json", "Shared", "2023-04-07")
    assert build(tmp_path / "both", page, known)["Shared"] == (date(2023, 4, 7), False)


@pytest.mark.parametrize("count", [1, 1_500])
def test_a_source_of_any_size_tells_the_year(tmp_path: Path, count: int) -> None:
    page = save(tmp_path, "a", "Nov 25", ("Shared", Day(4, 7)), ("New", Day(11, 20)))
    many = [(f"On the number {number}", "2020-01-01") for number in range(count)]
    known = lines(tmp_path / "b.jsonl", *many, ("shared", "2022-04-07"))
    found = build(tmp_path / "index", page, known)
    assert len(found) == count + 2
    assert (found["New"], "Shared" in found) == ((date(2022, 11, 20), True), "shared" not in found)


@pytest.mark.parametrize(
    ("day", "more"),
    [("2022-04", {}), ("2022", {}), ("2022-04-08", {}), ("2022-04-07", {"year_inferred": True})],
)
def test_a_day_that_is_not_known_well_tells_no_year(
    tmp_path: Path, day: str, more: dict[str, object]
) -> None:
    page = save(tmp_path, "a", "Nov 25", ("Shared", Day(4, 7)), ("New", Day(11, 20)))
    known = lines(tmp_path / "b.jsonl", ("Shared", day), **more)
    assert build(tmp_path / "index", page, known)["New"] == (None, False)


def test_the_index_that_is_updated_tells_the_year(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    build(index_dir, api(tmp_path / "b.json", "Shared", "2022-04-07"))
    page = save(tmp_path, "a", "Nov 25", ("Other", Day(5, 5)), ("Shared", Day(4, 7)))
    assert build(index_dir, page)["Other"] == (date(2022, 5, 5), True)


def test_a_page_is_read_again_once_its_year_is_known(tmp_path: Path) -> None:
    index_dir = tmp_path / "index"
    page = save(tmp_path, "a", "Nov 25", ("Other", Day(5, 5)), ("Shared", Day(4, 7)))
    assert build(index_dir, page)["Other"] == (None, False)
    known = api(tmp_path / "b.json", "Shared", "2022-04-07")
    assert build(index_dir, known)["Other"] == (None, False)
    assert build(index_dir, page)["Other"] == (date(2022, 5, 5), True)
    assert not update([page, known], index_dir).wrote


@pytest.mark.parametrize(
    ("own_day", "arxiv_id", "day", "year"),
    [
        ("Nov 25", "2311.00001", Day(11, 20), 2023),
        ("Nov 25", "2311.00001", Day(10, 31), 2023),
        ("Jan 6", "2401.00001", Day(12, 31), 2023),
        ("Jan 6", "hep-th/9901001", Day(1, 3), 1999),
        ("Nov 25", "2311.00001", Day(5, 5), None),
    ],
)
def test_the_id_in_a_copy_with_links_tells_the_year(
    own_day: str, arxiv_id: str, day: Day, year: int | None, tmp_path: Path
) -> None:
    title = f"[Linked](https://huggingface.co/papers/{arxiv_id})"
    page = save(tmp_path, "a", own_day, (title, day))
    found = dates(page)["Linked"]
    assert found == [(date(year, day.month, day.day), True) if year else (None, False)]
