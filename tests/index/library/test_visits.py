"""What is new: what builds added after the last one that a browser had when it was closed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import Library, open_index, open_library, rebuild, update
from index.library import schema
from tests.support.json_lines import json_lines
from tests.support.papers import numbered

PAPERS = numbered(4)


class Index:
    """An index that grows by a paper at a time, and what is new in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "index"
        self.lines = [json_lines(folder / f"{one.arxiv_id}.jsonl", [one]) for one in PAPERS]
        self.file = folder / "library.db"
        rebuild(self.lines[:1], self.folder)

    def add(self, number: int) -> None:
        update([self.lines[number]], self.folder)

    def library(self) -> Library:
        return open_library(self.file, index=self.folder)

    def new(self, library: Library | None = None) -> list[int]:
        """The numbers of the new papers, for a library that is open or a later one."""
        with open_index(self.folder, overlay=library or self.library()) as papers:
            keys = {hit.paper.key for hit in papers.search("is:new", limit=10).hits}
        return [number for number, one in enumerate(PAPERS) if one.arxiv_id in keys]

    def visit(self) -> None:
        """Open a browser, and close it."""
        with open_index(self.folder) as papers:
            self.library().visits.end(papers.build)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path)


def test_all_that_is_unread_is_new_until_a_browser_was_closed(index: Index) -> None:
    index.add(1)
    assert index.new() == [0, 1]
    index.library().mark_read(PAPERS[:1])
    assert index.new() == [1]
    index.visit()
    assert index.new() == []


def test_two_builds_of_one_day_are_told_apart(index: Index) -> None:
    index.visit()
    index.add(1)
    assert index.new() == [1]
    index.visit()
    assert index.new() == []
    index.add(2)
    assert index.new() == [2]
    index.add(3)
    assert index.new() == [2, 3]
    index.library().mark_read(PAPERS[3:])
    assert index.new() == [2]


def test_what_is_new_stays_so_while_a_browser_is_open(index: Index) -> None:
    index.visit()
    index.add(1)
    monday = index.library()
    assert index.new(monday) == [1]
    index.visit()
    assert index.new(monday) == [1]
    index.add(2)
    assert index.new(monday) == [1, 2]
    assert index.new() == [2]


def test_a_browser_that_saw_less_takes_nothing_back(index: Index) -> None:
    with open_index(index.folder) as papers:
        early = papers.build
    index.add(1)
    index.visit()
    index.library().visits.end(early)
    assert index.new() == []
    index.add(2)
    assert index.new() == [2]


def test_indexes_are_visited_each_for_itself(index: Index, tmp_path: Path) -> None:
    index.visit()
    (tmp_path / "other").mkdir()
    other = Index(tmp_path / "other")
    other.file = index.file
    assert (index.new(), other.new()) == ([], [0])
    link = tmp_path / "link"
    link.symlink_to(index.folder)
    assert open_library(index.file, index=link).visits.last() is not None


def test_nothing_is_written_where_nothing_was_built(index: Index) -> None:
    index.visit()
    before = index.library().version()
    index.visit()
    assert index.library().version() == before


def test_in_an_index_for_one_time_nothing_is_new(index: Index) -> None:
    library = index.library()
    with open_index(index.folder, overlay=library) as papers:
        library.visits.hold(papers.build)
        assert papers.search("is:new", limit=0).total == 0
    assert not index.file.exists()


def test_a_library_from_before_that_keeps_what_it_had(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
        index.library().star(PAPERS[:1])
    index.visit()
    index.add(1)
    assert index.new() == [1]
    with open_index(index.folder, overlay=index.library()) as papers:
        assert papers.search("is:starred", limit=0).total == 1
    with sqlite3.connect(f"{index.file}.v2") as kept:
        assert kept.execute("SELECT count(*) FROM mark").fetchone() == (1,)
