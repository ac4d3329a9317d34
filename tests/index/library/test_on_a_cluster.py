"""What was done with papers is found on a cluster as in a folder, by commands and by queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from index import Mine, Paper, open_index, open_library, rebuild
from index.cli import main
from tests.support.cluster import RunningCluster
from tests.support.fake_cluster import FakeCluster, fake_cluster
from tests.support.json_lines import json_lines
from tests.support.on_cluster import OnCluster
from tests.support.papers import numbered

REAL = pytest.param(
    "real",
    marks=[pytest.mark.xdist_group("cluster"), pytest.mark.end_to_end, pytest.mark.cluster],
)
QUERIES = (
    *("is:starred", "is:read", "is:unread", "is:marked", "is:noted", "is:new", "-is:starred"),
    *("tag:water", "tag:w*", "tag:unknown", "note:brooks", "is:unread tag:water", "saved:lakes"),
    *("is:read OR tag:water", "number (is:starred OR is:noted)"),
)
ALONE: dict[str, Any] = {"title": "On Small Rivers", "abstract": "Rivers that are small."}
LAKES = {"title": "On Lakes", "arxiv_id": "2401.09999"}


@pytest.fixture(params=["stand-in", REAL])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OnCluster]:
    """An index on a cluster that is empty yet, and a library."""
    with ExitStack() as stack:
        cluster: FakeCluster | RunningCluster = (
            request.getfixturevalue("real_cluster")
            if request.param == "real"
            else stack.enter_context(fake_cluster())
        )
        name = request.node.originalname.replace("_", "-")
        place = OnCluster(cluster.address(name), tmp_path)
        monkeypatch.setenv("QUIRE_INDEX", place.address)
        monkeypatch.setenv("QUIRE_LIBRARY", str(place.file))
        yield place


def both(place: OnCluster) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What queries find in a folder of the same papers, and on the cluster."""
    folder = place.folder / "index"
    with open_index(folder, overlay=open_library(place.file)) as local, place.open() as there:
        first, second = (
            {
                query: sorted(hit.paper.key for hit in papers.search(query, limit=500).hits)
                for query in QUERIES
            }
            for papers in (local, there)
        )
    return first, second


def put(place: OnCluster, records: list[dict[str, Any]]) -> None:
    """Fill a folder and the cluster with the same papers."""
    path = json_lines(place.folder / "records.jsonl", records)
    rebuild([path], place.folder / "index")
    assert main(["push", place.address, str(path)]) == 0


def test_all_that_was_done_is_found_and_counted_as_in_a_folder(place: OnCluster) -> None:
    papers = numbered(120)
    place.push(papers)
    rebuild([place.folder / "papers.jsonl"], place.folder / "index")
    library = place.library
    with place.open() as there:
        every = [hit.paper for hit in there.search("", limit=500).hits]
        library.star(every[:30], index=there)
        library.mark_read(every[20:70], index=there)
        library.mark(every[5:9], index=there)
        library.tag(every[40:90], ["water"], index=there)
        library.note(every[100:103], "Of brooks.", index=there)
        library.save("lakes", "tag:water is:read")
    local, found = both(place)
    # A folder's papers are all new to a library that has not seen its index.
    assert found.pop("is:new") == sorted(one.key for one in (*every[:20], *every[70:]))
    local.pop("is:new")
    assert found == local
    assert len(found["saved:lakes"]) == 30
    with place.open() as there:
        mine = there.mine("")
        assert isinstance(mine, Mine)
        assert (mine.starred, mine.read, mine.noted, mine.marked) == (30, 50, 3, 4)
        assert [(one.name, one.count) for one in mine.tags] == [("water", 50)]


