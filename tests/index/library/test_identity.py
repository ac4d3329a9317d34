"""What was done with a paper stays with it, whatever becomes of the index."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import IndexOutdated, open_index, open_library
from index.cli import main
from index.engine import schema
from index.library.library import Library
from tests.support.json_lines import json_lines

ALONE = {"title": "On Small Rivers", "abstract": "Rivers that are small, and how they are found."}
WITH_ID = {**ALONE, "title": "On small rivers", "arxiv_id": "2401.01234"}
RENAMED = {**ALONE, "title": "Of Brooks", "arxiv_id": "2401.01234"}
WITH_DOI = {**ALONE, "title": "On Small Rivers: A Survey", "doi": "10.1234/brooks"}
OTHER = {"title": "On Lakes", "arxiv_id": "2401.09999"}

QUERIES = ("is:starred", "is:read", "is:marked", "tag:water", "note:brooks")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("QUIRE_LIBRARY", str(tmp_path / "library.db"))
    return open_library(tmp_path / "library.db")


def found(folder: Path, library: Library, query: str = "is:starred") -> list[str]:
    with open_index(folder, overlay=library) as papers:
        return [hit.paper.key for hit in papers.search(query).hits]


def starred(folder: Path, library: Library) -> list[str]:
    """The papers that are starred, all of which have all else that was done, too."""
    keys = found(folder, library)
    assert [found(folder, library, query) for query in QUERIES] == [keys] * len(QUERIES)
    return keys


def build(folder: Path, *records: dict[str, str]) -> None:
    path = json_lines(folder.parent / "papers.jsonl", [*records, OTHER])
    assert main(["rebuild", str(path), "--index", str(folder)]) == 0


def update(folder: Path, *records: dict[str, str]) -> None:
    path = json_lines(folder.parent / "more.jsonl", records)
    assert main(["update", str(path), "--index", str(folder)]) == 0


def star(folder: Path, library: Library, query: str) -> None:
    """Do everything that can be done with what a query finds."""
    with open_index(folder, overlay=library) as papers:
        found = [hit.paper for hit in papers.search(query).hits]
        library.star(found, index=papers)
        library.mark_read(found, index=papers)
        library.mark(found, index=papers)
        library.tag(found, ["Water"], index=papers)
        library.note(found, "Of brooks, too.", index=papers)


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


def test_a_star_follows_papers_whose_ids_an_update_tells(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "index"
    numbers = range(18)
    titles = [{"title": f"On {number} Rivers", "abstract": "They flow."} for number in numbers]
    build(folder, *titles)
    star(folder, library, "title:rivers")
    assert len(starred(folder, library)) == len(titles)
    # What the index had lies beside what is new in it, marked as taken out.
    ids = [{**titles[number], "arxiv_id": f"2401.{number:05}"} for number in numbers[::7]]
    update(folder, *ids)
    keys = set(starred(folder, library))
    assert len(keys) == len(titles)
    assert {record["arxiv_id"] for record in ids} <= keys
    # The library has learnt the ids, by which it knows them under any other title.
    update(folder, *({**record, "title": f"Of {record['arxiv_id']}"} for record in ids))
    build(folder, *({**record, "title": f"Of {record['arxiv_id']}"} for record in ids))
    assert set(starred(folder, library)) == {record["arxiv_id"] for record in ids}


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
        found = [papers.search("is:starred").hits[0].paper]
        library.star(found, remove=True, index=papers)
        library.mark_read(found, remove=True, index=papers)
        library.mark(found, remove=True, index=papers)
        library.tag(found, ["water"], remove=True, index=papers)
        library.note(found, "", index=papers)
    assert starred(folder, library) == []
    build(folder, ALONE)
    assert starred(folder, library) == []


def test_a_star_by_title_follows_to_a_paper_that_is_known_by_its_id_alone(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE)
    star(folder, library, "title:rivers")
    build(folder, ALONE, WITH_ID)
    shutil.rmtree(folder)
    build(folder, RENAMED)
    assert starred(folder, library) == ["2401.01234"]


def test_a_star_by_id_follows_to_a_paper_that_is_known_by_its_doi_alone(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    build(folder, WITH_ID)
    star(folder, library, "title:rivers")
    build(folder, {**WITH_ID, "doi": WITH_DOI["doi"]})
    build(folder, WITH_DOI)
    assert len(starred(folder, library)) == 1


def test_names_are_learnt_of_no_paper_that_may_be_another(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE)
    star(folder, library, "title:rivers")
    twin = {**WITH_ID, "arxiv_id": "2402.04321", "abstract": "Other words about another thing."}
    build(folder, WITH_ID, twin)
    build(folder, RENAMED)
    assert starred(folder, library) == []
    build(folder, ALONE)
    assert len(starred(folder, library)) == 1


def test_a_star_outlives_a_change_of_the_schema(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE, WITH_ID)
    star(folder, library, "title:rivers")
    monkeypatch.setattr(schema, "FINGERPRINT", "another")
    with pytest.raises(IndexOutdated):
        open_index(folder)
    build(folder, ALONE, WITH_ID)
    assert starred(folder, library) == ["2401.01234"]


def test_a_star_stays_when_a_source_is_taken_away_that_joined_two_papers(
    tmp_path: Path, library: Library
) -> None:
    folder = tmp_path / "index"
    other = {**WITH_ID, "title": "Rivers, Small Ones"}
    build(folder, ALONE, other)
    star(folder, library, "title:on title:small title:rivers")
    (alone,) = starred(folder, library)
    build(folder, ALONE, WITH_ID)
    assert starred(folder, library) == ["2401.01234"]
    # Then the id is that of another paper again.
    build(folder, ALONE, other)
    assert starred(folder, library) == [alone]


def test_a_library_that_cannot_be_written_stops_no_build(
    tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "index"
    build(folder, ALONE)
    (tmp_path / "library.db").write_bytes(b"no library" * 100)
    capsys.readouterr()
    build(folder, ALONE, WITH_ID)
    assert "the library learnt no names of the new index" in capsys.readouterr().err
    with open_index(folder) as papers:
        assert papers.count == 2


def test_a_build_makes_no_library(tmp_path: Path, library: Library) -> None:
    build(tmp_path / "index", ALONE)
    assert not (tmp_path / "library.db").exists()
