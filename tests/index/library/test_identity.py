"""What was done with a paper stays with it, whatever becomes of the index."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import open_index, open_library, rebuild
from index.library.library import Library
from tests.support.json_lines import json_lines

ALONE = {"title": "On Small Rivers", "abstract": "Rivers that are small, and how they are found."}
WITH_ID = {**ALONE, "title": "On small rivers", "arxiv_id": "2401.01234"}
OTHER = {"title": "On Lakes", "arxiv_id": "2401.09999"}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library.db")


def starred(folder: Path, library: Library) -> list[str]:
    with open_index(folder, overlay=library) as papers:
        return [hit.paper.key for hit in papers.search("is:starred").hits]


def build(folder: Path, *records: dict[str, str]) -> None:
    rebuild([json_lines(folder.parent / "papers.jsonl", [*records, OTHER])], folder)


def star(folder: Path, library: Library, query: str) -> None:
    with open_index(folder, overlay=library) as papers:
        library.star([hit.paper for hit in papers.search(query).hits], index=papers)


def test_a_star_outlives_the_index(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE)
    star(folder, library, "title:rivers")
    kept = starred(folder, library)
    assert len(kept) == 1
    shutil.rmtree(folder)
    build(folder, ALONE)
    assert starred(folder, library) == kept


def test_a_star_follows_a_paper_whose_id_is_learnt_and_lost_again(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE)
    star(folder, library, "title:rivers")
    (alone,) = starred(folder, library)
    build(folder, ALONE, WITH_ID)
    assert starred(folder, library) == ["2401.01234"]
    build(folder, ALONE)
    assert starred(folder, library) == [alone]


def test_a_star_on_a_merged_paper_stays_on_what_is_left_of_it(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE, WITH_ID)
    star(folder, library, "title:rivers")
    assert starred(folder, library) == ["2401.01234"]
    build(folder, ALONE)
    assert len(starred(folder, library)) == 1


def test_a_star_that_is_taken_away_by_another_name_is_gone_for_good(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE)
    star(folder, library, "title:rivers")
    build(folder, ALONE, WITH_ID)
    with open_index(folder, overlay=library) as papers:
        library.star([papers.search("is:starred").hits[0].paper], remove=True, index=papers)
    assert starred(folder, library) == []
    build(folder, ALONE)
    assert starred(folder, library) == []
