"""Files of organisations alone, which join the papers of the other inputs or of the index."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from index import open_index, rebuild, update
from index.building import generation_builder
from index.building.report import BuildRefused, Report
from index.paper import Organisation, Paper

RIVERS = {"title": "Folding Maps of Small Rivers", "arxiv_id": "2401.01234"}
ROOMS = {"title": "A Quiet Theory of Loud Rooms", "doi": "10.9999/Rooms"}
OVENS = {"title": "On the Warmth of Old Ovens"}
KESTREL = Organisation("kestrel", "Kestrel Institute")
POND = Organisation(name="Pond School")
WHY = 'and organisations without a "title" make none'
TIDEPOOL = Organisation("tidepool", "Tidepool")


def lines(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def said(orgs: list[Organisation], **names: Any) -> dict[str, Any]:
    return {**names, "orgs": [{"slug": one.slug, "name": one.name} for one in orgs]}


def found(index: Path) -> dict[str, Paper]:
    with open_index(index) as papers:
        return {hit.paper.title: hit.paper for hit in papers.search("", limit=100).hits}


def organisations(index: Path) -> dict[str, tuple[Organisation, ...] | None]:
    return {title: paper.orgs for title, paper in found(index).items()}


def counts(report: Report) -> tuple[int, ...]:
    told = (report.added, report.refreshed, report.merged, report.unchanged)
    assert report.records == sum(told) + report.rejected.count
    return (*told, report.rejected.count)


def test_a_rebuild_joins_them_with_papers_of_any_input_in_any_order(tmp_path: Path) -> None:
    rebuild([lines(tmp_path / "all.jsonl", OVENS)], tmp_path / "index")
    (ovens,) = found(tmp_path / "index").values()
    inputs = [
        lines(tmp_path / "a.jsonl", said([KESTREL], arxiv_id="2401.01234")),
        lines(tmp_path / "b.jsonl", RIVERS, ROOMS, OVENS, said([POND], doi="10.9999/rooms")),
        lines(tmp_path / "c.jsonl", said([POND], id="2401.01234v3"), said([POND], key=ovens.key)),
    ]
    expected = {
        RIVERS["title"]: (KESTREL, POND),
        ROOMS["title"]: (POND,),
        OVENS["title"]: (POND,),
    }
    for number, ordered in enumerate(permutations(inputs)):
        index = tmp_path / f"index{number}"
        assert counts(rebuild(ordered, index)) == (3, 0, 4, 0, 0)
        assert organisations(index) == expected
        with open_index(index) as papers:
            assert papers.search("org:kestrel").total == 1
            assert papers.search('org:"Pond School"').total == 3


@pytest.mark.parametrize(
    "text",
    [
        "arxiv_id,organizations\n2401.01234,Kestrel Institute; Pond School\n",
        '{"2401.01234": {"organizations": ["Kestrel Institute", "Pond School"]}}',
        """{"2401.01234v2": {"orgs": ["Kestrel Institute"]}, "10.9999/Rooms": {"orgs": ["x"]},
            "https://arxiv.org/abs/2401.01234": {"orgs": ["Pond School"]}}""",
        '[{"arxiv": "2401.01234", "affiliations": [["Kestrel Institute, Oslo"], ["Pond School"]]}]',
        '{"title":"Folding Maps of Small Rivers","institutions":"Kestrel Institute;Pond School"}',
    ],
)
def test_they_are_read_of_tables_and_under_ids(tmp_path: Path, text: str) -> None:
    table = tmp_path / "table"
    table.write_text(text)
    papers = lines(tmp_path / "papers.jsonl", RIVERS, ROOMS)
    report = rebuild([papers, table], tmp_path / "index")
    assert (report.papers, report.rejected.count) == (2, 0)
    rivers = found(tmp_path / "index")["Folding Maps of Small Rivers"]
    assert {org.name for org in rivers.orgs or ()} == {"Kestrel Institute", "Pond School"}


def test_an_update_refreshes_the_papers_of_the_index(tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild([lines(tmp_path / "papers.jsonl", RIVERS, ROOMS)], index)
    before = found(index)[RIVERS["title"]]
    first = lines(tmp_path / "first.jsonl", said([KESTREL, POND], arxiv_id="2401.01234"))
    assert counts(update([first], index)) == (0, 1, 0, 0, 0)
    after = found(index)[RIVERS["title"]]
    assert (after.orgs, after.added, after.sources) == ((KESTREL, POND), before.added, ("quire",))
    report = update([first], index)
    assert counts(report) == (0, 0, 0, 1, 0)
    assert not report.wrote
    same = lines(tmp_path / "same.jsonl", said([KESTREL, POND], key="2401.01234"))
    report = update([same], index)
    assert counts(report) == (0, 0, 0, 1, 0)
    second = lines(tmp_path / "second.jsonl", said([TIDEPOOL], arxiv_id="2401.01234"), OVENS)
    assert counts(update([second], index)) == (1, 1, 0, 0, 0)
    assert organisations(index)[RIVERS["title"]] == (TIDEPOOL,)
    with open_index(index) as papers:
        assert papers.search("org:kestrel").total == 0


def test_one_without_a_paper_is_rejected_and_read_again_once_there_is_one(tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild([lines(tmp_path / "papers.jsonl", ROOMS, {**OVENS, "doi": "10.9999/rooms2"})], index)
    alone = lines(
        tmp_path / "alone.jsonl", said([POND], arxiv_id="2401.01234"), said([POND], key="rooms")
    )
    with pytest.raises(BuildRefused):
        rebuild([alone], tmp_path / "other")
    report = update([alone, lines(tmp_path / "more.jsonl", {"title": "More"})], index)
    assert counts(report) == (1, 0, 0, 0, 2)
    assert [(one.file, one.line, one.reason) for one in report.rejected.first] == [
        (
            str(alone),
            1,
            f"no paper has the arXiv id 2401.01234, {WHY}",
        ),
        (
            str(alone),
            2,
            f"no paper has the key rooms, {WHY}",
        ),
    ]
    report = update([alone, lines(tmp_path / "rivers.jsonl", RIVERS)], index)
    assert counts(report) == (1, 0, 1, 0, 1)
    assert organisations(index)[RIVERS["title"]] == (POND,)


def test_one_that_names_several_papers_is_rejected(tmp_path: Path) -> None:
    shared = [
        {**RIVERS, "doi": "10.9999/rooms"},
        {**ROOMS, "arxiv_id": "2401.09999"},
    ]
    doubtful = said([POND], doi="10.9999/rooms")
    certain = said([POND], doi="10.9999/rooms", arxiv_id="2401.09999")
    report = rebuild([lines(tmp_path / "a.jsonl", *shared, doubtful, certain)], tmp_path / "index")
    assert counts(report) == (2, 0, 1, 0, 1)
    (rejected,) = report.rejected.first
    assert rejected.reason == "several papers have the DOI 10.9999/rooms: name one by its key"
    assert organisations(tmp_path / "index") == {RIVERS["title"]: None, ROOMS["title"]: (POND,)}


@pytest.mark.parametrize("base", [False, True])
def test_more_than_fit_in_a_batch_come_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: bool
) -> None:
    monkeypatch.setattr(generation_builder, "_BATCH", 5)
    papers = [{"title": f"Paper {n}", "arxiv_id": f"2401.{n:05}"} for n in range(12)]
    records = [
        said([Organisation(name=f"School {n % 5}")], arxiv_id=f"2401.{n % 14:05}")
        for n in range(40)
    ]
    expected = None
    for number, ordered in enumerate((records, records[::-1])):
        index = tmp_path / f"index{number}"
        if base:
            rebuild([lines(tmp_path / "papers.jsonl", *papers)], index)
            report = update([lines(tmp_path / "orgs.jsonl", *ordered)], index)
            assert counts(report) == (0, 12, 24, 0, 4)
        else:
            report = rebuild([lines(tmp_path / "orgs.jsonl", *ordered, *papers)], index)
            assert counts(report) == (12, 0, 36, 0, 4)
        known = organisations(index)
        assert expected in (None, known)
        expected = known
        assert set(known["Paper 3"] or ()) == {
            Organisation(name=f"School {n % 5}") for n in range(3, 40, 14)
        }
