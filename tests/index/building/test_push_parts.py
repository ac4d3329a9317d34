"""A push in parts by several machines, in whatever order, is the same as one push of everything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from index.building.part import Part
from index.building.push import push
from index.building.push_report import PushReport
from index.errors import InputError
from tests.support.fake_cluster import FakeCluster, Fault, fake_cluster

ORGS = [{"slug": "kestrel", "name": "Kestrel Institute"}]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCluster]:
    """One that nobody waits for between attempts."""
    monkeypatch.setattr("index.engine.cluster.client._FIRST_WAIT", 0.0)
    with fake_cluster() as running:
        yield running


@pytest.fixture
def inputs(tmp_path: Path) -> Sequence[Path]:
    """Records of one paper that lie in several files, under several titles, with and without id."""
    first, second, small = (tmp_path / name for name in ("a.jsonl", "b.jsonl", "c.json"))
    snapshot = [
        {
            "id": f"2401.{number:05}",
            "title": f"On the {number}th Map",
            "abstract": f"It tells of {number} rivers and of the fields that lie between them all.",
            "authors_parsed": [["Reed", "Ada", ""]],
            "categories": "cs.LG",
            "versions": [{"version": "v1", "created": "Mon, 1 Jan 2024 10:00:00 GMT"}],
        }
        for number in range(1, 25)
    ]
    first.write_text("".join(json.dumps(one) + "\n" for one in snapshot))
    more: list[dict[str, Any]] = [
        # Of papers with an id, by their titles alone.
        *({"title": f"on the {number}TH map", "upvotes": number} for number in range(1, 9)),
        # Renamed, and by their other titles alone.
        *(
            {"title": f"Of Rivers {number}", "arxiv_id": f"2401.{number:05}", "stars": number}
            for number in range(5, 13)
        ),
        *({"title": f"of rivers {number}!", "comments": number} for number in range(9, 15)),
        # Without any id, twice.
        *({"title": f"Old Ovens {number}", "venue": "Hearth"} for number in range(6)),
        *({"title": f"old ovens {number}", "keywords": ["clay"]} for number in range(6)),
        # Organisations alone, by each kind of name.
        {"arxiv_id": "2401.00020", "orgs": ORGS},
        {"arxiv_id": "2401.09999", "orgs": ORGS},
        {"title": "It Has a Number", "doi": "10.1000/x.1"},
        {"doi": "10.1000/X.1", "orgs": [{"slug": "pond", "name": "Pond School"}]},
        {"abstract": "It has no title."},
    ]
    second.write_text("".join(json.dumps(one) + "\n" for one in more) + "no JSON\n")
    small.write_text(
        json.dumps(
            [
                {"title": "Of Rivers 15", "arxiv_id": "2401.00015"},
                {"title": "Loud Rooms", "orgs": [{"slug": "kestrel", "name": "Kestrel"}]},
                {"title": "Old Ovens 3", "url": "https://ovens.example/3"},
            ],
            indent=1,
        )
    )
    return first, second, small


def papers_of(cluster: FakeCluster, name: str) -> dict[str, Any]:
    """What was pushed, but for when that was."""
    found = {}
    for key, one in cluster.live(name).items():
        found[key] = {**one["paper"], "added_build": None}
    return found


def manifest_of(cluster: FakeCluster, report: PushReport) -> dict[str, Any]:
    manifest: dict[str, Any] = cluster.indexes[f"{report.generation}-about"]["manifest"]
    return {**manifest, "created": "", "build": 0}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_parts_in_any_order_are_one_push(
    order: tuple[int, ...], cluster: FakeCluster, inputs: Sequence[Path]
) -> None:
    whole = push(cluster.address("whole"), inputs)
    reports = [push(cluster.address("parts"), inputs, part=Part(one, 3)) for one in order]
    assert [report.live for report in reports] == [False, False, True]
    assert papers_of(cluster, "parts") == papers_of(cluster, "whole")
    assert manifest_of(cluster, reports[-1]) == manifest_of(cluster, whole)
    # They were added by one push, whenever each part was sent.
    assert len({one["paper"]["added_build"] for one in cluster.live("parts").values()}) == 1
    lines = sum(len(path.read_text().splitlines()) for path in inputs[:2])
    for report in reports:
        assert report.records == whole.records
        assert 0 < report.elsewhere < lines
    assert sum(report.read for report in reports) == whole.read == len(cluster.live("parts"))
    # What names no paper is rejected once all papers are there.
    assert {one.line for one in reports[-1].rejected.first} >= {36}
    rejected = {one for report in reports for one in report.rejected.first}
    assert {(one.line, one.reason) for one in rejected} == {
        (one.line, one.reason) for one in whole.rejected.first
    }


def test_a_record_is_parsed_by_one_machine_only(
    cluster: FakeCluster, inputs: Sequence[Path]
) -> None:
    reports = [push(cluster.address(), inputs[:1], part=Part(one, 4)) for one in range(1, 5)]
    assert sum(report.records - report.elsewhere for report in reports) == reports[0].records


def test_a_part_may_have_nothing(cluster: FakeCluster, tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"title": "Old Ovens"}) + "\n")
    reports = [push(cluster.address(), [path], part=Part(one, 3)) for one in (1, 2, 3)]
    assert sorted(report.read for report in reports) == [0, 0, 1]
    assert len(cluster.live()) == 1


def test_parts_without_any_paper_are_refused(cluster: FakeCluster, tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text("".join(json.dumps({"title": "", "stars": one}) + "\n" for one in range(8)))
    # Neither knows of the other's records that they are no papers.
    assert not push(cluster.address(), [path], part=Part(1, 2)).live
    with pytest.raises(InputError, match="there is no paper in any part"):
        push(cluster.address(), [path], part=Part(2, 2))
    assert cluster.aliases == {}


def test_a_part_that_was_cut_off_is_sent_again(
    cluster: FakeCluster, inputs: Sequence[Path]
) -> None:
    push(cluster.address(), inputs, part=Part(2, 2))
    cluster.faults.append(Fault("/_aliases", 400, {"error": {"type": "x"}}, times=1))
    with pytest.raises(Exception, match="fails with papers"):
        push(cluster.address(), inputs, part=Part(1, 2))
    report = push(cluster.address(), inputs, part=Part(1, 2))
    assert report.live
    push(cluster.address("whole"), inputs)
    assert papers_of(cluster, "papers") == papers_of(cluster, "whole")
