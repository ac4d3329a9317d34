"""When an index first had a paper: kept over updates and rebuilds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from index import open_index, rebuild, update
from index.building import build, generation_builder
from index.engine import schema
from index.query import dates
from tests.support.json_lines import json_lines
from tests.support.papers import numbered

FIRST, SECOND, THIRD = (datetime.date(2025, 3, day) for day in (1, 2, 3))
Clock = Callable[[datetime.date], None]


@pytest.fixture
def set_today(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def set_to(day: datetime.date) -> None:
        monkeypatch.setattr(dates, "today", lambda: day)

    return set_to


def added(folder: Path) -> dict[str, datetime.date | None]:
    with open_index(folder) as papers:
        hits = papers.search("", limit=10_000).hits
    return {hit.paper.key: hit.paper.added for hit in hits}


def test_an_update_and_a_rebuild_keep_when_a_paper_came(tmp_path: Path, set_today: Clock) -> None:
    one, two, three = numbered(3)
    first = json_lines(tmp_path / "first.jsonl", [one])
    more = json_lines(tmp_path / "more.jsonl", [one, two])
    folder = tmp_path / "papers"
    set_today(FIRST)
    rebuild([first], folder)
    set_today(SECOND)
    update([more], folder)
    assert added(folder) == {"9901.00000": FIRST, "9901.00001": SECOND}
    set_today(THIRD)
    rebuild([json_lines(tmp_path / "all.jsonl", [three, two])], folder)
    assert added(folder) == {"9901.00001": SECOND, "9901.00002": THIRD}


@pytest.mark.parametrize("alike", [False, True])
def test_papers_that_are_written_as_they_come_keep_it_too(
    tmp_path: Path, set_today: Clock, monkeypatch: pytest.MonkeyPatch, alike: bool
) -> None:
    monkeypatch.setattr(generation_builder, "_FIRST", 10)
    if alike:
        # Then the hash of the key does not tell papers apart.
        monkeypatch.setattr(schema, "key_hash", lambda key: 7)
    papers = numbered(2_500)
    folder = tmp_path / "papers"
    set_today(FIRST)
    rebuild([json_lines(tmp_path / "old.jsonl", papers[:1_700])], folder)
    set_today(SECOND)
    rebuild([json_lines(tmp_path / "new.jsonl", papers[::-1])], folder)
    assert added(folder) == {
        paper.arxiv_id: FIRST if number < 1_700 else SECOND for number, paper in enumerate(papers)
    }


def test_a_paper_that_has_got_an_id_is_no_new_one(tmp_path: Path, set_today: Clock) -> None:
    folder = tmp_path / "papers"
    record = {"title": "On Small Rivers"}
    set_today(FIRST)
    rebuild([json_lines(tmp_path / "old.jsonl", [record])], folder)
    set_today(SECOND)
    with_id = {"title": "On small rivers", "arxiv_id": "2401.01234"}
    rebuild([json_lines(tmp_path / "new.jsonl", [with_id])], folder)
    assert added(folder) == {"2401.01234": FIRST}


def test_an_index_that_can_not_be_read_is_replaced_all_the_same(
    tmp_path: Path, set_today: Clock
) -> None:
    folder = tmp_path / "papers"
    lines = json_lines(tmp_path / "papers.jsonl", numbered(2))
    set_today(FIRST)
    report = rebuild([lines], folder)
    assert report.generation is not None
    (folder / "generations" / report.generation / "meta.json").write_text("nothing")
    set_today(SECOND)
    report = rebuild([lines], folder)
    assert [note for note in report.notes if "count as added today" in note]
    assert set(added(folder).values()) == {SECOND}


def test_papers_are_found_and_sorted_by_it(tmp_path: Path, set_today: Clock) -> None:
    one, two, three = numbered(3)
    folder = tmp_path / "papers"
    set_today(FIRST)
    rebuild([json_lines(tmp_path / "one.jsonl", [two])], folder)
    set_today(SECOND)
    update([json_lines(tmp_path / "two.jsonl", [one])], folder)
    set_today(THIRD)
    update([json_lines(tmp_path / "three.jsonl", [three])], folder)
    with open_index(folder) as papers:
        newest = [hit.paper.arxiv_id for hit in papers.search("", sort="added").hits]
        assert newest == [three.arxiv_id, one.arxiv_id, two.arxiv_id]
        assert papers.search("added:2025-03-02..", limit=0).total == 2
        assert papers.search("added:1d", limit=0).total == 2


def builds(folder: Path) -> dict[str, int | None]:
    with open_index(folder) as papers:
        hits = papers.search("", limit=10_000).hits
    return {hit.paper.key: hit.paper.added_build for hit in hits}


def test_builds_of_one_day_are_told_apart_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json_lines(tmp_path / f"{one.arxiv_id}.jsonl", [one]) for one in numbered(4)]
    folder = tmp_path / "papers"
    clock = [1_000]
    monkeypatch.setattr(build, "time", SimpleNamespace(time=lambda: clock[0] + 0.9, monotonic=int))
    rebuild(lines[:1], folder)
    update(lines[:2], folder)
    assert builds(folder) == {"9901.00000": 1_000, "9901.00001": 1_001}
    clock[0] = 500
    update(lines[:3], folder)
    # A rebuild knows them from the index that it replaces.
    rebuild(lines, folder)
    expected = {"9901.00000": 1_000, "9901.00001": 1_001, "9901.00002": 1_002, "9901.00003": 1_003}
    assert builds(folder) == expected
    clock[0] = 9_000
    update(lines, folder)
    assert builds(folder) == expected
    with open_index(folder) as papers:
        # Nothing had changed, so nothing was built.
        assert papers.build == 1_003
