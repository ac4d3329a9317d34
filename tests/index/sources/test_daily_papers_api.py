"""The Daily Papers API's JSON, as it comes and as crawlers keep it."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.paper import Paper, Rejected
from index.sources.json_stream import CUT_OFF
from tests.index.sources.rendering import read_files

ENTRY: dict[str, Any] = {
    "paper": {
        "id": "2510.27492",
        "authors": [
            {"_id": "a", "name": "Ada Moss", "hidden": False},
            {"_id": "b", "name": "Shy Fern", "hidden": True},
            {"_id": "c", "name": "Bo\n Reed"},
        ],
        "publishedAt": "2025-10-30T17:51:38.000Z",
        "submittedOnDailyAt": "2025-11-03T00:17:01.674Z",
        "title": "Gardens of\n  Cells",
        "summary": "They grow\nin the dark.",
        "upvotes": 83,
        "githubStars": 5,
        "ai_keywords": ["gardens", "light "],
        "organization": {"_id": "d", "name": "Zoo-Lab", "fullname": "Zoo Laboratory"},
    },
    "publishedAt": "2025-10-30T13:51:38.000-04:00",
    "title": "Another Title",
    "summary": "Another summary",
    "numComments": 3,
    "organization": {"name": "other", "fullname": "Other"},
}


def read(folder: Path, data: bytes | str | list[Any] | dict[str, Any]) -> list[Paper | Rejected]:
    path = folder / "api.json"
    if isinstance(data, list | dict):
        data = json.dumps(data)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_files(path, format_name="daily-papers-api")


def entry(**inner: Any) -> dict[str, Any]:
    return {**ENTRY, "paper": {**ENTRY["paper"], **inner}}


def titles(found: list[Paper | Rejected]) -> list[str]:
    return [record.title if isinstance(record, Paper) else "<rejected>" for record in found]


def test_an_entry_as_it_comes(tmp_path: Path) -> None:
    assert read(tmp_path, [ENTRY]) == [
        Paper(
            title="Gardens of Cells",
            abstract="They grow in the dark.",
            published=date(2025, 10, 30),
            featured=date(2025, 11, 3),
            org="Zoo-Lab",
            org_name="Zoo Laboratory",
            author_count=2,
            authors=("Ada Moss", "Bo Reed"),
            comments=3,
            upvotes=83,
            stars=5,
            arxiv_id="2510.27492",
            url="https://arxiv.org/abs/2510.27492",
            keywords=("gardens", "light"),
            sources=("daily-papers-api",),
        )
    ]


def test_what_only_the_outer_entry_knows_is_taken_from_it(tmp_path: Path) -> None:
    found = read(tmp_path, [{**ENTRY, "upvotes": 9, "paper": {"id": "2510.27492"}}])
    assert isinstance(found[0], Paper)
    assert (found[0].title, found[0].abstract) == ("Another Title", "Another summary")
    assert (found[0].org, found[0].upvotes, found[0].comments) == ("other", 9, 3)
    assert (found[0].published, found[0].featured) == (None, date(2025, 10, 30))
    assert (found[0].authors, found[0].author_count, found[0].keywords) == (None, None, None)


@pytest.mark.parametrize(
    ("outer", "published", "submitted", "expected"),
    [
        # Entries of before 2025: the outer day is the one on Daily Papers.
        (
            "2024-06-03T03:44:01.558Z",
            "2024-05-31T17:50:01.000Z",
            None,
            (date(2024, 5, 31), date(2024, 6, 3)),
        ),
        # A day's list begins in the evening before.
        (
            "2025-01-14T22:30:00.000Z",
            "2025-01-10T10:00:00.000Z",
            None,
            (date(2025, 1, 10), date(2025, 1, 15)),
        ),
        ("2025-01-14T21:30:00Z", "2025-01-10", None, (date(2025, 1, 10), date(2025, 1, 15))),
        ("2025-01-14T17:00:00Z", "2025-01-10", None, (date(2025, 1, 10), date(2025, 1, 14))),
        (
            "2025-01-14T22:30:00Z",
            "2025-01-10",
            "2025-01-15T00:00:00Z",
            (date(2025, 1, 10), date(2025, 1, 15)),
        ),
        # Later ones say it of its own, and repeat the paper's moment outside, some of them in
        # New York's time.
        ("2026-07-29T20:00:00.000Z", "2026-07-30T00:00:00.000Z", None, (date(2026, 7, 30), None)),
        (
            "2025-10-30T13:51:38.000-04:00",
            "2025-10-30T17:51:38.000Z",
            None,
            (date(2025, 10, 30), None),
        ),
        (
            "2025-10-30T13:51:38.000-04:00",
            "2025-10-30T17:51:38Z",
            "2025-11-03T00:17:01Z",
            (date(2025, 10, 30), date(2025, 11, 3)),
        ),
        # Days are of Universal Time.
        (None, "2025-10-30T22:51:38.000-04:00", None, (date(2025, 10, 31), None)),
        (None, "2025-10-30", "2025-10-31", (date(2025, 10, 30), date(2025, 10, 31))),
        (None, None, None, (None, None)),
    ],
)
def test_the_day_of_the_paper_and_the_day_on_daily_papers(
    tmp_path: Path,
    outer: str | None,
    published: str | None,
    submitted: str | None,
    expected: tuple[date | None, date | None],
) -> None:
    value = {**entry(publishedAt=published, submittedOnDailyAt=submitted), "publishedAt": outer}
    (found,) = read(tmp_path, [value])
    assert isinstance(found, Paper)
    assert (found.published, found.featured) == expected


def dayless(published: str = "2025-10-30") -> dict[str, Any]:
    """An entry that does not tell its day."""
    return {
        **entry(publishedAt=published, submittedOnDailyAt=None),
        "publishedAt": f"{published}T00:00:00Z",
    }


def featured(found: list[Paper | Rejected]) -> list[date | None]:
    return [paper.featured for paper in found if isinstance(paper, Paper)]


def test_the_others_of_a_list_tell_its_day(tmp_path: Path) -> None:
    day, other = date(2025, 11, 3), entry(submittedOnDailyAt="2025-11-04T00:17:01Z")
    assert featured(read(tmp_path, [ENTRY, dayless(), ENTRY, dayless()])) == [day] * 4
    assert featured(read(tmp_path, [ENTRY, dayless(), other])).count(None) == 1
    assert featured(read(tmp_path, [ENTRY, dayless(), dayless()])).count(None) == 2
    # Nothing is listed before it is published, and a paper alone is on no list.
    assert featured(read(tmp_path, [ENTRY, dayless("2025-12-30")])).count(None) == 1
    alone = {**dayless()["paper"], "id": "2510.00001"}
    assert featured(read(tmp_path, [ENTRY, alone])).count(None) == 1


@pytest.mark.parametrize(
    ("name", "entries", "days"),
    [
        ("2025-11-03.json", [dayless()], {date(2025, 11, 3)}),
        ("2025-11-03.json.gz", [dayless()], {date(2025, 11, 3)}),
        ("2025-11-03.json", [ENTRY, dayless()], {date(2025, 11, 3)}),
        ("2025-11-04.json", [ENTRY, dayless()], {date(2025, 11, 3), None}),
        ("2025-10-29.json", [dayless()], {None}),
        ("2025-13-03.json", [dayless()], {None}),
        ("crawl-2025-11-03-late.json", [dayless()], {None}),
    ],
)
def test_a_file_named_by_a_day_is_the_list_of_that_day(
    tmp_path: Path, name: str, entries: list[Any], days: set[date | None]
) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(entries))
    assert set(featured(read_files(path))) == days


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("{'paper': {'id': '2412.15115'}}", "a string where an entry should be"),
        (7, "not an entry of the Daily Papers API: 7"),
        (None, "not an entry of the Daily Papers API: null"),
        ([7], "not an entry of the Daily Papers API: [7]"),
        ({}, 'no "paper" in it'),
        ({"title": "x", "author": "Ada Moss"}, "it looks like a bibliography in a form of its own"),
        ({"paper": None}, '"paper": expected object, got null'),
        ({"paper": {"id": "2412.15115"}}, "the paper has no title"),
        (entry(title=7), '"paper.title": expected str'),
        (entry(title=" "), ""),
        (entry(upvotes="many"), '"paper.upvotes": expected int'),
        (entry(upvotes=-1), "-1 is no count"),
        (entry(publishedAt="soon"), "'soon' is no date"),
        (entry(authors=[7]), '"paper.authors[0]": expected object'),
    ],
)
def test_an_entry_that_is_none_is_rejected_alone_with_its_line(
    tmp_path: Path, value: Any, reason: str
) -> None:
    text = "[\n" + ",\n".join(json.dumps(item) for item in (ENTRY, value, ENTRY)) + "\n]\n"
    first, second, third = read(tmp_path, text)
    assert isinstance(first, Paper)
    assert isinstance(third, Paper)
    if reason:
        assert isinstance(second, Rejected)
        assert (second.line, second.file) == (3, str(tmp_path / "api.json"))
        assert reason in second.reason
    else:
        assert isinstance(second, Paper)


def test_lists_of_other_records_are_read_as_what_they_are(tmp_path: Path) -> None:
    quire = {"title": "Small Rivers", "published": "2024-01-02", "authors": ["Ada Moss"]}
    arxiv = {"id": "2401.01234", "title": "Deep Wells", "authors_parsed": [["Moss", "Ada", ""]]}
    alone = {"id": "2401.01235", "title": "Loud Rooms", "summary": "They are.", "upvotes": 3}
    snake = {"id": "2401.01236", "title": "Old Maps", "published_at": "2024-01-02 10:00:00+00:00"}
    found = read(tmp_path, [ENTRY, quire, arxiv, alone, snake])
    assert titles(found) == [
        "Gardens of Cells",
        "Small Rivers",
        "Deep Wells",
        "Loud Rooms",
        "Old Maps",
    ]
    kinds = [paper.sources for paper in found if isinstance(paper, Paper)]
    assert kinds == [
        ("daily-papers-api",),
        ("quire",),
        ("arxiv",),
        ("daily-papers-api",),
        ("daily-papers-api",),
    ]
    for record in (quire, arxiv, alone):
        path = tmp_path / "pretty.json"
        path.write_text(json.dumps(record, indent=1))
        assert titles(read_files(path)) == [record["title"]]


PLAIN = json.dumps(ENTRY)
PRETTY = json.dumps(ENTRY, indent=4)


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ("[]", 0),
        (" [ ] \n", 0),
        (f"[{PLAIN},{PLAIN}]", 2),
        (f"[{PRETTY},\n{PRETTY}\n]\n", 2),
        (f"\ufeff[{PLAIN}]", 1),
        (f"{PLAIN}\n{PLAIN}\n", 2),
        (f"{PLAIN}\r\n\r\n{PLAIN}", 2),
        (f"{PRETTY}\n{PRETTY}", 2),
        (f"{PRETTY},\n{PRETTY},", 2),
        (f"[{PLAIN}]\n[{PLAIN}]\n", 2),
        (f'{{"status": "success", "date": "2025-01-10", "data": [{PLAIN}, {PLAIN}], "n": [1]}}', 2),
        (f'{{"a": {{"data": [1]}}, "papers":\n[\n{PRETTY}], "x": {{"y": [2]}}}}', 1),
        (f'{{"data": [{PLAIN}], "results": [{PLAIN}]}}', 2),
        (f'{{"data": []}}\n{{"data": [{PLAIN}]}}', 1),
        ('{"mediaUrls": ["a"], "data": 7, ' + PLAIN[1:], 1),
    ],
)
def test_the_ways_crawlers_keep_entries(tmp_path: Path, data: str, count: int) -> None:
    found = read(tmp_path, data)
    assert titles(found) == ["Gardens of Cells"] * count


def test_marks_and_surrogates_between_values_cost_nothing(tmp_path: Path) -> None:
    odd = PLAIN[:-1] + ', "\\ud83d": NaN}'
    found = read(tmp_path, f"[{PLAIN},\n\ufeff{odd},\n{odd}]")
    assert titles(found) == ["Gardens of Cells"] * 3
    assert titles(read(tmp_path, f"{PLAIN}\n\ufeff{odd}\n")) == ["Gardens of Cells"] * 2


def test_latex_accents_become_letters(tmp_path: Path) -> None:
    (found,) = read(tmp_path, [entry(title='Pl\\"ucker', summary="90\\% of $x\\%$")])
    assert isinstance(found, Paper)
    assert (found.title, found.abstract) == ("Plücker", "90% of $x\\%$")


def test_brackets_and_quotes_in_texts_are_no_structure(tmp_path: Path) -> None:
    odd = 'Brackets ]}[{ and "quotes\\" and \\ and \u2028'
    found = read(tmp_path, [entry(title=odd, summary=odd), ENTRY])
    assert titles(found) == ['Brackets ]}[{ and "quotes\\" and \\ and', "Gardens of Cells"]


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_a_file_that_is_cut_off_loses_only_its_last_entry(tmp_path: Path, cut: int) -> None:
    data = f"[\n{PLAIN},\n{PLAIN},\n{PLAIN}\n]"
    found = read(tmp_path, data[: -1 - cut] if cut > 1 else data[:-1])
    kept = 3 if cut == 1 else 2
    assert titles(found) == ["Gardens of Cells"] * kept + ["<rejected>"]
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == CUT_OFF


def test_a_torn_line_costs_that_line_only(tmp_path: Path) -> None:
    found = read(tmp_path, f"{PLAIN}\n{PLAIN[:99]}\n{PLAIN}\n{PLAIN[:50]}")
    assert titles(found) == ["Gardens of Cells", "<rejected>", "Gardens of Cells", "<rejected>"]
    assert [record.line for record in found if isinstance(record, Rejected)] == [2, 4]


def test_a_torn_first_line_or_rubbish_does_not_spoil_the_rest(tmp_path: Path) -> None:
    assert titles(read(tmp_path, f"{PLAIN[:99]}\n{PLAIN}\n")) == ["<rejected>", "Gardens of Cells"]
    found = read(tmp_path, f"rubbish\n{PRETTY}\n")
    assert titles(found) == ["<rejected>", "Gardens of Cells"]
    assert isinstance(found[0], Rejected)
    assert found[0].reason == "not an entry of the Daily Papers API: rubbish"


def test_a_large_array_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.json.gz"
    entry_bytes = json.dumps(entry(summary="x" * 40_000)).encode()
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"[" + entry_bytes)
        for _ in range(1500):
            file.write(b",\n" + entry_bytes)
        file.write(b"]")
    from index.sources import find_inputs, gather_evidence, read_papers

    (item,) = find_inputs([path])
    tracemalloc.start()
    try:
        count = sum(
            1
            for record in read_papers(item, gather_evidence([]).settle())
            if isinstance(record, Paper)
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 1501
    # The array has 60 MB.
    assert peak < 8_000_000


def test_an_endless_entry_is_rejected_alone(tmp_path: Path) -> None:
    numbers = ",".join(["1234567"] * 3_000_000)
    found = read(tmp_path, f'[{PLAIN}, {{"paper": {{"x": [{numbers}]}}}}, {PLAIN}]')
    assert titles(found) == ["Gardens of Cells", "<rejected>", "Gardens of Cells"]
    assert isinstance(found[1], Rejected)
    assert "longer than 16 MB" in found[1].reason


def test_a_string_without_an_end_stops_the_reading(tmp_path: Path) -> None:
    found = read(tmp_path, f'[{PLAIN}, "' + "a" * 20_000_000)
    assert titles(found) == ["Gardens of Cells", "<rejected>"]