RENAMED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "an id is learnt": (ALONE, {**ALONE, "arxiv_id": "2401.01234"}),
    "an id is lost": ({**ALONE, "arxiv_id": "2401.01234"}, ALONE),
    "the title folds alike": ({**ALONE, "title": "On Small-Rivers", "arxiv_id": "2401.1"}, ALONE),
    "another title, the same DOI": (
        {**ALONE, "doi": "10.1234/brooks"},
        {"title": "Of Brooks", "doi": "10.1234/brooks"},
    ),
    "another paper with an id": (
        {**ALONE, "arxiv_id": "2401.01234"},
        {**ALONE, "arxiv_id": "2401.05678"},
    ),
    "it is gone": (ALONE, {"title": "On Ponds"}),
}


@pytest.mark.parametrize("change", RENAMED)
def test_a_paper_is_found_by_all_that_it_was_called(change: str, place: OnCluster) -> None:
    before, after = RENAMED[change]
    put(place, [before, LAKES])
    assert main(["star", *place.found("rivers")]) == 0
    put(place, [after, LAKES])
    local, found = both(place)
    assert found["is:starred"] == local["is:starred"]


def test_commands_name_papers_of_a_cluster(
    place: OnCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    place.push(numbered(9))
    capsys.readouterr()
    assert main(["star", "9901.00001", "https://arxiv.org/abs/9901.00002v3"]) == 0
    assert main(["tag", "9901.00001", "--tag", "water"]) == 0
    assert main(["note", "9901.00003", "--text", "Of brooks."]) == 0
    assert main(["saved", "add", "waters", "tag:water"]) == 0
    capsys.readouterr()
    assert main(["search", "is:starred", "--json"]) == 0
    listed = [json.loads(line)["arxiv_id"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(listed) == ["9901.00001", "9901.00002"]
    assert main(["note", "9901.00003"]) == 0
    assert "Of brooks." in capsys.readouterr().out
    assert main(["saved", "list"]) == 0
    assert "waters" in capsys.readouterr().out
    assert main(["star", "9901.99999"]) == 1
    assert "9901.99999" in capsys.readouterr().err


def test_a_digest_tells_what_an_update_of_a_cluster_brought(
    place: OnCluster, capsys: pytest.CaptureFixture[str]
) -> None:
    put(place, [ALONE, LAKES])
    place.library.save("waters", "rivers OR lakes OR ponds")
    assert main(["digest"]) in (0, 1)
    capsys.readouterr()
    more = json_lines(place.folder / "more.jsonl", [{"title": "On Ponds"}])
    assert main(["push", place.address, str(more), "--update"]) == 0
    capsys.readouterr()
    assert main(["digest"]) == 0
    told = capsys.readouterr().out
    assert "On Ponds" in told
    assert "On Lakes" not in told
    assert main(["digest"]) == 1


def test_a_large_library_takes_few_requests_of_bounded_size(
    tmp_path: Path,
) -> None:
    with fake_cluster() as cluster:
        place = OnCluster(cluster.address(), tmp_path)
        place.push(numbered(40))
        library = place.library
        read = [
            Paper(key=f"2301.{n:05}", title=f"Of {n}", arxiv_id=f"2301.{n:05}", doi=f"10.1/{n}")
            for n in range(6_000)
        ]
        with place.open() as papers:
            here = [hit.paper for hit in papers.search("", limit=10).hits]
        library.mark_read([*read, *here])
        sizes: list[int] = []
        cluster.received = sizes.append
        with place.open() as papers:
            assert papers.search("is:unread").total == 30
            first = len(sizes)
            assert papers.search("is:unread number").total == 30
            assert papers.search("is:read").total == 10
    assert first < 25
    assert len(sizes) - first < 12
    assert max(sizes) < 200_000


@pytest.mark.parametrize(
    "command", [["rebuild", "x"], ["update", "x"], ["sync"], ["check"], ["semantic"]]
)
def test_what_needs_a_folder_says_so_before_it_does_anything(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUIRE_INDEX", "https://search.lab.example:9200/papers")
    assert main(command) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "this takes an index in a folder" in printed.err
    assert len(printed.err.splitlines()) == 1
